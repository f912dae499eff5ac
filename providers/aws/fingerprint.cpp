// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/fingerprint.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

//! Texts with their lengths before them, so that no two lists of texts are one.
void add(QCryptographicHash &hash, QByteArrayView text)
{
    hash.addData(QByteArray::number(text.size()) + ':');
    hash.addData(text);
}

void add(QCryptographicHash &hash, const ConfigSection *section)
{
    add(hash, section ? "section" : "none");
    if (!section)
        return;
    for (const auto &[key, property] : section->properties) {
        add(hash, key.toUtf8());
        add(hash, property.value.toUtf8());
        add(hash, property.secret.reveal());
        for (const NestedProperty &nested : property.nested) {
            add(hash, nested.key.toUtf8());
            add(hash, nested.value.toUtf8());
        }
    }
}

} // namespace

QString fingerprintOf(const Settings &settings, const ProfilePlan &plan)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QStringList profiles{plan.profile, plan.baseProfile};
    for (const RoleStep &role : plan.roles)
        profiles.append(role.profile);
    profiles.removeDuplicates();
    for (const QString &name : profiles) {
        add(hash, name.toUtf8());
        add(hash, settings.config.profile(name));
    }
    if (const auto *sso = std::get_if<SsoSource>(&plan.base))
        add(hash, settings.config.ssoSession(sso->sessionName));
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace sallyport::aws
