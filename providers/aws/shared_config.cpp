// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/shared_config.h"

#include "providers/aws/shared_config_parser.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

const ConfigSection *sectionOf(const SharedConfig::Sections &sections, const QString &name)
{
    const auto found = sections.find(name);
    return found == sections.end() ? nullptr : &found->second;
}

bool isNameCharacter(QChar c)
{
    const bool isLetterOrDigit = c.unicode() < 128 && c.isLetterOrNumber();
    return isLetterOrDigit || QStringView(u"_-/.%@:+").contains(c);
}

bool isName(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isNameCharacter);
}

//! `[prefix name]`, or `[name]` without a prefix.
struct Title {
    QStringView prefix;
    QStringView name;
};

Title titleOf(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u' ' || text[i] == u'\t')
            return {text.first(i), trimmedBlanks(text.sliced(i))};
    }
    return {{}, text};
}

//! Where a section of that title belongs, or why nowhere.
struct Place {
    SharedConfig::Sections *sections = nullptr;
    QString reason{};
};

Place placeInConfig(SharedConfig &config, const Title &title)
{
    if (title.prefix.isEmpty() && title.name != "default"_L1)
        return {nullptr, u"a profile of this file is written [profile %1]"_s.arg(printable(title.name, 60))};
    if (!isName(title.name))
        return {nullptr, u"a name has letters, digits and - / . % @ _ : + only"_s};
    if (title.prefix.isEmpty() || title.prefix == "profile"_L1)
        return {&config.profiles};
    if (title.prefix == "sso-session"_L1)
        return {&config.ssoSessions};
    if (title.prefix == "services"_L1)
        return {&config.services};
    return {nullptr, u"no section of this kind is known"_s};
}

Place placeInCredentials(SharedConfig &config, const Title &title)
{
    if (!title.prefix.isEmpty())
        return {nullptr, u"the credentials file has sections with a plain profile name only"_s};
    if (!isName(title.name))
        return {nullptr, u"a name has letters, digits and - / . % @ _ : + only"_s};
    return {&config.profiles};
}

void addTo(SharedConfig::Sections &sections, const QString &name, const ConfigSection &section)
{
    ConfigSection &target = sections.try_emplace(name, ConfigSection{.name = name, .source = section.source}).first->second;
    for (const auto &[key, property] : section.properties) {
        if (isName(key))
            target.properties.insert_or_assign(key, property);
    }
}

bool isPrefixedDefault(const RawSection &section)
{
    const Title title = titleOf(section.title);
    return title.prefix == "profile"_L1 && title.name == "default"_L1;
}

void mergeSections(SharedConfig::Sections &target, const SharedConfig::Sections &source)
{
    for (const auto &[name, section] : source)
        addTo(target, name, section);
}

QString homeOf(const Variables &variables, HomeRules rules)
{
    QString home = variable(variables, u"HOME"_s);
    if (!home.isEmpty() || rules == HomeRules::Unix)
        return home;
    const QString profile = variable(variables, u"USERPROFILE"_s);
    return profile.isEmpty() ? variable(variables, u"HOMEDRIVE"_s) + variable(variables, u"HOMEPATH"_s) : profile;
}

QString locationOf(const Variables &variables, const QString &name, const QString &file, HomeRules rules)
{
    const QString given = variable(variables, name);
    if (!given.isEmpty())
        return expandedHome(given, variables, rules);
    const QString home = homeOf(variables, rules);
    const QString separator = rules == HomeRules::Windows ? u"\\"_s : u"/"_s;
    return home.isEmpty() ? QString() : QStringList{home, u".aws"_s, file}.join(separator);
}

} // namespace

QString variable(const Variables &variables, const QString &name)
{
    const auto found = variables.find(name);
    return found == variables.end() ? QString() : found->second.trimmed();
}

const NestedProperty *Property::findNested(const QString &key) const
{
    const auto found = std::find_if(nested.rbegin(), nested.rend(), [&key](const NestedProperty &line) { return line.key == key; });
    return found == nested.rend() ? nullptr : &*found;
}

const Property *ConfigSection::find(const QString &key) const
{
    const auto found = properties.find(key);
    return found == properties.end() ? nullptr : &found->second;
}

QString ConfigSection::text(const QString &key) const
{
    const Property *property = find(key);
    return property ? property->value : QString();
}

const ConfigSection *SharedConfig::profile(const QString &name) const
{
    return sectionOf(profiles, name);
}

const ConfigSection *SharedConfig::ssoSession(const QString &name) const
{
    return sectionOf(ssoSessions, name);
}

const ConfigSection *SharedConfig::servicesSection(const QString &name) const
{
    return sectionOf(services, name);
}

Result<SharedConfig> parseConfig(QByteArrayView text, ConfigFileKind kind, const QString &fileName)
{
    const auto sections = readSections(text, fileName);
    if (!sections)
        return sections.error();
    const bool prefixedDefaultWins = kind == ConfigFileKind::Config && std::any_of(sections->begin(), sections->end(), isPrefixedDefault);
    SharedConfig config;
    for (const RawSection &section : *sections) {
        const Title title = titleOf(section.title);
        Place place = kind == ConfigFileKind::Config ? placeInConfig(config, title) : placeInCredentials(config, title);
        if (prefixedDefaultWins && section.title == "default"_L1)
            place = {nullptr, u"[profile default] stands in the same file and wins"_s};
        if (place.sections)
            addTo(*place.sections, title.name.toString(), section.content);
        else
            config.ignored.append({section.title, place.reason, section.content.source});
    }
    return config;
}

SharedConfig merged(SharedConfig config, const SharedConfig &credentials)
{
    mergeSections(config.profiles, credentials.profiles);
    mergeSections(config.ssoSessions, credentials.ssoSessions);
    mergeSections(config.services, credentials.services);
    config.ignored += credentials.ignored;
    return config;
}

ConfigLocations configLocations(const Variables &variables, HomeRules rules)
{
    return {locationOf(variables, u"AWS_CONFIG_FILE"_s, u"config"_s, rules),
            locationOf(variables, u"AWS_SHARED_CREDENTIALS_FILE"_s, u"credentials"_s, rules)};
}

QString expandedHome(const QString &path, const Variables &variables, HomeRules rules)
{
    const QString home = homeOf(variables, rules);
    const bool beginsAtHome = path == "~"_L1 || path.startsWith("~/"_L1) || (rules == HomeRules::Windows && path.startsWith("~\\"_L1));
    return beginsAtHome && !home.isEmpty() ? home + path.sliced(1) : path;
}

ProfileChoice chosenProfile(const QString &own, const Variables &variables)
{
    if (!own.trimmed().isEmpty())
        return {own.trimmed(), kOwnOrigin};
    for (const QString &name : {u"AWS_PROFILE"_s, u"AWS_DEFAULT_PROFILE"_s}) {
        if (const QString value = variable(variables, name); !value.isEmpty())
            return {value, name};
    }
    return {u"default"_s, {}};
}

QString placeText(const SourceLocation &source)
{
    return source.line < 1 ? source.place : u"%1, line %2"_s.arg(source.place, QString::number(source.line));
}

} // namespace sallyport::aws
