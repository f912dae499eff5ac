// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_resolver.h"

#include "app/base/log.h"
#include "app/http/conversation_driver.h"
#include "providers/sdk/select_key.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! Which secret, whose credential, which server; for every error on the way to a value.
template<class Query>
Error inContext(const Error &error, const Query &query)
{
    const QString where = query.key.authority.simplified();
    const Error placed = where.isEmpty() ? error : error.within(u"at %1"_s.arg(where));
    return placed.within(u"while fetching %1 with credential \"%2\""_s.arg(query.summary, query.credential.name));
}

} // namespace

SecretResolver::SecretResolver(const Catalog &catalog, CredentialSource &credentials, Authorizer &authorizer, SecretCache &cache,
                               Interlocutor &interlocutor, Clock &clock, QObject *parent) :
    QObject(parent), m_catalog(catalog), m_credentials(credentials), m_authorizer(authorizer), m_cache(cache),
    m_interlocutor(interlocutor), m_clock(clock)
{
}

Result<SecretResolver::Query> SecretResolver::queryFor(const SecretLink &link, const Credential &credential) const
{
    const auto kind = m_catalog.findKind(link.kindId);
    if (!kind || !kind->provider->available || !kind->provider->fetch)
        return Error{ErrorKind::InvalidInput, u"secrets of \"%1\" cannot be fetched yet"_s.arg(link.kindId.left(60)), {}};
    if (credential.providerId != link.providerId) {
        return Error{ErrorKind::InvalidInput,
                     u"credential \"%1\" is not one for %2"_s.arg(credential.name, QString::fromUtf8(kind->provider->name)),
                     u"Edit the link and choose another credential."_s};
    }
    const FormSpec form = kind->secret->reference;
    const auto authority = kind->provider->authority;
    const SecretCacheKey key{credential.id, credential.revision, authority ? authority(credential.values) : QString(),
                             QLatin1StringView(kind->secret->id), link.reference.canonical(form, FieldRole::Locator)};
    return Query{credential, kind->provider, kind->secret, link.reference, link.selector(m_catalog), link.summary(m_catalog), key};
}

Async<SecretValue> SecretResolver::resolve(const SecretLink &link, const QString &workspaceId, std::stop_token stop)
{
    return resolveWith(link, workspaceId, Freshness::CacheAllowed, std::move(stop));
}

Async<SecretValue> SecretResolver::refresh(const SecretLink &link, const QString &workspaceId, std::stop_token stop)
{
    return resolveWith(link, workspaceId, Freshness::AskVault, std::move(stop));
}

Async<SecretValue> SecretResolver::resolveWith(const SecretLink &link, const QString &workspaceId, Freshness freshness,
                                               std::stop_token stop)
{
    Completer<SecretValue> done;
    m_credentials.find(link.providerId, link.credential, workspaceId, stop)
        .then(this, [this, link, freshness, stop, done](const Result<Credential> &credential) {
            if (!credential)
                return done(credential.error().within(u"while fetching %1"_s.arg(link.summary(m_catalog))));
            const auto query = queryFor(link, *credential);
            if (!query)
                return done(query.error());
            answer(*query, freshness, stop).then(this, [done](const Result<SecretValue> &value) { done(value); });
        });
    return done.future();
}

Async<SecretValue> SecretResolver::answer(const Query &query, Freshness freshness, std::stop_token stop)
{
    const auto inPlace = [query](const Result<SecretValue> &value) {
        return value ? value : Result<SecretValue>(inContext(value.error(), query));
    };
    if (freshness == Freshness::CacheAllowed) {
        if (const auto cached = m_cache.findSelected(query.key, query.selector))
            return answered<SecretValue>(inPlace(*cached));
    }
    Completer<SecretValue> done;
    sharedFetch(query, std::move(stop)).then(this, [this, query, inPlace, done](const Result<SecretDocument> &document) {
        if (!document)
            return done(inPlace(document.error()));
        const auto remembered = m_cache.findSelected(query.key, query.selector); // parsed once for all askers of a key
        done(inPlace(remembered && *remembered ? *remembered : selectKey(*document, query.selector)));
    });
    return done.future();
}

