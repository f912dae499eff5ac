// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/curl_transfer.h"

#include "app/base/log.h"
#include "app/http/curl_errors.h"
#include "app/http/redirect.h"

#include <QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr qint64 kLargestHeader = 256 << 10;        // all header lines of one answer, interim ones included
constexpr qint64 kLargestRedirectBody = 256 << 10;  // nobody reads it

std::chrono::microseconds microsecondsOf(CURL *handle, CURLINFO what)
{
    curl_off_t value = 0;
    curl_easy_getinfo(handle, what, &value);
    return std::chrono::microseconds(value);
}

QByteArray textOf(CURL *handle, CURLINFO what)
{
    const char *text = nullptr;
    curl_easy_getinfo(handle, what, &text);
    return QByteArray(text);
}

QByteArray withoutLineEnd(const char *data, std::size_t size)
{
    QByteArray text(data, static_cast<qsizetype>(size));
    while (text.endsWith('\n') || text.endsWith('\r'))
        text.chop(1);
    return text;
}

} // namespace

CurlTransfer::CurlTransfer(WireRequest request, CurlLoop &loop, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_loop(loop), m_handle(loop.takeHandle()), m_timeout(m_request.timeout),
      m_started(Clock::now())
{
}

CurlTransfer::~CurlTransfer()
{
    m_onStop.reset();
    if (m_handle) {
        m_loop.stop(m_handle);
        m_loop.giveBack(m_handle);
    }
    m_done(cancelledError());
}

Async<WireResponse> CurlTransfer::start(const std::stop_token &stop)
{
    const Async<WireResponse> future = m_done.future();
    QPointer<CurlTransfer> self(this);
    m_onStop = std::make_unique<std::stop_callback<std::function<void()>>>(stop, [context = parent(), self] {
        QMetaObject::invokeMethod(context, [self] {
            if (self)
                self->end(cancelledError());
        }, Qt::QueuedConnection);
    });
    startLeg();
    return future;
}

void CurlTransfer::startLeg()
{
    curl_easy_reset(m_handle); // connections, sessions and names are kept
    m_words[0] = '\0';
    m_headerBytes = 0;
    setConnection();
    setMethod();
    setHeaders();
    setTls();
    setCallbacks();
    m_loop.run(m_handle, [this](CURLcode code) { finishLeg(code); });
}

void CurlTransfer::finishLeg(CURLcode code)
{
    const bool cut = code == CURLE_WRITE_ERROR && m_response.truncated;
    if (m_headerTooLong)
        return end(Error{ErrorKind::Malformed,
                         u"the header of %1's answer is larger than %2 bytes"_s.arg(hostOf(m_request.url)).arg(kLargestHeader),
                         u"Check the address."_s});
    if (code != CURLE_OK && !cut)
        return end(curlError(code, m_words, m_request));
    readFigures();
    if (m_request.followRedirects && followRedirect())
        return;
    if (!m_done.isAnswered())
        end(std::move(m_response));
}

bool CurlTransfer::followRedirect()
{
    const QByteArray location = responseHeader("Location");
    if (!isRedirect(m_response.status) || location.isEmpty())
        return false;
    const RedirectDecision decision = decideRedirect(m_request, m_response.status, location);
    note(TimelineEntry::Kind::Info, decision.note);
    if (!decision.next)
        return false;
    if (m_response.redirects >= m_request.maxRedirects) {
        end(Error{ErrorKind::Network,
                  u"%1 redirects too often (more than %2 times)"_s.arg(hostOf(m_request.url)).arg(m_request.maxRedirects),
                  u"The addresses may lead to each other in a circle; see the timeline with redirects switched off."_s});
        return true;
    }
    m_request = *decision.next;
    WireResponse next;
    next.redirects = m_response.redirects + 1;
    next.timeline = std::move(m_response.timeline);
    m_response = std::move(next);
    m_legStart = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_started);
    if (m_timeout.count() > 0 && m_legStart >= m_timeout)
        end(curlError(CURLE_OPERATION_TIMEDOUT, {}, m_request));
    else
        startLeg();
    return true;
}

void CurlTransfer::end(Result<WireResponse> answer)
{
    if (m_done.isAnswered())
        return;
    m_done(std::move(answer));
    m_loop.stop(m_handle);
    m_loop.giveBack(std::exchange(m_handle, nullptr));
    m_headers.reset();
    deleteLater();
}

void CurlTransfer::readFigures()
{
    m_response.effectiveUrl = textOf(m_handle, CURLINFO_EFFECTIVE_URL);
    long port = 0;
    curl_easy_getinfo(m_handle, CURLINFO_PRIMARY_PORT, &port);
    const QByteArray address = textOf(m_handle, CURLINFO_PRIMARY_IP);
    m_response.remoteAddress = (address.contains(':') ? '[' + address + ']' : address) + ':' + QByteArray::number(port);
    curl_off_t received = 0;
    curl_easy_getinfo(m_handle, CURLINFO_SIZE_DOWNLOAD_T, &received);
    m_response.receivedBytes = received;
    Timings &timings = m_response.timings;
    timings.nameLookup = m_legStart + microsecondsOf(m_handle, CURLINFO_NAMELOOKUP_TIME_T);
    timings.connect = m_legStart + microsecondsOf(m_handle, CURLINFO_CONNECT_TIME_T);
    const auto secured = microsecondsOf(m_handle, CURLINFO_APPCONNECT_TIME_T);
    timings.tlsHandshake = secured.count() == 0 ? secured : m_legStart + secured;
    timings.preTransfer = m_legStart + microsecondsOf(m_handle, CURLINFO_PRETRANSFER_TIME_T);
    timings.firstByte = m_legStart + microsecondsOf(m_handle, CURLINFO_STARTTRANSFER_TIME_T);
    timings.total = m_legStart + microsecondsOf(m_handle, CURLINFO_TOTAL_TIME_T);
}

