// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/sign_in.h"

#include "providers/gcp/default_credentials.h"
#include "providers/gcp/names.h"
#include "providers/gcp/service_account.h"
#include "providers/gcp/tables.h"
#include "providers/gcp/token.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr qint64 kRefreshBeforeS = 225; // as google-auth: 3 min 45 s before the end

Context contextFor(const Settings &settings, const Inputs &inputs)
{
    return {.settings = settings, .now = inputs.now, .quotaProject = settings.quotaProject, .hidden = inputs.credential.secrets().values()};
}

//! The file or text that the credential names; not for Application Default Credentials, which are searched for.
Step<CredentialFile> chosenFile(const Settings &settings, const Inputs &inputs)
{
    if (settings.kind == Kind::Federation)
        return readCredentialFile(settings, answer(kCredentialForm, inputs.credential, kFederationFile), u"the configuration file"_s,
                                  Allowed::FederationOnly);
    if (settings.kind == Kind::KeyFile)
        return readCredentialFile(settings, answer(kCredentialForm, inputs.credential, kKeyFile), u"the key file"_s, Allowed::KeyOnly);
    const SecretValue key = inputs.credential.secret(kKey);
    return credentialFrom(key.reveal(), u"the key in the keychain"_s, Allowed::KeyOnly, settings);
}

Step<Token> ownToken(const Context &context, const Inputs &inputs, QLatin1StringView scope)
{
    if (context.settings.kind == Kind::Adc)
        return defaultToken(context, scope);
    return chainOrFail<Token>(chosenFile(context.settings, inputs),
                              [context, scope](const CredentialFile &file) { return tokenOf(context, file, scope); });
}

Step<Token> tokenFor(const Context &context, const Inputs &inputs)
{
    const Settings &settings = context.settings;
    if (settings.impersonate.isEmpty())
        return ownToken(context, inputs, kCloudScope);
    const Impersonation impersonation{
        .account = settings.impersonate, .delegates = settings.delegates, .lifetimeSeconds = settings.lifetimeSeconds};
    return chainOrFail<Token>(ownToken(context, inputs, kIamScope),
                              [context, impersonation](const Token &source) { return impersonated(context, source, impersonation); });
}

struct ChosenProject {
    QString id;
    QString origin;
};

//! The credential's own first; what the environment says counts where the environment is what was chosen.
ChosenProject projectOf(const Settings &settings, const Token &token)
{
    const bool looksAround = settings.kind == Kind::Adc || settings.kind == Kind::Federation;
    const QString variable = looksAround ? settings.variable(u"GOOGLE_CLOUD_PROJECT"_s) : QString();
    const QString legacy = looksAround ? settings.variable(u"GCLOUD_PROJECT"_s) : QString();
    const ChosenProject candidates[] = {{settings.project, u"of the credential"_s},
                                        {variable, u"GOOGLE_CLOUD_PROJECT"_s},
                                        {legacy, u"GCLOUD_PROJECT"_s},
                                        {token.project, u"of the identity"_s}};
    for (const ChosenProject &candidate : candidates) {
        if (!candidate.id.isEmpty() && checkProject(candidate.id))
            return candidate;
    }
    return {};
}

AccessGrant grantFrom(const Token &token, const ChosenProject &project)
{
    AccessGrant grant;
    grant.values.setSecret(kToken, token.value);
    grant.values.setText(kPrincipal, token.principal);
    grant.values.setText(kGrantProject, project.id);
    grant.values.setText(kProjectOrigin, project.origin);
    grant.values.setText(kGrantQuotaProject, token.quotaProject);
    grant.values.setText(kOrigin, token.origin.join(u'\n'));
    grant.issued = token.issued;
    grant.expires = token.expires;
    if (token.expires) {
        const qint64 life = token.issued.secsTo(*token.expires);
        grant.renewAfter = token.expires->addSecs(-std::min(kRefreshBeforeS, life / 3));
    }
    return grant;
}

