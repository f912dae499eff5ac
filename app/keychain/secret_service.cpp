// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/secret_service.h"

#include "app/keychain/secret_prompt.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QLatin1StringView kService{"org.freedesktop.secrets"};
constexpr QLatin1StringView kRoot{"/org/freedesktop/secrets"};
constexpr QLatin1StringView kServiceInterface{"org.freedesktop.Secret.Service"};

QDBusMessage methodCall(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(kService, path, interface, method);
    message.setArguments(arguments);
    return message;
}

bool isNone(const QDBusObjectPath &path)
{
    return path.path().isEmpty() || path.path() == "/"_L1;
}

Error noAnswer()
{
    return Error{ErrorKind::Unavailable, u"the keychain service does not answer"_s,
                 u"Log out and in again."_s};
}

//! What an error of the bus says about the service.
Result<KeyringState> stateFromError(const QDBusMessage &reply)
{
    const QDBusError error(reply);
    if (error.type() == QDBusError::NoReply || error.type() == QDBusError::Timeout || error.type() == QDBusError::TimedOut)
        return noAnswer();
    if (error.type() == QDBusError::Disconnected || error.type() == QDBusError::NoServer)
        return KeyringState::NoBus;
    return KeyringState::NoService;
}

bool isReply(const QDBusMessage &message)
{
    return message.type() == QDBusMessage::ReplyMessage;
}

} // namespace

class SecretService::Private : public QObject {
public:
    explicit Private(Clock &clock) : m_clock(clock), m_bus(QDBusConnection::sessionBus()) {}

    Async<KeyringState> state();
    Async<KeyringState> unlocked();

private:
    Async<QDBusMessage> call(const QDBusMessage &message);
    Async<KeyringState> lockState(const QDBusObjectPath &collection);
    Async<KeyringState> unlock(const QDBusObjectPath &collection);
    Async<KeyringState> prompt(const QDBusObjectPath &prompt, const QDBusObjectPath &collection);

    Clock &m_clock;
    QDBusConnection m_bus;
    QDBusObjectPath m_collection; //!< the default one, as last seen
    SingleFlight<int, KeyringState> m_unlocking;
};


Async<QDBusMessage> SecretService::Private::call(const QDBusMessage &message)
{
    Completer<QDBusMessage> done;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message, -1), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [watcher, done] {
        done(watcher->reply());
        watcher->deleteLater();
    });
    m_clock.after(kCallDeadline, this, [done] { done(noAnswer()); });
    return done.future();
}

Async<KeyringState> SecretService::Private::state()
{
    if (!m_bus.isConnected())
        return answered<KeyringState>(KeyringState::NoBus);
    Completer<KeyringState> done;
    call(methodCall(kRoot, kServiceInterface, u"ReadAlias"_s, {u"default"_s})).then(this, [this, done](const Result<QDBusMessage> &reply) {
        if (!reply)
            return done(reply.error());
        if (!isReply(*reply))
            return done(stateFromError(*reply));
        m_collection = qvariant_cast<QDBusObjectPath>(reply->arguments().value(0));
        if (isNone(m_collection))
            return done(KeyringState::NoDefaultCollection);
        lockState(m_collection).then(this, [done](const Result<KeyringState> &state) { done(state); });
    });
    return done.future();
}

Async<KeyringState> SecretService::Private::lockState(const QDBusObjectPath &collection)
{
    Completer<KeyringState> done;
    const QVariantList property{u"org.freedesktop.Secret.Collection"_s, u"Locked"_s};
    call(methodCall(collection.path(), "org.freedesktop.DBus.Properties"_L1, u"Get"_s, property))
        .then(this, [done](const Result<QDBusMessage> &reply) {
            if (!reply)
                return done(reply.error());
            if (!isReply(*reply))
                return done(KeyringState::NoDefaultCollection); // the alias points to nothing
            const QDBusVariant locked = qvariant_cast<QDBusVariant>(reply->arguments().value(0));
            done(locked.variant().toBool() ? KeyringState::Locked : KeyringState::Unlocked);
        });
    return done.future();
}

Async<KeyringState> SecretService::Private::unlocked()
{
    return m_unlocking.join(0, {}, this, [this](const std::stop_token &) {
        Completer<KeyringState> done;
        state().then(this, [this, done](const Result<KeyringState> &found) {
            if (!found || *found != KeyringState::Locked)
                return done(found);
            unlock(m_collection).then(this, [done](const Result<KeyringState> &state) { done(state); });
        });
        return done.future();
    });
}

Async<KeyringState> SecretService::Private::unlock(const QDBusObjectPath &collection)
{
    Completer<KeyringState> done;
    const QVariantList which{QVariant::fromValue(QList<QDBusObjectPath>{collection})};
    call(methodCall(kRoot, kServiceInterface, u"Unlock"_s, which)).then(this, [this, collection, done](const Result<QDBusMessage> &reply) {
        if (!reply)
            return done(reply.error());
        if (!isReply(*reply))
            return done(KeyringState::Locked);
        const auto path = qvariant_cast<QDBusObjectPath>(reply->arguments().value(1));
        auto next = isNone(path) ? lockState(collection) : prompt(path, collection);
        next.then(this, [done](const Result<KeyringState> &state) { done(state); });
    });
    return done.future();
}

Async<KeyringState> SecretService::Private::prompt(const QDBusObjectPath &prompt, const QDBusObjectPath &collection)
{
    auto *shown = new SecretPrompt(prompt.path(), this);
    Completer<KeyringState> done;
    shown->show(m_clock, kPromptDeadline).then(this, [this, shown, collection, done](const Result<bool> &dismissed) {
        shown->deleteLater();
        if (!dismissed)
            return done(dismissed.error());
        if (*dismissed)
            return done(KeyringState::Locked);
        lockState(collection).then(this, [done](const Result<KeyringState> &state) { done(state); });
    });
    return done.future();
}

SecretService::SecretService(Clock &clock, QObject *parent) : QObject(parent), d(std::make_unique<Private>(clock)) {}

SecretService::~SecretService() = default;

Async<KeyringState> SecretService::state()
{
    return d->state();
}

Async<KeyringState> SecretService::unlocked()
{
    return d->unlocked();
}

} // namespace sallyport
