// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <map>
#include <vector>

//! The config and credentials files that all AWS SDKs share. Source: "Shared config and credentials files", AWS SDKs
//! and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html.
namespace sallyport::aws {

//! What said a setting, or gave a key, that stands in the credential itself.
inline constexpr QLatin1StringView kOwnOrigin{"the credential"};

//! Environment variables by name.
using Variables = std::map<QString, QString>;

//! The variable, trimmed; empty where it is not set or blank.
[[nodiscard]] QString variable(const Variables &variables, const QString &name);

//! One line `key = value` inside a nested block.
struct NestedProperty {
    QString key; //!< lower case
    QString value;
    SourceLocation source;
};

//! A property and where it stands, so that a person can be told why something is as it is.
struct Property {
    QString value;                        //!< empty where `secret` holds it
    SecretValue secret{};                 //!< of `aws_secret_access_key`, `aws_session_token` and `aws_security_token`
    std::vector<NestedProperty> nested{}; //!< of a property without value that is followed by indented lines
    SourceLocation source;

    [[nodiscard]] const NestedProperty *findNested(const QString &key) const;
};

struct ConfigSection {
    QString name;
    SourceLocation source;
    std::map<QString, Property> properties{}; //!< by lower-case key

    [[nodiscard]] const Property *find(const QString &key) const;
    //! The value of a property that is no secret; empty where there is none.
    [[nodiscard]] QString text(const QString &key) const;
};

//! A section that counts for nothing, and why: often the answer to "where is my profile?".
struct IgnoredSection {
    QString title; //!< as written between the brackets
    QString reason;
    SourceLocation source;
};

//! What one file or both files say.
struct SharedConfig {
    using Sections = std::map<QString, ConfigSection>;
    Sections profiles{};
    Sections ssoSessions{};
    Sections services{};
    QList<IgnoredSection> ignored{};

    [[nodiscard]] const ConfigSection *profile(const QString &name) const;
    [[nodiscard]] const ConfigSection *ssoSession(const QString &name) const;
    [[nodiscard]] const ConfigSection *servicesSection(const QString &name) const;
};

enum class ConfigFileKind { Config, Credentials };

//! Reads one file. Errors: Malformed, with file and line, quoting nothing of the file.
[[nodiscard]] Result<SharedConfig> parseConfig(QByteArrayView text, ConfigFileKind kind, const QString &fileName);

//! Both files as one: the credentials file wins, key by key.
[[nodiscard]] SharedConfig merged(SharedConfig config, const SharedConfig &credentials);

//! Where the files are.
struct ConfigLocations {
    QString config;      //!< empty where nothing says it and the home folder is unknown
    QString credentials; //!< likewise
};

enum class HomeRules { Unix, Windows };

//! `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/config` and `~/.aws/credentials`.
[[nodiscard]] ConfigLocations configLocations(const Variables &variables, HomeRules rules = HomeRules::Unix);

//! `path` with `~` at its beginning replaced by the home folder.
[[nodiscard]] QString expandedHome(const QString &path, const Variables &variables, HomeRules rules = HomeRules::Unix);

//! A profile's name and what named it.
struct ProfileChoice {
    QString name;
    QString origin; //!< `the credential`, `AWS_PROFILE`, ...; empty for the default
    [[nodiscard]] bool isExplicit() const { return !origin.isEmpty(); }
};
//! The credential's own, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
[[nodiscard]] ProfileChoice chosenProfile(const QString &own, const Variables &variables);

//! `/home/me/.aws/config, line 3`.
[[nodiscard]] QString placeText(const SourceLocation &source);

} // namespace sallyport::aws