std::size_t CurlTransfer::onBody(char *data, std::size_t size, std::size_t count, void *self)
{
    const bool more = static_cast<CurlTransfer *>(self)->takeBody({data, static_cast<qsizetype>(size * count)});
    return more ? size * count : static_cast<std::size_t>(CURL_WRITEFUNC_ERROR);
}

std::size_t CurlTransfer::onHeader(char *data, std::size_t size, std::size_t count, void *self)
{
    const bool more = static_cast<CurlTransfer *>(self)->takeHeaderLine({data, static_cast<qsizetype>(size * count)});
    return more ? size * count : static_cast<std::size_t>(CURL_WRITEFUNC_ERROR);
}

int CurlTransfer::onDebug(CURL *, curl_infotype type, char *data, std::size_t size, void *self)
{
    auto *transfer = static_cast<CurlTransfer *>(self);
    switch (type) {
    case CURLINFO_TEXT: transfer->note(TimelineEntry::Kind::Info, withoutLineEnd(data, size)); break;
    case CURLINFO_HEADER_IN: transfer->note(TimelineEntry::Kind::HeaderIn, withoutLineEnd(data, size)); break;
    case CURLINFO_HEADER_OUT: transfer->note(TimelineEntry::Kind::HeaderOut, withoutLineEnd(data, size)); break;
    case CURLINFO_DATA_IN: transfer->noteData(TimelineEntry::Kind::DataIn, static_cast<qint64>(size)); break;
    case CURLINFO_DATA_OUT: transfer->noteData(TimelineEntry::Kind::DataOut, static_cast<qint64>(size)); break;
    default: break; // TLS records
    }
    return 0;
}

qint64 CurlTransfer::bodyLimit() const
{
    const bool isPassing = m_request.followRedirects && isRedirect(m_response.status) && !responseHeader("Location").isEmpty();
    return isPassing ? std::min(kLargestRedirectBody, m_request.maxBodyBytes) : m_request.maxBodyBytes;
}

bool CurlTransfer::takeBody(QByteArrayView bytes)
{
    QByteArray &body = m_response.body;
    const qint64 limit = bodyLimit();
    if (body.isEmpty()) {
        curl_off_t announced = 0;
        curl_easy_getinfo(m_handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
        body.reserve(std::clamp<qint64>(announced, bytes.size(), std::max<qint64>(limit, bytes.size())));
    }
    m_response.truncated = body.size() + bytes.size() > limit;
    body.append(m_response.truncated ? bytes.first(limit - body.size()) : bytes);
    return !m_response.truncated;
}

bool CurlTransfer::takeHeaderLine(QByteArrayView line)
{
    m_headerBytes += line.size();
    m_headerTooLong = m_headerBytes > kLargestHeader;
    if (m_headerTooLong)
        return false;
    if (line.startsWith("HTTP/")) {
        takeStatusLine(line.trimmed());
        return true;
    }
    QList<HttpHeader> &headers = m_response.headers;
    const QByteArrayView text = line.trimmed();
    const qsizetype colon = text.indexOf(':');
    if ((line.startsWith(' ') || line.startsWith('\t')) && !headers.isEmpty())
        headers.last().value += ' ' + text.toByteArray(); // a folded line (RFC 9112 5.2)
    else if (colon > 0)
        headers.append({text.first(colon).toByteArray(), text.sliced(colon + 1).trimmed().toByteArray()});
    return true;
}

void CurlTransfer::takeStatusLine(QByteArrayView line)
{
    const QList<QByteArray> words = line.toByteArray().split(' ');
    m_response.headers.clear();
    m_response.httpVersion = words.value(0);
    m_response.status = words.value(1).toInt();
    m_response.reason = words.mid(2).join(' ');
}

void CurlTransfer::note(TimelineEntry::Kind kind, const QByteArray &text)
{
    const auto at = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_started);
    m_response.timeline.append({kind, text, at});
}

void CurlTransfer::noteData(TimelineEntry::Kind kind, qint64 bytes)
{
    QList<TimelineEntry> &timeline = m_response.timeline;
    if (timeline.isEmpty() || timeline.last().kind != kind) {
        m_dataBytes = 0;
        note(kind, {});
    }
    m_dataBytes += bytes;
    timeline.last().text = QByteArray::number(m_dataBytes) + " bytes";
}

QByteArray CurlTransfer::responseHeader(QByteArrayView name) const
{
    for (const HttpHeader &header : m_response.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

} // namespace sallyport
