// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/conversation.h"

#include <QDateTime>
#include <QPointer>

#include <functional>

namespace sallyport {

class CallbackListener;

//! One page that the person is to see in a browser, as whoever shows it gets it. Copies share the sign-in; once that is
//! over, calls do nothing but say so.
class BrowserSession {
public:
    BrowserSession(OpenBrowser page, QUrl redirectUri, QDateTime expires, CallbackListener *listener);

    [[nodiscard]] const QUrl &url() const { return m_page.url; } //!< https, or http on loopback; never to be logged
    [[nodiscard]] const QString &purpose() const { return m_page.purpose; }
    //! What the address begins with that the browser is sent back to.
    [[nodiscard]] const QUrl &redirectUri() const { return m_redirectUri; }
    [[nodiscard]] const QDateTime &expires() const { return m_expires; } //!< UTC; no answer is taken later
    [[nodiscard]] bool isWaiting() const;

    //! Takes the address the browser was sent back to, where it could not reach this program and the person copied it.
    //! InvalidInput says what does not fit; the sign-in waits on.
    Result<Done> submitRedirect(const QString &pasted) const;
    //! Ends the sign-in as Cancelled.
    void cancel() const;

private:
    OpenBrowser m_page;
    QUrl m_redirectUri;
    QDateTime m_expires;
    QPointer<CallbackListener> m_listener;
};

//! Shows the page, and may show its address beside it for as long as the token is not stopped, which happens when the callback
//! came or the sign-in is over otherwise. Answers at any time; an error (no browser, say) ends the sign-in with it.
using BrowserHandler = std::function<Async<Done>(const BrowserSession &, std::stop_token)>;

//! Shows the code until the conversation is stopped. A person who gives up there stops it: `conversation.request_stop()`.
using ShowCodeHandler = std::function<void(const ShowCode &, std::stop_source conversation)>;

//! What an authorization code flow is run with: it reaches neither a browser nor the network but by these. Both end with the conversation.
struct AuthorizationRoads {
    std::function<Async<BrowserCallback>(const QUrl &page)> browser; //!< shows the page and waits for its return to the listener
    std::function<Async<HttpReply>(const HttpRequest &)> network;
};
using AuthorizationHandler = std::function<Async<BrowserAuthorization>(const AuthorizeWithBrowser &, const AuthorizationRoads &)>;

//! Only https, or http on loopback, without user or password, is shown in a browser (RFC 8252 8.10: never another scheme).
//! Malformed otherwise: such an address comes from a server.
[[nodiscard]] Result<Done> checkPage(const QUrl &url);

} // namespace sallyport
