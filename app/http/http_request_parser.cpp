// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/http_request_parser.h"

#include "app/http/message_check.h"

#include <utility>

namespace sallyport {

namespace {

constexpr int kBadRequest = 400;
constexpr int kTooLarge = 413;
constexpr int kHeaderTooLarge = 431;
constexpr int kVersionUnknown = 505;

bool isDecimal(const QByteArray &text)
{
    for (const char c : text) {
        if (c < '0' || c > '9')
            return false;
    }
    return !text.isEmpty();
}

} // namespace

QByteArray LoopbackRequest::header(QByteArrayView name) const
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

bool LoopbackRequest::hasHeader(QByteArrayView name) const
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QByteArray LoopbackRequest::path() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? target : target.left(mark);
}

QByteArray LoopbackRequest::query() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? QByteArray() : target.mid(mark + 1);
}

HttpRequestParser::State HttpRequestParser::parse()
{
    for (;;) {
        const Phase before = m_phase;
        State state = State::NeedMore;
        switch (m_phase) {
        case Phase::Head: state = parseHead(); break;
        case Phase::SizedBody: state = parseSizedBody(); break;
        case Phase::ChunkSize: state = parseChunkSize(); break;
        case Phase::ChunkData: state = parseChunkData(); break;
        case Phase::Trailer: state = parseTrailer(); break;
        case Phase::Done: return m_refusal == 0 ? State::Complete : State::Refused;
        }
        if (state == State::Refused || m_phase == before)
            return state;
    }
}

LoopbackRequest HttpRequestParser::takeRequest()
{
    m_phase = Phase::Head;
    m_expectation = false;
    return std::exchange(m_request, {});
}

bool HttpRequestParser::takeExpectation()
{
    return std::exchange(m_expectation, false);
}

HttpRequestParser::State HttpRequestParser::refuse(int status)
{
    m_refusal = status;
    m_phase = Phase::Done;
    return State::Refused;
}

HttpRequestParser::State HttpRequestParser::parseHead()
{
    while (m_buffer.startsWith("\r\n")) // RFC 9112 2.2: empty lines before a request are ignored
        m_buffer.remove(0, 2);
    if (!m_buffer.isEmpty() && m_buffer.front() != '\r' && !isToken(m_buffer.first(1))) // TLS on a plain port, say
        return refuse(kBadRequest);
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end > m_limits.headerBytes || (end < 0 && m_buffer.size() > m_limits.headerBytes))
        return refuse(kHeaderTooLarge);
    if (end < 0)
        return State::NeedMore;
    QList<QByteArray> lines;
    for (const QByteArray &line : m_buffer.left(end).split('\n'))
        lines.append(line.endsWith('\r') ? line.chopped(1) : line);
    m_buffer.remove(0, end + 4);
    const QList<QByteArray> first = lines.takeFirst().split(' ');
    if (first.size() != 3 || !isToken(first[0]) || first[1].isEmpty())
        return refuse(kBadRequest);
    if (first[2] != "HTTP/1.1" && first[2] != "HTTP/1.0")
        return refuse(kVersionUnknown);
    m_request = LoopbackRequest{first[0], first[1]};
    if (!readHeaders(lines))
        return refuse(kBadRequest);
    const QByteArray connection = m_request.header("Connection").toLower();
    m_request.keepAlive = first[2] == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive");
    return chooseBody() ? State::NeedMore : State::Refused;
}

bool HttpRequestParser::readHeaders(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || !isToken(QByteArrayView(line).first(colon)))
            return false;
        m_request.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    return true;
}

bool HttpRequestParser::chooseBody()
{
    const QByteArray length = m_request.header("Content-Length");
    const QByteArray coding = m_request.header("Transfer-Encoding").toLower();
    m_expectation = m_request.header("Expect").toLower() == "100-continue";
    if ((!coding.isEmpty() && (coding != "chunked" || !length.isEmpty())) || (!length.isEmpty() && !isDecimal(length))) {
        refuse(kBadRequest);
        return false;
    }
    bool fits = true;
    m_expected = length.isEmpty() ? 0 : length.toLongLong(&fits);
    if (!fits || m_expected > m_limits.bodyBytes) {
        refuse(kTooLarge);
        return false;
    }
    m_phase = coding.isEmpty() ? Phase::SizedBody : Phase::ChunkSize;
    return true;
}

HttpRequestParser::State HttpRequestParser::parseSizedBody()
{
    if (m_buffer.size() < m_expected)
        return State::NeedMore;
    m_request.body = m_buffer.left(m_expected);
    m_buffer.remove(0, m_expected);
    m_phase = Phase::Done;
    return State::Complete;
}

HttpRequestParser::State HttpRequestParser::parseChunkSize()
{
    constexpr qsizetype kLongestLine = 1024;
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end < 0)
        return m_buffer.size() > kLongestLine ? refuse(kBadRequest) : State::NeedMore;
    const QByteArray digits = m_buffer.left(end).split(';').first().trimmed();
    m_buffer.remove(0, end + 2);
    bool good = false;
    m_expected = digits.toLongLong(&good, 16);
    if (!good || m_expected < 0)
        return refuse(kBadRequest);
    if (m_expected > m_limits.bodyBytes - m_request.body.size())
        return refuse(kTooLarge);
    m_phase = m_expected == 0 ? Phase::Trailer : Phase::ChunkData;
    return State::NeedMore;
}

HttpRequestParser::State HttpRequestParser::parseChunkData()
{
    if (m_buffer.size() < m_expected + 2)
        return State::NeedMore;
    if (m_buffer.mid(m_expected, 2) != "\r\n")
        return refuse(kBadRequest);
    m_request.body += QByteArrayView(m_buffer).first(m_expected);
    m_buffer.remove(0, m_expected + 2);
    m_phase = Phase::ChunkSize;
    return State::NeedMore;
}

HttpRequestParser::State HttpRequestParser::parseTrailer()
{
    for (;;) {
        const qsizetype end = m_buffer.indexOf("\r\n");
        if (end < 0)
            return m_buffer.size() > m_limits.headerBytes ? refuse(kHeaderTooLarge) : State::NeedMore;
        m_buffer.remove(0, end + 2);
        if (end == 0)
            break;
    }
    m_phase = Phase::Done;
    return State::Complete;
}

} // namespace sallyport
