// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/oauth/road_manager.h"

using namespace Qt::StringLiterals;

namespace sallyport {

RoadReply::RoadReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent) : QNetworkReply(parent)
{
    setRequest(request);
    setUrl(request.url());
    setOperation(operation);
    open(ReadOnly);
}

void RoadReply::follow(const Async<HttpReply> &answer)
{
    answer.then(this, [this](const Result<HttpReply> &result) { settle(result); });
}

void RoadReply::settle(const Result<HttpReply> &answer)
{
    m_result = answer;
    if (answer)
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, answer->status);
    else
        setError(UnknownNetworkError, answer.error().message);
    setFinished(true);
    emit finished();
}

RoadManager::RoadManager(Road road, QObject *parent) : QNetworkAccessManager(parent), m_road(std::move(road))
{
}

QNetworkReply *RoadManager::createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body)
{
    auto *reply = new RoadReply(request, operation, this);
    if (operation != PostOperation) {
        reply->follow(answered<HttpReply>(Error{ErrorKind::Internal, u"only POST goes by this road"_s, {}}));
        return reply;
    }
    HttpRequest asked{.method = "POST", .url = request.url(), .headers = {{"Accept", "application/json"}}};
    for (const QByteArray &name : request.rawHeaderList())
        asked.headers.append(HttpHeader{name, request.rawHeader(name)});
    asked.body = body ? body->readAll() : QByteArray();
    reply->follow(m_road(asked));
    return reply;
}

} // namespace sallyport
