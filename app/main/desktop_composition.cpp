// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/desktop_composition.h"

#include "app/base/log.h"
#include "app/oauth/authorization_flow.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString madePrivate(const QString &folder)
{
    if (!QFile::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder;
}

} // namespace

DesktopComposition::DesktopComposition(const QString &configFolder)
    : m_folder(madePrivate(configFolder)), m_settings(m_folder + u"/settings.json"_s),
      m_store(allProviders(), m_keychain, m_folder + u"/credentials.json"_s), m_core(m_store)
{
    QObject::connect(&m_store, &CredentialStore::credentialChanged, &m_core.resolver,
                     [this](const QString &id) { m_core.resolver.forgetCredential(id); });
    m_core.interlocutor.setAuthorizationHandler(authorizeWithBrowser);
    m_core.authorizer.setKeeper([this](const QString &id, const FormValues &secrets) { keep(id, secrets); });
    QObject::connect(&m_settings, &Settings::changed, &m_core.cache,
                     [this] { m_core.cache.setTimeToLive(m_settings.secretCacheDuration()); });
}

//! A sign-in is good for this session in any case.
void DesktopComposition::keep(const QString &credentialId, const FormValues &secrets)
{
    m_store.keep(credentialId, secrets).then(&m_store, [](const Result<Done> &kept) {
        if (!kept)
            qCWarning(lcSecrets) << "what a sign-in left could not be kept:" << traitsOf(kept.error().kind).name;
    });
}

std::vector<Error> DesktopComposition::load()
{
    std::vector<Error> problems;
    if (const auto loaded = m_settings.load(); !loaded)
        problems.push_back(loaded.error());
    if (const auto loaded = m_store.load(); !loaded)
        problems.push_back(loaded.error());
    m_core.cache.setTimeToLive(m_settings.secretCacheDuration());
    return problems;
}

Services DesktopComposition::services()
{
    return {allProviders(), m_settings, m_store, m_core.cache, m_core.resolver, m_core.runner, m_core.interlocutor, m_clock};
}

} // namespace sallyport
