// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/transport_call.h"

#include "app/base/log.h"
#include "app/http/message_check.h"
#include "app/http/tls_setup.h"

#include <QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr qint64 kReadBuffer = 128 << 10;

//! A body that refuses to be sent a second time. QNetworkAccessManager repeats a request by itself when the connection
//! dies before the first byte of an answer; with such a body it reports an error instead.
class OneWayBody final : public QIODevice { // not a QBuffer, which QNetworkAccessManager would look into and rewind
public:
    explicit OneWayBody(QByteArray body) : m_rest(std::move(body)) { open(ReadOnly); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_rest.size() + QIODevice::bytesAvailable(); }
    [[nodiscard]] bool atEnd() const override { return bytesAvailable() == 0; }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 capacity) override
    {
        const qint64 size = std::min<qint64>(capacity, m_rest.size());
        std::copy_n(m_rest.constData(), size, data);
        m_rest.remove(0, size);
        return size == 0 ? -1 : size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_rest;
};

qint64 lengthFrom(const QNetworkReply &reply)
{
    bool good = false;
    const qint64 length = reply.rawHeader("Content-Length").trimmed().toLongLong(&good);
    return good && length >= 0 && !reply.hasRawHeader("Transfer-Encoding") ? length : -1;
}

quint16 portOf(const QUrl &url)
{
    return static_cast<quint16>(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

QString secondsOf(std::chrono::milliseconds span)
{
    return QString::number(static_cast<double>(span.count()) / 1000.0);
}

} // namespace

TransportCall::TransportCall(HttpRequest request, std::shared_ptr<TransportChannel> channel, const QNetworkProxy &proxy, QObject *parent,
                             qint64 headerLimit)
    : QObject(parent), m_request(std::move(request)), m_channel(std::move(channel)), m_proxy(proxy),
      m_peer(hostAndPort(m_request.url)), m_headerWatch(m_request.url.host(), portOf(m_request.url), headerLimit)
{
}

TransportCall::~TransportCall()
{
    m_onStop.reset();
    if (m_reply) {
        dropReply();
        delete m_reply;
    }
    m_done(cancelledError());
}

Async<HttpReply> TransportCall::start(const std::stop_token &stop)
{
    Async<HttpReply> future = m_done.future();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &TransportCall::onDeadline);
    m_deadline.start(m_request.deadline);
    launch();
    watch();
    QPointer<TransportCall> self(this);
    m_onStop = std::make_unique<std::stop_callback<std::function<void()>>>(stop, [context = parent(), self] {
        QMetaObject::invokeMethod(context, [self] {
            if (self)
                self->end(cancelledError());
        }, Qt::QueuedConnection);
    });
    return future;
}

QNetworkRequest TransportCall::networkRequest() const
{
    QNetworkRequest request(m_request.url);
    request.setSslConfiguration(m_channel->tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setRawHeader("User-Agent", userAgent());
    request.setRawHeader("Accept-Language", "en");
    for (const HttpHeader &header : m_request.headers) {
        const QByteArray before = request.rawHeader(header.name); // repeated names are one list (RFC 9110 5.3)
        const bool joined = request.hasRawHeader(header.name) && header.name.compare("User-Agent", Qt::CaseInsensitive) != 0
            && header.name.compare("Accept-Language", Qt::CaseInsensitive) != 0;
        request.setRawHeader(header.name, joined ? before + ", " + header.value : header.value);
    }
    request.setRawHeader("Accept-Encoding", "identity");
    return request;
}

void TransportCall::launch()
{
    QNetworkRequest request = networkRequest();
    QNetworkAccessManager &manager = *m_channel->manager;
    if (m_request.freshConnection) {
        auto *body = new OneWayBody(m_request.body);
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        m_reply = manager.sendCustomRequest(request, m_request.method, body);
        body->setParent(m_reply);
    } else if (m_request.method == "HEAD") {
        m_reply = manager.head(request);
    } else if (m_request.method == "GET" && m_request.body.isEmpty()) {
        m_reply = manager.get(request);
    } else {
        m_reply = manager.sendCustomRequest(request, m_request.method, m_request.body);
    }
    limitReading();
    // Where there is a body the operation begins a turn of the event loop later, and does not know what was set before.
    QMetaObject::invokeMethod(this, &TransportCall::limitReading, Qt::QueuedConnection);
    qCDebug(lcHttp) << "sends" << m_request.method << "to" << m_peer;
}

void TransportCall::limitReading()
{
    if (m_reply)
        m_reply->setReadBufferSize(kReadBuffer);
}

void TransportCall::watch()
{
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_stage = Stage::Connecting; });
    connect(m_reply, &QNetworkReply::encrypted, this, &TransportCall::onEncrypted);
    connect(m_reply, &QNetworkReply::sslErrors, this, &TransportCall::onSslErrors);
    connect(m_reply, &QNetworkReply::requestSent, this, &TransportCall::onRequestSent);
    connect(&m_headerWatch, &HeaderWatch::flooded, this, &TransportCall::refuseHeader);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &TransportCall::onMetaData);
    connect(m_reply, &QNetworkReply::readyRead, this, &TransportCall::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &TransportCall::onFinished);
}

