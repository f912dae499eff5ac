// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/base/clock.h"
#include "app/http/interlocutor.h"
#include "app/secrets/credential.h"
#include "providers/sdk/catalog.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>

namespace sallyport {

//! Access grants for credentials: one sign-in whatever the number of askers, renewal at two thirds of the life with
//! jitter, a new sign-in exactly once when a provider says that a cached grant is no longer good. Grants live in memory only.
//! A grant belongs to a credential's id, revision and values, so that trying changed values never uses the old ones' grant;
//! what an unsaved credential (empty id) obtained is taken over when the same values are saved.
class Authorizer final : public QObject {
    Q_OBJECT
public:
    Authorizer(const Catalog &catalog, Interlocutor &interlocutor, Clock &clock, QObject *parent = nullptr);

    //! A grant good for now: cached, renewed or newly obtained.
    [[nodiscard]] Async<AccessGrant> grant(const Credential &credential, std::stop_token stop);

    //! Runs `attempt(grant)`; if it says Unauthenticated with a grant that was cached, drops that grant, signs in once more and
    //! attempts once more. Never a third time. Grants just obtained, or given by the person, are not tried twice.
    template<class T>
    [[nodiscard]] Async<T> withGrant(const Credential &credential, std::stop_token stop,
                                     std::function<Async<T>(const AccessGrant &)> attempt);

    //! Signs in with the person's help, in one of the provider's ways (ProviderDescriptor::signInWays); later askers get that grant.
    [[nodiscard]] Async<AccessGrant> signInWith(const Credential &credential, QLatin1StringView wayId, std::stop_token stop);

    //! The credential with what sign-ins of this run left to keep (AccessGrant::keep), which can be newer than what is stored.
    [[nodiscard]] Credential withKept(Credential credential) const;
    //! What a trial (empty id) of the same values left to keep is the saved credential's from now on: it may have used up what that had.
    void adoptKept(const Credential &saved);
    //! The same for all that a trial obtained, its grant included, at once: before another trial takes its place.
    void adoptTrial(const Credential &saved);
    //! Told what a sign-in with a saved credential leaves to keep.
    using Keeper = std::function<void(const QString &credentialId, const FormValues &secrets)>;
    void setKeeper(Keeper keeper) { m_keeper = std::move(keeper); }

    //! What was obtained with that credential is void, also by a sign-in under way.
    void forget(const QString &credentialId);
    void clear();

    //! Numbers in 0..1 that spread renewals; for tests.
    void setJitterSource(std::function<double()> zeroToOne) { m_jitter = std::move(zeroToOne); }

private:
    struct Held {
        AccessGrant grant;
        QString key;       //!< which credential, revision and values obtained it
        QByteArray values; //!< fingerprint of the values alone
        QDateTime renewAt; //!< UTC; invalid: never
        quint64 serial = 0;
    };
    //! What sign-ins left to keep.
    struct Kept {
        QByteArray values; //!< fingerprint of the values of the credential
        FormValues secrets;
    };
    struct Taken {
        AccessGrant grant;
        quint64 serial = 0;
        bool wasCached = false;
    };
    //! One asker's way to a grant.
    struct Ask {
        Credential credential;
        const ProviderDescriptor *provider = nullptr;
        QString key;
        QByteArray values;
    };

    [[nodiscard]] Ask askFor(const Credential &credential) const;
    [[nodiscard]] Async<Taken> take(const Credential &credential, std::stop_token stop);
    [[nodiscard]] const Held *held(const Ask &ask);
    void adopt(const Ask &ask);
    [[nodiscard]] bool isGood(const Held &held) const;

    [[nodiscard]] Async<Taken> obtain(const Ask &ask, std::stop_token stop);
    [[nodiscard]] Async<AccessGrant> renewOrSignIn(const Ask &ask, std::stop_token stop);
    [[nodiscard]] Async<AccessGrant> signIn(const Ask &ask, std::stop_token stop);
    [[nodiscard]] Result<Taken> settle(const Ask &ask, const Result<AccessGrant> &outcome);
    [[nodiscard]] Taken hold(const Ask &ask, const AccessGrant &grant);
    void keep(const Ask &ask, const AccessGrant &grant);
    void adoptKept(const Ask &ask);
    [[nodiscard]] Inputs inputsFor(const Ask &ask, const AccessGrant &grant) const;
    void drop(const QString &credentialId, quint64 serial);
    [[nodiscard]] QDateTime renewalTime(const AccessGrant &grant) const;

    const Catalog &m_catalog;
    Interlocutor &m_interlocutor;
    Clock &m_clock;
    std::function<double()> m_jitter;
    QByteArray m_salt;
    QHash<QString, Held> m_held;       //!< by credential id
    QHash<QString, Kept> m_kept;       //!< by credential id
    Keeper m_keeper;
    QSet<QString> m_wanted;            //!< keys of sign-ins under way whose grant is to be kept
    quint64 m_lastSerial = 0;
    SingleFlight<QString, Taken> m_flights;
};

template<class T>
Async<T> Authorizer::withGrant(const Credential &credential, std::stop_token stop, std::function<Async<T>(const AccessGrant &)> attempt)
{
    Completer<T> done;
    const auto again = [this, credential, stop, attempt, done] {
        grant(credential, stop).then(this, [this, attempt, done](const Result<AccessGrant> &fresh) {
            if (!fresh)
                return done(fresh.error());
            attempt(*fresh).then(this, [done](const Result<T> &result) { done(result); });
        });
    };
    const auto judge = [this, id = credential.id, done, again](const Taken &taken, const Result<T> &result) {
        if (result || result.error().kind != ErrorKind::Unauthenticated)
            return done(result);
        drop(id, taken.serial);
        if (taken.wasCached && taken.grant.obtained)
            return again();
        done(result);
    };
    take(credential, stop).then(this, [this, attempt, done, judge](const Result<Taken> &taken) {
        if (!taken)
            return done(taken.error());
        attempt(taken->grant).then(this, [judge, taken = *taken](const Result<T> &result) { judge(taken, result); });
    });
    return done.future();
}

} // namespace sallyport
