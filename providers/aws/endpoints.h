// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/region.h"
#include "providers/sdk/own_address.h"

#include <QUrl>

//! Where the services answer. Sources: the services' endpoint rules in the AWS SDKs; "Service-specific endpoints", AWS SDKs and
//! Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html.
namespace sallyport::aws {

enum class Service { SecretsManager, Ssm, Sts, SsoPortal, SsoOidc, SignIn };

//! How a service is called in settings and signatures.
struct ServiceNames {
    Service service;
    const char16_t *name;       //!< for sentences: `Secrets Manager`
    const char16_t *settingsId; //!< `secrets_manager`, also the end of AWS_ENDPOINT_URL_...
    const char *signingName;    //!< `secretsmanager`
};
[[nodiscard]] const ServiceNames &namesOf(Service service);

//! What decides the address of a service.
struct EndpointQuestion {
    Setting region;   //!< may be empty where a custom address is given
    Setting custom{}; //!< an address in place of AWS's own; see configuredEndpoint
    bool fips = false;
    bool dualStack = false;
    bool globalSts = false; //!< `sts_regional_endpoints = legacy`: the oldest regions share one address
};

struct Endpoint {
    QUrl url; //!< without trailing slash
    QByteArray signingRegion;
    QByteArray signingName;
    bool operator==(const Endpoint &) const = default;
};

//! The address of a service. Errors: InvalidInput: no region, a region that cannot be one, FIPS or dual-stack together with a
//! custom address, a custom address that checkEndpoint refuses.
[[nodiscard]] Result<Endpoint> endpointFor(Service service, const EndpointQuestion &question);

//! What can replace AWS's own addresses.
struct EndpointSettings {
    QString own{}; //!< the credential's; wins, and the ignore switches do not touch it
    Variables variables{};
    const SharedConfig *config = nullptr;   //!< may be null
    const ConfigSection *profile = nullptr; //!< may be null
    bool ignoreConfigured = false;          //!< only `own` counts
};

//! The custom address of a service, or nothing: the credential's, `AWS_ENDPOINT_URL_<ID>`, `AWS_ENDPOINT_URL`, the block of
//! the profile's services section, the profile's `endpoint_url`. `settingsId` as in ServiceNames. It is not checked yet.
//! Errors: InvalidInput for a services section that is not there and for a switch that is neither true nor false.
[[nodiscard]] Result<Setting> configuredEndpoint(const QString &settingsId, const EndpointSettings &settings);

//! A custom address as it will be used: https, or http on this machine (localhost, 127.0.0.0/8, ::1); a path stays. Errors: InvalidInput.
[[nodiscard]] Result<QUrl> checkEndpoint(const Setting &custom);

} // namespace sallyport::aws
