// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/transport.h"
#include "app/secrets/credential.h"
#include "app/secrets/keychain.h"
#include "providers/sdk/catalog.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sallyport::test {

//! A reply of that status with a body.
[[nodiscard]] HttpReply reply(int status, const QByteArray &body = {});

//! A network made of a function. Records what it was asked; can hold replies back until told.
class FakeTransport : public QObject, public Transport {
public:
    using Handler = std::function<Result<HttpReply>(const HttpRequest &)>;

    FakeTransport() = default;
    explicit FakeTransport(Handler handler) : m_handler(std::move(handler)) {}

    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override;

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    //! Scripted replies, used up in order before the handler is asked.
    void enqueue(const Result<HttpReply> &next) { m_script.push_back(next); }

    //! From now on requests wait (and can be stopped) until released.
    void hold() { m_holding = true; }
    //! Answers what waits, and what comes from now on at once.
    void release();
    //! Answers the `count` oldest that wait.
    void releaseSome(std::size_t count);

    [[nodiscard]] const std::vector<HttpRequest> &requests() const { return m_requests; }
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    [[nodiscard]] int stopped() const { return m_stopped; } //!< requests that were given up while waiting

private:
    struct Waiting;
    void answer(const HttpRequest &request, const Completer<HttpReply> &done);
    void giveUp(Waiting *waiting);

    Handler m_handler;
    std::vector<Result<HttpReply>> m_script;
    std::vector<HttpRequest> m_requests;
    std::vector<std::shared_ptr<Waiting>> m_waiting;
    bool m_holding = false;
    int m_stopped = 0;
};

//! A keychain in memory that fails where told.
class MemoryKeychain final : public Keychain {
public:
    [[nodiscard]] Async<std::optional<SecretValue>> read(const QString &key) override;
    [[nodiscard]] Async<Done> write(const QString &key, const SecretValue &value) override;
    [[nodiscard]] Async<Done> remove(const QString &key) override;

    QHash<QString, SecretValue> entries;
    std::optional<Error> failReads{}; //!< every read from now on
    std::optional<Error> failWrites{};
    std::optional<Error> failRemoves{};
    bool silent = false; //!< reads get no answer, as while a prompt is open
    int reads = 0;
    int writes = 0;
    int removes = 0;

private:
    std::vector<Completer<std::optional<SecretValue>>> m_unanswered;
};

//! The vault that the provider `fake` talks to. Its protocol, all below any origin:
//! `POST /sign-in` with body `user:password` or `POST /renew`, answered by `token life renewable`;
//! `GET /me`, `GET /secret/<path>?version=<n>`, `GET /list`, `POST /batch` with a path a line, answered by a value a line (`-`: none).
//! The token goes into `X-Token`.
class FakeVault final : public FakeTransport {
public:
    FakeVault();

    QHash<QString, QByteArray> secrets; //!< by path, or `path@version`
    QHash<QString, QString> people{{QStringLiteral("ann"), QStringLiteral("pw-ann")}};
    QSet<QByteArray> tokens;            //!< those good now
    int life = 3600;                    //!< seconds of a new token; 0: for ever
    bool renewable = true;
    bool renewalWorks = true;
    bool signInWorks = true;
    bool acceptsTokens = true; //!< false: even fresh tokens are refused
    int signIns = 0;
    int renewals = 0;
    int fetches = 0;
    int batches = 0;
    bool allowsBatches = true;

    void revokeAll() { tokens.clear(); }

private:
    Result<HttpReply> serve(const HttpRequest &request);
    HttpReply signIn(const HttpRequest &request);
    HttpReply renew(const QByteArray &token);
    HttpReply fetch(const HttpRequest &request);
    HttpReply fetchBatch(const HttpRequest &request);
    [[nodiscard]] QByteArray issue();
    int m_issued = 0;
};

//! `fake` (available, with every kind of field) and `soon` (announced only).
[[nodiscard]] const Catalog &fakeCatalog();
[[nodiscard]] const ProviderDescriptor &fakeProvider();

//! A credential of `fake` that signs in as ann with her password.
[[nodiscard]] Credential fakeCredential(const QString &name = QStringLiteral("team-a"));

} // namespace sallyport::test
