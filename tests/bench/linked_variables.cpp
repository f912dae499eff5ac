// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 variables linked to secrets of a vault that takes 20 ms for each answer, all used by one request, and a second request
// that uses none. Prints Markdown rows: wall time against the ideal, calls, longest gap of the event loop.
#include "tests/bench/many_links.h"
#include "tests/support/http_server.h"
#include "tests/support/one_credential.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QTextStream>
#include <QThread>

#include <atomic>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

constexpr int kLinks = 1000;
constexpr int kAtOnce = 6; // connections that QNetworkAccessManager opens to one host
constexpr std::chrono::milliseconds kDelay{20};

Credential tokenFor(const QString &address)
{
    Credential credential{.id = u"cred_bench"_s, .name = u"bench"_s, .providerId = u"hashicorp"_s, .values = {}};
    credential.values.setText("authMethod"_L1, u"token"_s);
    credential.values.setText("serverAddress"_L1, address);
    credential.values.setSecret("access_token"_L1, SecretValue("bench-token"));
    return credential;
}

QString tagOf(int number)
{
    return u"{% vault 'hashicorp', 'bench', '{\"kvVersion\":\"v2\",\"secretEnginePath\":\"secret\","
           "\"secretName\":\"s%1\",\"secretKey\":\"k\"}' %}"_s.arg(number);
}

//! The longest time between two turns of the event loop.
class GapMeter final : public QObject {
public:
    GapMeter()
    {
        m_clock.start();
        startTimer(1, Qt::PreciseTimer);
    }
    [[nodiscard]] double longest() const { return static_cast<double>(m_longest) / 1e6; }

private:
    void timerEvent(QTimerEvent *) override
    {
        m_longest = std::max(m_longest, m_clock.nsecsElapsed());
        m_clock.start();
    }
    QElapsedTimer m_clock;
    qint64 m_longest = 0;
};

//! The vault and the echo server, on a thread of their own so that their work is not taken for ours.
class Servers final : public QThread {
public:
    Servers()
    {
        start();
        m_ready.acquire();
    }
    ~Servers() override
    {
        quit();
        wait();
    }
    Q_DISABLE_COPY_MOVE(Servers)

    [[nodiscard]] QString vault() const { return QString::fromLatin1(m_vault); }
    [[nodiscard]] QString echo() const { return QString::fromLatin1(m_echo); }
    [[nodiscard]] int vaultCalls() const { return m_calls; }

private:
    void run() override
    {
        test::HttpServer vault([this](const LoopbackRequest &) {
            ++m_calls;
            auto reply = test::Reply::json(R"({"data":{"data":{"k":"v"},"metadata":{"version":1,"created_time":"2026-01-01T00:00:00Z",)"
                                           R"("deletion_time":"","destroyed":false,"custom_metadata":null}}})");
            reply.delay = kDelay;
            return reply;
        });
        test::HttpServer echo([](const LoopbackRequest &) { return test::Reply::text("ok"); });
        m_vault = vault.origin();
        m_echo = echo.origin();
        m_ready.release();
        exec();
    }

    QSemaphore m_ready;
    QByteArray m_vault, m_echo;
    std::atomic<int> m_calls = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const Servers servers;
    test::OneCredential credential(tokenFor(servers.vault()));
    CoreComposition core(credential);
    const Workspace workspace = bench::manyLinks(kLinks, servers.echo(), tagOf);
    const double unused = bench::sendOnce(core, workspace, u"req_none"_s);
    const int callsForUnused = servers.vaultCalls();
    GapMeter gap;
    const double all = bench::sendOnce(core, workspace, u"req_all"_s);
    const double longest = gap.longest();
    const int callsForAll = servers.vaultCalls() - callsForUnused;
    const double again = bench::sendOnce(core, workspace, u"req_all"_s);
    const double ideal = std::ceil(double(kLinks) / kAtOnce) * double(kDelay.count());
    QTextStream out(stdout);
    out << QStringLiteral("| %1 links, 20 ms vault, %2 at once: wall / ideal | %3 | <= 1.2 |\n")
               .arg(kLinks)
               .arg(kAtOnce)
               .arg(all / ideal, 0, 'f', 2);
    out << QStringLiteral("| calls for %1 used links | %2 | %1 |\n").arg(kLinks).arg(callsForAll);
    out << QStringLiteral("| calls for %1 unused links | %2 | 0 |\n").arg(kLinks).arg(callsForUnused);
    out << QStringLiteral("| the same request again, from the cache: wall / first time | %1 | |\n").arg(again / all, 0, 'f', 4);
    out << QStringLiteral("| longest gap of the event loop meanwhile, ms | %1 | <= 16 |\n").arg(longest, 0, 'f', 1);
    out << QStringLiteral("| a request without links, ms | %1 | |\n").arg(unused, 0, 'f', 2);
    return 0;
}
