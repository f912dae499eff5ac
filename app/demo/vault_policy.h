// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace sallyport::demo {

//! What one or more policies allow. Of the rules for a path the most exact one counts; within it `deny` beats all.
//! Source: https://developer.hashicorp.com/vault/docs/concepts/policies
class VaultRules {
public:
    //! Adds the rules of a policy in Vault's language; of it only `path "..." { capabilities = [...] }` is understood.
    void add(const QString &policy);
    void allowEverything() { m_everything = true; }

    [[nodiscard]] bool allows(const QString &path, const QString &capability) const;
    //! Whether any rule gives access to something below the mount, whose path ends in `/`.
    [[nodiscard]] bool reaches(const QString &mount) const;

private:
    struct Rule {
        QString path; //!< without the `*`
        bool isPrefix = false;
        QStringList capabilities;
    };
    std::vector<Rule> m_rules;
    bool m_everything = false;
};

//! Vault's own policy `default`, as far as this server has what it speaks of.
[[nodiscard]] QString defaultVaultPolicy();

} // namespace sallyport::demo
