// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/chosen_file.h"

#include "providers/gcp/default_credentials.h"
#include "providers/gcp/tables.h"
#include "providers/sdk/labels.h"

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

using Suggestions = std::vector<Suggestion>;

struct SourceText {
    QString operator()(const FileToken &source) const { return u"its token from the file %1"_s.arg(source.path); }
    QString operator()(const UrlToken &source) const { return u"its token from %1"_s.arg(source.url.host()); }
    QString operator()(const ExecutableToken &) const { return u"its token from a command"_s; }
    QString operator()(const AwsToken &) const { return u"its token from AWS"_s; }
    QString operator()(const VariableToken &) const { return u"its token from a variable"_s; }
};

struct ContentText {
    QStringList operator()(const ServiceAccountKey &key) const
    {
        return {key.email, u"project %1"_s.arg(key.project), u"key %1"_s.arg(key.keyId.left(12))};
    }
    QStringList operator()(const ExternalAccount &account) const
    {
        QStringList parts{u"pool provider %1"_s.arg(account.audience.section(u'/', -1)), std::visit(SourceText{}, account.source)};
        if (account.impersonation)
            parts.append(u"goes on as %1"_s.arg(account.impersonation->account));
        return parts;
    }
    template<class Other>
    QStringList operator()(const Other &) const
    {
        return {};
    }
};

Suggestions lineAbout(const CredentialFile &file, const QString &path)
{
    QStringList parts = std::visit(ContentText{}, file.content);
    if (file.isWide && std::holds_alternative<ServiceAccountKey>(file.content))
        parts.append(u"warning: others on this computer may read this file (chmod 600 stops them)"_s);
    return {{path, labelFrom(parts, 400)}};
}

} // namespace

Step<Suggestions> suggestSetting(const Inputs &inputs, QLatin1StringView fieldId)
{
    const QString path = answer(kCredentialForm, inputs.credential, fieldId);
    if (path.isEmpty())
        return Suggestions();
    const Allowed allowed = fieldId == kKeyFile ? Allowed::KeyOnly : Allowed::FederationOnly;
    const QString what = fieldId == kKeyFile ? u"the key file"_s : u"the configuration file"_s;
    return chainOrFail<Suggestions>(loadSettings(inputs), [=](const Settings &settings) {
        return chainOrFail<Suggestions>(readCredentialFile(settings, path, what, allowed),
                                        [path](const CredentialFile &file) -> Step<Suggestions> { return lineAbout(file, path); });
    });
}

} // namespace sallyport::gcp
