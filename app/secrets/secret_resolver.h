// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/batch_collector.h"
#include "app/secrets/credential_source.h"
#include "app/secrets/gate.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_link.h"

#include <QObject>

namespace sallyport {

//! What *Test* of a link shows: that it is there, not what it is.
struct SecretPreview {
    QString version;
    QString note;
    QStringList keys;       //!< names of the top-level members
    FormValues detected;
    bool keyFound = true;   //!< whether the link's selector finds something
};

//! What a sign-in with a person's help came to.
struct SignedIn {
    Result<Identity> identity;
    FormValues keep{};  //!< secret fields to save with the credential (AccessGrant::keep)
    QString account{};  //!< a name for a new credential; may be empty
};

//! Turns links into values: credential, cache, single flight, sign-in, fetch, key. At most six calls of one
//! credential run at a time; where a vault can give many secrets in one call, those wanted together share calls.
class SecretResolver final : public QObject {
    Q_OBJECT
public:
    SecretResolver(const Catalog &catalog, CredentialSource &credentials, Authorizer &authorizer, SecretCache &cache,
                   Interlocutor &interlocutor, Clock &clock, QObject *parent = nullptr);

    //! The value of one link. Errors say which secret, credential and server.
    [[nodiscard]] Async<SecretValue> resolve(const SecretLink &link, const QString &workspaceId, std::stop_token stop);
    //! As resolve, but asks the vault even if a fresh value is cached.
    [[nodiscard]] Async<SecretValue> refresh(const SecretLink &link, const QString &workspaceId, std::stop_token stop);
    //! How old the cached value of a link is; nothing where none is fresh. `credential` as the store knows it.
    [[nodiscard]] std::optional<std::chrono::milliseconds> cachedAge(const SecretLink &link, const Credential &credential) const;

    //! For forms: with the credential given by value, so that unsaved ones can be tried. Nothing of these is cached.
    //! `identify` always signs in anew.
    [[nodiscard]] Async<Identity> identify(const Credential &credential, std::stop_token stop);
    [[nodiscard]] Async<SecretPreview> preview(const SecretLink &link, const Credential &credential, std::stop_token stop);
    [[nodiscard]] Async<std::vector<Suggestion>> suggest(const SecretLink &link, const Credential &credential,
                                                         const QString &fieldId, std::stop_token stop);
    //! Values for a field of the credential itself, e.g. the profiles in the person's own configuration.
    [[nodiscard]] Async<std::vector<Suggestion>> suggestSetting(const Credential &credential, const QString &fieldId, std::stop_token stop);
    //! Signs in with the person's help and says who that is; what was cached of failures is forgotten. The credential may be unsaved.
    [[nodiscard]] Async<SignedIn> signInWith(const Credential &credential, QLatin1StringView wayId, std::stop_token stop);

    //! For a credential that was just saved: what a trial of the same values obtained serves it, so that nobody is asked for a second code.
    void adoptTrial(const Credential &saved) { m_authorizer.adoptTrial(saved); }
    //! See Authorizer::withKept.
    [[nodiscard]] Credential withKept(const Credential &credential) const { return m_authorizer.withKept(credential); }

    //! Void whatever was obtained with a credential.
    void forgetCredential(const QString &credentialId);

signals:
    //! The vault was asked for a secret with this state of a credential: it works, or its sign-in was refused. Told for each secret.
    void credentialUsed(const QString &credentialId, int revision, const sallyport::Result<sallyport::Done> &outcome);

private:
    //! Everything needed to ask for one secret, checked.
    struct Query {
        Credential credential;
        const ProviderDescriptor *provider = nullptr;
        const SecretKindSpec *kind = nullptr;
        FormValues reference;
        QString selector;
        QString summary;
        SecretCacheKey key;
    };
    enum class Freshness { CacheAllowed, AskVault };

    [[nodiscard]] Result<Query> queryFor(const SecretLink &link, const Credential &credential) const;
    [[nodiscard]] Async<SecretValue> resolveWith(const SecretLink &link, const QString &workspaceId, Freshness freshness,
                                                 std::stop_token stop);
    [[nodiscard]] Async<SecretValue> answer(const Query &query, Freshness freshness, std::stop_token stop);
    //! Shared by all who ask for the same document; its outcome is cached.
    [[nodiscard]] Async<SecretDocument> sharedFetch(const Query &query, std::stop_token stop);
    void tell(const Credential &credential, const Result<SecretDocument> &outcome);
    //! One fetch, at its turn.
    [[nodiscard]] Async<SecretDocument> fetch(const Query &query, std::stop_token stop);
    //! The same, together with others that are wanted now where the vault can do that.
    [[nodiscard]] Async<SecretDocument> fetchTogether(const Query &query, std::stop_token stop);
    [[nodiscard]] Async<BatchCollector::Documents> fetchBatch(const Query &query, const QString &lane,
                                                              const std::vector<FormValues> &references, std::stop_token stop);
    [[nodiscard]] Async<BatchCollector::Documents> fetchEach(const Query &query, const std::vector<FormValues> &references,
                                                             std::stop_token stop);

    static constexpr int kFetchesAtATime = 6;

    const Catalog &m_catalog;
    CredentialSource &m_credentials;
    Authorizer &m_authorizer;
    SecretCache &m_cache;
    Interlocutor &m_interlocutor;
    Clock &m_clock;
    Gate<QString> m_gate{kFetchesAtATime}; //!< by credential id
    BatchCollector m_batches;
    QSet<QString> m_noBatches; //!< lanes whose vault refuses calls for many secrets
    SingleFlight<SecretCacheKey, SecretDocument> m_flights;
};

} // namespace sallyport
