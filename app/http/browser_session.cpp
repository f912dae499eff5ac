// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/browser_session.h"

#include "app/http/callback_listener.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace sallyport {

BrowserSession::BrowserSession(OpenBrowser page, QUrl redirectUri, QDateTime expires, CallbackListener *listener)
    : m_page(std::move(page)), m_redirectUri(std::move(redirectUri)), m_expires(std::move(expires)), m_listener(listener)
{
}

bool BrowserSession::isWaiting() const
{
    return m_listener && m_listener->isOpen();
}

Result<Done> BrowserSession::submitRedirect(const QString &pasted) const
{
    if (m_listener)
        return m_listener->submit(pasted);
    return Error{ErrorKind::InvalidInput, u"this sign-in is over"_s, u"Start it again."_s};
}

void BrowserSession::cancel() const
{
    if (m_listener)
        m_listener->end(cancelledError());
}

Result<Done> checkPage(const QUrl &url)
{
    const bool loopback = url.host() == u"localhost"_s || QHostAddress(url.host()).isLoopback();
    const bool allowed = url.scheme() == u"https"_s || (url.scheme() == u"http"_s && loopback);
    if (url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && allowed)
        return Done{};
    return Error{ErrorKind::Malformed, u"the sign-in page is not at an https address, so it was not opened"_s,
                 u"Check the address of the sign-in service in the credential."_s};
}

} // namespace sallyport
