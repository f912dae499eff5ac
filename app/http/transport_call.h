// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/http/header_watch.h"
#include "providers/sdk/conversation.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

#include <memory>
#include <optional>

namespace sallyport {

//! Connections that present one identity. Calls share it; it goes when neither the transport nor a call needs it.
struct TransportChannel {
    std::unique_ptr<QNetworkAccessManager> manager;
    QSslConfiguration tls;
    QByteArray stamp{}; //!< of the files when they were read
    bool spoilt = false; //!< a call timed out on it; later calls use other connections
};

//! One HTTP call over QNetworkAccessManager, from start to its one answer. Deletes itself afterwards; deleted earlier it
//! answers Cancelled.
class TransportCall final : public QObject {
    Q_OBJECT
public:
    TransportCall(HttpRequest request, std::shared_ptr<TransportChannel> channel, const QNetworkProxy &proxy, QObject *parent,
                  qint64 headerLimit = HeaderWatch::kLimit);
    ~TransportCall() override;

    [[nodiscard]] Async<HttpReply> start(const std::stop_token &stop);

private:
    enum class Stage { Connecting, Sending, Waiting, Reading };

    [[nodiscard]] QNetworkRequest networkRequest() const;
    void launch();
    void limitReading();
    void watch();
    void onEncrypted();
    void onSslErrors(const QList<QSslError> &errors);
    void onRequestSent();
    void onMetaData();
    void onReadyRead();
    void onFinished();
    void onDeadline();
    void take(const QByteArray &bytes);
    //! Ends the call with an answer; the network operation, where still going, is dropped.
    void end(Result<HttpReply> answer);
    void fail(ErrorKind kind, const QString &message, const QString &hint);
    void refuseSize();
    void refuseHeader();
    //! Gives the network operation up. Errors of the call must have been taken from it before.
    void dropReply();

    [[nodiscard]] bool isAnswered(QNetworkReply::NetworkError error, int status) const;
    [[nodiscard]] Error networkError() const;
    [[nodiscard]] Error closedError() const;
    [[nodiscard]] std::optional<Error> proxyError(QNetworkReply::NetworkError error) const;
    [[nodiscard]] Error tlsError() const;
    [[nodiscard]] HttpReply reply() const;

    HttpRequest m_request;
    std::shared_ptr<TransportChannel> m_channel;
    QNetworkProxy m_proxy;
    QString m_peer; //!< host:port
    Completer<HttpReply> m_done;
    QNetworkReply *m_reply = nullptr;
    QTimer m_deadline;
    HeaderWatch m_headerWatch;
    Stage m_stage = Stage::Connecting;
    QByteArray m_body;
    qint64 m_announced = -1; //!< Content-Length
    QList<QSslError> m_sslErrors;
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_onStop;
};

} // namespace sallyport
