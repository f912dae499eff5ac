// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/token.h"
#include "providers/gcp/token_source.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/web_form.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr QByteArrayView kExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
constexpr QByteArrayView kAccessToken = "urn:ietf:params:oauth:token-type:access_token";

//! `pool/provider` from `//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider`.
QString poolIn(const QString &audience)
{
    return printable(u"%1/%2"_s.arg(audience.section(u'/', -3, -3), audience.section(u'/', -1)), 120);
}

//! The project's number in the audience of a workload pool; empty for a workforce pool.
QString projectIn(const QString &audience)
{
    static const QRegularExpression pattern(u"/projects/([0-9]+)/"_s);
    return pattern.match(audience).captured(1);
}

Call callFor(const Context &context, const ExternalAccount &account, const SecretValue &subject, QLatin1StringView scope)
{
    QList<std::pair<QByteArray, QByteArray>> form{
        {"grant_type", kExchangeGrant.toByteArray()},      {"audience", account.audience.toUtf8()},
        {"scope", QByteArray(scope.data(), scope.size())}, {"requested_token_type", kAccessToken.toByteArray()},
        {"subject_token", subject.reveal().toByteArray()}, {"subject_token_type", account.tokenType.toUtf8()}};
    if (!account.userProject.isEmpty() && account.clientId.isEmpty()) {
        const QByteArray options = json::write(Value(Value::Map{{u"userProject"_s, account.userProject}}));
        form.append({"options", options.toPercentEncoding()});
    }
    QUrl url = stsAddress(context.settings, account.region);
    url.setPath(url.path() + u"/v1/token"_s);
    Call call{.service = Service::Sts,
              .purpose = u"sign in through the pool %1"_s.arg(poolIn(account.audience)),
              .url = url,
              .method = "POST",
              .headers = {formHeader()},
              .body = webForm(form)};
    if (!account.clientId.isEmpty())
        call.headers.append(clientHeader(account.clientId, account.clientSecret));
    return call;
}

Step<Token> trade(const Context &context, const ExternalAccount &account, const SecretValue &subject, const QString &where,
                  QLatin1StringView scope)
{
    Context hiding = context;
    hiding.hidden << subject << account.clientSecret;
    const Call call = callFor(hiding, account, subject, scope);
    return chainOrFail<Token>(exchange(hiding, call), [=](const Reply &reply) -> Step<Token> {
        if (!reply.isGood())
            return tokenRefusal(call, reply, where);
        auto token = tokenFrom(hiding, call, reply);
        if (token) {
            token->project = projectIn(account.audience);
            token->origin = {u"%1: the pool %2"_s.arg(where, poolIn(account.audience))};
        }
        return token;
    });
}

} // namespace

Step<Token> exchangedToken(const Context &context, const ExternalAccount &account, const QString &where, QLatin1StringView scope)
{
    return chainOrFail<Token>(subjectToken(context, account, where),
                              [=](const SecretValue &subject) { return trade(context, account, subject, where, scope); });
}

} // namespace sallyport::gcp
