// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"
#include "tests/support/async.h"
#include "tests/support/http_server.h"

namespace sallyport::test {

//! A request with a time limit that fits tests.
inline WireRequest to(const QUrl &url, const QByteArray &method = "GET")
{
    WireRequest request;
    request.method = method;
    request.url = url.toEncoded();
    request.timeout = std::chrono::seconds(10);
    return request;
}

//! Headers as one text.
inline QByteArray lines(const QList<HttpHeader> &headers)
{
    QByteArray text;
    for (const HttpHeader &header : headers)
        text += header.name + ": " + header.value + '\n';
    return text;
}

class CurlClientTest : public testing::Test {
protected:
    Result<WireResponse> send(const WireRequest &request) { return await(m_client.send(request, {}), std::chrono::seconds(60)); }

    CurlClient m_client;
};

} // namespace sallyport::test
