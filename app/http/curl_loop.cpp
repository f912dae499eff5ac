// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/curl_loop.h"

#include <csignal>

namespace sallyport {

namespace {

constexpr long kKeptConnections = 100;
constexpr std::size_t kLargestStock = 100;

//! Once for the program. OpenSSL writes without MSG_NOSIGNAL, and libcurl was told to leave signals alone.
void initialiseCurl()
{
    static const bool initialised = [] {
        if (std::signal(SIGPIPE, SIG_IGN) != SIG_DFL)
            qDebug("SIGPIPE was handled already");
        return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    }();
    if (!initialised)
        qFatal("libcurl cannot be initialised");
}

} // namespace

CurlLoop::CurlLoop(QObject *parent) : QObject(parent)
{
    initialiseCurl();
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::onSocket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::onTimer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, kKeptConnections);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { act(CURL_SOCKET_TIMEOUT, 0); });
}

CurlLoop::~CurlLoop()
{
    for (auto [handle, finished] : m_running.asKeyValueRange()) {
        curl_multi_remove_handle(m_multi, handle);
        curl_easy_cleanup(handle);
    }
    for (CURL *handle : m_stock)
        curl_easy_cleanup(handle);
    curl_multi_cleanup(m_multi); // still calls onSocket
}

CURL *CurlLoop::takeHandle()
{
    if (m_stock.empty())
        return curl_easy_init();
    CURL *handle = m_stock.back();
    m_stock.pop_back();
    curl_easy_reset(handle);
    return handle;
}

void CurlLoop::giveBack(CURL *handle)
{
    if (m_stock.size() < kLargestStock)
        m_stock.push_back(handle);
    else
        curl_easy_cleanup(handle);
}

void CurlLoop::run(CURL *handle, Finished finished)
{
    m_running.insert(handle, std::move(finished));
    curl_multi_add_handle(m_multi, handle);
}

void CurlLoop::stop(CURL *handle)
{
    if (m_running.remove(handle))
        curl_multi_remove_handle(m_multi, handle);
}

int CurlLoop::onSocket(CURL *, curl_socket_t socket, int what, void *self, void *)
{
    static_cast<CurlLoop *>(self)->watch(socket, what);
    return 0;
}

int CurlLoop::onTimer(CURLM *, long milliseconds, void *self)
{
    QTimer &timer = static_cast<CurlLoop *>(self)->m_timer;
    if (milliseconds < 0)
        timer.stop();
    else
        timer.start(std::chrono::milliseconds(milliseconds));
    return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what)
{
    std::unique_ptr<Watch> &watch = m_watches[socket];
    if (!watch) {
        watch = std::make_unique<Watch>(socket);
        connect(&watch->read, &QSocketNotifier::activated, this, [this, socket] { act(socket, CURL_CSELECT_IN); });
        connect(&watch->write, &QSocketNotifier::activated, this, [this, socket] { act(socket, CURL_CSELECT_OUT); });
    }
    watch->set(what);
}

void CurlLoop::act(curl_socket_t socket, int events)
{
    int running = 0;
    curl_multi_socket_action(m_multi, socket, events, &running);
    collect();
}

void CurlLoop::collect()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURL *handle = message->easy_handle;
        const CURLcode code = message->data.result;
        curl_multi_remove_handle(m_multi, handle); // the message is gone from here on
        if (const Finished finished = m_running.take(handle))
            finished(code);
    }
}

} // namespace sallyport
