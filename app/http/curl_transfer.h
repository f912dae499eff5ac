// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"
#include "app/http/curl_loop.h"

#include <memory>

namespace sallyport {

//! One request with its redirects, from start to its one answer. Deletes itself afterwards; deleted earlier it answers
//! Cancelled.
class CurlTransfer final : public QObject {
    Q_OBJECT
public:
    CurlTransfer(WireRequest request, CurlLoop &loop, QObject *parent);
    ~CurlTransfer() override;

    [[nodiscard]] Async<WireResponse> start(const std::stop_token &stop);

private:
    struct ListDeleter {
        void operator()(curl_slist *list) const { curl_slist_free_all(list); }
    };
    using Clock = std::chrono::steady_clock;

    void startLeg();
    void finishLeg(CURLcode code);
    [[nodiscard]] bool followRedirect();
    void end(Result<WireResponse> answer);
    void readFigures();

    // options, see curl_transfer_options.cpp
    void setConnection();
    void setMethod();
    void setHeaders();
    void setTls();
    void setCallbacks();
    template<class Value>
    void set(CURLoption option, Value value) { curl_easy_setopt(m_handle, option, value); }

    // libcurl's callbacks
    static std::size_t onBody(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t onHeader(char *data, std::size_t size, std::size_t count, void *self);
    static int onDebug(CURL *handle, curl_infotype type, char *data, std::size_t size, void *self);
    bool takeBody(QByteArrayView bytes);
    bool takeHeaderLine(QByteArrayView line);
    void takeStatusLine(QByteArrayView line);
    void note(TimelineEntry::Kind kind, const QByteArray &text);
    void noteData(TimelineEntry::Kind kind, qint64 bytes);
    [[nodiscard]] qint64 bodyLimit() const;
    [[nodiscard]] QByteArray responseHeader(QByteArrayView name) const;

    WireRequest m_request; //!< the current leg's
    CurlLoop &m_loop;
    CURL *m_handle;
    Completer<WireResponse> m_done;
    WireResponse m_response;
    std::unique_ptr<curl_slist, ListDeleter> m_headers;
    QByteArray m_caFile;
    std::chrono::milliseconds m_timeout;
    Clock::time_point m_started;
    std::chrono::microseconds m_legStart{0};
    qint64 m_headerBytes = 0;
    qint64 m_dataBytes = 0; //!< of the timeline's last entry
    bool m_headerTooLong = false;
    char m_words[CURL_ERROR_SIZE] = {};
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_onStop;
};

} // namespace sallyport
