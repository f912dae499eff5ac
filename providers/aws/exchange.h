// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/aws/keys.h"
#include "providers/aws/settings.h"

//! One call to an AWS service: address, signature, repetition, refusals.
namespace sallyport::aws {

//! Everything that all calls of one conversation have in common.
struct Context {
    Settings settings;
    std::optional<Keys> keys{};  //!< none: calls are not signed
    QDateTime now;               //!< UTC, when the conversation began
    QList<SecretValue> hidden{}; //!< never to be repeated in an error, whatever the service says
};

//! Settings and the grant's keys: what every call after the sign-in starts from.
[[nodiscard]] Step<Context> openContext(const Inputs &inputs);

enum class Protocol {
    Json11, //!< Secrets Manager, SSM: `target` names the operation
    Query,  //!< STS: form parameters out, XML in
    Json,   //!< SSO and OIDC: plain HTTP and JSON
};

struct Call {
    Service service;
    Protocol protocol = Protocol::Json11;
    QString purpose;                                 //!< completes "could not ...", e.g. `read the secret "prod/db"`
    QByteArray target{};                             //!< Json11: `secretsmanager.GetSecretValue`
    Value body{};                                    //!< JSON protocols; null: `{}` for Json11, none for Json
    QList<std::pair<QString, QString>> parameters{}; //!< Query: the form; Json: the query of the address
    QByteArray method = "POST";
    QByteArray path = "/";
    QList<HttpHeader> headers{}; //!< further ones
    QString region{};            //!< empty: the settings' region
    bool isSigned = true;
    bool oneTime = false; //!< spends a code or token: sent once, never repeated
    QStringList passes{}; //!< codes of refusals that the caller wants to judge by itself; `*`: all
};

//! All that must not be repeated: the context's own list and its keys.
[[nodiscard]] QList<SecretValue> hiddenBy(const Context &context);

//! What the service answered.
struct Reply {
    int status = 0;
    Value json{};      //!< of the JSON protocols; of Query the XML elements as maps, from the root's child on
    QString code{};    //!< of a refusal, e.g. `ResourceNotFoundException`, without namespace
    QString message{}; //!< of a refusal: the service's own words, fit for a sentence, nothing of ours in them
    QString requestId{}; //!< what AWS support asks for
    QDateTime received{}; //!< UTC

    [[nodiscard]] bool isGood() const { return status >= 200 && status < 300; }
};

//! Signs, asks, repeats where that can help (three attempts in all) and corrects the clock once. Errors: what kept the answer away,
//! refusals that `passes` does not name, answers that cannot be understood.
//! Sources: "AWS JSON 1.1 protocol", https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html; "Retry behavior", AWS SDKs and Tools
//! Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html.
[[nodiscard]] Step<Reply> call(const Context &context, const Call &call);

//! The error that a refusal amounts to: what was tried by whom and where, the service's words and its Request ID.
[[nodiscard]] Error refusal(const Context &context, const Call &call, const Reply &reply);

//! `read secret "a" (profile "prod", region eu-west-1)`: the call's purpose, in whose name and where.
[[nodiscard]] QString attempted(const Context &context, const Call &call);
//! The error with the Request ID of the answer that it is about, where there is one.
[[nodiscard]] Error withRequestId(const Error &error, const Reply &reply);

} // namespace sallyport::aws
