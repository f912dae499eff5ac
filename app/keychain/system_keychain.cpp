// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/system_keychain.h"

#include "app/keychain/keychain_errors.h"
#include "app/keychain/secret_service.h"

#include <qt6keychain/keychain.h>

#include <QAbstractEventDispatcher>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QLatin1StringView kServiceName{"sallyport"};

KeychainOutcome outcomeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return KeychainOutcome::Done;
    case QKeychain::EntryNotFound:
        return KeychainOutcome::NoEntry;
    case QKeychain::AccessDeniedByUser:
        return KeychainOutcome::DeniedByPerson;
    case QKeychain::AccessDenied:
        return KeychainOutcome::DeniedByPolicy;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return KeychainOutcome::NoBackend;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return KeychainOutcome::Failed;
}

//! QtKeychain 0.13 then talks to KWallet, about whose state the Secret Service knows nothing.
bool usesKWallet()
{
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
    return qgetenv("XDG_CURRENT_DESKTOP") == "KDE" && (version == "4" || version == "5");
}

//! libsecret answers through GLib's main loop. Without it every job would wait for ever.
bool hasGlibLoop()
{
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && QByteArrayView(dispatcher->metaObject()->className()).contains("Glib");
}

Error noGlibLoop()
{
    return Error{ErrorKind::Unavailable, u"the keychain needs the GLib event loop, which is switched off"_s,
                 u"Start Sallyport without QT_NO_GLIB in its environment."_s};
}

} // namespace

class SystemKeychain::Private : public QObject {
public:
    explicit Private(Clock &clock) : m_clock(clock), m_service(clock), m_kwallet(usesKWallet()) {}

    struct Answer {
        KeychainOutcome outcome = KeychainOutcome::Failed;
        QString detail;
        SecretValue data;
    };
    using Entry = std::optional<SecretValue>;

    Async<Entry> read(const QString &key)
    {
        return whenReady<Entry>([this, key](KeyringState state) { return readReady(key, state); });
    }

    Async<Done> write(const QString &key, const SecretValue &value)
    {
        return whenReady<Done>([this, key, value](KeyringState state) { return writeReady(key, value, state, true); });
    }

    Async<Done> remove(const QString &key)
    {
        return whenReady<Done>([this, key](KeyringState state) { return removeReady(key, state); });
    }

private:
    //! Runs `action` when the default keyring is unlocked, or where there is nothing to unlock. A missing service or bus is for
    //! the job to find out: another backend may answer it.
    template<class T>
    Async<T> whenReady(std::function<Async<T>(KeyringState)> action)
    {
        if (m_kwallet)
            return action(KeyringState::Unlocked);
        if (!hasGlibLoop())
            return answered<T>(noGlibLoop());
        Completer<T> done;
        m_service.unlocked().then(this, [this, action, done](const Result<KeyringState> &state) {
            if (!state)
                return done(state.error());
            if (*state == KeyringState::Locked)
                return done(keychainError(*state, KeychainOutcome::Failed, {}));
            action(*state).then(this, [done](const Result<T> &result) { done(result); });
        });
        return done.future();
    }

    Async<Entry> readReady(const QString &key, KeyringState state)
    {
        Completer<Entry> done;
        run(readJob(key), state).then(this, [this, state, done](const Result<Answer> &answer) {
            if (!answer)
                return done(answer.error());
            if (answer->outcome == KeychainOutcome::Done)
                return done(Entry(answer->data));
            if (answer->outcome != KeychainOutcome::NoEntry)
                return done(keychainError(state, answer->outcome, answer->detail));
            believeAbsence(done);
        });
        return done.future();
    }

    //! "Not found" is also what a keyring says that was locked a moment ago.
    void believeAbsence(const Completer<Entry> &done)
    {
        if (m_kwallet)
            return done(Entry());
        m_service.state().then(this, [done](const Result<KeyringState> &state) {
            if (!state)
                return done(state.error());
            const bool wasLookedAt = *state == KeyringState::Unlocked || *state == KeyringState::NoDefaultCollection;
            done(wasLookedAt ? Result<Entry>(Entry()) : keychainError(*state, KeychainOutcome::NoEntry, {}));
        });
    }

