// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/aws_server.h"
#include "tests/support/manual_clock.h"

#include <QTemporaryDir>

namespace sallyport::test {

//! A clock for those who only wait: time jumps to the end of each pause at once. Pauses are kept.
class LeapingClock final : public Clock {
public:
    explicit LeapingClock(ManualClock &clock) : m_clock(clock) {}
    [[nodiscard]] Instant now() const override { return m_clock.now(); }
    [[nodiscard]] QDateTime wallTime() const override { return m_clock.wallTime(); }
    void after(Duration delay, QObject *context, std::function<void()> action) override;

    std::vector<Duration> pauses;

private:
    ManualClock &m_clock;
};

//! The product's own transport; what it receives is dated by the test's clock.
class DatingTransport final : public QObject, public Transport {
public:
    explicit DatingTransport(const Clock &clock) : m_clock(clock) {}
    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override;

private:
    const Clock &m_clock;
    QtTransport m_real{{ProxyPolicy::Mode::None, {}}};
};

//! The program's own road from links to values with one AWS credential: resolver, authorizer, cache, transport, files of a home
//! folder; the other end is an AwsServer. Nothing sleeps.
class AwsDesk {
public:
    AwsDesk();

    ManualClock clock;
    AwsServer server{clock};
    LeapingClock pauses{clock};

    //! Variables of the environment; HOME, AWS_ENDPOINT_URL and AWS_EC2_METADATA_SERVICE_ENDPOINT are set.
    void setVariable(const QString &name, const QString &value);
    //! Writes a file below `~/.aws`; gives its path.
    QString writeFile(const QString &name, const QByteArray &text);
    //! From now on links are read with this credential.
    void use(const FormValues &credential);
    //! The key `AKIDLASTING` in eu-west-1; `more` are further fields.
    void useLastingKey(Fields more = {});

    //! Asks AWS for one secret, whatever is cached.
    Result<SecretValue> read(const FormValues &reference, QLatin1StringView kind = QLatin1StringView("aws"));
    Result<SecretValue> read(const QString &secretName);
    //! All at the same time, in their order.
    std::vector<Result<SecretValue>> readAll(const std::vector<FormValues> &references, QLatin1StringView kind = QLatin1StringView("aws"));
    Result<Identity> identify();

    Interlocutor &interlocutor() { return m_interlocutor; }

private:
    class OneCredential final : public CredentialSource {
    public:
        [[nodiscard]] Async<Credential> find(const QString &, const QString &, const QString &, std::stop_token) override
        {
            return answered<Credential>(credential);
        }
        Credential credential{QStringLiteral("cred_1"), QStringLiteral("Cloud"), QStringLiteral("aws"), {}};
    };
    [[nodiscard]] SecretLink linkTo(const FormValues &reference, QLatin1StringView kind) const;

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    DatingTransport m_transport{clock};
    Interlocutor m_interlocutor;
    OneCredential m_source;
    Authorizer m_authorizer;
    SecretCache m_cache;
    SecretResolver m_resolver;
};

//! A link's fields for a secret, in a version of its own where `version` is not empty: such a one is never part of a batch.
[[nodiscard]] FormValues secretNamed(const QString &name, const QString &version = {});

//! Fails unless the error says each of these words and what to do, and nothing secret.
void expectTold(const Error &error, ErrorKind kind, const QStringList &words);

} // namespace sallyport::test
