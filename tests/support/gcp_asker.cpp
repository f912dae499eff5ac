// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/gcp_asker.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

GcpAsker::GcpAsker(const char *type)
{
    m_inputs.credential.setText("type"_L1, QString::fromLatin1(type));
    setVariable(u"CLOUDSDK_CONFIG"_s, u"/nonexistent"_s);
}

void GcpAsker::useFile(const QString &path)
{
    const QString type = m_inputs.credential.text("type"_L1);
    if (type == "adc"_L1)
        setVariable(u"GOOGLE_APPLICATION_CREDENTIALS"_s, path);
    else
        m_inputs.credential.setText(type == "federation"_L1 ? "federationFilePath"_L1 : "serviceAccountKeyFilePath"_L1, path);
}

void GcpAsker::leadTo(const QString &address)
{
    m_inputs.credential.setText("endpoint"_L1, address);
    m_inputs.credential.setText("tokenEndpoint"_L1, address + u"/token"_s);
    m_inputs.credential.setText("iamEndpoint"_L1, address);
    m_inputs.credential.setText("stsEndpoint"_L1, address);
    setVariable(u"GCE_METADATA_HOST"_s, address.section(u'/', 2));
}

void GcpAsker::setVariable(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
    m_desk.interlocutor.setEnvironment(m_environment);
}

Result<AccessGrant> GcpAsker::signIn()
{
    m_inputs.now = m_desk.clock.wallTime();
    m_inputs.grant = {};
    const auto grant = m_desk.run(gcpProvider().signIn(m_inputs));
    if (grant)
        m_inputs.grant = *grant;
    return grant;
}

Result<Identity> GcpAsker::identify()
{
    return m_desk.run(gcpProvider().identify(m_inputs));
}

Result<SecretDocument> GcpAsker::fetch(Fields reference)
{
    m_inputs.reference = formOf(reference);
    m_inputs.now = m_desk.clock.wallTime();
    return m_desk.run(gcpProvider().fetch(m_inputs, gcpKind()));
}

QByteArray GcpAsker::contentOf(Fields reference)
{
    const auto document = fetch(reference);
    return document ? document->content.reveal().toByteArray() : "error: " + wordsOf(document.error()).toUtf8();
}

QByteArray GcpAsker::contentOf(const char *secret, const char *version)
{
    return contentOf({{"secretName", secret}, {"version", version}});
}

QStringList GcpAsker::suggestions(QLatin1StringView field, Fields reference)
{
    m_inputs.reference = formOf(reference);
    const auto found = m_desk.run(gcpProvider().suggest(m_inputs, gcpKind(), field));
    EXPECT_TRUE(found.has_value()) << (found ? "" : found.error().sentence().toStdString());
    QStringList values;
    for (const Suggestion &suggestion : found.value_or(std::vector<Suggestion>()))
        values.append(suggestion.value);
    return values;
}

} // namespace sallyport::test
