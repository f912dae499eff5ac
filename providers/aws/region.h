// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/shared_config.h"

#include <QStringList>

#include <optional>

namespace sallyport::aws {

//! A part of AWS with names, accounts and identities of its own.
//! Source: partitions.json of the AWS SDKs' endpoint rules.
struct Partition {
    const char16_t *id;              //!< `aws`, `aws-cn`, ...
    const char16_t *regionPattern;   //!< regular expression of its regions
    const char16_t *dnsSuffix;       //!< `amazonaws.com`
    const char16_t *dualStackSuffix; //!< `api.aws`: names with IPv6 too
    const char16_t *globalRegion;    //!< signs for services that have no region
};

//! The partition of a region; `aws` where no pattern fits.
[[nodiscard]] const Partition &partitionOf(const QString &region);
//! The partition of that id (as ARNs name it), or nullptr.
[[nodiscard]] const Partition *partitionNamed(QStringView id);

//! A setting and what said it: `the credential`, `AWS_REGION`, `/home/me/.aws/config, line 3`.
struct Setting {
    QString value; //!< empty: nobody said anything
    QString origin;
};

//! The credential's own, else `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's. `profile` may be null.
[[nodiscard]] Setting chosenRegion(const QString &own, const Variables &variables, const ConfigSection *profile);

//! Whether it can be part of a host name: lower-case letters, digits and inner hyphens, at most 63. Errors: InvalidInput.
[[nodiscard]] Result<Done> checkRegion(const Setting &region);

//! A switch that is `true` or `false` in any case: the variable, else the profile's key, else `false`. Errors: InvalidInput.
[[nodiscard]] Result<bool> chosenSwitch(const Variables &variables, const QString &name, const ConfigSection *profile, const QString &key);

//! Regions to pick from, without the pseudo region `aws-global`.
[[nodiscard]] QStringList knownRegions();

//! `arn:partition:service:region:account:resource`.
struct Arn {
    QString partition;
    QString service;
    QString region;   //!< may be empty
    QString account;  //!< may be empty
    QString resource; //!< may hold colons
};

//! The parts of an ARN, or nothing where it is none. Source: "Amazon Resource Names", AWS IAM user guide.
[[nodiscard]] std::optional<Arn> parseArn(const QString &text);

} // namespace sallyport::aws
