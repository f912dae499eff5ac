// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/gcp/settings.h"

//! One call to a service of Google: repetition, and what its answer says.
namespace sallyport::gcp {

//! Everything that all calls of one conversation have in common.
struct Context {
    Settings settings;
    QDateTime now;               //!< UTC, when the conversation began
    QString quotaProject{};      //!< may be empty
    QList<SecretValue> hidden{}; //!< never to be repeated in an error, whatever a service says
};

enum class Service {
    Token,          //!< the token endpoint: OAuth 2.0
    Sts,            //!< security token service: OAuth 2.0 (RFC 8693)
    IamCredentials, //!< impersonation
    SecretManager,
};

struct Call {
    Service service;
    QString purpose; //!< completes "could not ...", e.g. `read the secret "db"`
    QUrl url;
    QByteArray method = "GET";
    QList<HttpHeader> headers{};
    QByteArray body{};
    SecretValue bearer{}; //!< empty: no Authorization
};

//! What a service answered, whatever its status.
struct Reply {
    int status = 0;
    Value json{};                  //!< null where a refusal's body is no JSON object
    QString code{};                //!< of a refusal: `PERMISSION_DENIED`, or OAuth's `invalid_grant`; may be empty
    QString reason{};              //!< of a refusal: ErrorInfo's `SERVICE_DISABLED`, or OAuth's subtype `invalid_rapt`; may be empty
    Value metadata{};              //!< of ErrorInfo
    QString message{};             //!< of a refusal: the service's own words, fit for a sentence, nothing of ours in them
    std::optional<qint64> ahead{}; //!< by how many milliseconds the service's clock is ahead of ours
    int retryAfterS = 0;           //!< what the service asks for; 0: nothing

    [[nodiscard]] bool isGood() const { return status >= 200 && status < 300; }
};

//! Asks, and repeats where that can help: three attempts; five for Secret Manager. Errors: what kept the answer away; a success that is
//! no JSON object. Sources: retry settings in Google's client configuration and google-auth; "Retry strategy",
//! https://cloud.google.com/storage/docs/retry-strategy; AIP-193 for errors, https://google.aip.dev/193.
[[nodiscard]] Step<Reply> exchange(const Context &context, const Call &call);

//! Of a body that is a form (webForm).
[[nodiscard]] HttpHeader formHeader();

} // namespace sallyport::gcp
