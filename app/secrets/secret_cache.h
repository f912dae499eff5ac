// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/result.h"
#include "providers/sdk/provider.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace sallyport {

//! What makes two fetches the same: who asks (credential and revision), whom (server, namespace), for what (full locator).
struct SecretCacheKey {
    QString credentialId;
    int revision = 0;
    QString authority; //!< ProviderDescriptor::authority
    QString kindId;
    QString locator;   //!< FormValues::canonical(Locator)
    bool operator==(const SecretCacheKey &) const = default;
    //! Of the members that differ most; chained, because qHashMulti of all took half of a look-up's time.
    friend size_t qHash(const SecretCacheKey &key, size_t seed = 0) noexcept
    {
        return qHash(key.locator, qHash(key.credentialId, seed + static_cast<size_t>(key.revision)));
    }
};

//! Fetched secrets, in memory only. Ages are measured on a clock that never jumps. The time to live applies at once to
//! what is cached; a vault's own limit (SecretDocument::maxAge) shortens it. Failures are kept for a few seconds so that an
//! error cannot become a storm (Cancelled never). What has become stale is wiped within a minute even if nobody asks for it.
class SecretCache final : public QObject {
    Q_OBJECT
public:
    explicit SecretCache(Clock &clock, QObject *parent = nullptr);

    static constexpr std::chrono::minutes kDefaultTimeToLive{30};
    static constexpr std::chrono::minutes kMaxTimeToLive{720};
    static constexpr std::chrono::seconds kFailureTimeToLive{5};

    [[nodiscard]] std::chrono::minutes timeToLive() const { return m_timeToLive; }
    void setTimeToLive(std::chrono::minutes duration); //!< clamped to 0..720; 0 keeps no secret (failures still, for their seconds)

    struct Hit {
        Result<SecretDocument> outcome;
        std::chrono::milliseconds age{0};
    };
    //! A fresh entry or nothing; stale ones are wiped on sight.
    [[nodiscard]] std::optional<Hit> find(const SecretCacheKey &key);
    //! A part picked out of a cached document; remembered beside it, so that a second look costs a hash look-up.
    [[nodiscard]] std::optional<Result<SecretValue>> findSelected(const SecretCacheKey &key, const QString &selector);
    //! The age of a fresh secret, for display; changes nothing.
    [[nodiscard]] std::optional<std::chrono::milliseconds> age(const SecretCacheKey &key) const;
    void store(const SecretCacheKey &key, const Result<SecretDocument> &outcome);

    //! Grows when everything, or everything of a credential, is forgotten. Whoever began a fetch before that must not store its answer.
    [[nodiscard]] quint64 generation() const { return m_generation; }

    void forget(const SecretCacheKey &key);
    void forgetCredential(const QString &credentialId);
    void forgetFailures(const QString &credentialId); //!< its secrets may be asked for again at once
    void clear();

    struct Listing {
        SecretCacheKey key;
        std::chrono::milliseconds age{0};
    };
    [[nodiscard]] std::vector<Listing> list() const; //!< successful entries only, youngest first

signals:
    void changed();

private:
    struct Entry {
        Result<SecretDocument> outcome;
        Clock::Instant stored;
        std::vector<std::pair<QString, SecretValue>> selected; //!< few for each document: looking through beats hashing
    };
    using Entries = QHash<SecretCacheKey, Entry>;
    [[nodiscard]] bool isFresh(const Entry &entry, Clock::Instant now) const;
    //! The fresh entry of that key, or nullptr; wipes a stale one.
    [[nodiscard]] Entry *fresh(const SecretCacheKey &key, Clock::Instant now);
    void wipeStale();
    void scheduleSweep();

    Clock &m_clock;
    std::chrono::minutes m_timeToLive = kDefaultTimeToLive;
    quint64 m_generation = 0;
    bool m_sweepScheduled = false;
    Entries m_entries;
};

} // namespace sallyport
