// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/credential_text.h"

#include "ui/theme/icons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/relative_time.h"

#include <QCoreApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const QString kDot = u" · "_s;

QString tr(const char *text)
{
    return QCoreApplication::translate("Credentials", text);
}

} // namespace

QString providerTitle(const ProviderDescriptor &provider)
{
    return QString::fromUtf8(provider.secrets.size() == 1 ? provider.secrets.front().label : provider.name);
}

QString signInText(const Credential &credential, const Catalog &catalog)
{
    const ProviderDescriptor *provider = catalog.find(credential.providerId);
    if (!provider)
        return credential.providerId;
    const QString name = QString::fromUtf8(provider->name);
    return provider->describe ? u"%1 · %2"_s.arg(name, provider->describe(credential.values)) : name;
}

QString identityText(const Identity &identity, const QDateTime &now)
{
    QStringList parts{identity.name};
    parts += identity.details;
    if (identity.expires && identity.details.isEmpty()) // details tell it where there are some
        parts += remainingTime(*identity.expires, now);
    return parts.join(kDot);
}

QString fittingParts(const QString &text, int width, const QFont &font)
{
    QStringList parts = text.split(kDot);
    while (parts.size() > 1 && pillSize(parts.join(kDot), font).width() > width)
        parts.removeLast();
    return parts.join(kDot);
}

std::span<const SignInWay> signInWays(const Credential &credential, const Catalog &catalog)
{
    const ProviderDescriptor *provider = catalog.find(credential.providerId);
    return provider && provider->signInWays ? provider->signInWays(credential.values) : std::span<const SignInWay>();
}

QString signInLabel(const SignInWay &way)
{
    return QCoreApplication::translate("SignIn", way.label) + u"…"_s;
}

StatusBadge badgeOf(const CredentialStatus &status)
{
    switch (status.state) {
    case CredentialStatus::State::Ready:
        return {Tone::Ok, tr("Ready")};
    case CredentialStatus::State::Failed:
        return {status.kind == ErrorKind::Unauthenticated ? Tone::Warn : Tone::Bad, errorBadge(status.kind)};
    case CredentialStatus::State::Unknown:
        break;
    }
    return {Tone::Neutral, tr("Not tested")};
}

CredentialStatus statusFrom(const Result<Identity> &outcome, const QDateTime &now)
{
    if (outcome)
        return {CredentialStatus::State::Ready, tr("Signed in as %1").arg(identityText(*outcome, now)), now};
    return {CredentialStatus::State::Failed, errorText(outcome.error()), now, outcome.error().kind};
}

void addProviderActions(QMenu &menu, const Catalog &catalog, const std::function<void(const ProviderDescriptor &)> &chosen)
{
    for (const ProviderDescriptor *provider : catalog.providers()) {
        const QString name = QString::fromUtf8(provider->name);
        QAction *action =
            menu.addAction(icon(QString::fromUtf8(provider->id)), provider->available ? name + u"…"_s : tr("%1 – coming later").arg(name));
        action->setEnabled(provider->available);
        QObject::connect(action, &QAction::triggered, &menu, [provider, chosen] { chosen(*provider); });
    }
}

} // namespace sallyport
