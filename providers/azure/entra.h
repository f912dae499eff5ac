// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/azure/challenge.h"

//! Microsoft Entra ID, where all tokens come from.
namespace sallyport::azure {

//! Everything that the calls of one conversation have in common.
struct Context {
    Inputs inputs;
    Settings settings;
    QByteArray claims{}; //!< JSON that the next token must satisfy; empty: none in particular

    [[nodiscard]] const QDateTime &now() const { return inputs.now; }
};
//! Errors: as settingsFrom.
[[nodiscard]] Result<Context> openContext(const Inputs &inputs);

//! The addresses of a tenant.
struct Endpoints {
    QUrl authorize;
    QUrl token;
    QUrl device;
    QString issuer;           //!< with `{tenantid}` in place of the tenant
    bool namesIssuer = false; //!< in what the browser brings back (RFC 9207)
};
//! Known for Microsoft's own hosts; asked for where the credential names another one. Errors: Malformed where its answer names a place
//! elsewhere. Source: "OpenID Connect on the Microsoft identity platform",
//! https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc.
[[nodiscard]] Step<Endpoints> endpointsFor(const Context &context, const QString &tenant);

using FormFields = QList<std::pair<QString, QString>>;
//! `application/x-www-form-urlencoded`.
[[nodiscard]] QByteArray formOf(const FormFields &fields);

//! One call that answers with a token or the reason for none.
struct TokenCall {
    QUrl url;
    FormFields form;
    QString purpose;             //!< completes "could not ...", e.g. `sign in as application 1234`
    QList<SecretValue> hidden{}; //!< never to be repeated in an error
    bool oneTime = false;        //!< spends a code: sent once, never repeated
    QStringList passes{};        //!< values of `error` that the caller wants to judge by itself
};

struct TokenReply {
    int status = 0;
    Value json{};
    QString error{};       //!< of a refusal: `invalid_grant`
    QString description{}; //!< of a refusal: Entra's own words, fit for a sentence
    QList<int> codes{};    //!< of a refusal: 7000215 for AADSTS7000215
    QDateTime received{};  //!< UTC, this computer's clock

    [[nodiscard]] bool isGood() const { return error.isEmpty() && status >= 200 && status < 300; }
};

//! Asks, at most three times where repeating can help. Errors: what kept the answer away, refusals that `passes` does not name.
//! Source: "OAuth 2.0 authorization code flow", https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow.
[[nodiscard]] Step<TokenReply> callEntra(const Context &context, const TokenCall &call);

//! The meaning of an answer that was obtained elsewhere. Errors: Malformed.
[[nodiscard]] Result<TokenReply> tokenReplyFrom(const TokenCall &call, const HttpReply &answer);

//! The error that a refusal amounts to: Entra's words and the remedy for its code.
//! Source: "Error codes", https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
[[nodiscard]] Error entraRefusal(const TokenCall &call, const TokenReply &reply);

//! What a service says, for a sentence: one line, without what is hidden and without the numbers that only its operators can use.
[[nodiscard]] QString wordsFrom(const QString &text, const QList<SecretValue> &hidden);

//! What an answer holds, as a grant for that audience. Errors: Malformed where there is no token in it, or one of another type than Bearer
//! (RFC 6749 7.1), which only its own kind of client can use.
[[nodiscard]] Result<AccessGrant> grantFrom(const Context &context, const TokenCall &call, const TokenReply &reply,
                                            const Audience &audience);

} // namespace sallyport::azure
