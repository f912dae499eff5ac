// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_cache.h"

#include "providers/sdk/select_key.h"

#include <algorithm>

namespace sallyport {

namespace {

constexpr std::chrono::minutes kSweepInterval{1};

std::chrono::milliseconds between(Clock::Instant earlier, Clock::Instant later)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(later - earlier);
}

} // namespace

SecretCache::SecretCache(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

void SecretCache::setTimeToLive(std::chrono::minutes duration)
{
    m_timeToLive = std::clamp(duration, std::chrono::minutes(0), kMaxTimeToLive);
    wipeStale();
}

std::optional<SecretCache::Hit> SecretCache::find(const SecretCacheKey &key)
{
    const Clock::Instant now = m_clock.now();
    const Entry *entry = fresh(key, now);
    if (!entry)
        return std::nullopt;
    return Hit{entry->outcome, between(entry->stored, now)};
}

std::optional<Result<SecretValue>> SecretCache::findSelected(const SecretCacheKey &key, const QString &selector)
{
    Entry *entry = fresh(key, m_clock.now());
    if (!entry)
        return std::nullopt;
    for (const auto &[name, value] : entry->selected) {
        if (name == selector)
            return Result<SecretValue>(value);
    }
    if (!entry->outcome)
        return Result<SecretValue>(entry->outcome.error());
    Result<SecretValue> value = selectKey(*entry->outcome, selector);
    if (value)
        entry->selected.emplace_back(selector, *value);
    return value;
}

std::optional<std::chrono::milliseconds> SecretCache::age(const SecretCacheKey &key) const
{
    const Clock::Instant now = m_clock.now();
    const auto found = m_entries.constFind(key);
    if (found == m_entries.cend() || !found->outcome || !isFresh(*found, now))
        return std::nullopt;
    return between(found->stored, now);
}

void SecretCache::store(const SecretCacheKey &key, const Result<SecretDocument> &outcome)
{
    if (!outcome && outcome.error().kind == ErrorKind::Cancelled)
        return;
    const Clock::Instant now = m_clock.now();
    Entry entry{outcome, now, {}};
    if (isFresh(entry, now))
        m_entries.insert(key, entry);
    else
        m_entries.remove(key); // an older value would be a lie now
    scheduleSweep();
    emit changed();
}

void SecretCache::forget(const SecretCacheKey &key)
{
    if (m_entries.remove(key))
        emit changed();
}

void SecretCache::forgetCredential(const QString &credentialId)
{
    ++m_generation;
    const auto gone = m_entries.removeIf([&credentialId](const Entries::iterator &it) { return it.key().credentialId == credentialId; });
    if (gone > 0)
        emit changed();
}

void SecretCache::forgetFailures(const QString &credentialId)
{
    m_entries.removeIf([&credentialId](const Entries::iterator &it) { return !it->outcome && it.key().credentialId == credentialId; });
}

void SecretCache::clear()
{
    ++m_generation;
    m_entries.clear();
    emit changed();
}

std::vector<SecretCache::Listing> SecretCache::list() const
{
    const Clock::Instant now = m_clock.now();
    std::vector<Listing> listing;
    for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
        if (it->outcome && isFresh(*it, now))
            listing.push_back({it.key(), between(it->stored, now)});
    }
    std::sort(listing.begin(), listing.end(), [](const Listing &a, const Listing &b) {
        return std::tie(a.age, a.key.locator) < std::tie(b.age, b.key.locator);
    });
    return listing;
}

bool SecretCache::isFresh(const Entry &entry, Clock::Instant now) const
{
    const auto age = now - entry.stored;
    if (!entry.outcome)
        return age < kFailureTimeToLive;
    const auto &limit = entry.outcome->maxAge;
    return age < m_timeToLive && (!limit || age < *limit);
}

SecretCache::Entry *SecretCache::fresh(const SecretCacheKey &key, Clock::Instant now)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return nullptr;
    if (isFresh(*found, now))
        return &*found;
    m_entries.erase(found);
    emit changed();
    return nullptr;
}

void SecretCache::wipeStale()
{
    const Clock::Instant now = m_clock.now();
    const auto gone = m_entries.removeIf([this, now](const Entries::iterator &it) { return !isFresh(*it, now); });
    if (gone > 0)
        emit changed();
}

void SecretCache::scheduleSweep()
{
    if (m_sweepScheduled || m_entries.isEmpty())
        return;
    m_sweepScheduled = true;
    m_clock.after(kSweepInterval, this, [this] {
        m_sweepScheduled = false;
        wipeStale();
        scheduleSweep();
    });
}

} // namespace sallyport
