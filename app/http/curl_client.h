// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/conversation.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace sallyport {

//! A request as it goes over the wire, all templates filled in. Headers are sent as written, in order and spelling, also
//! empty ones. Nothing else is sent except Host, what frames the body, and `User-Agent`.
struct WireRequest {
    QByteArray method;
    QByteArray url; //!< encoded
    QList<HttpHeader> headers{};
    QByteArray body{};
    bool followRedirects = true;
    int maxRedirects = 10;
    bool verifyTls = true;
    QString caFile{};    //!< empty: the system's
    QByteArray proxy{};  //!< empty: from the environment, as curl does; `direct`: none at all
    bool identify = true; //!< send `User-Agent: Sallyport/<version>` where the headers have no User-Agent
    std::chrono::milliseconds timeout{30'000}; //!< whole call; 0: none
    qint64 maxBodyBytes = qint64(1) << 30;     //!< more is cut off, see WireResponse::truncated
};

//! Where the time went, each measured from the start of the transfer (libcurl's meanings).
struct Timings {
    std::chrono::microseconds nameLookup{0}, connect{0}, tlsHandshake{0}, preTransfer{0}, firstByte{0}, total{0};
};

//! A line of the timeline, in order. Bodies are not in it. It holds secrets until a Redactor has seen it.
struct TimelineEntry {
    enum class Kind { Info, HeaderIn, HeaderOut, DataIn, DataOut };
    Kind kind = Kind::Info;
    QByteArray text;
    std::chrono::microseconds at{0};
};

struct WireResponse {
    int status = 0;
    QByteArray reason{};
    QByteArray httpVersion{}; //!< `HTTP/1.1`, `HTTP/2`
    QList<HttpHeader> headers{}; //!< of the last response where redirects were followed
    QByteArray body{};           //!< content-encoding removed
    qint64 receivedBytes = 0;    //!< body as transferred
    bool truncated = false;
    QByteArray effectiveUrl{};
    QByteArray remoteAddress{};
    int redirects = 0;
    Timings timings{};
    QList<TimelineEntry> timeline{};
};

//! Sends people's requests with libcurl's multi interface on the event loop. Connections are kept and reused; nothing
//! is shared with vault traffic. Cookies are not kept. Errors: Network (with libcurl's words and the host), Timeout, Malformed,
//! InvalidInput (bad URL, header or CA file; nothing was sent), Cancelled. Redirects: see redirect.h.
class CurlClient final : public QObject {
    Q_OBJECT
public:
    explicit CurlClient(QObject *parent = nullptr);
    ~CurlClient() override;

    [[nodiscard]] Async<WireResponse> send(const WireRequest &request, std::stop_token stop);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sallyport
