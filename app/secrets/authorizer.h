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

#include <functional>

namespace sallyport {

//! Access grants for credentials: one sign-in whatever the number of askers, renewal at two thirds of the life with
//! jitter, a new sign-in exactly once when a provider says that a cached grant is no longer good. Grants live in memory only.
class Authorizer final : public QObject {
    Q_OBJECT
public:
    Authorizer(const Catalog &catalog, Interlocutor &interlocutor, Clock &clock, QObject *parent = nullptr);

    //! A grant good for now: cached, renewed or newly obtained.
    [[nodiscard]] Async<AccessGrant> grant(const Credential &credential, std::stop_token stop);

    //! Runs `attempt(grant)`; if it says Unauthenticated with a grant that was cached, drops that grant, signs in once more and
    //! attempts once more. Never a third time.
    template<class T>
    [[nodiscard]] Async<T> withGrant(const Credential &credential, std::stop_token stop,
                                     std::function<Async<T>(const AccessGrant &)> attempt);

    void forget(const QString &credentialId);
    void clear();

private:
    struct Held {
        AccessGrant grant;
        int revision = 0;
        QDateTime renewAt; //!< UTC; invalid: never
    };
    [[nodiscard]] bool isGood(const Held &held) const;
    [[nodiscard]] Async<AccessGrant> obtain(const Credential &credential, std::stop_token stop);
    void drop(const Credential &credential, const AccessGrant &grant);

    const Catalog &m_catalog;
    Interlocutor &m_interlocutor;
    Clock &m_clock;
    QHash<QString, Held> m_held;
    SingleFlight<QString, AccessGrant> m_flights;
};

} // namespace sallyport
