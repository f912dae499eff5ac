// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

#include <QByteArray>
#include <QList>

namespace sallyport {

//! A request as a server receives it.
struct LoopbackRequest {
    QByteArray method;
    QByteArray target; //!< as sent, with the query
    QList<HttpHeader> headers{};
    QByteArray body{}; //!< transfer coding removed
    bool keepAlive = true;
    quint64 connection = 0; //!< counts from 1; requests of one connection share it

    //! The first header of that name (case does not matter), or empty.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool hasHeader(QByteArrayView name) const;
    [[nodiscard]] QByteArray path() const;  //!< target without the query, encoded
    [[nodiscard]] QByteArray query() const; //!< what follows `?`, encoded
};

//! What a server accepts.
struct LoopbackLimits {
    qsizetype headerBytes = 64 << 10;
    qsizetype bodyBytes = 8 << 20;
};

//! Takes the bytes of one connection in pieces of any size and gives back whole requests (RFC 9112). Lengths that contradict
//! each other are refused rather than guessed.
class HttpRequestParser {
public:
    enum class State { NeedMore, Complete, Refused };

    explicit HttpRequestParser(LoopbackLimits limits = {}) : m_limits(limits) {}

    void add(const QByteArray &bytes) { m_buffer += bytes; }
    //! Looks at what has arrived. After Complete, `takeRequest`; after Refused nothing more is read.
    State parse();
    [[nodiscard]] LoopbackRequest takeRequest();
    //! The status that says why a request was refused.
    [[nodiscard]] int refusal() const { return m_refusal; }
    //! True once for each request whose sender waits for `100 Continue` before its body.
    [[nodiscard]] bool takeExpectation();
    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Head && m_buffer.isEmpty(); }

private:
    enum class Phase { Head, SizedBody, ChunkSize, ChunkData, Trailer, Done };

    State refuse(int status);
    State parseHead();
    bool readHeaders(const QList<QByteArray> &lines);
    bool chooseBody();
    State parseSizedBody();
    State parseChunkSize();
    State parseChunkData();
    State parseTrailer();

    LoopbackLimits m_limits;
    QByteArray m_buffer;
    LoopbackRequest m_request;
    Phase m_phase = Phase::Head;
    qsizetype m_expected = 0;
    int m_refusal = 0;
    bool m_expectation = false;
};

} // namespace sallyport
