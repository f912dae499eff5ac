// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/aws_token.h"

#include "app/base/json.h"
#include "providers/sdk/own_address.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/sigv4.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::gcp {

namespace {

constexpr milliseconds kDeadline{2'000};
constexpr qint64 kMaxReplyBytes = 64 << 10;

//! What is signed with, and where.
struct Keys {
    QString id;
    SecretValue secret;
    SecretValue session{}; //!< may be empty
};

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

const QString &makeAnew()
{
    static const QString text = u"Have the file made anew: gcloud iam workload-identity-pools create-cred-config --aws."_s;
    return text;
}

//! The addresses of an instance's metadata service; empty where the file names none.
Result<QUrl> metadataAddress(const Value &source, QStringView name)
{
    const QString text = source[name].toString();
    const QUrl url(text, QUrl::StrictMode);
    const bool isKnown = url.host() == "169.254.169.254"_L1 || url.host() == "fd00:ec2::254"_L1 || isThisMachine(url.host());
    if (text.isEmpty() || (url.isValid() && url.scheme() == "http"_L1 && isKnown && url.userInfo().isEmpty() && !url.hasFragment()))
        return url;
    return invalid(u"the %1 of its credential_source is no address of AWS's metadata service"_s.arg(name), makeAnew());
}

bool isRegion(const QString &text)
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(u"[a-z]{2}(-[a-z]+)+-[0-9]+"_s));
    return pattern.match(text).hasMatch();
}

//! A conversation with the metadata service; its session token is asked for first, where the file names that address.
struct Asking {
    AwsToken source;
    QString where;
    QByteArray session{};

    [[nodiscard]] HttpRequest request(const QUrl &url) const
    {
        HttpRequest request{.url = url, .deadline = kDeadline, .maxReplyBytes = kMaxReplyBytes};
        if (!session.isEmpty())
            request.headers.append(HttpHeader{"X-aws-ec2-metadata-token", session});
        return request;
    }
};

Step<QByteArray> textAt(const HttpRequest &request, const QString &where)
{
    return ask<QByteArray>(request, [where](const Result<HttpReply> &reply) -> Step<QByteArray> {
        if (!reply)
            return reply.error().within(u"while asking AWS's metadata service for the keys of %1"_s.arg(where));
        if (reply->status == 200 && !reply->body.trimmed().isEmpty())
            return reply->body.trimmed();
        return Error{ErrorKind::Unauthenticated,
                     u"AWS's metadata service gives %1 no keys: status %2"_s.arg(where, QString::number(reply->status)),
                     u"Attach a role to this instance, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."_s};
    });
}

template<class T, class Next>
Step<T> withSession(const Asking &asking, Next next)
{
    if (asking.source.sessionUrl.isEmpty())
        return next(asking);
    HttpRequest request = asking.request(asking.source.sessionUrl);
    request.method = "PUT";
    request.headers.append(HttpHeader{"X-aws-ec2-metadata-token-ttl-seconds", "300"});
    return chainOrFail<T>(textAt(request, asking.where), [asking, next](const QByteArray &text) -> Step<T> {
        Asking following = asking;
        following.session = text;
        if (text.contains('\n') || text.contains('\r'))
            return Error{ErrorKind::Malformed, u"AWS's metadata service gives no session token"_s, u"Check what answers there."_s};
        return next(following);
    });
}

Step<Keys> keysOfRole(const Asking &asking, const QByteArray &role)
{
    if (role.contains('/') || role.contains('\n') || role.contains('?'))
        return Error{ErrorKind::Malformed, u"AWS's metadata service names no role"_s, u"Check what answers there."_s};
    QUrl url = asking.source.keysUrl;
    url.setPath(url.path() + u'/' + QString::fromUtf8(role));
    return chainOrFail<Keys>(textAt(asking.request(url), asking.where), [](const QByteArray &text) -> Step<Keys> {
        const auto answer = json::parse(text);
        const Keys keys{answer ? (*answer)[u"AccessKeyId"].toString() : QString(),
                        SecretValue::fromString(answer ? (*answer)[u"SecretAccessKey"].toString() : QString()),
                        SecretValue::fromString(answer ? (*answer)[u"Token"].toString() : QString())};
        if (keys.id.isEmpty() || keys.secret.isEmpty())
            return Error{ErrorKind::Malformed, u"the answer of AWS's metadata service holds no keys"_s, u"Check what answers there."_s};
        return keys;
    });
}

