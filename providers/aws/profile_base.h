// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/profile_chain.h"

namespace sallyport::aws {

//! A base and the line that decided it.
struct FoundBase {
    BaseSource base;
    SourceLocation source;
};

//! What a profile has by itself, without assuming a role. Errors: NotFound where it says nothing about credentials, else InvalidInput.
[[nodiscard]] Result<FoundBase> baseOf(const SharedConfig &config, const ConfigSection &profile);
//! Its access key. Errors: as baseOf; half a pair is InvalidInput.
[[nodiscard]] Result<FoundBase> staticKeysOf(const ConfigSection &profile);

//! Whether the property is there and not empty.
[[nodiscard]] bool has(const ConfigSection &section, const QString &key);

//! `profile "a" (file, line 3): what`, located at the key's line, or the section's where the key is missing.
[[nodiscard]] Error profileError(const ConfigSection &profile, const QString &key, const QString &what, const QString &hint);

//! `Ec2InstanceMetadata`, as written in a file.
[[nodiscard]] QString nameOf(NamedSource source);

} // namespace sallyport::aws
