// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// No light server checks the token of a web identity, so the vendor's own client is the measure: botocore and Sallyport get keys in the
// same surroundings, one after the other, from a recorder, and what each sent is compared. Every difference stands below, with its reason.
#include "app/base/json.h"
#include "app/http/conversation_driver.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "providers/aws/keys.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/http_server.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QUrlQuery>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using Texts = QMap<QString, QString>;

const QString kToken = u"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3b3JrbG9hZCJ9.c2ln"_s;

//! Headers that may differ, and why.
const QStringList kHeadersThatDiffer{
    u"user-agent"_s,            // each says who it is
    u"amz-sdk-invocation-id"_s, // botocore's telemetry: a number for each call
    u"amz-sdk-request"_s,       // botocore's telemetry: which attempt
    u"accept-encoding"_s,       // both ask for no compression, Qt in words of its own
    u"accept-language"_s,       // Qt sends the language of the surroundings, or none
    u"connection"_s,            // Qt says that it keeps the connection, botocore leaves it unsaid
    u"content-length"_s,        // of other forms, see below
};

//! A request's form, made comparable.
Texts formOf(const LoopbackRequest &request)
{
    Texts form;
    // A space is `+` in botocore's forms and `%20` in ours: the same to whoever reads a form.
    const QByteArray body = QByteArray(request.body).replace('+', "%20");
    for (const auto &[name, value] : QUrlQuery(QString::fromUtf8(body)).queryItems(QUrl::FullyDecoded))
        form.insert(name, value);
    // A name that nobody chose holds the program's own and the time; the service only logs it.
    static const QRegularExpression kMadeUp(u"^(botocore-session|sallyport)-\\d+$"_s);
    if (kMadeUp.match(form.value(u"RoleSessionName"_s)).hasMatch())
        form.insert(u"RoleSessionName"_s, u"made up"_s);
    // botocore sends the file as it is, with the line break at its end; a token has none, so Sallyport leaves it out.
    if (form.contains(u"WebIdentityToken"_s))
        form.insert(u"WebIdentityToken"_s, form.value(u"WebIdentityToken"_s).trimmed());
    return form;
}

Texts headersOf(const LoopbackRequest &request)
{
    // Of a signature only its claim can be equal: the two were made at different times.
    static const QRegularExpression kSignature(u", Signature=[0-9a-f]{64}$"_s);
    static const QRegularExpression kDay(u"/\\d{8}/"_s);
    Texts headers;
    for (const HttpHeader &header : request.headers) {
        const QString name = QString::fromLatin1(header.name).toLower();
        QString value = QString::fromLatin1(header.value);
        if (name == "authorization"_L1)
            value.remove(kSignature).replace(kDay, u"/day/"_s);
        if (name == "x-amz-date"_L1)
            value = u"a time"_s;
        if (!kHeadersThatDiffer.contains(name))
            headers.insert(name, value);
    }
    return headers;
}

std::string asText(const Texts &texts)
{
    QStringList lines;
    for (auto text = texts.cbegin(); text != texts.cend(); ++text)
        lines.append(text.key() + u" = "_s + text.value());
    return lines.join(u'\n').toStdString();
}

Reply rolePlay(const LoopbackRequest &request)
{
    const QByteArray action = QUrlQuery(QString::fromUtf8(request.body)).queryItemValue(u"Action"_s).toLatin1();
    return Reply::text('<' + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action +
                       "Result><Credentials><AccessKeyId>ASIA" + action +
                       "</AccessKeyId><SecretAccessKey>of-the-role</SecretAccessKey><SessionToken>of/the+session=</SessionToken>" +
                       "<Expiration>2037-01-15T09:00:00Z</Expiration></Credentials></" + action + "Result></" + action + "Response>");
}

class AwsWebIdentity : public testing::Test {
protected:
    void SetUp() override
    {
        m_python = qEnvironmentVariable("SALLYPORT_BOTOCORE_PYTHON");
        if (m_python.isEmpty())
            GTEST_SKIP() << "NOT INSTALLED: botocore (SALLYPORT_BOTOCORE_PYTHON is not set; scripts/test --servers installs it)";
        write(u"token"_s, kToken + u'\n');
        write(u"config"_s, u"[profile web]\nweb_identity_token_file = %1\nrole_arn = arn:aws:iam::123456789012:role/web\n"
                           "[profile hop]\nrole_arn = arn:aws:iam::123456789012:role/hop\nsource_profile = web\nexternal_id = a b&c=ü/+\n"
                           "duration_seconds = 900\nrole_session_name = build@7\n"_s.arg(path(u"token"_s)));
        m_environment.insert(u"HOME"_s, m_home.path());
        m_environment.insert(u"AWS_CONFIG_FILE"_s, path(u"config"_s));
        m_environment.insert(u"AWS_ENDPOINT_URL"_s, QString::fromLatin1(m_recorder.origin()));
        m_environment.insert(u"AWS_DEFAULT_REGION"_s, u"eu-west-1"_s);
        m_environment.insert(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
    }

    [[nodiscard]] QString path(const QString &name) const { return m_home.filePath(name); }
    void write(const QString &name, const QString &text)
    {
        QFile file(path(name));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
    }

    //! The access key id that botocore ends up with.
    QString keyOfBotocore()
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setProcessEnvironment(m_environment);
        process.start(m_python, {QStringLiteral(SALLYPORT_SOURCE_DIR "/tests/servers/botocore/keys.py")});
        EXPECT_TRUE(waitUntil([&process] { return process.state() == QProcess::NotRunning; }, std::chrono::seconds(60)));
        return json::parse(process.readAllStandardOutput()).value_or(Value())[u"accessKeyId"].toString();
    }
    QString keyOfSallyport()
    {
        SystemClock clock;
        QtTransport transport{{ProxyPolicy::Mode::None, {}}};
        Interlocutor interlocutor{transport, clock};
        interlocutor.setEnvironment(m_environment);
        Inputs inputs{.now = clock.wallTime()};
        inputs.credential.setText("type"_L1, u"default"_s);
        const auto grant = await(converse(awsProvider().signIn(inputs), interlocutor, {}));
        EXPECT_OK(grant);
        return grant ? aws::keysFrom(*grant)->accessKeyId : QString();
    }

