// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/credential_file.h"

#include "app/base/json.h"
#include "providers/gcp/names.h"
#include "providers/gcp/pinned_addresses.h"
#include "providers/gcp/token_source.h"
#include "providers/sdk/jws.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

using Content = decltype(CredentialFile::content);

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

//! Reads one file: what it is called in sentences, what may be in it.
struct Reader {
    QString where;
    const Settings &settings;

    [[nodiscard]] Error broken(const QString &what, const QString &hint) const { return invalid(where + u' ' + what, hint); }
    [[nodiscard]] Error elsewhere(const Error &error) const { return {error.kind, where + u": "_s + error.message, error.hint}; }
};

const QString &makeAnew()
{
    static const QString text = u"Have the file made anew, and take it over whole."_s;
    return text;
}

//! Members that must be texts, and not empty ones.
Result<Done> checkMembers(const Reader &reader, const Value &file, std::initializer_list<QStringView> names)
{
    for (const QStringView name : names) {
        const Value *member = file.find(name);
        if (!member || (member->isString() && member->toString().trimmed().isEmpty()))
            return reader.broken(u"has no %1"_s.arg(name), makeAnew());
        if (!member->isString())
            return reader.broken(u"has a %1 that is no text"_s.arg(name), makeAnew());
    }
    return Done{};
}

//! Members that may be missing, but are texts where they are there.
Result<Done> checkOptional(const Reader &reader, const Value &file, std::initializer_list<QStringView> names)
{
    for (const QStringView name : names) {
        const Value *member = file.find(name);
        if (member && !member->isNull() && !member->isString())
            return reader.broken(u"has a %1 that is no text"_s.arg(name), makeAnew());
    }
    return Done{};
}

Result<Done> checkUniverse(const Reader &reader, const Value &file)
{
    const QString universe = file[u"universe_domain"].toString(kDefaultUniverse);
    if (universe == reader.settings.universe)
        return Done{};
    return reader.broken(u"belongs to the universe %1, the credential to %2"_s.arg(printable(universe, 80), reader.settings.universe),
                         u"If you mean that cloud, enter its universe domain in the credential."_s);
}

//! Google's own token endpoint, unless the person has named one: then what the file says does not count.
Result<Done> checkTokenAddress(const Reader &reader, const Value &file)
{
    const QString address = file[u"token_uri"].toString();
    const bool isPartners = reader.settings.universe != kDefaultUniverse; // self-signed tokens only
    if (address.isEmpty() || isTokenAddress(address) || !reader.settings.own.token.isEmpty() || isPartners)
        return Done{};
    const QUrl url(address);
    const QString host = url.host().isEmpty() ? printable(address, 80) : printable(url.host(), 80);
    return reader.broken(u"would have its assertions sent to %1 (token_uri)"_s.arg(host),
                         u"Nothing was sent there. If you mean that server, enter its address as Token Endpoint in the credential."_s);
}

Result<Content> serviceAccount(const Reader &reader, const Value &file)
{
    if (const auto good = checkMembers(reader, file, {u"project_id", u"private_key_id", u"private_key", u"client_email"}); !good)
        return good.error();
    if (const auto good = checkOptional(reader, file, {u"token_uri", u"universe_domain", u"quota_project_id"}); !good)
        return good.error();
    if (const auto good = checkTokenAddress(reader, file); !good)
        return good.error();
    const SecretValue key = SecretValue::fromString(file[u"private_key"].toString());
    if (const auto good = checkSigningKey(key); !good)
        return reader.elsewhere(good.error());
    if (const auto project = checkProject(file[u"project_id"].toString()); !project)
        return reader.elsewhere(project.error());
    return Content(ServiceAccountKey{.email = file[u"client_email"].toString().trimmed(),
                                     .keyId = file[u"private_key_id"].toString().trimmed(),
                                     .privateKey = key,
                                     .project = file[u"project_id"].toString().trimmed()});
}

Result<Content> authorizedUser(const Reader &reader, const Value &file)
{
    if (const auto good = checkMembers(reader, file, {u"client_id", u"client_secret", u"refresh_token"}); !good)
        return good.error();
    if (const auto good = checkOptional(reader, file, {u"token_uri", u"account", u"quota_project_id"}); !good)
        return good.error();
    if (const auto good = checkTokenAddress(reader, file); !good)
        return good.error();
    return Content(AuthorizedUser{.clientId = file[u"client_id"].toString(),
                                  .clientSecret = SecretValue::fromString(file[u"client_secret"].toString()),
                                  .refreshToken = SecretValue::fromString(file[u"refresh_token"].toString()),
                                  .account = file[u"account"].toString().trimmed()});
}

