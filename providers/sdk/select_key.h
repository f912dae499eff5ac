// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/value.h"
#include "providers/sdk/provider.h"

namespace sallyport {

//! Picks one part out of a fetched secret; the same for every provider.
//! An empty key gives the whole content. Otherwise the content must be a JSON object or array: first a member of
//! exactly that name, then, where the key starts with `/`, a JSON Pointer (RFC 6901). Strings come out as they are,
//! numbers as written, objects as compact JSON. A null is an error.
//! Errors name the key and never quote the content.
[[nodiscard]] Result<SecretValue> selectKey(const SecretDocument &document, const QString &key);

//! The member names a person can pick from: the top level's; empty where the content is no JSON object.
[[nodiscard]] QStringList selectableKeys(const SecretDocument &document);

//! What a person can pick from a JSON object: names at the top as they are, names below as JSON Pointers. At most 200, never a value;
//! empty where the content is no JSON object.
[[nodiscard]] std::vector<Suggestion> suggestedKeys(const Value &content);

} // namespace sallyport
