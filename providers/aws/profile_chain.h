// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/shared_config.h"

#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

//! What a profile says about where credentials come from, as a plan that others carry out. Source: "Standardized credential
//! providers", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html.
namespace sallyport::aws {

//! Access keys that stand in a file or in the environment.
struct StaticKeys {
    QString accessKeyId;
    SecretValue secretAccessKey;
    SecretValue sessionToken{}; //!< empty: long-lived keys
    QString accountId{};        //!< where known
};

//! `credential_source`: a provider of the surroundings.
enum class NamedSource { Environment, Ec2InstanceMetadata, EcsContainer };

//! `credential_process`: the command line as written, see splitCommandLine. May hold a secret: not for logs and errors.
struct CredentialProcess {
    QString commandLine;
    QString accountId{}; //!< used where the output names none
};

//! IAM Identity Center. Without account and role it yields a token, but no credentials for requests.
struct SsoSource {
    QString sessionName; //!< empty for the older form without a session
    QString startUrl;
    QString region; //!< of the Identity Center, which may differ from the one of the secrets
    QString accountId{};
    QString roleName{};
    QStringList scopes{};
};

//! A role assumed with a token that lies in a file.
struct WebIdentity {
    QString tokenFile;
    QString roleArn;
    QString roleSessionName{}; //!< empty: to be made up
};

//! `login_session`: what `aws login` left behind.
struct LoginSession {
    QString arn;
};

using BaseSource = std::variant<StaticKeys, NamedSource, CredentialProcess, SsoSource, WebIdentity, LoginSession>;

//! One role to be assumed with the credentials of the step before.
struct RoleStep {
    QString profile; //!< where it stands
    QString roleArn;
    QString roleSessionName{}; //!< empty: to be made up
    QString externalId{};
    QString mfaSerial{};                  //!< not empty: ask for a code
    std::optional<int> durationSeconds{}; //!< none: the service's default
    QString region{};                     //!< of the profile; empty: the chosen one
    SourceLocation source;
};

struct ProfilePlan {
    QString profile;
    BaseSource base;
    QString baseProfile;           //!< the profile that the base comes from
    SourceLocation baseSource;     //!< the line that decided it
    std::vector<RoleStep> roles{}; //!< in the order in which they are assumed
};

//! The plan of a profile. Errors: NotFound where there is nothing to go by (no profiles at all, no default profile, a chosen
//! profile without anything about credentials), so that a chain may go on; InvalidInput for every mistake, naming profile,
//! key, file and line.
[[nodiscard]] Result<ProfilePlan> planFor(const SharedConfig &config, const QString &profile);

//! Errors: InvalidInput where the plan ends in a token of the Identity Center instead of credentials.
[[nodiscard]] Result<Done> checkYieldsCredentials(const ProfilePlan &plan);

//! How a base reads in a sentence: `the access key in /home/me/.aws/credentials, line 2`. Holds no secret.
[[nodiscard]] QString describeBase(const ProfilePlan &plan);

} // namespace sallyport::aws
