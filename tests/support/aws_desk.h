// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/interlocutor.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/aws_server.h"
#include "tests/support/dated_transport.h"
#include "tests/support/impatient_clock.h"
#include "tests/support/one_credential.h"

#include <QTemporaryDir>

namespace sallyport::test {

//! The program's own road from links to values with one AWS credential: resolver, authorizer, cache, transport, files of a home
//! folder; the other end is an AwsServer. Nothing sleeps.
class AwsDesk {
public:
    AwsDesk();

    ManualClock clock;
    AwsServer server{clock};
    ImpatientClock pauses{clock};

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
    [[nodiscard]] SecretLink linkTo(const FormValues &reference, QLatin1StringView kind) const;

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    DatedTransport m_transport{clock};
    Interlocutor m_interlocutor;
    OneCredential m_source{QStringLiteral("aws"), {}};
    Authorizer m_authorizer;
    SecretCache m_cache;
    SecretResolver m_resolver;
};

//! A link's fields for a secret, in a version of its own where `version` is not empty: such a one is never part of a batch.
[[nodiscard]] FormValues secretNamed(const QString &name, const QString &version = {});

//! Fails unless the error says each of these words and what to do, and nothing secret.
void expectTold(const Error &error, ErrorKind kind, const QStringList &words);

} // namespace sallyport::test
