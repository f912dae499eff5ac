// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/loopback_namespace.h"

#include <cstring>
#include <thread>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

//! The kernel's request for one IPv6 address of an interface (linux/ipv6.h, which does not go with netinet/in.h).
struct AddressRequest {
    in6_addr address = in6addr_loopback;
    quint32 prefix = 128;
    int interface = 1; // lo is the first one of every network
};

class Socket {
public:
    Socket(int family, int type) : m_handle(::socket(family, type | SOCK_CLOEXEC, 0)) {}
    ~Socket() { ::close(m_handle); }
    Q_DISABLE_COPY_MOVE(Socket)

    [[nodiscard]] bool control(unsigned long request, void *argument) const { return ::ioctl(m_handle, request, argument) == 0; }
    template<class Address>
    [[nodiscard]] bool connects(const Address &address) const
    {
        return ::connect(m_handle, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }

private:
    int m_handle;
};

bool leaveOnly(Loopback present)
{
    ifreq lo{};
    std::strcpy(lo.ifr_name, "lo");
    lo.ifr_flags = IFF_UP | IFF_RUNNING;
    const Socket four(AF_INET, SOCK_DGRAM);
    if (!four.control(SIOCSIFFLAGS, &lo)) // brings both addresses
        return false;
    const Socket six(AF_INET6, SOCK_DGRAM);
    AddressRequest loopback;
    if (present == Loopback::IPv4Only)
        return six.control(SIOCDIFADDR, &loopback);
    auto *address = reinterpret_cast<sockaddr_in *>(&lo.ifr_addr);
    *address = sockaddr_in{};
    address->sin_family = AF_INET; // 0.0.0.0: takes it away
    return four.control(SIOCSIFADDR, &lo);
}

} // namespace

bool withLoopback(Loopback present, const std::function<void()> &action)
{
    bool ran = false;
    std::thread([&] {
        ran = ::unshare(CLONE_NEWNET) == 0 && leaveOnly(present);
        if (ran)
            action();
    }).join();
    return ran;
}

bool acceptsConnections(Loopback family, quint16 port)
{
    if (family == Loopback::IPv4Only) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return Socket(AF_INET, SOCK_STREAM).connects(address);
    }
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    return Socket(AF_INET6, SOCK_STREAM).connects(address);
}

} // namespace sallyport::test
