// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded client: Google's own libraries and we perform the same operations, and send the same. Each difference stands in a test, with
// its reason.
#include "app/base/json.h"
#include "tests/support/gcp_asker.h"
#include "tests/support/script.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QUrlQuery>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr qint64 kNow = 1'800'000'000;
const QString kSecret = u"projects/sample-project/secrets/sample-text/versions/latest"_s;

QDateTime moment()
{
    return QDateTime::fromSecsSinceEpoch(kNow, Qt::UTC);
}

//! What a request says, by name: `query.pageSize`, `form.audience`, `header.authorization`.
using Facts = QMap<QString, QString>;

struct Sent {
    QString where; //!< `POST https://oauth2.googleapis.com/token`
    Facts facts;
};

//! One spelling of a JSON text, with its members in order of their names.
QString canonical(const QByteArray &text)
{
    return QString::fromUtf8(QJsonDocument::fromJson(text).toJson(QJsonDocument::Compact));
}

//! The headers that mean something to the service; others say who is asking.
bool counts(const QString &header, bool hasBody)
{
    static const QStringList always{u"authorization"_s,
                                    u"metadata-flavor"_s,
                                    u"x-goog-user-project"_s,
                                    u"x-goog-request-params"_s,
                                    u"x-job"_s,
                                    u"x-aws-ec2-metadata-token"_s,
                                    u"x-aws-ec2-metadata-token-ttl-seconds"_s};
    return always.contains(header) || (header == "content-type"_L1 && hasBody);
}

//! What a signed token says; its signature is judged elsewhere.
void takeSigned(Facts &facts, const QByteArray &token)
{
    const QByteArrayList parts = token.split('.');
    facts[u"signed.header"_s] = canonical(QByteArray::fromBase64(parts.value(0), QByteArray::Base64UrlEncoding));
    facts[u"signed.claims"_s] = canonical(QByteArray::fromBase64(parts.value(1), QByteArray::Base64UrlEncoding));
}

void takeHeader(Facts &facts, const QString &name, const QByteArray &value)
{
    if (value.startsWith("Bearer eyJ"))
        takeSigned(facts, value.mid(7));
    else
        facts[u"header."_s + name] = QString::fromUtf8(value);
}

//! A signed question to AWS, as a subject token. Of its authorization all but the signature itself, which says no more.
void takeQuestionToAws(Facts &facts, const QByteArray &text)
{
    const Value question = json::parse(text).value_or(Value());
    facts[u"aws.url"_s] = question[u"url"].toString();
    facts[u"aws.method"_s] = question[u"method"].toString();
    for (const Value &header : question[u"headers"].list()) {
        const QString name = header[u"key"].toString().toLower();
        const QString value = header[u"value"].toString();
        facts[u"aws."_s + name] = name == "authorization"_L1 ? value.section(u", Signature="_s, 0, 0) : value;
    }
}

void takeForm(Facts &facts, const QByteArray &body)
{
    for (const QByteArray &pair : body.split('&')) {
        const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(pair.left(pair.indexOf('='))));
        const QByteArray value = QByteArray::fromPercentEncoding(pair.mid(pair.indexOf('=') + 1).replace('+', ' '));
        if (name == "assertion"_L1)
            takeSigned(facts, value);
        else if (name == "subject_token"_L1 && value.startsWith("%7B"))
            takeQuestionToAws(facts, QByteArray::fromPercentEncoding(value));
        else
            facts[u"form."_s + name] = QString::fromUtf8(value);
    }
}

void takeBody(Facts &facts, const QByteArray &body)
{
    if (body.isEmpty())
        return;
    if (facts.value(u"header.content-type"_s).startsWith("application/json"_L1))
        facts[u"json"_s] = canonical(body);
    else
        takeForm(facts, body);
}

