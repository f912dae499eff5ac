// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/curl_errors.h"

#include "app/http/message_check.h"
#include "app/http/tls_setup.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

struct Meaning {
    CURLcode code;
    ErrorKind kind;
    const char *hint;
};

constexpr const char *kHintAddress = "Check the address and the network.";
constexpr const char *kHintUrl = "Correct the URL; it begins with http:// or https://.";
constexpr const char *kHintProxy = "Check the proxy setting.";
constexpr const char *kHintAgain = "The server or the network broke off. Send again.";
constexpr const char *kHintTls = "Choose the authority's certificate as CA file, or switch off certificate checks for this request only "
                                 "if you know why.";

constexpr Meaning kMeanings[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, ErrorKind::InvalidInput, kHintUrl},
    {CURLE_URL_MALFORMAT, ErrorKind::InvalidInput, kHintUrl},
    {CURLE_COULDNT_RESOLVE_PROXY, ErrorKind::Network, kHintProxy},
    {CURLE_PROXY, ErrorKind::Network, kHintProxy},
    {CURLE_COULDNT_RESOLVE_HOST, ErrorKind::Network, "Check the spelling of the host name, your network and VPN."},
    {CURLE_COULDNT_CONNECT, ErrorKind::Network, "Check the address and port, and whether the server runs."},
    {CURLE_OPERATION_TIMEDOUT, ErrorKind::Timeout, "Check the address, or allow more time in the preferences."},
    {CURLE_PEER_FAILED_VERIFICATION, ErrorKind::Network, kHintTls},
    {CURLE_SSL_CONNECT_ERROR, ErrorKind::Network, "Check the port, and whether the server speaks TLS 1.2 or later there."},
    {CURLE_SSL_CACERT_BADFILE, ErrorKind::InvalidInput, "Choose a CA file in PEM form."},
    {CURLE_GOT_NOTHING, ErrorKind::Network, kHintAgain},
    {CURLE_SEND_ERROR, ErrorKind::Network, kHintAgain},
    {CURLE_RECV_ERROR, ErrorKind::Network, kHintAgain},
    {CURLE_PARTIAL_FILE, ErrorKind::Network, kHintAgain},
    {CURLE_HTTP2, ErrorKind::Network, kHintAgain},
    {CURLE_HTTP2_STREAM, ErrorKind::Network, kHintAgain},
    {CURLE_WEIRD_SERVER_REPLY, ErrorKind::Malformed, "Check the port: what answers there does not speak HTTP."},
    {CURLE_UNSUPPORTED_PROTOCOL, ErrorKind::Malformed, kHintAddress},
    {CURLE_BAD_CONTENT_ENCODING, ErrorKind::Malformed, "Ask for another encoding with a header Accept-Encoding: identity."},
    {CURLE_WRITE_ERROR, ErrorKind::Malformed, kHintAddress},
    {CURLE_OUT_OF_MEMORY, ErrorKind::Internal, "Close other programs, or ask for less."},
};

Meaning meaningOf(CURLcode code)
{
    const auto *found = std::find_if(std::begin(kMeanings), std::end(kMeanings), [code](const Meaning &m) { return m.code == code; });
    return found == std::end(kMeanings) ? Meaning{code, ErrorKind::Network, kHintAddress} : *found;
}

bool breaksRequestLine(char c)
{
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
}

} // namespace

QString hostOf(const QByteArray &url)
{
    const QUrl parsed = QUrl::fromEncoded(url.contains("://") ? url : "http://" + url);
    return parsed.host().isEmpty() ? u"the address"_s : hostAndPort(parsed);
}

Error curlError(CURLcode code, const QByteArray &words, const WireRequest &request)
{
    const Meaning meaning = meaningOf(code);
    const QString host = hostOf(request.url);
    QString said = QString::fromUtf8(words.isEmpty() ? QByteArray(curl_easy_strerror(code)) : words).trimmed();
    if (code == CURLE_OPERATION_TIMEDOUT)
        return {meaning.kind, u"no complete answer from %1 within %2 s (%3)"_s.arg(host).arg(request.timeout.count() / 1000.0).arg(said),
                QString::fromLatin1(meaning.hint)};
    if (meaning.kind == ErrorKind::InvalidInput)
        return {meaning.kind, u"%1 cannot be used: %2"_s.arg(host, said), QString::fromLatin1(meaning.hint)};
    return {meaning.kind, u"the request to %1 failed: %2"_s.arg(host, said), QString::fromLatin1(meaning.hint)};
}

Result<Done> checkWireRequest(const WireRequest &request)
{
    if (request.url.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the URL is empty"_s, u"Type an address that begins with http:// or https://."_s};
    if (std::any_of(request.url.begin(), request.url.end(), breaksRequestLine))
        return Error{ErrorKind::InvalidInput, u"the URL contains a blank or a line break"_s,
                     u"Remove it, or write a blank as %20; it may come from a variable."_s};
    if (!request.caFile.isEmpty() && !QFileInfo(expandHome(request.caFile)).isReadable())
        return Error{ErrorKind::InvalidInput, u"the CA file %1 cannot be read"_s.arg(request.caFile), u"Choose the file again."_s};
    return checkMessage(request.method, request.headers);
}

} // namespace sallyport
