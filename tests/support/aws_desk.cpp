// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_desk.h"

#include "providers/all_providers.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sallyport::test {

AwsDesk::AwsDesk()
    : m_interlocutor(m_transport, pauses), m_authorizer(allProviders(), m_interlocutor, clock), m_cache(clock),
      m_resolver(allProviders(), m_source, m_authorizer, m_cache, m_interlocutor, clock)
{
    server.addLastingKey();
    setVariable(u"HOME"_s, m_home.path());
    setVariable(u"AWS_ENDPOINT_URL"_s, server.address());
    setVariable(u"AWS_EC2_METADATA_SERVICE_ENDPOINT"_s, server.address());
}

void AwsDesk::setVariable(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
    m_interlocutor.setEnvironment(m_environment);
}

QString AwsDesk::writeFile(const QString &name, const QByteArray &text)
{
    QFile file(m_home.path() + u"/.aws/"_s + name);
    EXPECT_TRUE(QDir().mkpath(QFileInfo(file).path()));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(text) == text.size()) << file.fileName().toStdString();
    return file.fileName();
}

void AwsDesk::use(const FormValues &credential)
{
    m_source.credential.values = credential;
    ++m_source.credential.revision;
    m_resolver.forgetCredential(m_source.credential.id);
}

void AwsDesk::useLastingKey(Fields more)
{
    FormValues values = formOf(more);
    values.setText("type"_L1, u"temporary"_s);
    values.setText("region"_L1, u"eu-west-1"_s);
    values.setSecret("accessKeyId"_L1, SecretValue("AKIDLASTING"));
    values.setSecret("secretAccessKey"_L1, SecretValue("canary-lasting-key"));
    use(values);
}

SecretLink AwsDesk::linkTo(const FormValues &reference, QLatin1StringView kind) const
{
    return {.kindId = QString(kind), .providerId = u"aws"_s, .credential = u"cred_1"_s, .reference = reference};
}

Result<SecretValue> AwsDesk::read(const FormValues &reference, QLatin1StringView kind)
{
    return await(m_resolver.refresh(linkTo(reference, kind), u"wrk_1"_s, {}));
}

Result<SecretValue> AwsDesk::read(const QString &secretName)
{
    return read(secretNamed(secretName));
}

std::vector<Result<SecretValue>> AwsDesk::readAll(const std::vector<FormValues> &references, QLatin1StringView kind)
{
    const auto all = await(gather<SecretValue>(references.size(), references.size(), &m_resolver, [&](std::size_t i) {
        return m_resolver.refresh(linkTo(references[i], kind), u"wrk_1"_s, {});
    }));
    EXPECT_OK(all);
    return all.value_or(std::vector<Result<SecretValue>>());
}

Result<Identity> AwsDesk::identify()
{
    return await(m_resolver.identify(m_source.credential, {}));
}

FormValues secretNamed(const QString &name, const QString &version)
{
    FormValues reference;
    reference.setText("SecretId"_L1, name);
    if (!version.isEmpty())
        reference.setText("VersionId"_L1, version);
    return reference;
}

void expectTold(const Error &error, ErrorKind kind, const QStringList &words)
{
    const QString said = wordsOf(error);
    EXPECT_EQ(error.kind, kind) << said.toStdString();
    for (const QString &word : words)
        EXPECT_TRUE(said.contains(word)) << '"' << word.toStdString() << "\" is not in: " << said.toStdString();
    EXPECT_FALSE(error.hint.isEmpty()) << said.toStdString();
    EXPECT_FALSE(said.contains("canary"_L1)) << said.toStdString();
}

} // namespace sallyport::test