Async<SecretDocument> SecretResolver::sharedFetch(const Query &query, std::stop_token stop)
{
    return m_flights.join(query.key, std::move(stop), this, [this, query](const std::stop_token &token) {
        Completer<SecretDocument> done;
        const auto generation = m_cache.generation();
        fetchTogether(query, token).then(this, [this, key = query.key, generation, done](const Result<SecretDocument> &outcome) {
            if (m_cache.generation() == generation)
                m_cache.store(key, outcome);
            done(outcome);
        });
        return done.future();
    });
}

Async<SecretDocument> SecretResolver::fetch(const Query &query, std::stop_token stop)
{
    return m_gate.run<SecretDocument>(query.credential.id, stop, this, [this, query, stop] {
        return m_authorizer.withGrant<SecretDocument>(query.credential, stop, [this, query, stop](const AccessGrant &grant) {
            const Inputs inputs{query.credential.values, grant, query.reference, m_clock.wallTime()};
            return converse(query.provider->fetch(inputs, *query.kind), m_interlocutor, stop);
        });
    });
}

Async<SecretDocument> SecretResolver::fetchTogether(const Query &query, std::stop_token stop)
{
    const BatchSpec *batch = query.kind->batch;
    const QString group = batch ? batch->group(query.credential.values, query.reference) : QString();
    const QString lane = u"%1\n%2\n%3\n%4"_s.arg(query.credential.id).arg(query.credential.revision).arg(query.key.kindId, group);
    if (group.isEmpty() || m_noBatches.contains(lane))
        return fetch(query, std::move(stop));
    return m_batches.fetch(lane, static_cast<std::size_t>(batch->limit), query.reference, std::move(stop),
                           [this, query, lane](const std::vector<FormValues> &references, std::stop_token token) {
                               return references.size() == 1 ? fetchEach(query, references, std::move(token))
                                                             : fetchBatch(query, lane, references, std::move(token));
                           });
}

Async<BatchCollector::Documents> SecretResolver::fetchBatch(const Query &query, const QString &lane,
                                                            const std::vector<FormValues> &references, std::stop_token stop)
{
    const auto attempt = [this, query, references, stop](const AccessGrant &grant) {
        const Inputs inputs{query.credential.values, grant, {}, m_clock.wallTime()};
        return converse(query.kind->batch->fetch(inputs, references), m_interlocutor, stop);
    };
    const auto launch = [this, query, stop, attempt] { return m_authorizer.withGrant<BatchAnswer>(query.credential, stop, attempt); };
    Completer<BatchCollector::Documents> done;
    m_gate.run<BatchAnswer>(query.credential.id, stop, this, launch)
        .then(this, [this, query, lane, references, stop, done](const Result<BatchAnswer> &answer) {
            if (!answer)
                return done(answer.error());
            if (!answer->refused)
                return done(answer->documents);
            qCInfo(lcSecrets) << "many secrets in one call are refused, fetching one by one:" << query.credential.providerId;
            m_noBatches.insert(lane);
            fetchEach(query, references, stop).then(this, [done](const Result<BatchCollector::Documents> &each) { done(each); });
        });
    return done.future();
}

Async<BatchCollector::Documents> SecretResolver::fetchEach(const Query &query, const std::vector<FormValues> &references,
                                                           std::stop_token stop)
{
    return gather<SecretDocument>(references.size(), references.size(), this, [this, query, references, stop](std::size_t i) {
        Query single = query;
        single.reference = references[i];
        return fetch(single, stop);
    });
}

std::optional<std::chrono::milliseconds> SecretResolver::cachedAge(const SecretLink &link, const Credential &credential) const
{
    const auto query = queryFor(link, credential);
    return query ? m_cache.age(query->key) : std::nullopt;
}

