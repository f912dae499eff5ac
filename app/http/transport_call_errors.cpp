// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the failures of a call are called. The rest of TransportCall is in transport_call.cpp.
#include "app/base/log.h"
#include "app/http/tls_setup.h"
#include "app/http/transport_call.h"

using namespace Qt::StringLiterals;

namespace sallyport {

//! QNetworkAccessManager reports statuses from 400 on as errors; for us any complete answer is one.
bool TransportCall::isAnswered(QNetworkReply::NetworkError error, int status) const
{
    switch (error) {
    case QNetworkReply::NoError:
        return status >= 200;
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        return status >= 400;
    default:
        return false;
    }
}

Error TransportCall::networkError() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (const auto fromProxy = proxyError(error))
        return *fromProxy;
    switch (error) {
    case QNetworkReply::NoError:
        return {ErrorKind::Malformed, u"%1 sent no final answer"_s.arg(m_peer),
                u"Something between here and the server may be at fault."_s};
    case QNetworkReply::ConnectionRefusedError:
        return {ErrorKind::Network, u"nothing listens at %1 (connection refused)"_s.arg(m_peer),
                u"Check the address and port, and whether the server runs."_s};
    case QNetworkReply::HostNotFoundError:
        return {ErrorKind::Network, u"the host name of %1 is not known"_s.arg(m_peer),
                u"Check the spelling, your network and VPN."_s};
    case QNetworkReply::TimeoutError:
        return {ErrorKind::Timeout, u"could not reach %1 in time"_s.arg(m_peer),
                u"Check the address, the network and whether a firewall or proxy stands between."_s};
    case QNetworkReply::SslHandshakeFailedError:
        return tlsError();
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // the call may not be repeated, see OneWayBody
        return closedError();
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        return {ErrorKind::Malformed, u"the answer of %1 is not HTTP"_s.arg(m_peer),
                u"Check the port, and whether the address must begin with https instead of http."_s};
    default:
        break;
    }
    const QString words = m_reply->errorString();
    if (words.contains("certificate required"_L1) || words.contains("handshake failure"_L1) || words.contains("bad certificate"_L1))
        return tlsError();
    qCDebug(lcHttp) << m_peer << "network error" << error;
    return {ErrorKind::Network, u"could not talk to %1: %2"_s.arg(m_peer, words), u"Check the address and the network."_s};
}

Error TransportCall::closedError() const
{
    if (m_stage == Stage::Reading && m_announced >= 0)
        return {ErrorKind::Network, u"%1 ended its answer after %2 of %3 bytes"_s.arg(m_peer).arg(m_body.size()).arg(m_announced),
                u"The connection broke or the server stopped. Try again."_s};
    if (m_stage == Stage::Reading)
        return {ErrorKind::Network, u"%1 ended its answer in the middle"_s.arg(m_peer),
                u"The connection broke or the server stopped. Try again."_s};
    const QString hint = m_request.url.scheme() == "https"_L1
        ? u"The server may require a client certificate, or be starting. Try again."_s
        : u"The server may expect https, or be starting. Check the address."_s;
    return {ErrorKind::Network, u"%1 closed the connection without an answer"_s.arg(m_peer), hint};
}

std::optional<Error> TransportCall::proxyError(QNetworkReply::NetworkError error) const
{
    const QString proxy = u"%1:%2"_s.arg(m_proxy.hostName()).arg(m_proxy.port());
    const QString hint = u"Check the proxy setting; the proxy is never bypassed."_s;
    if (m_proxy.type() == QNetworkProxy::NoProxy)
        return std::nullopt;
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::UnknownNetworkError: // how a refusal is reported where TLS was to go through the tunnel
        return Error{ErrorKind::Network, u"the proxy %1 on the way to %2 does not answer"_s.arg(proxy, m_peer), hint};
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyNotFoundError:
        return Error{ErrorKind::Network, u"the host name of the proxy %1 is not known"_s.arg(proxy), hint};
    case QNetworkReply::ProxyTimeoutError:
        return Error{ErrorKind::Timeout, u"the proxy %1 on the way to %2 did not answer in time"_s.arg(proxy, m_peer), hint};
    case QNetworkReply::ProxyConnectionClosedError:
        return Error{ErrorKind::Network, u"the proxy %1 closed the connection to %2"_s.arg(proxy, m_peer), hint};
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return Error{ErrorKind::Network, u"the proxy %1 wants a user name and password"_s.arg(proxy),
                     u"Set them in the proxy address: http://user:password@host:port."_s};
    case QNetworkReply::UnknownProxyError:
        return Error{ErrorKind::Network, u"the proxy %1 would not connect to %2"_s.arg(proxy, m_peer), hint};
    default:
        return std::nullopt;
    }
}

Error TransportCall::tlsError() const
{
    if (!m_sslErrors.isEmpty()) {
        const CertificateTrouble trouble = troubleFrom(m_sslErrors, m_sslErrors.first().certificate());
        return {ErrorKind::Network, u"%1 could not prove who it is: %2"_s.arg(m_peer, trouble.cause), trouble.hint};
    }
    const QString words = m_reply->errorString();
    if (words.contains("certificate required"_L1))
        return {ErrorKind::Network, u"%1 requires a client certificate"_s.arg(m_peer), u"Choose a client certificate and its key."_s};
    if (words.contains("wrong version number"_L1))
        return {ErrorKind::Network, u"%1 does not speak TLS"_s.arg(m_peer), u"Check the port; the address may have to begin with http."_s};
    if (words.contains("protocol version"_L1) || words.contains("unsupported protocol"_L1))
        return {ErrorKind::Network, u"%1 offers no TLS version that is still safe"_s.arg(m_peer),
                u"The server must allow TLS 1.2 or later."_s};
    if (words.contains("unknown ca"_L1) || words.contains("bad certificate"_L1))
        return {ErrorKind::Network, u"%1 did not accept the client certificate"_s.arg(m_peer),
                u"Choose one that the server's administrator has approved."_s};
    return {ErrorKind::Network, u"no secure connection to %1: %2"_s.arg(m_peer, words), u"Check the address and the certificates."_s};
}

} // namespace sallyport
