// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"

//! Names of secrets and parameters, and what is said about them in errors.
namespace sallyport::aws {

//! A secret or parameter as a link names it.
struct Target {
    QString id;        //!< a name or an ARN, as it is sent
    QString region{};  //!< of an ARN; empty for a name
    QString account{}; //!< of an ARN; empty for a name
};

//! What a link's text names. Errors: InvalidInput for no text and for an ARN of another service, naming `label`.
[[nodiscard]] Result<Target> targetFrom(const QString &text, QLatin1StringView service, const QString &label);

//! Targets of one group can share a call: names with names, ARNs with those of their account and region.
[[nodiscard]] QString groupOf(const Target &target, const FormValues &credential);

//! The error of a refused call about one secret or parameter: what is missing (thing, version, right, key), for whom and where.
//! `reply` may also be one secret's part of an answer about many.
[[nodiscard]] Error explained(const Context &context, const Call &call, const Reply &reply);
//! Codes that `explained` knows better than `refusal`.
[[nodiscard]] const QStringList &explainedCodes();

//! All pages of a list, at most `most`; a token that comes again ends it. `call.body` is the first page's.
//! A refusal ends in its Error, which for a lacking right says that the name can be typed all the same.
[[nodiscard]] Step<std::vector<Value>> allPages(const Context &context, const Call &call, int most = 20);

//! `2026-11-23 19:11 UTC` from seconds since 1970; empty where it is no such number.
[[nodiscard]] QString timeText(const Value &seconds);
void sortByValue(std::vector<Suggestion> &suggestions);

//! A text that a service keeps: JSON where it is a JSON object.
[[nodiscard]] SecretDocument textDocument(const QString &text);

//! Goes on in the context of `inputs`, or ends with what stands in its way.
template<class T, class Next>
[[nodiscard]] Step<T> withContext(const Inputs &inputs, Next next)
{
    return chainOrFail<T>(openContext(inputs), std::move(next));
}

} // namespace sallyport::aws
