// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/loopback_server.h"

namespace sallyport {

//! One client of a LoopbackServer, from accept to close. Owned by the server.
class LoopbackConnection final : public QObject {
    Q_OBJECT
public:
    LoopbackConnection(LoopbackServer &server, QTcpSocket *socket, quint64 number);
    ~LoopbackConnection() override;

    void answer(quint64 request, const LoopbackResponse &response);
    [[nodiscard]] bool waits(quint64 request) const { return m_current == request && m_socket != nullptr; }
    //! The last answer has been given; it may still be on its way.
    [[nodiscard]] bool isEnding() const { return m_ending; }
    [[nodiscard]] QTcpSocket *release(quint64 request);

private:
    void read();
    void pump();
    void write(const LoopbackResponse &response, bool withBody, bool close);

    LoopbackServer &m_server;
    QTcpSocket *m_socket;
    HttpRequestParser m_parser;
    quint64 m_number;
    quint64 m_handled = 0;
    quint64 m_current = 0; //!< the request that waits for its answer; 0: none
    bool m_headRequest = false;
    bool m_keepAlive = true;
    bool m_ending = false;
};

} // namespace sallyport
