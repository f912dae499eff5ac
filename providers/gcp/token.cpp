// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/token.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/service_account.h"
#include "providers/gcp/token_source.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/web_form.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

struct OAuthMeaning {
    QStringView code;
    QStringView words; //!< part of the endpoint's words, in lower case; empty: any
    ErrorKind kind;
    QStringView hint;
};

constexpr QStringView kLogin = u"Run: gcloud auth application-default login";
constexpr QStringView kKey = u"The key may have been deleted or disabled, or the file is damaged: have a new key made "
                             u"(gcloud iam service-accounts keys create).";
constexpr QStringView kSubject = u"The identity provider's token has ended, or is for another pool: check its issuer, its audience "
                                 u"and the provider of the pool.";

//! The first row that fits counts.
constexpr std::array kMeanings{
    OAuthMeaning{u"invalid_grant", u"jwt signature", ErrorKind::Unauthenticated, kKey},
    OAuthMeaning{u"invalid_grant", u"account not found", ErrorKind::Unauthenticated,
                 u"The service account was deleted, or belongs to another cloud. Use the key of another one."},
    OAuthMeaning{u"invalid_grant", u"short-lived token", ErrorKind::Unauthenticated, u"Check this computer's clock."},
    OAuthMeaning{u"invalid_grant", u"expired or revoked", ErrorKind::Unauthenticated, kLogin},
    OAuthMeaning{u"invalid_grant", u"reauth", ErrorKind::Unauthenticated, kLogin},
    OAuthMeaning{u"invalid_grant", u"id token", ErrorKind::Unauthenticated, kSubject},
    OAuthMeaning{u"invalid_grant", u"subject", ErrorKind::Unauthenticated, kSubject},
    OAuthMeaning{u"invalid_grant", u"audience", ErrorKind::Unauthenticated, kSubject},
    OAuthMeaning{u"invalid_grant", u"", ErrorKind::Unauthenticated,
                 u"The key or login is no longer accepted: have a new key made, or sign in with gcloud again."},
    OAuthMeaning{u"disabled_client", u"", ErrorKind::Unauthenticated, u"The service account is disabled: ask those who run its project."},
    OAuthMeaning{u"deleted_client", u"", ErrorKind::Unauthenticated, kLogin},
    OAuthMeaning{u"invalid_client", u"", ErrorKind::Unauthenticated,
                 u"The account or OAuth client was deleted or disabled: sign in with gcloud again, or use another key."},
    OAuthMeaning{u"unauthorized_client", u"attribute condition", ErrorKind::PermissionDenied,
                 u"The pool's attribute condition keeps this workload out: ask those who run the pool."},
    OAuthMeaning{u"unauthorized_client", u"", ErrorKind::PermissionDenied, u"Ask those who run the project."},
    OAuthMeaning{u"access_denied", u"", ErrorKind::PermissionDenied, u"Ask those who run the organization."},
    OAuthMeaning{u"admin_policy_enforced", u"", ErrorKind::PermissionDenied, u"Ask those who run the organization."},
    OAuthMeaning{u"invalid_target", u"", ErrorKind::InvalidInput,
                 u"The pool or its provider does not exist, or is disabled: check the audience in the file."},
    OAuthMeaning{u"invalid_scope", u"", ErrorKind::InvalidInput, u"Check the credential."},
    OAuthMeaning{u"invalid_request", u"", ErrorKind::InvalidInput, u"Check the credential and its file."},
};

//! The address in an id_token that came with a token over the same connection; for showing only, so its signature does not matter.
QString emailIn(const Value &idToken)
{
    const QByteArray payload = QByteArray::fromBase64(idToken.toString().section(u'.', 1, 1).toLatin1(), QByteArray::Base64UrlEncoding);
    const auto claims = json::parse(payload);
    return claims ? printable((*claims)[u"email"].toString(), 120) : QString();
}

//! One renewal of a login; `user` completes the token.
Step<Token> renewed(const Context &context, const Call &call, const QString &where, const QString &account)
{
    return chainOrFail<Token>(exchange(context, call), [context, call, where, account](const Reply &reply) -> Step<Token> {
        if (!reply.isGood())
            return tokenRefusal(call, reply, where);
        auto token = tokenFrom(context, call, reply);
        if (token) {
            token->principal = account.isEmpty() ? emailIn(reply.json[u"id_token"]) : account;
            token->origin = {u"%1: a login of gcloud"_s.arg(where)};
        }
        return token;
    });
}

struct TokenOfContent {
    const Context &context; //!< calls are counted for the file's quota project
    const Context &outer;   //!< for that of the credential alone
    const CredentialFile &file;
    QLatin1StringView scope;

