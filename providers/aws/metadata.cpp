// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/metadata.h"

#include "app/base/json.h"
#include "providers/aws/answers.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::aws {

namespace {

constexpr milliseconds kContainerDeadline{2'000};
constexpr milliseconds kInstanceDeadline{1'000};
constexpr milliseconds kPause{1'000};
constexpr qint64 kMaxReplyBytes = 256 << 10;
constexpr qint64 kGraceS = 300; //!< an instance's keys are used a little beyond their end while AWS is late with new ones

//! One question to the surroundings, asked up to `tries` times.
struct Asking {
    HttpRequest request;
    QString who; //!< `the container credentials service`
    int tries = 3;
};

Step<HttpReply> asked(const Asking &asking)
{
    return ask<HttpReply>(asking.request, [asking](const Result<HttpReply> &reply) -> Step<HttpReply> {
        const bool failed =
            !reply ? reply.error().kind == ErrorKind::Network || reply.error().kind == ErrorKind::Timeout : reply->status >= 500;
        if (!failed || asking.tries <= 1)
            return reply ? reply : reply.within(u"while asking %1"_s.arg(asking.who));
        return askOrFail<HttpReply>(Wait{.duration = kPause}, [asking](const Waited &) {
            Asking next = asking;
            --next.tries;
            return asked(next);
        });
    });
}

Error refusedBy(const QString &who, const HttpReply &reply, const QList<SecretValue> &hidden)
{
    const auto body = json::parse(reply.body);
    const QString code = body ? printable((*body)[u"code"].toString(), 60) : QString();
    const QString words = body ? wordsFrom((*body)[u"message"].toString(), hidden) : QString();
    QString message = u"%1 gives no keys: status %2"_s.arg(who).arg(reply.status);
    for (const QString &part : {code, words}) {
        if (!part.isEmpty())
            message += u", "_s + part;
    }
    return {reply.status >= 500 ? ErrorKind::Unavailable : ErrorKind::Unauthenticated, message,
            u"Check the role of this container or instance."_s};
}

Error badAddress(const QString &what)
{
    return {ErrorKind::InvalidInput, what, u"Correct the environment that this program was started with."_s};
}

bool isContainerHost(const QString &host)
{
    static const QStringList kHosts{u"169.254.170.2"_s, u"169.254.170.23"_s, u"fd00:ec2::23"_s};
    return kHosts.contains(host) || isThisMachine(host);
}

//! The relative address goes before the full one; plain http only where the container's own network ends.
Result<QUrl> containerAddress(const Settings &settings)
{
    const QString relative = settings.variable(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s);
    if (!relative.isEmpty()) {
        const QUrl url(u"http://169.254.170.2"_s + relative, QUrl::StrictMode);
        if (!relative.startsWith(u'/') || !url.isValid() || url.host() != "169.254.170.2"_L1)
            return badAddress(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path"_s);
        return url;
    }
    const QUrl url(settings.variable(u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s), QUrl::StrictMode);
    const bool isHttps = url.scheme() == "https"_L1;
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || (!isHttps && url.scheme() != "http"_L1))
        return badAddress(u"AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https address"_s);
    if (!isHttps && !isContainerHost(url.host()))
        return badAddress(
            u"AWS_CONTAINER_CREDENTIALS_FULL_URI names %1 without encryption, which only the container's own addresses may do"_s.arg(
                printable(url.host(), 100)));
    return url;
}

Step<SecretValue> containerToken(const Settings &settings)
{
    const QString file = settings.variable(u"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"_s);
    if (file.isEmpty())
        return settings.secrets.values.value(u"AWS_CONTAINER_AUTHORIZATION_TOKEN"_s);
    return askOrFail<SecretValue>(ReadFile{.path = file, .maxBytes = 64 << 10},
                                  [](const FileContents &contents) { return SecretValue(contents.bytes); });
}

Result<Keys> keysInBody(const HttpReply &reply, const QString &who)
{
    const auto body = json::parse(reply.body);
    if (!body)
        return Error{ErrorKind::Malformed, u"the answer of %1 is no JSON"_s.arg(who), u"Check what answers there."_s};
    return keysFromJson(*body, u"Token", who);
}

Step<Keys> fetchContainerKeys(const Context &context, const QUrl &url, const SecretValue &token)
{
    const QByteArrayView bytes = token.reveal();
    if (bytes.contains('\r') || bytes.contains('\n'))
        return badAddress(u"the container's authorization token holds a line break"_s);
    const QString who = u"the container credentials service at %1"_s.arg(printable(url.host(), 100));
    Asking asking{.request = {.url = url, .headers = {{"Accept", "application/json"}}}, .who = who};
    if (!token.isEmpty())
        asking.request.headers.append(HttpHeader{"Authorization", bytes.toByteArray()});
    asking.request.deadline = kContainerDeadline;
    asking.request.maxReplyBytes = kMaxReplyBytes;
    if (url.scheme() == "https"_L1)
        asking.request.tls = context.settings.tls;
    return chain<Keys>(asked(asking), [who, token](const Result<HttpReply> &reply) -> Step<Keys> {
        if (!reply)
            return reply.error();
        return reply->status == 200 ? keysInBody(*reply, who) : refusedBy(who, *reply, {token});
    });
}

// --- EC2 instances ---

const QString &instanceService()
{
    static const QString text = u"the instance metadata service"_s;
    return text;
}

QString settingOf(const Settings &settings, const QString &variable, const QString &key)
{
    const QString value = settings.variable(variable);
    return value.isEmpty() && settings.section() ? settings.section()->text(key) : value;
}

Result<QUrl> instanceAddress(const Settings &settings)
{
    const QString own = settingOf(settings, u"AWS_EC2_METADATA_SERVICE_ENDPOINT"_s, u"ec2_metadata_service_endpoint"_s);
    const QString mode =
        settingOf(settings, u"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"_s, u"ec2_metadata_service_endpoint_mode"_s).toLower();
    if (!mode.isEmpty() && mode != "ipv4"_L1 && mode != "ipv6"_L1)
        return badAddress(u"the mode of the instance metadata service is neither IPv4 nor IPv6"_s);
    if (own.isEmpty())
        return QUrl(mode == "ipv6"_L1 ? u"http://[fd00:ec2::254]"_s : u"http://169.254.169.254"_s);
    QUrl url(own, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return badAddress(u"the endpoint of the instance metadata service is not an http address"_s);
    return url.adjusted(QUrl::StripTrailingSlash);
}

struct Instance {
    QUrl address;
    QByteArray token{};

    [[nodiscard]] Asking asking(const QByteArray &method, const QString &path) const
    {
        QUrl url = address;
        QString base = address.path();
        while (base.endsWith(u'/'))
            base.chop(1);
        url.setPath(base + path);
        HttpRequest request{.method = method, .url = url, .deadline = kInstanceDeadline, .maxReplyBytes = kMaxReplyBytes};
        if (!token.isEmpty())
            request.headers.append(HttpHeader{"x-aws-ec2-metadata-token", token});
        return {.request = request, .who = instanceService(), .tries = 2};
    }
};

//! The text at a path; refusals are errors.
Step<QByteArray> textAt(const Asking &asking)
{
    return chain<QByteArray>(asked(asking), [](const Result<HttpReply> &reply) -> Step<QByteArray> {
        if (!reply)
            return reply.error();
        return reply->status == 200 ? Step<QByteArray>(reply->body) : refusedBy(instanceService(), *reply, {});
    });
}

Result<Keys> instanceKeysFrom(const QByteArray &body, const Context &context)
{
    const auto document = json::parse(body);
    const QString code = document ? (*document)[u"Code"].toString() : QString();
    if (document && !code.isEmpty() && code != "Success"_L1)
        return Error{ErrorKind::Unauthenticated, u"%1 gives no keys: %2"_s.arg(instanceService(), printable(code, 60)),
                     u"Check the role of this instance."_s};
    auto keys = keysInBody({.status = 200, .body = body}, instanceService());
    if (keys && keys->expires && *keys->expires <= context.now) {
        keys->expires = context.now.addSecs(kGraceS);
        keys->origin.append(u"AWS is late with new keys; these have ended and are used a little longer"_s);
    }
    return keys;
}

Step<Keys> withRegion(const Context &context, const Instance &instance, const Keys &keys)
{
    if (!context.settings.region.isEmpty())
        return keys;
    return chain<Keys>(textAt(instance.asking("GET", u"/latest/meta-data/placement/region"_s)), [keys](const Result<QByteArray> &region) {
        Keys placed = keys;
        if (region && checkRegion({QString::fromLatin1(region->trimmed()), instanceService()}))
            placed.region = QString::fromLatin1(region->trimmed());
        return Step<Keys>(placed);
    });
}

Error withoutRole()
{
    return {ErrorKind::NotFound, u"this instance has no role"_s, u"Attach a role to it, or choose another credential type."_s};
}

Step<Keys> keysOfRole(const Context &context, const Instance &instance, const QByteArray &roles)
{
    const QByteArray role = roles.split('\n').value(0).trimmed();
    if (role.isEmpty() || role.contains('/'))
        return withoutRole();
    const QString path = u"/latest/meta-data/iam/security-credentials/"_s + QString::fromUtf8(role);
    return chain<Keys>(textAt(instance.asking("GET", path)), [context, instance](const Result<QByteArray> &body) -> Step<Keys> {
        if (!body)
            return body.error();
        const auto keys = instanceKeysFrom(*body, context);
        return keys ? withRegion(context, instance, *keys) : Step<Keys>(keys.error());
    });
}

Step<Keys> keysWithToken(const Context &context, Instance instance, const QByteArray &token)
{
    instance.token = token.trimmed();
    if (instance.token.isEmpty() || instance.token.contains('\n') || instance.token.contains('\r'))
        return Error{ErrorKind::Malformed, u"%1 gives no token"_s.arg(instanceService()), u"Check what answers there."_s};
    const Asking roles = instance.asking("GET", u"/latest/meta-data/iam/security-credentials/"_s);
    return chain<Keys>(asked(roles), [context, instance](const Result<HttpReply> &reply) -> Step<Keys> {
        if (!reply)
            return reply.error();
        if (reply->status == 404)
            return withoutRole();
        return reply->status == 200 ? keysOfRole(context, instance, reply->body) : refusedBy(instanceService(), *reply, {});
    });
}

} // namespace

bool namesContainer(const Settings &settings)
{
    return !settings.variable(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s).isEmpty() ||
           !settings.variable(u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s).isEmpty();
}

Step<Keys> containerKeys(const Context &context)
{
    if (!namesContainer(context.settings))
        return Error{ErrorKind::NotFound, u"the environment names no container credentials"_s,
                     u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set by ECS, AWS_CONTAINER_CREDENTIALS_FULL_URI by EKS."_s};
    const auto url = containerAddress(context.settings);
    if (!url)
        return url.error();
    return chain<Keys>(containerToken(context.settings), [context, url = *url](const Result<SecretValue> &token) -> Step<Keys> {
        return token ? fetchContainerKeys(context, url, *token) : Step<Keys>(token.error());
    });
}

Step<Keys> instanceKeys(const Context &context)
{
    if (context.settings.variable(u"AWS_EC2_METADATA_DISABLED"_s).toLower() == "true"_L1)
        return Error{ErrorKind::NotFound, u"%1 is switched off (AWS_EC2_METADATA_DISABLED)"_s.arg(instanceService()), {}};
    const auto address = instanceAddress(context.settings);
    if (!address)
        return address.error();
    const Instance instance{.address = *address};
    Asking token = instance.asking("PUT", u"/latest/api/token"_s);
    token.request.headers.append(HttpHeader{"x-aws-ec2-metadata-token-ttl-seconds", "21600"});
    return chain<Keys>(textAt(token), [context, instance](const Result<QByteArray> &text) -> Step<Keys> {
        return text ? keysWithToken(context, instance, *text) : Step<Keys>(text.error());
    });
}

} // namespace sallyport::aws
