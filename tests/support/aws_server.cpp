// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_server.h"

#include "app/base/json.h"

#include <QLocale>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::test {

struct AwsServer::Question {
    const LoopbackRequest &request;
    QByteArray operation{}; //!< empty: none that is known here
    QByteArray service{};
    bool isSigned = true;
    Value body{}; //!< of the JSON services
};

namespace {

const QString kAccount = u"123456789012"_s;
constexpr int kSessionLifeS = 3600;

Value jsonOf(const QByteArray &text)
{
    return json::parse(text).value_or(Value());
}

Reply jsonReply(const Value &value)
{
    return {200, {{"Content-Type", "application/x-amz-json-1.1"}}, json::write(value)};
}

Reply xmlReply(const QByteArray &action, const QByteArray &result)
{
    return {200, {{"Content-Type", "text/xml"}},
            '<' + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action + "Result>" + result + "</" + action
                + "Result></" + action + "Response>"};
}

//! STS has names of its own for what the gate refuses.
Reply xmlRefusal(const AwsRefusal &refusal)
{
    static const QMap<QByteArray, QByteArray> kNames{{"InvalidSignatureException", "SignatureDoesNotMatch"},
                                                     {"UnrecognizedClientException", "InvalidClientTokenId"},
                                                     {"ExpiredTokenException", "ExpiredToken"},
                                                     {"IncompleteSignatureException", "IncompleteSignature"},
                                                     {"MissingAuthenticationTokenException", "MissingAuthenticationToken"}};
    return {403,
            {{"Content-Type", "text/xml"}},
            "<ErrorResponse><Error><Type>Sender</Type><Code>" + kNames.value(refusal.code, refusal.code) + "</Code><Message>" +
                refusal.words + "</Message></Error></ErrorResponse>"};
}

QString arnOf(const QString &name)
{
    return u"arn:aws:secretsmanager:eu-west-1:%1:secret:%2-AbCdEf"_s.arg(kAccount, name);
}

Value secretValue(const QString &name, const QString &text)
{
    return Value(Value::Map{{u"ARN"_s, arnOf(name)},
                            {u"Name"_s, name},
                            {u"VersionId"_s, u"11111111-2222-3333-4444-555555555555"_s},
                            {u"SecretString"_s, text},
                            {u"VersionStages"_s, Value(Value::List{u"AWSCURRENT"_s})},
                            {u"CreatedDate"_s, Value(Value::Number{u"1.523477145713E9"_s})}});
}

Value parameterValue(const QString &name, const QString &text)
{
    return Value(Value::Map{{u"Name"_s, name}, {u"Type"_s, u"SecureString"_s}, {u"Value"_s, text}, {u"Version"_s, Value::number(1)}});
}

QByteArray momentText(const QDateTime &moment)
{
    return moment.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s).toLatin1();
}

} // namespace

AwsServer::AwsServer(const Clock &clock) : m_clock(clock), m_http([this](const LoopbackRequest &request) { return handle(request); })
{
    gate.host = "127.0.0.1:" + QByteArray::number(m_http.port());
}

void AwsServer::addLastingKey()
{
    gate.keys.insert("AKIDLASTING", {.secret = "canary-lasting-key"});
}

void AwsServer::endSessions()
{
    for (AwsKey &key : gate.keys) {
        if (key.expires)
            key.expires = now();
    }
}

void AwsServer::fail(const QByteArray &operation, const Reply &reply, int times)
{
    m_faults[operation].push_back({reply, times});
}

Reply AwsServer::refusal(const QByteArray &code, const QByteArray &words, int status)
{
    Value body{Value::Map()};
    body.set(u"__type"_s, u"com.amazonaws.service#"_s + QString::fromUtf8(code));
    body.set(u"message"_s, QString::fromUtf8(words));
    return {status, {{"Content-Type", "application/x-amz-json-1.1"}}, json::write(body)};
}

QDateTime AwsServer::now() const
{
    return m_clock.wallTime().addSecs(skew.count());
}

