// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/authorizer.h"

#include "app/base/json.h"
#include "app/base/log.h"
#include "app/http/conversation_driver.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes;
    while (bytes.size() < count) {
        const quint32 word = QRandomGenerator::system()->generate();
        bytes.append(reinterpret_cast<const char *>(&word), sizeof word);
    }
    return bytes;
}

bool isKept(FormSpec form, const QString &id)
{
    const FieldSpec *field = findField(form, id.toStdString());
    return field && field->kept;
}

//! Equal for equal values; salted, so that it says nothing about secrets outside of this process. What sign-ins leave to keep does not
//! count.
QByteArray fingerprint(const Credential &credential, FormSpec form, const QByteArray &salt)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](QByteArrayView part) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    };
    add(salt);
    add(credential.providerId.toUtf8());
    add(json::write(credential.values.toJson(form)));
    const auto &secrets = credential.values.secrets();
    for (auto it = secrets.cbegin(); it != secrets.cend(); ++it) {
        if (isKept(form, it.key()))
            continue;
        add(it.key().toUtf8());
        add(it.value().reveal());
    }
    return hash.result();
}

Error unusable(const QString &providerId)
{
    return Error{ErrorKind::InvalidInput, u"nobody can sign in to \"%1\" yet"_s.arg(providerId.left(60)), {}};
}

} // namespace

Authorizer::Authorizer(const Catalog &catalog, Interlocutor &interlocutor, Clock &clock, QObject *parent) :
    QObject(parent), m_catalog(catalog), m_interlocutor(interlocutor), m_clock(clock),
    m_jitter([] { return QRandomGenerator::global()->generateDouble(); }), m_salt(randomBytes(32))
{
}

Async<AccessGrant> Authorizer::grant(const Credential &credential, std::stop_token stop)
{
    Completer<AccessGrant> done;
    take(credential, std::move(stop)).then(this, [done](const Result<Taken> &taken) {
        done(taken.transform([](const Taken &t) { return t.grant; }));
    });
    return done.future();
}

Authorizer::Ask Authorizer::askFor(const Credential &credential) const
{
    const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
    const QByteArray values = fingerprint(credential, provider ? provider->credential : FormSpec(), m_salt);
    const QString key = u"%1\n%2\n%3"_s.arg(credential.id).arg(credential.revision).arg(QString::fromLatin1(values.toHex()));
    return Ask{credential, provider, key, values};
}

Async<Authorizer::Taken> Authorizer::take(const Credential &credential, std::stop_token stop)
{
    const Ask ask = askFor(credential);
    if (!ask.provider || !ask.provider->signIn)
        return answered<Taken>(unusable(credential.providerId));
    adopt(ask);
    if (const Held *known = held(ask); known && isGood(*known))
        return answered<Taken>(Taken{known->grant, known->serial, true});
    return m_flights.join(ask.key, std::move(stop), this, [this, ask](const std::stop_token &token) { return obtain(ask, token); });
}

const Authorizer::Held *Authorizer::held(const Ask &ask)
{
    const auto found = m_held.constFind(ask.credential.id);
    return found != m_held.cend() && found->key == ask.key ? &*found : nullptr;
}

//! A test of values before they were saved may have used up a single-use secret: its grant serves the saved credential.
void Authorizer::adopt(const Ask &ask)
{
    if (ask.credential.id.isEmpty() || held(ask))
        return;
    adoptKept(ask);
    const auto trial = m_held.constFind(QString());
    if (trial == m_held.cend() || trial->values != ask.values)
        return;
    Held taken = *trial;
    taken.key = ask.key;
    m_held.remove(QString());
    m_held.insert(ask.credential.id, taken);
}

void Authorizer::adoptTrial(const Credential &saved)
{
    adopt(askFor(saved));
}

bool Authorizer::isGood(const Held &held) const
{
    return !held.renewAt.isValid() || m_clock.wallTime() < held.renewAt;
}

Async<Authorizer::Taken> Authorizer::obtain(const Ask &ask, std::stop_token stop)
{
    m_wanted.insert(ask.key);
    Completer<Taken> done;
    renewOrSignIn(ask, std::move(stop)).then(this, [this, ask, done](const Result<AccessGrant> &outcome) {
        done(settle(ask, outcome));
    });
    return done.future();
}

Async<AccessGrant> Authorizer::renewOrSignIn(const Ask &ask, std::stop_token stop)
{
    const Held *known = held(ask);
    const bool canRenew = known && known->grant.renewable && ask.provider->renew
        && (!known->grant.expires || m_clock.wallTime() < *known->grant.expires);
    if (!canRenew)
        return signIn(ask, std::move(stop));
    Completer<AccessGrant> done;
    const Inputs inputs = inputsFor(ask, known->grant);
    converse(ask.provider->renew(inputs), m_interlocutor, stop).then(this, [this, ask, stop, done](const Result<AccessGrant> &renewed) {
        if (renewed || renewed.error().kind == ErrorKind::Cancelled)
            return done(renewed);
        qCInfo(lcSecrets) << "renewal failed, signing in anew:" << ask.credential.providerId << traitsOf(renewed.error().kind).name;
        signIn(ask, stop).then(this, [done](const Result<AccessGrant> &grant) { done(grant); });
    });
    return done.future();
}

