// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"
#include "tests/support/script.h"

#include <functional>
#include <string>
#include <vector>

//! Runs every conversation of any provider from its tables alone, so that one contract serves all of them.
namespace sallyport::test {

//! How one conversation ended, whatever its type.
struct Ending {
    std::string name; //!< e.g. `hashicorp(authMethod=token) fetch hashicorp`
    enum class What { SignIn, SignInWith, Renew, Identify, Fetch, Batch, Suggest } what = What::SignIn;
    bool succeeded = false;
    bool ended = true;
    Error error{};
    std::vector<HttpRequest> requests{};
    FormValues credential{};
    std::size_t answers = 0; //!< of a batch: secrets that have an answer; of two
};

//! A marker that stands for the value of a secret field; occurs nowhere else.
[[nodiscard]] QByteArray secretMarker(QLatin1StringView id);

//! Filled-in credentials of a provider: one for every combination of its choices.
[[nodiscard]] std::vector<FormValues> credentialsOf(const ProviderDescriptor &provider);
//! A filled-in reference.
[[nodiscard]] FormValues referenceOf(const SecretKindSpec &kind);

//! Plays all conversations of the provider, each alone, with the same answers.
[[nodiscard]] std::vector<Ending> playAll(const ProviderDescriptor &provider, const HttpAnswers &http);

} // namespace sallyport::test