Sent ours(const HttpRequest &request)
{
    const QUrl address = request.url.adjusted(QUrl::RemoveQuery);
    const QString slash = address.path().isEmpty() ? u"/"_s : QString();
    Sent sent{QString::fromLatin1(request.method) + u' ' + address.toString(QUrl::FullyEncoded) + slash, {}};
    for (const auto &[name, value] : QUrlQuery(request.url).queryItems(QUrl::FullyDecoded))
        sent.facts[u"query."_s + name] = value;
    for (const HttpHeader &header : request.headers) {
        const QString name = QString::fromLatin1(header.name).toLower();
        if (counts(name, !request.body.isEmpty()))
            takeHeader(sent.facts, name, header.value);
    }
    takeBody(sent.facts, request.body);
    return sent;
}

Sent theirs(const Value &request)
{
    Sent sent{u"%1 %2://%3%4"_s.arg(request[u"method"].toString(), request[u"scheme"].toString(), request[u"host"].toString(),
                                    request[u"path"].toString()),
              {}};
    for (const Value &pair : request[u"query"].list())
        sent.facts[u"query."_s + pair.list().at(0).toString()] = pair.list().at(1).toString();
    const QByteArray body = request[u"body"].toString().toUtf8();
    for (const auto &[name, value] : request[u"headers"].map()) {
        if (counts(name, !body.isEmpty()))
            takeHeader(sent.facts, name, value.toString().toUtf8());
    }
    takeBody(sent.facts, body);
    return sent;
}

//! `NAME: ours, theirs` for each fact that differs.
QStringList differences(const Facts &our, const Facts &their)
{
    QStringList found;
    for (const QString &name : QStringList(our.keys() + their.keys())) {
        const QString line = u"%1: %2, %3"_s.arg(name, our.value(name, u"-"_s), their.value(name, u"-"_s));
        if (our.value(name) != their.value(name) && !found.contains(line))
            found.append(line);
    }
    found.sort();
    return found;
}

