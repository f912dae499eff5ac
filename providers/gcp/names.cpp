// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/names.h"

#include "providers/gcp/tables.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

// Not the vendor's exact rules, which may grow: what can be meant, and can stand in an address as it is.
constexpr QStringView kProjectPattern = u"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}";
constexpr QStringView kLocationPattern = u"[a-z][a-z0-9-]{0,39}";
constexpr QStringView kSecretPattern = u"[A-Za-z0-9_-]{1,255}";
constexpr QStringView kVersionPattern = u"[1-9][0-9]{0,18}|[A-Za-z][A-Za-z0-9_-]{0,62}";

bool fits(const QString &text, QStringView pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

QString quoted(const QString &text)
{
    return u"\"%1\""_s.arg(printable(text, 200));
}

//! The text without `//secretmanager.googleapis.com/`, which full resource names begin with.
QString bare(const QString &text)
{
    static const QRegularExpression service(u"^//secretmanager\\.[a-z0-9.-]+/"_s);
    return text.trimmed().remove(service);
}

Error badName(const QString &name)
{
    return invalid(u"%1 is no name of a secret"_s.arg(quoted(name)),
                   u"Write NAME, projects/PROJECT/secrets/NAME or projects/PROJECT/locations/LOCATION/secrets/NAME; "
                   "NAME has letters, digits, - and _ only."_s);
}

//! The parts of a resource name; `version` stays empty where it has none.
Result<SecretPlace> placeOfPath(const QString &name)
{
    static const QRegularExpression path(u"^projects/(?<p>[^/]+)(/locations/(?<l>[^/]+))?/secrets/(?<s>[^/]+)(/versions/(?<v>[^/]+))?$"_s);
    const auto match = path.match(name);
    if (!match.hasMatch())
        return badName(name);
    return SecretPlace{match.captured(u"p"_s), match.captured(u"l"_s), match.captured(u"s"_s), match.captured(u"v"_s)};
}

Result<Done> checkParts(const SecretPlace &place, const QString &name)
{
    if (const auto project = checkProject(place.project); !project)
        return project.error();
    if (!place.location.isEmpty() && !fits(place.location, kLocationPattern))
        return invalid(u"%1 is no location"_s.arg(quoted(place.location)), u"A location looks like europe-west1."_s);
    if (!fits(place.secret, kSecretPattern))
        return badName(name);
    if (!fits(place.version, kVersionPattern))
        return invalid(u"%1 is no version of a secret"_s.arg(quoted(place.version)),
                       u"A version is a number from 1 on, an alias, or latest."_s);
    return Done{};
}

//! The version of the name and that of the field are one, unless the field says nothing of its own.
Result<QString> versionOf(const QString &inName, const FormValues &reference)
{
    QString version = answer(kReferenceForm, reference, kVersion);
    if (version.compare("latest"_L1, Qt::CaseInsensitive) == 0)
        version = u"latest"_s;
    if (inName.isEmpty() || inName == version)
        return version;
    if (version == "latest"_L1)
        return inName;
    return invalid(u"the link names two versions: %1 in the name and %2 beside it"_s.arg(quoted(inName), quoted(version)),
                   u"Edit the link and remove one of them."_s);
}

} // namespace

QString SecretPlace::parent() const
{
    return location.isEmpty() ? u"projects/%1"_s.arg(project) : u"projects/%1/locations/%2"_s.arg(project, location);
}

QString SecretPlace::secretPath() const
{
    return u"%1/secrets/%2"_s.arg(parent(), secret);
}

QString SecretPlace::versionPath() const
{
    return u"%1/versions/%2"_s.arg(secretPath(), version);
}

Result<SecretPlace> placeFrom(const FormValues &reference, const QString &project)
{
    const QString name = bare(reference.text(kSecretName));
    if (name.isEmpty())
        return invalid(u"the name of the secret is missing"_s, u"Edit the link and enter it."_s);
    auto place = name.contains(u'/') ? placeOfPath(name) : Result<SecretPlace>(SecretPlace{project, {}, name, {}});
    if (!place)
        return place;
    const auto version = versionOf(place->version, reference);
    if (!version)
        return version.error();
    place->version = *version;
    if (place->project.isEmpty())
        return invalid(
            u"no project is known for the secret %1"_s.arg(quoted(name)),
            u"Enter the project in the credential, or name the secret as projects/PROJECT/secrets/%1."_s.arg(printable(name, 200)));
    const auto good = checkParts(*place, name);
    return good ? place : Result<SecretPlace>(good.error());
}

Result<SecretPlace> listingFrom(const QString &typed, const QString &project)
{
    static const QRegularExpression begun(u"^projects/(?<p>[^/]+)(/locations/(?<l>[^/]+))?(/.*)?$"_s);
    const auto match = begun.match(bare(typed));
    const SecretPlace place{match.hasMatch() ? match.captured(u"p"_s) : project, match.captured(u"l"_s), u"-"_s, u"latest"_s};
    if (place.project.isEmpty())
        return invalid(u"no project is known whose secrets could be listed"_s,
                       u"Enter the project in the credential, or type projects/PROJECT/ first."_s);
    const auto good = checkParts(place, typed);
    return good ? Result<SecretPlace>(place) : good.error();
}

Result<QString> checkedAccount(const QString &text, const QString &label)
{
    QString account = text.trimmed();
    if (const QString prefix = u"projects/-/serviceAccounts/"_s; account.startsWith(prefix))
        account.remove(0, prefix.size());
    if (fits(account, u"[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*|[0-9]{6,30}"))
        return account;
    return invalid(u"%1 %2 is no e-mail address of a service account"_s.arg(label, quoted(text)),
                   u"It looks like reader@shop.iam.gserviceaccount.com."_s);
}

Result<Done> checkProject(const QString &project)
{
    if (project.isEmpty() || fits(project, kProjectPattern))
        return Done{};
    return invalid(u"%1 is no project"_s.arg(quoted(project)), u"A project's id looks like shop-production; its number will do too."_s);
}

QString projectOfAccount(const QString &account)
{
    static const QRegularExpression pattern(u"@([a-z0-9-]+)(?:\\.([a-z0-9.-]+?))?\\.iam\\.gserviceaccount\\.com$"_s);
    const auto match = pattern.match(account);
    if (!match.hasMatch())
        return {};
    return match.captured(2).isEmpty() ? match.captured(1) : match.captured(2) + u':' + match.captured(1);
}

} // namespace sallyport::gcp