    //! Both get keys; what they sent is equal but for what is listed above. Gives back what was sent.
    std::vector<LoopbackRequest> compare(std::size_t calls)
    {
        const QString theirs = keyOfBotocore();
        const QString ours = keyOfSallyport();
        EXPECT_FALSE(theirs.isEmpty());
        EXPECT_EQ(ours.toStdString(), theirs.toStdString());
        const auto &sent = m_recorder.requests();
        EXPECT_EQ(sent.size(), 2 * calls);
        for (std::size_t i = 0; 2 * calls == sent.size() && i < calls; ++i) {
            EXPECT_EQ(sent[calls + i].method, sent[i].method);
            EXPECT_EQ(sent[calls + i].target, sent[i].target);
            EXPECT_EQ(asText(formOf(sent[calls + i])), asText(formOf(sent[i])));
            EXPECT_EQ(asText(headersOf(sent[calls + i])), asText(headersOf(sent[i])));
        }
        return sent;
    }

    QTemporaryDir m_home;
    QString m_python;
    QProcessEnvironment m_environment;
    HttpServer m_recorder{rolePlay};
};

TEST_F(AwsWebIdentity, OfTheEnvironmentIsSentAsBotocoreSendsIt)
{
    m_environment.insert(u"AWS_WEB_IDENTITY_TOKEN_FILE"_s, path(u"token"_s));
    m_environment.insert(u"AWS_ROLE_ARN"_s, u"arn:aws:iam::123456789012:role/path/web"_s);
    m_environment.insert(u"AWS_ROLE_SESSION_NAME"_s, u"build,7=a.b"_s);
    const auto sent = compare(1);
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(formOf(sent.back()), (Texts{{u"Action"_s, u"AssumeRoleWithWebIdentity"_s},
                                          {u"Version"_s, u"2011-06-15"_s},
                                          {u"RoleArn"_s, u"arn:aws:iam::123456789012:role/path/web"_s},
                                          {u"RoleSessionName"_s, u"build,7=a.b"_s},
                                          {u"WebIdentityToken"_s, kToken}}));
}

TEST_F(AwsWebIdentity, IsNeverSigned)
{
    m_environment.insert(u"AWS_WEB_IDENTITY_TOKEN_FILE"_s, path(u"token"_s));
    m_environment.insert(u"AWS_ROLE_ARN"_s, u"arn:aws:iam::123456789012:role/web"_s);
    for (const LoopbackRequest &request : compare(1)) {
        EXPECT_FALSE(request.hasHeader("authorization"));
        EXPECT_FALSE(request.hasHeader("x-amz-security-token"));
        EXPECT_FALSE(request.hasHeader("x-amz-date"));
    }
}

TEST_F(AwsWebIdentity, OfAProfileIsSentAsBotocoreSendsIt)
{
    m_environment.insert(u"AWS_PROFILE"_s, u"web"_s);
    const auto sent = compare(1);
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(formOf(sent.back()).value(u"RoleSessionName"_s), u"made up"_s);
}

TEST_F(AwsWebIdentity, TheRoleBehindItIsAssumedAsBotocoreAssumesIt)
{
    m_environment.insert(u"AWS_PROFILE"_s, u"hop"_s);
    const auto sent = compare(2);
    ASSERT_EQ(sent.size(), 4U);
    EXPECT_FALSE(sent[2].hasHeader("authorization"));
    EXPECT_TRUE(sent[3].header("authorization").contains("Credential=ASIAAssumeRoleWithWebIdentity/"));
    EXPECT_EQ(sent[3].header("x-amz-security-token"), "of/the+session=");
    EXPECT_EQ(formOf(sent[3]).value(u"ExternalId"_s), u"a b&c=ü/+"_s);
}

} // namespace
} // namespace sallyport::test