//! What Google's clients sent and got, and what they made of it.
Value record(const Value &question)
{
    const QString script = QFileInfo(qEnvironmentVariable("SALLYPORT_SERVERS_RUN")).path() + u"/googleauth/record.py"_s;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(qEnvironmentVariable("SALLYPORT_GOOGLE_PYTHON"), {script});
    process.write(json::write(question));
    process.closeWriteChannel();
    EXPECT_TRUE(process.waitForFinished(60'000));
    EXPECT_EQ(process.exitCode(), 0);
    return json::parse(process.readAllStandardOutput()).value_or(Value());
}

//! A network that answers us what it answered them.
HttpAnswers answersOf(const Value &recorded)
{
    return [recorded](const HttpRequest &request) -> Result<HttpReply> {
        for (const Value &one : recorded[u"requests"].list()) {
            if (theirs(one).where != ours(request).where)
                continue;
            HttpReply reply{one[u"status"].numberText().toInt(), {}, one[u"answer"].toString().toUtf8(), moment()};
            for (const auto &[name, value] : one[u"answerHeaders"].map())
                reply.headers.append({name.toLatin1(), value.toString().toLatin1()});
            return reply;
        }
        ADD_FAILURE() << "they never asked " << ours(request).where.toStdString();
        return Error{ErrorKind::Internal, u"unexpected"_s, {}};
    };
}

class GcpRecorded : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (missingServers({u"gcpdouble"_s, u"googleauth"_s}).isEmpty())
            s_files = startServer(u"gcpdouble"_s);
    }
    static void TearDownTestSuite() { s_files.reset(); }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"gcpdouble"_s, u"googleauth"_s);
        m_world.environment[u"GOOGLE_CLOUD_PROJECT"_s] = u"sample-project"_s;
    }

    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
        return file.readAll();
    }

    //! Both perform: sign in with that file (or at the metadata server), read, list. `also` is added to the file.
    void perform(const QString &name, const Value::Map &also = {})
    {
        m_ours.clear();
        m_theirs.clear();
        Value question(Value::Map{{u"now"_s, Value::number(kNow)},
                                  {u"read"_s, kSecret},
                                  {u"list"_s, u"projects/sample-project"_s},
                                  {u"selfSigned"_s, m_selfSigned}});
        Value environment{Value::Map()};
        for (const QString &variable : {u"AWS_ACCESS_KEY_ID"_s, u"AWS_SECRET_ACCESS_KEY"_s, u"AWS_SESSION_TOKEN"_s, u"AWS_REGION"_s}) {
            if (m_world.environment.contains(variable))
                environment.set(variable, m_world.environment.value(variable));
        }
        question.set(u"environment"_s, environment);
        if (!name.isEmpty()) {
            Value content = json::parse(bytesOf(s_files->ready()[u"files"][name].toString())).value_or(Value());
            for (const auto &[member, value] : also)
                content.set(member, value);
            question.set(u"credential"_s, content);
            m_world.files[u"/credential.json"_s] = json::write(content);
            m_world.environment[u"GOOGLE_APPLICATION_CREDENTIALS"_s] = u"/credential.json"_s;
            if (const QString subject = content[u"credential_source"][u"file"].toString(); !subject.isEmpty())
                m_world.files[subject] = bytesOf(subject);
        }
        m_recorded = record(question);
        ASSERT_FALSE(m_recorded[u"requests"].list().empty());
        for (const Value &one : m_recorded[u"requests"].list())
            m_theirs.push_back(theirs(one));
        play();
    }

    //! Our part, with their answers.
    void play()
    {
        m_world.http = answersOf(m_recorded);
        Inputs inputs;
        inputs.now = moment();
        inputs.credential = formOf({{"type", "adc"}, {"selfSigned", m_selfSigned ? "true" : "false"}});
        const auto grant = test::play(gcpProvider().signIn(inputs), m_world);
        ASSERT_OK(grant.outcome);
        inputs.grant = *grant.outcome;
        take(grant.requests());
        inputs.reference = formOf({{"secretName", "sample-text"}});
        const auto document = test::play(gcpProvider().fetch(inputs, gcpKind()), m_world);
        take(document.requests());
        ASSERT_OK(document.outcome);
        EXPECT_EQ(document.outcome->content.reveal(), QByteArray::fromBase64(m_recorded[u"value"].toString().toLatin1()));
        take(test::play(gcpProvider().suggest(inputs, gcpKind(), "secretName"_L1), m_world).requests());
    }

    void take(const std::vector<HttpRequest> &requests)
    {
        for (const HttpRequest &request : requests)
            m_ours.push_back(ours(request));
    }

    static QStringList places(const std::vector<Sent> &sent)
    {
        QStringList list;
        for (const Sent &one : sent)
            list.append(one.where);
        return list;
    }

    //! The differences at the first request to an address that ends so.
    QStringList differencesAt(const QString &end) const
    {
        const auto at = [&end](const std::vector<Sent> &sent) {
            const auto found = std::find_if(sent.begin(), sent.end(), [&end](const Sent &one) { return one.where.endsWith(end); });
            return found == sent.end() ? Facts{{u"asked"_s, u"never"_s}} : found->facts;
        };
        EXPECT_FALSE(at(m_theirs).contains(u"asked"_s)) << end.toStdString();
        return differences(at(m_ours), at(m_theirs));
    }

    //! How Secret Manager is asked is the same for every kind of credential.
    void expectTheSameQuestionsToSecretManager() const
    {
        // Enumerations come as numbers to them and as names to us. x-goog-request-params repeats the path, for routing of gRPC.
        EXPECT_EQ(differencesAt(u":access"_s),
                  (QStringList{u"header.x-goog-request-params: -, name="_s + kSecret, u"query.$alt: -, json;enum-encoding=int"_s}));
        // They take the service's own size of a page, which may be 25,000 secrets.
        EXPECT_EQ(differencesAt(u"/secrets"_s), (QStringList{u"header.x-goog-request-params: -, parent=projects/sample-project"_s,
                                                             u"query.$alt: -, json;enum-encoding=int"_s, u"query.pageSize: 250, -"_s}));
    }

    static std::unique_ptr<ServerChild> s_files;
    World m_world;
    bool m_selfSigned = false;
    Value m_recorded;
    std::vector<Sent> m_ours;
    std::vector<Sent> m_theirs;
};
std::unique_ptr<ServerChild> GcpRecorded::s_files;