Async<AccessGrant> Authorizer::signIn(const Ask &ask, std::stop_token stop)
{
    const Inputs inputs = inputsFor(ask, {});
    return converse(ask.provider->signIn(inputs), m_interlocutor, std::move(stop));
}

Async<AccessGrant> Authorizer::signInWith(const Credential &credential, QLatin1StringView wayId, std::stop_token stop)
{
    const Ask ask = askFor(credential);
    if (!ask.provider || !ask.provider->signInWith)
        return answered<AccessGrant>(unusable(credential.providerId));
    m_wanted.insert(ask.key);
    Completer<AccessGrant> done;
    const Inputs inputs = inputsFor(ask, {});
    converse(ask.provider->signInWith(inputs, wayId), m_interlocutor, std::move(stop))
        .then(this, [this, ask, done](const Result<AccessGrant> &grant) {
            if (m_wanted.remove(ask.key) && grant)
                (void)hold(ask, *grant);
            done(grant);
        });
    return done.future();
}

//! Keeps what was obtained. Where nothing could be, an old grant that still lives goes on being used, and the next
//! attempt waits for a third of what is left of its life.
Result<Authorizer::Taken> Authorizer::settle(const Ask &ask, const Result<AccessGrant> &outcome)
{
    const bool wanted = m_wanted.remove(ask.key);
    if (outcome)
        return wanted ? hold(ask, *outcome) : Taken{*outcome, ++m_lastSerial, false};
    const auto old = m_held.find(ask.credential.id);
    const QDateTime now = m_clock.wallTime();
    const bool lives = old != m_held.end() && old->key == ask.key && old->grant.expires && now < *old->grant.expires;
    if (!lives || outcome.error().kind == ErrorKind::Cancelled)
        return outcome.error();
    old->renewAt = now.addMSecs(std::max<qint64>(now.msecsTo(*old->grant.expires) / 3, 1));
    return Taken{old->grant, old->serial, true};
}

Authorizer::Taken Authorizer::hold(const Ask &ask, const AccessGrant &grant)
{
    const quint64 serial = ++m_lastSerial;
    keep(ask, grant);
    m_held.insert(ask.credential.id, Held{grant, ask.key, ask.values, renewalTime(grant), serial});
    return Taken{grant, serial, grant.kept};
}

void Authorizer::keep(const Ask &ask, const AccessGrant &grant)
{
    if (!grant.keep.hasSecrets())
        return;
    m_kept.insert(ask.credential.id, {ask.values, grant.keep});
    if (m_keeper && !ask.credential.id.isEmpty())
        m_keeper(ask.credential.id, grant.keep);
}

void Authorizer::adoptKept(const Credential &saved)
{
    if (!saved.id.isEmpty())
        adoptKept(askFor(saved));
}

void Authorizer::adoptKept(const Ask &ask)
{
    const auto kept = m_kept.constFind(QString());
    if (kept == m_kept.cend() || kept->values != ask.values)
        return;
    AccessGrant trial;
    trial.keep = kept->secrets;
    m_kept.erase(kept);
    keep(ask, trial);
}

Inputs Authorizer::inputsFor(const Ask &ask, const AccessGrant &grant) const
{
    return {withKept(ask.credential).values, grant, {}, m_clock.wallTime()};
}

Credential Authorizer::withKept(Credential credential) const
{
    const auto kept = m_kept.constFind(credential.id);
    if (kept != m_kept.cend() && kept->values == askFor(credential).values)
        credential.values.addSecrets(kept->secrets);
    return credential;
}

void Authorizer::drop(const QString &credentialId, quint64 serial)
{
    const auto found = m_held.constFind(credentialId);
    if (found != m_held.cend() && found->serial == serial)
        m_held.erase(found);
}

//! Two thirds of the life, plus a third of a grace of 10 to 20 % of it, as Vault's own lifetime watcher does, so that
//! many programs started together do not renew together.
QDateTime Authorizer::renewalTime(const AccessGrant &grant) const
{
    if (grant.renewAfter)
        return *grant.renewAfter;
    if (!grant.expires)
        return {};
    const QDateTime issued = grant.issued.value_or(m_clock.wallTime());
    const double life = static_cast<double>(issued.msecsTo(*grant.expires));
    const double grace = 0.1 + 0.1 * std::clamp(m_jitter(), 0.0, 1.0);
    return issued.addMSecs(static_cast<qint64>(life * (2.0 + grace) / 3.0));
}

void Authorizer::forget(const QString &credentialId)
{
    m_held.remove(credentialId);
    m_kept.remove(credentialId);
    m_wanted.removeIf([&credentialId](const QString &key) { return key.startsWith(credentialId + u'\n'); });
}

void Authorizer::clear()
{
    m_held.clear();
    m_kept.clear();
    m_wanted.clear();
}

} // namespace sallyport
