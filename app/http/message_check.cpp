// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/message_check.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

bool isTokenCharacter(char c)
{
    constexpr QByteArrayView kSpecial("!#$%&'*+-.^_`|~");
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kSpecial.contains(c);
}

bool breaksLine(char c)
{
    return c == '\r' || c == '\n' || c == '\0';
}

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QByteArray userAgent()
{
    return "Sallyport/" SALLYPORT_VERSION;
}

QString hostAndPort(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(url.port(usual));
}

Result<Done> checkMessage(const QByteArray &method, const QList<HttpHeader> &headers)
{
    if (!isToken(method))
        return Error{ErrorKind::InvalidInput, u"the method is not a word that HTTP allows"_s, u"Use letters only, e.g. GET."_s};
    for (const HttpHeader &header : headers) {
        if (!isToken(header.name))
            return Error{
                ErrorKind::InvalidInput,
                u"the header name \"%1\" has characters that HTTP does not allow"_s.arg(QString::fromUtf8(header.name).simplified()),
                u"Use letters, digits and hyphens."_s};
        if (std::any_of(header.value.begin(), header.value.end(), breaksLine))
            return Error{ErrorKind::InvalidInput,
                         u"the value of header \"%1\" contains a line break"_s.arg(QString::fromLatin1(header.name)),
                         u"Remove the line break; it may come from a variable or secret that ends with one."_s};
    }
    return Done{};
}

bool hasHeader(const QList<HttpHeader> &headers, QByteArrayView name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const HttpHeader &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
}

} // namespace sallyport