TEST_F(GcpRecorded, AServiceAccountsKey)
{
    perform(u"reader"_s);
    EXPECT_EQ(places(m_ours), places(m_theirs));
    EXPECT_EQ(differencesAt(u"/token"_s), QStringList());
    EXPECT_EQ(m_ours.at(0).facts.size(), 4) << "content type, grant type, the assertion's header and claims";
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, AKeyThatSignsItsTokensItself)
{
    m_selfSigned = true;
    perform(u"reader"_s);
    EXPECT_EQ(places(m_ours), places(m_theirs));
    ASSERT_EQ(m_ours.size(), 2u) << "the token endpoint is not asked";
    EXPECT_TRUE(m_ours.at(0).facts.value(u"signed.claims"_s).contains(u"\"sub\":\"reader@sample-project"_s));
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, APersonsLogin)
{
    perform(u"person"_s, {{u"quota_project_id"_s, u"paying-project"_s}});
    EXPECT_EQ(places(m_ours), places(m_theirs));
    // A login has the scopes that the person agreed to; they ask for one of these once more.
    EXPECT_EQ(differencesAt(u"/token"_s), QStringList{u"form.scope: -, https://www.googleapis.com/auth/cloud-platform"_s});
    EXPECT_EQ(m_ours.at(1).facts.value(u"header.x-goog-user-project"_s), u"paying-project"_s);
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, AnImpersonatedAccount)
{
    for (const QString &name : {u"impersonated"_s, u"impersonatedByKey"_s, u"chained"_s}) {
        perform(name);
        EXPECT_EQ(places(m_ours), places(m_theirs)) << name.toStdString();
        EXPECT_EQ(differencesAt(u"/token"_s), QStringList()) << name.toStdString();
        EXPECT_EQ(differencesAt(u":generateAccessToken"_s), QStringList()) << name.toStdString();
        expectTheSameQuestionsToSecretManager();
    }
}

TEST_F(GcpRecorded, AQuotaProjectCountsForTheCallsOfItsFileAlone)
{
    Value login = json::parse(bytesOf(s_files->ready()[u"files"][u"person"].toString())).value_or(Value());
    login.set(u"quota_project_id"_s, u"paying-project"_s);
    perform(u"impersonated"_s, {{u"source_credentials"_s, login}});
    EXPECT_EQ(differencesAt(u":generateAccessToken"_s), QStringList());
    EXPECT_EQ(m_ours.at(1).facts.value(u"header.x-goog-user-project"_s), u"paying-project"_s);
    expectTheSameQuestionsToSecretManager();
    perform(u"impersonated"_s, {{u"quota_project_id"_s, u"paying-project"_s}});
    EXPECT_EQ(differencesAt(u":generateAccessToken"_s), QStringList());
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, FederationFromAFile)
{
    for (const QString &name : {u"federatedFile"_s, u"federatedJson"_s}) {
        perform(name);
        EXPECT_EQ(places(m_ours), places(m_theirs)) << name.toStdString();
        EXPECT_EQ(differencesAt(u"/v1/token"_s), QStringList()) << name.toStdString();
        expectTheSameQuestionsToSecretManager();
    }
}

TEST_F(GcpRecorded, FederationFromAUrl)
{
    perform(u"federatedUrl"_s);
    EXPECT_EQ(places(m_ours), places(m_theirs));
    EXPECT_EQ(differencesAt(u"/subject"_s), QStringList());
    EXPECT_EQ(m_ours.at(0).facts.value(u"header.x-job"_s), u"42"_s);
    EXPECT_EQ(differencesAt(u"/v1/token"_s), QStringList());
    expectTheSameQuestionsToSecretManager();
}