//! Where nothing else names a project, gcloud's configuration does for its own logins; then what can be read off the identity.
Step<AccessGrant> withProject(const Settings &settings, const Token &token)
{
    const ChosenProject project = projectOf(settings, token);
    if (!project.id.isEmpty())
        return grantFrom(token, project);
    const Step<QString> gclouds = settings.kind == Kind::Adc ? gcloudProject(settings) : Step<QString>(QString());
    return chainOrFail<AccessGrant>(gclouds, [token](const QString &configured) -> Step<AccessGrant> {
        const ChosenProject candidates[] = {{configured, u"of gcloud's configuration"_s},
                                            {projectOfAccount(token.principal), u"of the service account"_s},
                                            {token.quotaProject, u"that calls are counted for"_s}};
        for (const ChosenProject &candidate : candidates) {
            if (!candidate.id.isEmpty())
                return grantFrom(token, candidate);
        }
        return grantFrom(token, {});
    });
}

QString lifeOf(const std::optional<QDateTime> &expires)
{
    return expires ? u"token until %1"_s.arg(timeLabel(*expires)) : QString();
}

QStringList detailsOf(const FormValues &grant, const std::optional<QDateTime> &expires)
{
    const QString project = grant.text(kGrantProject);
    const QString quotaProject = grant.text(kGrantQuotaProject);
    QStringList details;
    details.append(project.isEmpty() ? u"no project: links must name one"_s
                                     : u"project %1 (%2)"_s.arg(printable(project, 100), grant.text(kProjectOrigin)));
    if (!quotaProject.isEmpty())
        details.append(u"quota project %1"_s.arg(printable(quotaProject, 100)));
    for (const QString &line : grant.text(kOrigin).split(u'\n', Qt::SkipEmptyParts))
        details.append(printable(line));
    details.append(lifeOf(expires));
    details.removeAll(QString());
    return details;
}

Identity identityOf(const AccessGrant &grant)
{
    const QString principal = grant.values.text(kPrincipal);
    return {.name = principal.isEmpty() ? u"an identity whose address Google does not tell"_s : printable(principal, 200),
            .details = detailsOf(grant.values, grant.expires),
            .expires = grant.expires};
}

//! The same sign-in by the token endpoint, which alone can say whether Google knows the key.
Step<Identity> provenIdentity(const Settings &settings, const Inputs &inputs)
{
    Identity identity = identityOf(inputs.grant);
    if (settings.universe != kDefaultUniverse) {
        identity.details.append(u"signed here: whether the key is accepted shows with the first secret"_s);
        return identity;
    }
    Context context = contextFor(settings, inputs);
    context.settings.selfSigned = false;
    return chainOrFail<Identity>(ownToken(context, inputs, kCloudScope), [identity](const Token &) -> Step<Identity> { return identity; });
}

} // namespace

Step<AccessGrant> signIn(const Inputs &inputs)
{
    return chainOrFail<AccessGrant>(loadSettings(inputs), [inputs](const Settings &settings) {
        return chainOrFail<AccessGrant>(tokenFor(contextFor(settings, inputs), inputs),
                                        [settings](const Token &token) { return withProject(settings, token); });
    });
}

Step<Identity> identify(const Inputs &inputs)
{
    return chainOrFail<Identity>(loadSettings(inputs), [inputs](const Settings &settings) -> Step<Identity> {
        const bool isProven = !isSelfSigned(settings) || !settings.impersonate.isEmpty();
        return isProven ? Step<Identity>(identityOf(inputs.grant)) : provenIdentity(settings, inputs);
    });
}

Step<SignedIn> openSession(const Inputs &inputs)
{
    return chainOrFail<SignedIn>(loadSettings(inputs), [inputs](const Settings &settings) -> Step<SignedIn> {
        const FormValues &grant = inputs.grant.values;
        SignedIn session{.context = contextFor(settings, inputs),
                         .token = grant.secret(kToken),
                         .principal = grant.text(kPrincipal),
                         .project = settings.project.isEmpty() ? grant.text(kGrantProject) : settings.project};
        if (session.token.isEmpty())
            return Error{ErrorKind::Unauthenticated, u"there is no access token yet"_s, u"Sign in again."_s};
        if (session.context.quotaProject.isEmpty())
            session.context.quotaProject = grant.text(kGrantQuotaProject);
        return session;
    });
}

} // namespace sallyport::gcp