AwsServer::Question AwsServer::questionOf(const LoopbackRequest &request) const
{
    Question question{.request = request};
    const QByteArrayList target = request.header("x-amz-target").split('.');
    if (target.size() == 2) {
        question.service = target[0] == "AmazonSSM" ? QByteArray("ssm") : target[0];
        question.operation = question.service + '.' + target[1];
        question.body = jsonOf(request.body);
        return question;
    }
    question.isSigned = false;
    if (request.path() == "/federation/credentials") {
        question.operation = "sso.GetRoleCredentials";
    } else if (request.path() == "/token") {
        question.operation = "sso-oidc.CreateToken";
        question.body = jsonOf(request.body);
    } else if (request.path().startsWith("/latest/")) {
        question.operation = "metadata";
    } else if (request.method == "POST") {
        question.service = "sts";
        question.isSigned = true;
        question.operation = "sts." + QUrlQuery(QString::fromUtf8(request.body)).queryItemValue(u"Action"_s).toUtf8();
    }
    return question;
}

Reply AwsServer::handle(const LoopbackRequest &request)
{
    const Question question = questionOf(request);
    ++m_calls[question.operation];
    if (const auto refused = question.isSigned ? gate.check(request, question.service, now()) : std::nullopt) {
        m_refusals.append(refused->code);
        return finished(question.service == "sts" ? xmlRefusal(*refused) : refusal(refused->code, refused->words));
    }
    if (const auto fault = nextFault(question.operation))
        return finished(*fault);
    return finished(answer(question));
}

std::optional<Reply> AwsServer::nextFault(const QByteArray &operation)
{
    auto &waiting = m_faults[operation];
    if (waiting.empty())
        return std::nullopt;
    const Reply reply = waiting.front().reply;
    if (--waiting.front().left == 0)
        waiting.pop_front();
    return reply;
}

Reply AwsServer::answer(const Question &question)
{
    if (question.operation == "secretsmanager.GetSecretValue")
        return secretAnswer(question.body);
    if (question.operation == "secretsmanager.BatchGetSecretValue")
        return batchAnswer(question.body);
    if (question.operation == "ssm.GetParameter")
        return parameterAnswer(question.body);
    if (question.operation == "ssm.GetParameters")
        return parametersAnswer(question.body);
    if (question.operation == "sts.AssumeRole")
        return assumeRoleAnswer();
    if (question.operation == "sts.GetCallerIdentity")
        return xmlReply("GetCallerIdentity",
                        "<Arn>arn:aws:iam::123456789012:user/tester</Arn><UserId>AIDA</UserId><Account>123456789012</Account>");
    if (question.operation == "sso.GetRoleCredentials")
        return roleCredentialsAnswer(question.request);
    if (question.operation == "sso-oidc.CreateToken")
        return tokenAnswer(question.body);
    return refusal("UnknownOperationException", "nobody knows this operation", 404);
}