//! What makes a file of federation one with AWS.
Value::Map withAws()
{
    const QString metadata = u"http://169.254.169.254/latest"_s;
    const Value source(Value::Map{
        {u"environment_id"_s, u"aws1"_s},
        {u"region_url"_s, metadata + u"/meta-data/placement/availability-zone"_s},
        {u"url"_s, metadata + u"/meta-data/iam/security-credentials"_s},
        {u"imdsv2_session_token_url"_s, metadata + u"/api/token"_s},
        {u"regional_cred_verification_url"_s, u"https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"_s}});
    return {{u"credential_source"_s, source}, {u"subject_token_type"_s, u"urn:ietf:params:aws:token-type:aws4_request"_s}};
}

TEST_F(GcpRecorded, FederationWithAws)
{
    // They add the pool's name after signing; ours is signed, as Google's documentation recommends.
    const auto expectSameToken = [this](const QString &credential) {
        const QString line = u"aws.authorization: AWS4-HMAC-SHA256 Credential=%1, SignedHeaders=%2;x-goog-cloud-target-resource, "
                             "AWS4-HMAC-SHA256 Credential=%1, SignedHeaders=%2"_s;
        EXPECT_EQ(differencesAt(u"/v1/token"_s), QStringList{line.arg(credential, u"host;x-amz-date;x-amz-security-token"_s)});
    };
    m_world.environment[u"AWS_ACCESS_KEY_ID"_s] = u"AKIAVARIABLE"_s;
    m_world.environment[u"AWS_SECRET_ACCESS_KEY"_s] = u"secret-of-variable"_s;
    m_world.environment[u"AWS_SESSION_TOKEN"_s] = u"token-of-variable"_s;
    m_world.environment[u"AWS_REGION"_s] = u"eu-west-1"_s;
    perform(u"federatedFile"_s, withAws());
    EXPECT_EQ(places(m_ours), places(m_theirs));
    expectSameToken(u"AKIAVARIABLE/20270115/eu-west-1/sts/aws4_request"_s);
    for (const QString &name : {u"AWS_ACCESS_KEY_ID"_s, u"AWS_SECRET_ACCESS_KEY"_s, u"AWS_SESSION_TOKEN"_s, u"AWS_REGION"_s})
        m_world.environment.remove(name);
    perform(u"federatedFile"_s, withAws());
    EXPECT_EQ(places(m_ours), places(m_theirs));
    for (const Sent &one : m_theirs) {
        if (one.where.contains("/latest/"_L1)) {
            EXPECT_EQ(differencesAt(one.where), QStringList()) << one.where.toStdString();
        }
    }
    expectSameToken(u"ASIAINSTANCE/20270115/eu-central-1/sts/aws4_request"_s);
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, FederationAndImpersonation)
{
    perform(u"federatedImpersonated"_s);
    EXPECT_EQ(places(m_ours), places(m_theirs));
    EXPECT_EQ(differencesAt(u"/v1/token"_s), QStringList());
    // No delegates: an empty list and no list mean the same.
    const QString body = u"{\"delegates\":%1,\"lifetime\":\"3600s\",\"scope\":[\"https://www.googleapis.com/auth/cloud-platform\"]}"_s;
    EXPECT_EQ(differencesAt(u":generateAccessToken"_s), QStringList{u"json: "_s + body.arg(u"[]"_s) + u", "_s + body.arg(u"null"_s)});
    expectTheSameQuestionsToSecretManager();
}

TEST_F(GcpRecorded, TheMetadataServer)
{
    m_world.environment.clear();
    perform({});
    // They ask for the project before the token, and never for it again.
    QStringList our = places(m_ours);
    QStringList their = places(m_theirs);
    our.sort();
    their.sort();
    EXPECT_EQ(our, their);
    EXPECT_EQ(m_ours.at(0).where, u"GET http://169.254.169.254/"_s) << "nothing is asked before it is known who answers";
    for (const Sent &one : m_theirs) {
        if (one.where.contains("computeMetadata"_L1) || one.where.endsWith("169.254.169.254/"_L1)) {
            EXPECT_EQ(differencesAt(one.where), QStringList()) << one.where.toStdString();
        }
    }
    expectTheSameQuestionsToSecretManager();
}

} // namespace
} // namespace sallyport::test
