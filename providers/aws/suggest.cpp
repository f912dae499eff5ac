// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/suggest.h"

#include "app/base/json.h"
#include "providers/aws/parameter_store.h"
#include "providers/aws/secrets_manager.h"
#include "providers/aws/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/select_key.h"

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

using Suggestions = std::vector<Suggestion>;

Step<Suggestions> listKeys(const Step<SecretDocument> &fetching)
{
    return chainOrFail<Suggestions>(fetching, [](const SecretDocument &document) -> Step<Suggestions> {
        return suggestedKeys(json::parse(document.content.reveal()).value_or(Value()));
    });
}

Step<Suggestions> suggestSecret(const Inputs &inputs, QLatin1StringView fieldId)
{
    if (fieldId == kSecretKey)
        return listKeys(fetchSecret(inputs));
    return withContext<Suggestions>(inputs, [reference = inputs.reference, field = QString(fieldId)](const Context &context) {
        if (field == kVersionId)
            return listSecretVersions(context, reference);
        return field == kVersionStage ? listSecretStages(context, reference) : listSecrets(context, reference);
    });
}

Step<Suggestions> suggestParameter(const Inputs &inputs, QLatin1StringView fieldId)
{
    if (fieldId == kSecretKey)
        return listKeys(fetchParameter(inputs));
    return withContext<Suggestions>(inputs, [reference = inputs.reference, field = QString(fieldId)](const Context &context) {
        return field == kVersion ? listParameterVersions(context, reference) : listParameters(context, reference);
    });
}

Suggestions profilesFrom(const Settings &settings)
{
    Suggestions found;
    for (const auto &[name, profile] : settings.config.profiles) {
        QStringList parts{printable(name, 120), profile.text(u"region"_s)};
        if (profile.find(u"sso_session"_s) || profile.find(u"sso_start_url"_s))
            parts.append(u"SSO"_s);
        if (profile.find(u"role_arn"_s))
            parts.append(u"role %1"_s.arg(profile.text(u"role_arn"_s).section(u'/', -1)));
        found.push_back({name, labelFrom(parts)});
    }
    return found;
}

Suggestions regionsAfter(const QString &own, const QString &origin)
{
    Suggestions found;
    if (!own.isEmpty())
        found.push_back({own, printable(u"%1 · %2"_s.arg(own, origin), 200)});
    for (const QString &region : knownRegions()) {
        if (region != own)
            found.push_back({region, region});
    }
    return found;
}

} // namespace

Step<Suggestions> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId)
{
    return QLatin1StringView(kind.id) == "aws_ssm"_L1 ? suggestParameter(inputs, fieldId) : suggestSecret(inputs, fieldId);
}

Step<Suggestions> suggestSetting(const Inputs &inputs, QLatin1StringView fieldId)
{
    if (fieldId == kSection) {
        return chainOrFail<Suggestions>(loadSettings(inputs),
                                        [](const Settings &settings) -> Step<Suggestions> { return profilesFrom(settings); });
    }
    Inputs undecided = inputs;
    undecided.credential.remove(kRegion);
    return chain<Suggestions>(loadSettings(undecided), [](const Result<Settings> &settings) -> Step<Suggestions> {
        return settings ? regionsAfter(settings->region, settings->regionOrigin) : regionsAfter({}, {});
    });
}

} // namespace sallyport::aws
