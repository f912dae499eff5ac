// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/endpoints.h"
#include "providers/aws/shared_config.h"
#include "providers/sdk/provider.h"

namespace sallyport::aws {

//! Where the keys of a credential come from (its `type`).
enum class Kind {
    Temporary, //!< access keys that the person entered
    File,      //!< a profile of the shared files
    Sso,       //!< a profile of the shared files that signs in to IAM Identity Center
    Default,   //!< the search order of the AWS SDKs
};

//! What credential, environment and the person's AWS files together say. Source: "Configuration and authentication settings reference",
//! AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html.
struct Settings {
    Kind kind = Kind::Temporary;
    Variables variables;                //!< those that are set and hold no secret
    EnvironmentContents secrets;        //!< AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CONTAINER_AUTHORIZATION_TOKEN
    SharedConfig config{};              //!< empty for Kind::Temporary
    std::optional<Error> configError{}; //!< Kind::Default only, which may do without the files: why they cannot be understood
    ConfigLocations locations{};
    ProfileChoice profile{};
    QString region{};       //!< may be empty
    QString regionOrigin{}; //!< what says so, e.g. `the credential`, `AWS_REGION`, `profile "prod"`
    bool fips = false;
    bool dualStack = false;
    TlsFiles tls{};
    QString endpoint{}; //!< the credential's own, for the services that secrets are fetched from; may be empty
    int maxAttempts = 3;

    //! The selected profile, or nullptr.
    [[nodiscard]] const ConfigSection *section() const { return config.profile(profile.name); }
    [[nodiscard]] QString variable(const QString &name) const { return aws::variable(variables, name); }
};

//! `type`, or the error that it is none of ours.
[[nodiscard]] Result<Kind> kindOf(const FormValues &credential);

//! Asks for the environment and, unless the keys were entered, for both files (a file that is missing is empty). Errors: files that cannot
//! be read or understood, a chosen profile that is in neither, settings that contradict each other.
[[nodiscard]] Step<Settings> loadSettings(const Inputs &inputs);

//! Where the calls to a service go. `region` empty: the settings' region. Errors: InvalidInput, e.g. where no region is known.
[[nodiscard]] Result<Endpoint> endpointFor(const Settings &settings, Service service, const QString &region = {});

} // namespace sallyport::aws