Result<Content> externalUser(const Reader &reader, const Value &file)
{
    if (const auto good = checkMembers(reader, file, {u"client_id", u"client_secret", u"refresh_token", u"token_url"}); !good)
        return good.error();
    const auto region = stsRegion(file[u"token_url"].toString(), "oauthtoken"_L1, reader.settings.universe);
    if (!region)
        return reader.elsewhere(region.error());
    return Content(ExternalUser{.clientId = file[u"client_id"].toString(),
                                .clientSecret = SecretValue::fromString(file[u"client_secret"].toString()),
                                .refreshToken = SecretValue::fromString(file[u"refresh_token"].toString()),
                                .region = *region});
}

//! The account of a `service_account_impersonation_url`.
Result<Impersonation> impersonationOf(const Reader &reader, const Value &file)
{
    const auto address = impersonationAddress(file[u"service_account_impersonation_url"].toString(), reader.settings.universe);
    if (!address)
        return reader.elsewhere(address.error());
    Impersonation impersonation{.account = address->account, .region = address->region};
    for (const Value &delegate : file[u"delegates"].list()) {
        const auto account = checkedAccount(delegate.toString(), u"its delegate"_s);
        if (!account)
            return reader.elsewhere(account.error());
        impersonation.delegates.append(*account);
    }
    const Value &lifetime = file[u"service_account_impersonation"][u"token_lifetime_seconds"];
    if (lifetime.isNull())
        return impersonation;
    impersonation.lifetimeSeconds = lifetime.numberText().toInt();
    if (impersonation.lifetimeSeconds < 600 || impersonation.lifetimeSeconds > 43'200)
        return reader.broken(u"has a token_lifetime_seconds that is not between 600 and 43200"_s, makeAnew());
    return impersonation;
}

Result<Content> externalAccount(const Reader &reader, const Value &file)
{
    if (const auto good = checkMembers(reader, file, {u"audience", u"subject_token_type", u"token_url"}); !good)
        return good.error();
    const auto region = stsRegion(file[u"token_url"].toString(), "token"_L1, reader.settings.universe);
    if (!region)
        return reader.elsewhere(region.error());
    const bool fromVariable = !reader.settings.subjectToken.isEmpty();
    const auto source = fromVariable ? Result<TokenSource>(VariableToken{}) : tokenSourceFrom(file, reader.settings);
    if (!source)
        return reader.elsewhere(source.error());
    ExternalAccount account{.audience = file[u"audience"].toString(),
                            .tokenType = file[u"subject_token_type"].toString(),
                            .source = *source,
                            .region = *region};
    account.clientId = file[u"client_id"].toString();
    account.clientSecret = SecretValue::fromString(file[u"client_secret"].toString());
    account.userProject = file[u"workforce_pool_user_project"].toString();
    if (file.find(u"service_account_impersonation_url")) {
        const auto impersonation = impersonationOf(reader, file);
        if (!impersonation)
            return impersonation.error();
        account.impersonation = *impersonation;
    }
    return Content(account);
}

Result<CredentialFile> fileFrom(const Reader &reader, const Value &file, Allowed allowed, bool isInner);

Result<Content> impersonatedAccount(const Reader &reader, const Value &file)
{
    if (const auto good = checkMembers(reader, file, {u"service_account_impersonation_url"}); !good)
        return good.error();
    if (!file[u"source_credentials"].isMap())
        return reader.broken(u"has no source_credentials"_s, makeAnew());
    const auto impersonation = impersonationOf(reader, file);
    if (!impersonation)
        return impersonation.error();
    const Reader inner{u"%1 (source_credentials)"_s.arg(reader.where), reader.settings};
    const auto source = fileFrom(inner, file[u"source_credentials"], Allowed::Anything, true);
    if (!source)
        return source.error();
    return Content(ImpersonatedAccount{std::make_shared<const CredentialFile>(*source), *impersonation});
}

Result<Content> notGiven(const Reader &reader, const Value &)
{
    return reader.broken(u"is for Google Distributed Cloud without internet (gdch_service_account), which is not supported"_s,
                         u"Choose another credential."_s);
}

struct TypeRow {
    QStringView type;
    QStringView name; //!< for sentences
    Result<Content> (*read)(const Reader &, const Value &);
};
constexpr std::array kTypes{
    TypeRow{u"service_account", u"a service account's key", serviceAccount},
    TypeRow{u"authorized_user", u"a login of gcloud", authorizedUser},
    TypeRow{u"external_account", u"a configuration of workload identity federation", externalAccount},
    TypeRow{u"external_account_authorized_user", u"a login of a workforce pool", externalUser},
    TypeRow{u"impersonated_service_account", u"an impersonated service account", impersonatedAccount},
    TypeRow{u"gdch_service_account", u"a key for Google Distributed Cloud", notGiven},
};

//! What else people choose by mistake.
Error untyped(const Reader &reader, const Value &file)
{
    if (file.find(u"installed") || file.find(u"web"))
        return reader.broken(u"is an OAuth client, not an identity"_s,
                             u"A key is made under IAM > Service Accounts > Keys, and begins with {\"type\": \"service_account\"."_s);
    if (file.find(u"type"))
        return reader.broken(u"has a type that is no text"_s, makeAnew());
    return reader.broken(u"has no type"_s, u"A key begins with {\"type\": \"service_account\"."_s);
}

Result<Done> checkAllowed(const Reader &reader, const TypeRow &row, Allowed allowed, bool isInner)
{
    const bool isKey = row.type == u"service_account";
    const bool isFederation = row.type == u"external_account";
    if ((allowed == Allowed::KeyOnly && !isKey) || (allowed == Allowed::FederationOnly && !isFederation)) {
        const QString hint = isFederation ? u"Choose the credential type Workload Identity Federation for it."_s
                             : isKey      ? u"Choose the credential type Service Account Key File for it."_s
                                          : u"Choose the credential type Application Default Credentials, and set "
                                       "GOOGLE_APPLICATION_CREDENTIALS to it where it lies elsewhere."_s;
        return reader.broken(
            u"holds %1 (%2), not %3"_s.arg(row.name, row.type, allowed == Allowed::KeyOnly ? kTypes[0].name : kTypes[2].name), hint);
    }
    if (isInner && row.type == u"impersonated_service_account")
        return reader.broken(u"impersonates an account from which another one is impersonated"_s, u"Use delegates for that."_s);
    return Done{};
}

Result<CredentialFile> fileFrom(const Reader &reader, const Value &file, Allowed allowed, bool isInner)
{
    const QString type = file[u"type"].toString();
    const auto row = std::find_if(kTypes.begin(), kTypes.end(), [&type](const TypeRow &one) { return one.type == type; });
    if (type.isEmpty())
        return untyped(reader, file);
    if (row == kTypes.end())
        return reader.broken(u"has the unknown type \"%1\""_s.arg(printable(type, 60)), u"Have it made anew by gcloud."_s);
    if (const auto good = checkAllowed(reader, *row, allowed, isInner); !good)
        return good.error();
    if (const auto good = checkUniverse(reader, file); !good)
        return good.error();
    const auto content = row->read(reader, file);
    if (!content)
        return content.error();
    const QString quotaProject = file[u"quota_project_id"].toString().trimmed();
    if (const auto good = checkProject(quotaProject); !good)
        return reader.elsewhere(good.error());
    return CredentialFile{.content = *content, .quotaProject = quotaProject, .where = reader.where};
}

//! What is no JSON at all, named where it can be guessed.
Error noJson(const Reader &reader, QByteArrayView bytes, const Error &error)
{
    if (bytes.trimmed().isEmpty())
        return reader.broken(u"is empty"_s, u"Choose the JSON file of the key."_s);
    if (bytes.trimmed().startsWith("-----BEGIN"))
        return reader.broken(u"is a private key alone"_s, u"The whole JSON file is needed: it says whose key it is."_s);
    if (bytes.startsWith("\x30\x82"))
        return reader.broken(u"is a key in the form P12"_s, u"Have a key of the type JSON made."_s);
    return reader.broken(u"cannot be understood: %1"_s.arg(error.message), makeAnew());
}

} // namespace

Result<CredentialFile> credentialFrom(QByteArrayView bytes, const QString &where, Allowed allowed, const Settings &settings)
{
    const Reader reader{where, settings};
    const QByteArrayView text = bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes;
    const auto file = json::parse(text);
    if (!file)
        return noJson(reader, text, file.error());
    if (!file->isMap())
        return reader.broken(u"is no JSON object"_s, u"Choose the JSON file of the key."_s);
    return fileFrom(reader, *file, allowed, false);
}

} // namespace sallyport::gcp
