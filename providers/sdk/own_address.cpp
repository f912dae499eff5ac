// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/own_address.h"

#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport {

bool isThisMachine(const QString &host)
{
    static const QRegularExpression loopback(u"^127(\\.\\d{1,3}){3}$"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || loopback.match(host).hasMatch();
}

Result<QUrl> ownAddress(const QString &text, const QString &what)
{
    const auto bad = [&what](const QString &why, const QString &hint) {
        return Error{ErrorKind::InvalidInput, u"%1 %2"_s.arg(what, why), hint};
    };
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        return bad(u"is not an https address"_s, u"Write it as https://host:port."_s);
    if (!url.userInfo().isEmpty())
        return bad(u"holds a user name or password"_s, u"Remove what stands before the @."_s);
    if (url.hasQuery() || url.hasFragment())
        return bad(u"has something after ? or #"_s, u"Remove it."_s);
    if (url.scheme() == "http"_L1 && !isThisMachine(url.host()))
        return bad(u"is not encrypted: http is for this machine only, and %1 is another one"_s.arg(printable(url.host(), 100)),
                   u"Use https, or localhost."_s);
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

} // namespace sallyport
