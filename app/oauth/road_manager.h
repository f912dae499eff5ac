// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/conversation.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <functional>
#include <optional>

namespace sallyport {

//! Sends a request by the road that the program has for vaults and sign-ins.
using Road = std::function<Async<HttpReply>(const HttpRequest &)>;

//! An answer that came by such a road, in the shape that QNetworkAccessManager's users expect. Finished once `result` is there.
class RoadReply final : public QNetworkReply {
    Q_OBJECT
public:
    RoadReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent);

    void follow(const Async<HttpReply> &answer);
    [[nodiscard]] const Result<HttpReply> &result() const { return m_result; }

    void abort() override {}

protected:
    qint64 readData(char *, qint64) override { return -1; } //!< nobody but us looks at it

private:
    void settle(const Result<HttpReply> &answer);

    Result<HttpReply> m_result = Error{ErrorKind::Internal, QStringLiteral("no answer yet"), {}};
};

//! A QNetworkAccessManager without a network: what is posted goes by the road, so that its rules (no redirects, cookies, caches; deadline,
//! size limit, proxies, trust) hold for whoever insists on this class. Anything but POST is refused.
class RoadManager final : public QNetworkAccessManager {
    Q_OBJECT
public:
    explicit RoadManager(Road road, QObject *parent = nullptr);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    Road m_road;
};

} // namespace sallyport