//! With the time and the Request ID that every answer of AWS has.
Reply AwsServer::finished(Reply reply)
{
    const auto has = [&reply](const QByteArray &name) {
        return std::any_of(reply.headers.begin(), reply.headers.end(), [&](const HttpHeader &header) { return header.name == name; });
    };
    if (!has("x-amzn-RequestId"))
        reply.headers.append(HttpHeader{"x-amzn-RequestId", "request-" + QByteArray::number(++m_answers)});
    if (!has("Date"))
        reply.headers.append(HttpHeader{"Date", QLocale::c().toString(now(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1()});
    return reply;
}

// --- what the services answer

Reply AwsServer::secretAnswer(const Value &body) const
{
    const QString name = body[u"SecretId"].toString();
    if (denied.contains(name))
        return refusal("AccessDeniedException", "User is not authorized to perform this");
    if (!secrets.contains(name))
        return refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return jsonReply(secretValue(name, secrets.value(name)));
}

Reply AwsServer::batchAnswer(const Value &body) const
{
    const Value::List &ids = body[u"SecretIdList"].list();
    if (!allowsBatches)
        return refusal("AccessDeniedException", "User is not authorized to perform: secretsmanager:BatchGetSecretValue");
    if (ids.empty() || ids.size() > 20)
        return refusal("ValidationException", "SecretIdList must have 1 to 20 members");
    Value::List found, failed;
    for (const Value &id : ids) {
        const QString name = id.toString();
        const bool isDenied = denied.contains(name);
        if (isDenied || !secrets.contains(name))
            failed.push_back(Value(Value::Map{{u"SecretId"_s, name},
                                              {u"ErrorCode"_s, isDenied ? u"AccessDeniedException"_s : u"ResourceNotFoundException"_s},
                                              {u"Message"_s, u"not this one"_s}}));
        else
            found.push_back(secretValue(name, secrets.value(name)));
    }
    std::reverse(found.begin(), found.end()); // the order is nobody's business
    return jsonReply(Value(Value::Map{{u"SecretValues"_s, Value(found)}, {u"Errors"_s, Value(failed)}}));
}

Reply AwsServer::parameterAnswer(const Value &body) const
{
    const QString name = body[u"Name"].toString();
    if (!parameters.contains(name))
        return refusal("ParameterNotFound", {});
    return jsonReply(Value(Value::Map{{u"Parameter"_s, parameterValue(name, parameters.value(name))}}));
}

Reply AwsServer::parametersAnswer(const Value &body) const
{
    Value::List found, invalid;
    for (const Value &name : body[u"Names"].list()) {
        if (parameters.contains(name.toString()))
            found.push_back(parameterValue(name.toString(), parameters.value(name.toString())));
        else
            invalid.push_back(name);
    }
    return jsonReply(Value(Value::Map{{u"Parameters"_s, Value(found)}, {u"InvalidParameters"_s, Value(invalid)}}));
}

AwsKey AwsServer::newSession(QByteArray &accessKey)
{
    const QByteArray number = QByteArray::number(++m_sessions);
    accessKey = "ASIASESSION" + number;
    const AwsKey key{.secret = "canary-session-key-" + number,
                     .token = "canary/session+token=" + number,
                     .expires = now().addSecs(kSessionLifeS)};
    gate.keys.insert(accessKey, key);
    return key;
}

Reply AwsServer::assumeRoleAnswer()
{
    QByteArray id;
    const AwsKey key = newSession(id);
    return xmlReply("AssumeRole",
                    "<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/reader/s</Arn></AssumedRoleUser><Credentials>"
                    "<AccessKeyId>" +
                        id + "</AccessKeyId><SecretAccessKey>" + key.secret + "</SecretAccessKey><SessionToken>" + key.token +
                        "</SessionToken><Expiration>" + momentText(*key.expires) + "</Expiration></Credentials>");
}

Reply AwsServer::roleCredentialsAnswer(const LoopbackRequest &request)
{
    if (!ssoTokens.contains(request.header("x-amz-sso_bearer_token"))) {
        Reply reply = Reply::json(R"({"message":"Session token not found or invalid"})", 401);
        reply.headers.append(HttpHeader{"x-amzn-ErrorType", "UnauthorizedException"});
        return reply;
    }
    QByteArray id;
    const AwsKey key = newSession(id);
    const Value credentials(Value::Map{{u"accessKeyId"_s, QString::fromLatin1(id)},
                                       {u"secretAccessKey"_s, QString::fromLatin1(key.secret)},
                                       {u"sessionToken"_s, QString::fromLatin1(key.token)},
                                       {u"expiration"_s, Value::number(key.expires->toMSecsSinceEpoch())}});
    return jsonReply(Value(Value::Map{{u"roleCredentials"_s, credentials}}));
}

//! A refresh token is good once.
Reply AwsServer::tokenAnswer(const Value &body)
{
    const QByteArray old = body[u"refreshToken"].toString().toLatin1();
    if (!refreshTokens.remove(old))
        return Reply::json(R"({"error":"invalid_grant","error_description":"no such token"})", 400);
    const QByteArray access = "canary-access-after-" + old, refresh = "canary-refresh-after-" + old;
    ssoTokens.insert(access);
    refreshTokens.insert(refresh);
    return jsonReply(Value(Value::Map{{u"accessToken"_s, QString::fromLatin1(access)},
                                      {u"refreshToken"_s, QString::fromLatin1(refresh)},
                                      {u"tokenType"_s, u"Bearer"_s},
                                      {u"expiresIn"_s, Value::number(3600)}}));
}

} // namespace sallyport::test