    Step<Token> operator()(const ServiceAccountKey &key) const { return serviceAccountToken(context, key, file.where, scope); }
    Step<Token> operator()(const AuthorizedUser &user) const { return userToken(context, user, file.where); }
    Step<Token> operator()(const ExternalUser &user) const { return externalUserToken(context, user, file.where); }
    Step<Token> operator()(const ExternalAccount &account) const
    {
        if (!account.impersonation)
            return exchangedToken(context, account, file.where, scope);
        return goOnAs(context, exchangedToken(context, account, file.where, kIamScope), *account.impersonation);
    }
    //! The file's quota project is for what the account does afterwards; who becomes it may have no right there.
    Step<Token> operator()(const ImpersonatedAccount &account) const
    {
        return goOnAs(outer, tokenOf(outer, *account.source, kIamScope), account.impersonation);
    }

private:
    [[nodiscard]] static Step<Token> goOnAs(const Context &acting, const Step<Token> &source, const Impersonation &impersonation)
    {
        return chainOrFail<Token>(source,
                                  [acting, impersonation](const Token &token) { return impersonated(acting, token, impersonation); });
    }
};

} // namespace

Step<Token> tokenOf(const Context &context, const CredentialFile &file, QLatin1StringView scope)
{
    Context named = context;
    if (named.quotaProject.isEmpty())
        named.quotaProject = file.quotaProject;
    const bool isOpen = file.isWide && !std::holds_alternative<ExternalAccount>(file.content); // which holds no secret
    return chainOrFail<Token>(std::visit(TokenOfContent{named, context, file, scope}, file.content),
                              [quotaProject = named.quotaProject, isOpen](Token token) -> Step<Token> {
                                  token.quotaProject = quotaProject;
                                  if (isOpen)
                                      token.origin.append(u"warning: others on this computer may read that file (chmod 600 stops them)"_s);
                                  return token;
                              });
}

Step<Token> userToken(const Context &context, const AuthorizedUser &user, const QString &where)
{
    Context hiding = context;
    hiding.hidden << user.clientSecret << user.refreshToken;
    const Call call{.service = Service::Token,
                    .purpose = u"renew the login in %1"_s.arg(where),
                    .url = tokenAddress(context.settings),
                    .method = "POST",
                    .headers = {formHeader()},
                    .body = webForm({{"grant_type", "refresh_token"},
                                     {"client_id", user.clientId.toUtf8()},
                                     {"client_secret", user.clientSecret.reveal().toByteArray()},
                                     {"refresh_token", user.refreshToken.reveal().toByteArray()}})};
    return renewed(hiding, call, where, user.account);
}

Step<Token> externalUserToken(const Context &context, const ExternalUser &user, const QString &where)
{
    Context hiding = context;
    hiding.hidden << user.clientSecret << user.refreshToken;
    QUrl url = stsAddress(context.settings, user.region);
    url.setPath(url.path() + u"/v1/oauthtoken"_s);
    const Call call{.service = Service::Sts,
                    .purpose = u"renew the login in %1"_s.arg(where),
                    .url = url,
                    .method = "POST",
                    .headers = {formHeader(), clientHeader(user.clientId, user.clientSecret)},
                    .body = webForm({{"grant_type", "refresh_token"}, {"refresh_token", user.refreshToken.reveal().toByteArray()}})};
    return renewed(hiding, call, where, {});
}

Error tokenRefusal(const Call &call, const Reply &reply, const QString &where)
{
    const QString words = reply.message.toLower();
    if (reply.reason == "invalid_rapt"_L1 || reply.reason == "rapt_required"_L1)
        return {ErrorKind::Unauthenticated,
                u"could not %1: your organization wants you to sign in again (%2)"_s.arg(call.purpose, reply.reason), kLogin.toString()};
    for (const OAuthMeaning &meaning : kMeanings) {
        if (meaning.code == reply.code && words.contains(meaning.words))
            return Error{meaning.kind, couldNot(call, reply), meaning.hint.toString()}.within(u"with %1"_s.arg(where));
    }
    return refusal(call, reply);
}

Result<Token> tokenFrom(const Context &context, const Call &call, const Reply &reply)
{
    const auto value = tokenIn(reply.json[u"access_token"], call.purpose);
    const auto life = lifeIn(reply.json[u"expires_in"], call.purpose);
    if (!value || !life)
        return value ? life.error() : value.error();
    Token token{.value = *value, .issued = context.now};
    if (*life)
        token.expires = context.now.addSecs(**life);
    return token;
}

HttpHeader clientHeader(const QString &id, const SecretValue &secret)
{
    return {"Authorization", "Basic " + (id.toUtf8() + ':' + secret.reveal().toByteArray()).toBase64()};
}

} // namespace sallyport::gcp