void TransportCall::onEncrypted()
{
    m_stage = Stage::Sending;
    const auto trouble = troubleWithPeer(m_reply->sslConfiguration().peerCertificate(), m_request.url.host(), m_request.tls);
    if (!trouble)
        return;
    fail(ErrorKind::Network, u"%1 could not prove who it is: %2"_s.arg(m_peer, trouble->cause), trouble->hint);
}

void TransportCall::onSslErrors(const QList<QSslError> &errors)
{
    m_sslErrors = errors;
}

void TransportCall::onRequestSent()
{
    m_stage = Stage::Waiting;
    if (m_proxy.type() == QNetworkProxy::NoProxy) // at a proxy too much else comes from the same peer
        m_headerWatch.start();
}

void TransportCall::onMetaData()
{
    m_stage = Stage::Reading;
    m_headerWatch.stop();
    m_announced = lengthFrom(*m_reply);
    if (m_request.method != "HEAD" && m_announced > m_request.maxReplyBytes)
        refuseSize();
}

void TransportCall::onReadyRead()
{
    take(m_reply->readAll());
}

void TransportCall::take(const QByteArray &bytes)
{
    if (m_body.size() + bytes.size() > m_request.maxReplyBytes)
        return refuseSize();
    if (m_body.isEmpty() && m_announced > 0)
        m_body.reserve(m_announced);
    m_body += bytes;
}

void TransportCall::onFinished()
{
    const QNetworkReply::NetworkError error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    take(m_reply->readAll());
    if (m_done.isAnswered())
        return;
    if (!isAnswered(error, status))
        return end(networkError());
    const bool hasBody = m_request.method != "HEAD" && status != 204 && status != 304;
    if (hasBody && m_announced >= 0 && m_body.size() != m_announced)
        return end(closedError());
    end(reply());
}

void TransportCall::onDeadline()
{
    m_channel->spoilt = true;
    const QString span = secondsOf(m_request.deadline);
    switch (m_stage) {
    case Stage::Connecting: {
        const bool secure = m_request.url.scheme() == "https"_L1;
        return fail(ErrorKind::Timeout,
                    (secure ? u"no secure connection to %1 within %2 s"_s : u"could not reach %1 within %2 s"_s).arg(m_peer, span),
                    u"Check the address, the network and whether a firewall or proxy stands between."_s);
    }
    case Stage::Sending:
    case Stage::Waiting:
        return fail(ErrorKind::Timeout, u"%1 did not answer within %2 s"_s.arg(m_peer, span),
                    u"The server may be overloaded, or something else listens on that port. Try again."_s);
    case Stage::Reading:
        return fail(ErrorKind::Timeout, u"%1 answered too slowly: %2 bytes within %3 s"_s.arg(m_peer).arg(m_body.size()).arg(span),
                    u"The server or the network may be overloaded. Try again."_s);
    }
}

void TransportCall::end(Result<HttpReply> answer)
{
    if (m_done.isAnswered())
        return;
    if (!answer)
        qCDebug(lcHttp) << m_peer << "failed:" << traitsOf(answer.error().kind).name;
    m_done(std::move(answer));
    m_deadline.stop();
    dropReply();
    deleteLater();
}

void TransportCall::dropReply()
{
    m_headerWatch.stop();
    m_reply->disconnect(this);
    if (!m_reply->isRunning())
        return;
    m_reply->abort();
    if (m_stage != Stage::Reading && m_request.url.scheme() == "http"_L1)
        m_headerWatch.cut();
}

void TransportCall::fail(ErrorKind kind, const QString &message, const QString &hint)
{
    end(Error{kind, message, hint});
}

void TransportCall::refuseSize()
{
    fail(ErrorKind::Malformed, u"the answer of %1 is larger than %2 bytes"_s.arg(m_peer).arg(m_request.maxReplyBytes),
         u"Check the address: a vault's answers are much smaller."_s);
}

void TransportCall::refuseHeader()
{
    m_channel->spoilt = true;
    fail(ErrorKind::Malformed, u"the answer of %1 has headers of more than %2 bytes"_s.arg(m_peer).arg(m_headerWatch.limit()),
         u"Check the address: a vault's answers are much smaller."_s);
}

HttpReply TransportCall::reply() const
{
    HttpReply reply;
    reply.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        reply.headers.append({name, value});
    reply.body = m_body;
    reply.received = QDateTime::currentDateTimeUtc();
    return reply;
}

} // namespace sallyport