Step<Keys> keysFrom(const EnvironmentContents &environment, const Asking &asking)
{
    const Keys keys{environment.text(u"AWS_ACCESS_KEY_ID"_s), environment.values.value(u"AWS_SECRET_ACCESS_KEY"_s),
                    environment.values.value(u"AWS_SESSION_TOKEN"_s)};
    if (!keys.id.isEmpty() && !keys.secret.isEmpty())
        return keys;
    if (asking.source.keysUrl.isEmpty())
        return Error{ErrorKind::Unauthenticated, u"there are no AWS keys for %1"_s.arg(asking.where),
                     u"Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."_s};
    return withSession<Keys>(asking, [](const Asking &following) {
        return chainOrFail<Keys>(textAt(following.request(following.source.keysUrl), following.where),
                                 [following](const QByteArray &role) { return keysOfRole(following, role); });
    });
}

Step<QString> regionFrom(const EnvironmentContents &environment, const Asking &asking)
{
    for (const QString &name : {u"AWS_REGION"_s, u"AWS_DEFAULT_REGION"_s}) {
        if (environment.has(name))
            return environment.text(name).trimmed();
    }
    if (asking.source.regionUrl.isEmpty())
        return QString();
    return withSession<QString>(asking, [](const Asking &following) {
        return chainOrFail<QString>(textAt(following.request(following.source.regionUrl), following.where),
                                    [](const QByteArray &zone) -> Step<QString> { return QString::fromLatin1(zone.chopped(1)); });
    });
}

//! `sts` of `sts.eu-west-1.amazonaws.com`, as Google's libraries name the service.
Result<SecretValue> signedQuestion(const Keys &keys, const QString &region, const ExternalAccount &account, const AwsToken &source,
                                   const QDateTime &now)
{
    if (!isRegion(region))
        return invalid(u"no AWS region is known for the identity provider's token"_s, u"Set AWS_REGION."_s);
    const QUrl url(QString(source.verificationUrl).replace("{region}"_L1, region), QUrl::StrictMode);
    HttpRequest request{.method = "POST", .url = url, .headers = {{"x-goog-cloud-target-resource", account.audience.toUtf8()}}};
    request = signedRequest(request, {.accessKeyId = keys.id.toUtf8(),
                                      .secret = keys.secret,
                                      .sessionToken = keys.session,
                                      .region = region.toUtf8(),
                                      .service = "sts",
                                      .utc = now});
    request.headers.append(HttpHeader{"host", hostHeader(url)});
    Value::List headers;
    for (const HttpHeader &header : request.headers)
        headers.push_back(Value(Value::Map{{u"key"_s, QString::fromUtf8(header.name)}, {u"value"_s, QString::fromUtf8(header.value)}}));
    const Value question(
        Value::Map{{u"headers"_s, Value(std::move(headers))}, {u"method"_s, u"POST"_s}, {u"url"_s, url.toString(QUrl::FullyEncoded)}});
    return SecretValue(json::write(question).toPercentEncoding("/"));
}

} // namespace

Result<TokenSource> awsSourceFrom(const Value &source)
{
    if (source[u"environment_id"].toString() != "aws1"_L1)
        return invalid(u"its credential_source has an environment_id other than aws1"_s, makeAnew());
    static const QRegularExpression sts(QRegularExpression::anchoredPattern(
        u"https://sts\\.\\{region\\}\\.amazonaws\\.com(\\.cn)?/?\\?Action=GetCallerIdentity&Version=2011-06-15"_s));
    AwsToken token{.verificationUrl = source[u"regional_cred_verification_url"].toString()};
    if (token.verificationUrl.isEmpty())
        token.verificationUrl = u"https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"_s;
    if (!sts.match(token.verificationUrl).hasMatch())
        return invalid(u"the regional_cred_verification_url of its credential_source is no address of AWS's STS"_s, makeAnew());
    const std::pair<QUrl AwsToken::*, QStringView> addresses[] = {
        {&AwsToken::regionUrl, u"region_url"}, {&AwsToken::keysUrl, u"url"}, {&AwsToken::sessionUrl, u"imdsv2_session_token_url"}};
    for (const auto &[member, name] : addresses) {
        const auto url = metadataAddress(source, name);
        if (!url)
            return url.error();
        token.*member = *url;
    }
    return TokenSource(token);
}

Step<SecretValue> awsToken(const Context &context, const ExternalAccount &account, const AwsToken &source, const QString &where)
{
    const ReadEnvironment question{
        {u"AWS_ACCESS_KEY_ID"_s, u"AWS_SECRET_ACCESS_KEY"_s, u"AWS_SESSION_TOKEN"_s, u"AWS_REGION"_s, u"AWS_DEFAULT_REGION"_s}};
    return askOrFail<SecretValue>(question, [=](const EnvironmentContents &environment) {
        const Asking asking{.source = source, .where = where};
        return chainOrFail<SecretValue>(regionFrom(environment, asking), [=](const QString &region) {
            return chainOrFail<SecretValue>(keysFrom(environment, asking), [=](const Keys &keys) -> Step<SecretValue> {
                return signedQuestion(keys, region, account, source, context.now);
            });
        });
    });
}

} // namespace sallyport::gcp