Async<Identity> SecretResolver::identify(const Credential &credential, std::stop_token stop)
{
    const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
    if (!provider || !provider->identify)
        return answered<Identity>(
            Error{ErrorKind::InvalidInput, u"credentials of \"%1\" cannot be tested yet"_s.arg(credential.providerId), {}});
    Credential trial = m_authorizer.withKept(credential);
    trial.id.clear(); // a trial: what the saved credential holds is left alone
    m_authorizer.forget(trial.id);
    Completer<Identity> done;
    const auto attempt = [this, provider, trial, stop](const AccessGrant &grant) {
        return converse(provider->identify(Inputs{trial.values, grant, {}, m_clock.wallTime()}), m_interlocutor, stop);
    };
    m_authorizer.withGrant<Identity>(trial, stop, attempt).then(this, [this, credential, done](const Result<Identity> &who) {
        m_authorizer.adoptKept(credential);
        done(credential.name.isEmpty() ? who : who.within(u"while testing credential \"%1\""_s.arg(credential.name)));
    });
    return done.future();
}

Async<SecretPreview> SecretResolver::preview(const SecretLink &link, const Credential &credential, std::stop_token stop)
{
    const auto query = queryFor(link, credential);
    if (!query)
        return answered<SecretPreview>(query.error());
    Completer<SecretPreview> done;
    fetch(*query, std::move(stop)).then(this, [query = *query, done](const Result<SecretDocument> &document) {
        if (!document)
            return done(inContext(document.error(), query));
        done(SecretPreview{document->version, document->note, selectableKeys(*document), document->detected,
                           selectKey(*document, query.selector).has_value()});
    });
    return done.future();
}

Async<std::vector<Suggestion>> SecretResolver::suggest(const SecretLink &link, const Credential &credential, const QString &fieldId,
                                                       std::stop_token stop)
{
    using Suggestions = std::vector<Suggestion>;
    const auto query = queryFor(link, credential);
    if (!query)
        return answered<Suggestions>(query.error());
    if (!query->provider->suggest)
        return answered<Suggestions>(Suggestions{});
    Completer<Suggestions> done;
    const auto attempt = [this, query = *query, field = fieldId.toLatin1(), stop](const AccessGrant &grant) {
        const Inputs inputs{query.credential.values, grant, query.reference, m_clock.wallTime()};
        return converse(query.provider->suggest(inputs, *query.kind, QLatin1StringView(field)), m_interlocutor, stop);
    };
    m_authorizer.withGrant<Suggestions>(credential, stop, attempt)
        .then(this, [query = *query, done](const Result<Suggestions> &found) {
            done(found ? found : Result<Suggestions>(inContext(found.error(), query)));
        });
    return done.future();
}

Async<std::vector<Suggestion>> SecretResolver::suggestSetting(const Credential &credential, const QString &fieldId, std::stop_token stop)
{
    const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
    if (!provider || !provider->suggestSetting)
        return answered<std::vector<Suggestion>>(std::vector<Suggestion>{});
    const QByteArray field = fieldId.toLatin1();
    const Inputs inputs{credential.values, {}, {}, m_clock.wallTime()};
    return converse(provider->suggestSetting(inputs, QLatin1StringView(field)), m_interlocutor, std::move(stop));
}

Async<SignedIn> SecretResolver::signInWith(const Credential &credential, QLatin1StringView wayId, std::stop_token stop)
{
    Completer<SignedIn> done;
    m_authorizer.signInWith(credential, wayId, stop).then(this, [this, credential, stop, done](const Result<AccessGrant> &grant) {
        if (!grant)
            return done(grant.error().within(u"while signing in to \"%1\""_s.arg(credential.name)));
        m_cache.forgetFailures(credential.id);
        const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
        const Inputs inputs{credential.values, *grant, {}, m_clock.wallTime()};
        converse(provider->identify(inputs), m_interlocutor, stop).then(this, [grant = *grant, done](const Result<Identity> &identity) {
            done(SignedIn{identity, grant.keep, grant.account});
        });
    });
    return done.future();
}

void SecretResolver::forgetCredential(const QString &credentialId)
{
    m_noBatches.removeIf([&credentialId](const QString &lane) { return lane.startsWith(credentialId + u'\n'); });
    m_authorizer.forget(credentialId);
    m_cache.forgetCredential(credentialId);
}

} // namespace sallyport
