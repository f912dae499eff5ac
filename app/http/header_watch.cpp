// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/header_watch.h"

#include <QHostInfo>
#include <QtEndian>

#include <algorithm>
#include <functional>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace sallyport {

namespace {

constexpr int kHighestDescriptor = 4096; // the kernel gives out the lowest that is free

bool leadsTo(int descriptor, const QList<QHostAddress> &addresses, quint16 port)
{
    union {
        sockaddr any;
        sockaddr_in v4;
        sockaddr_in6 v6;
        sockaddr_storage room;
    } peer{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, &peer.any, &size) != 0 || (peer.any.sa_family != AF_INET && peer.any.sa_family != AF_INET6))
        return false;
    if (qFromBigEndian(peer.any.sa_family == AF_INET ? peer.v4.sin_port : peer.v6.sin6_port) != port)
        return false;
    const QHostAddress address(&peer.any);
    return std::any_of(addresses.begin(), addresses.end(), [&address](const QHostAddress &one) {
        return one.isEqual(address, QHostAddress::TolerantConversion);
    });
}

void forEachConnection(const QList<QHostAddress> &addresses, quint16 port, const std::function<void(int)> &act)
{
    for (int descriptor = 0; descriptor < kHighestDescriptor; ++descriptor) {
        if (leadsTo(descriptor, addresses, port))
            act(descriptor);
    }
}

qint64 receivedFrom(const QList<QHostAddress> &addresses, quint16 port)
{
    qint64 sum = 0;
    forEachConnection(addresses, port, [&sum](int descriptor) {
        tcp_info info{};
        socklen_t size = sizeof info;
        if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
            sum += static_cast<qint64>(info.tcpi_bytes_received);
    });
    return sum;
}

} // namespace

HeaderWatch::HeaderWatch(const QString &host, quint16 port, qint64 limit) : m_host(host), m_port(port), m_limit(limit)
{
    m_tick.setInterval(250ms);
    connect(&m_tick, &QTimer::timeout, this, &HeaderWatch::check);
    if (const QHostAddress address(host); !address.isNull())
        m_addresses.append(address);
}

void HeaderWatch::start()
{
    if (m_tick.isActive())
        return;
    m_before = -1;
    m_tick.start();
    if (m_addresses.isEmpty()) // answered from Qt's own memory, as the connection was just made
        QHostInfo::lookupHost(m_host, this, [this](const QHostInfo &info) { m_addresses = info.addresses(); });
}

void HeaderWatch::stop()
{
    m_tick.stop();
}

void HeaderWatch::check()
{
    if (m_addresses.isEmpty())
        return;
    const qint64 received = receivedFrom(m_addresses, m_port);
    if (m_before < 0 || received < m_before) // connections that ended no longer count
        m_before = received;
    if (received - m_before > m_limit) {
        stop();
        emit flooded();
    }
}

void HeaderWatch::cut()
{
    forEachConnection(m_addresses, m_port, [](int descriptor) {
        int waiting = 0;
        sockaddr nobody{};
        nobody.sa_family = AF_UNSPEC; // connect(2): resets the connection and drops what came; shutdown() would do neither
        if (ioctl(descriptor, FIONREAD, &waiting) == 0 && waiting > 0)
            static_cast<void>(::connect(descriptor, &nobody, sizeof nobody));
    });
}

} // namespace sallyport
