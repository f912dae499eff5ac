// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace sallyport {

//! libcurl's multi interface on Qt's event loop, and a stock of handles that keep their connections' state.
class CurlLoop final : public QObject {
    Q_OBJECT
public:
    using Finished = std::function<void(CURLcode)>;

    explicit CurlLoop(QObject *parent = nullptr);
    ~CurlLoop() override;

    //! A handle with no options set.
    [[nodiscard]] CURL *takeHandle();
    //! Back into the stock; it must not be running.
    void giveBack(CURL *handle);

    //! Runs the handle; `finished` is called from the event loop, after which the handle is no longer running.
    void run(CURL *handle, Finished finished);
    //! Stops it at once; `finished` is not called.
    void stop(CURL *handle);

private:
    struct Watch {
        explicit Watch(curl_socket_t socket)
            : read(socket, QSocketNotifier::Read), write(socket, QSocketNotifier::Write)
        {
            set(CURL_POLL_NONE);
        }
        void set(int what)
        {
            read.setEnabled((what & CURL_POLL_IN) != 0 && what != CURL_POLL_REMOVE);
            write.setEnabled((what & CURL_POLL_OUT) != 0 && what != CURL_POLL_REMOVE);
        }
        QSocketNotifier read, write;
    };

    static int onSocket(CURL *handle, curl_socket_t socket, int what, void *self, void *);
    static int onTimer(CURLM *multi, long milliseconds, void *self);
    void watch(curl_socket_t socket, int what);
    void act(curl_socket_t socket, int events);
    void collect();

    CURLM *m_multi;
    QTimer m_timer;
    //! Kept after use: the number of a socket soon comes again.
    std::unordered_map<curl_socket_t, std::unique_ptr<Watch>> m_watches;
    QHash<CURL *, Finished> m_running;
    std::vector<CURL *> m_stock;
};

} // namespace sallyport
