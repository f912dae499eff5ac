// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QTimer>

namespace sallyport {

//! What QNetworkAccessManager leaves out: a limit on the header of an answer. It collects header lines without end, tells
//! nobody, and on a connection without TLS its thread no longer hears that the call was given up. This asks the kernel how
//! much has come from the peer while the header is awaited. The kernel counts for each connection, not for each call, so
//! everything that this process gets from that peer counts; hence a limit far above what calls really need.
class HeaderWatch final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kLimit = 64 << 20; //!< bytes

    HeaderWatch(const QString &host, quint16 port, qint64 limit = kLimit);

    [[nodiscard]] qint64 limit() const { return m_limit; }

    void start();
    void stop();

    //! Ends the connections to the peer on which bytes wait to be read, and with them the reading of those bytes.
    void cut();

signals:
    //! More than the limit came since start() and no header was complete.
    void flooded();

private:
    void check();

    QString m_host;
    quint16 m_port;
    qint64 m_limit;
    QList<QHostAddress> m_addresses; //!< empty until the name is resolved
    QTimer m_tick;
    qint64 m_before = -1; //!< received when the watch began; -1: not known yet
};

} // namespace sallyport
