// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Uses SystemKeychain inside of whatever session it is started in, and prints what came of it, a line a step:
//     keychain_probe write:key=value read:key remove:key lock hurry mock:unlocks|dismisses|sleeps
// `lock` locks the default collection; after `hurry` seconds and minutes of waiting are short; `mock` offers a service of our
// own, behind whose prompt somebody does that, and has it unlocked by several who ask at once.
#include "app/keychain/secret_service.h"
#include "app/keychain/system_keychain.h"
#include "tests/integration/secret_service_mock.h"
#include "tests/support/async.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

//! The machine's clock, with waits that can be shortened.
class ProbeClock final : public Clock {
public:
    Instant now() const override { return m_clock.now(); }
    QDateTime wallTime() const override { return m_clock.wallTime(); }
    void after(Duration delay, QObject *context, std::function<void()> action) override
    {
        const int divisor = !hurries ? 1 : delay >= std::chrono::minutes(1) ? 200 : 30;
        m_clock.after(delay / divisor, context, std::move(action));
    }
    bool hurries = false;

private:
    SystemClock m_clock;
};

QString described(const Error &error)
{
    return u"%1: %2"_s.arg(QLatin1StringView(traitsOf(error.kind).name), error.sentence());
}

QString described(const Result<std::optional<SecretValue>> &entry)
{
    if (!entry)
        return described(entry.error());
    return entry->has_value() ? u"value %1"_s.arg((*entry)->revealText()) : u"nothing"_s;
}

QString described(const Result<Done> &done)
{
    return done ? u"done"_s : described(done.error());
}

QDBusMessage callService(const QString &method, const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                                  u"org.freedesktop.Secret.Service"_s, method);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

QString lockDefaultCollection()
{
    const auto alias = callService(u"ReadAlias"_s, {u"default"_s});
    const auto collection = qvariant_cast<QDBusObjectPath>(alias.arguments().value(0));
    const auto locked = callService(u"Lock"_s, {QVariant::fromValue(QList<QDBusObjectPath>{collection})});
    return locked.type() == QDBusMessage::ReplyMessage ? u"done"_s : locked.errorMessage();
}

QString described(const Result<KeyringState> &state)
{
    if (!state)
        return described(state.error());
    return *state == KeyringState::Unlocked ? u"unlocked"_s : *state == KeyringState::Locked ? u"locked"_s : u"other"_s;
}

QString unlockMock(Clock &clock, const QString &person)
{
    SecretServiceMock mock(person == "unlocks"_L1     ? SecretServiceMock::Person::Unlocks
                           : person == "dismisses"_L1 ? SecretServiceMock::Person::Dismisses
                                                      : SecretServiceMock::Person::Sleeps);
    SecretService service(clock);
    const auto one = service.unlocked();
    const auto two = service.unlocked();
    const QString outcome = described(test::await(one)) + u", "_s + described(test::await(two));
    test::waitUntil([&mock, &person] { return person != "sleeps"_L1 || mock.dismissals() == 1; });
    return u"%1 (prompts %2, taken away %3)"_s.arg(outcome).arg(mock.prompts()).arg(mock.dismissals());
}

QString perform(SystemKeychain &keychain, ProbeClock &clock, const QString &step)
{
    const QString action = step.section(u':', 0, 0);
    const QString key = step.section(u':', 1).section(u'=', 0, 0);
    if (action == "read"_L1)
        return described(test::await(keychain.read(key)));
    if (action == "write"_L1)
        return described(test::await(keychain.write(key, SecretValue::fromString(step.section(u'=', 1)))));
    if (action == "remove"_L1)
        return described(test::await(keychain.remove(key)));
    if (action == "lock"_L1)
        return lockDefaultCollection();
    if (action == "mock"_L1)
        return unlockMock(clock, key);
    if (action == "hurry"_L1) {
        clock.hurries = true;
        return u"done"_s;
    }
    return u"unknown step"_s;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ProbeClock clock;
    SystemKeychain keychain(clock);
    QTextStream out(stdout);
    const QStringList steps = QCoreApplication::arguments().sliced(1);
    for (const QString &step : steps)
        out << step.section(u'=', 0, 0) << " -> " << perform(keychain, clock, step) << Qt::endl;
    return 0;
}