    //! Writes, reads back, and where an entry of another kind was in the way, removes it and tries once more.
    Async<Done> writeReady(const QString &key, const SecretValue &value, KeyringState state, bool mayReplace)
    {
        Completer<Done> done;
        auto *job = new QKeychain::WritePasswordJob(kServiceName);
        job->setKey(key);
        job->setBinaryData(value.reveal().toByteArray());
        run(job, state).then(this, [this, key, value, state, mayReplace, done](const Result<Answer> &answer) {
            if (!answer)
                return done(answer.error());
            if (answer->outcome != KeychainOutcome::Done)
                return done(keychainError(state, answer->outcome, answer->detail));
            verifyWritten(key, value, state, mayReplace, done);
        });
        return done.future();
    }

    void verifyWritten(const QString &key, const SecretValue &value, KeyringState state, bool mayReplace, const Completer<Done> &done)
    {
        readReady(key, state).then(this, [this, key, value, state, mayReplace, done](const Result<Entry> &entry) {
            if (!entry)
                return done(entry.error());
            if (entry->has_value() && (*entry)->sameAs(value))
                return done(Done{});
            if (!mayReplace)
                return done(keychainDiffers());
            removeReady(key, state).then(this, [this, key, value, state, done](const Result<Done> &removed) {
                if (!removed)
                    return done(removed);
                writeReady(key, value, state, false).then(this, [done](const Result<Done> &written) { done(written); });
            });
        });
    }

    Async<Done> removeReady(const QString &key, KeyringState state)
    {
        Completer<Done> done;
        auto *job = new QKeychain::DeletePasswordJob(kServiceName);
        job->setKey(key);
        run(job, state).then(this, [this, key, state, done](const Result<Answer> &answer) {
            if (!answer)
                return done(answer.error());
            if (answer->outcome != KeychainOutcome::Done && answer->outcome != KeychainOutcome::NoEntry)
                return done(keychainError(state, answer->outcome, answer->detail));
            verifyRemoved(key, state, done); // success is also what a keyring reports that deleted nothing
        });
        return done.future();
    }

    void verifyRemoved(const QString &key, KeyringState state, const Completer<Done> &done)
    {
        readReady(key, state).then(this, [done](const Result<Entry> &entry) {
            if (!entry)
                return done(entry.error());
            done(entry->has_value()
                     ? Result<Done>(keychainError(KeyringState::Unlocked, KeychainOutcome::Failed, u"the entry is still there"_s))
                     : Result<Done>(Done{}));
        });
    }

    static QKeychain::ReadPasswordJob *readJob(const QString &key)
    {
        auto *job = new QKeychain::ReadPasswordJob(kServiceName);
        job->setKey(key);
        return job;
    }

    //! Starts a job, which deletes itself when it ends. One that does not end in time is left alone: deleting a running
    //! job would leave QtKeychain's callback with a dangling pointer.
    Async<Answer> run(QKeychain::Job *job, KeyringState state)
    {
        Completer<Answer> done;
        connect(job, &QKeychain::Job::finished, this, [done](QKeychain::Job *ended) {
            Answer answer{outcomeOf(ended->error()), ended->errorString(), {}};
            if (auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(ended); read && answer.outcome == KeychainOutcome::Done) {
                QByteArray bytes = read->binaryData();
                answer.data = SecretValue(QByteArrayView(bytes));
                wipe(bytes);
            }
            done(answer);
        });
        job->start();
        // Where no keyring exists, writing asks the person for the password of a new one.
        const std::chrono::seconds deadline =
            state == KeyringState::NoDefaultCollection ? SecretService::kPromptDeadline : SecretService::kCallDeadline;
        m_clock.after(deadline, this, [done, deadline] { done(keychainTimeout(deadline)); });
        return done.future();
    }

    Clock &m_clock;
    SecretService m_service;
    bool m_kwallet;
};

SystemKeychain::SystemKeychain(Clock &clock, QObject *parent) : QObject(parent), d(std::make_unique<Private>(clock)) {}

SystemKeychain::~SystemKeychain() = default;

Async<std::optional<SecretValue>> SystemKeychain::read(const QString &key)
{
    return d->read(key);
}

Async<Done> SystemKeychain::write(const QString &key, const SecretValue &value)
{
    return d->write(key, value);
}

Async<Done> SystemKeychain::remove(const QString &key)
{
    return d->remove(key);
}

} // namespace sallyport
