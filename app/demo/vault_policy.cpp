// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/vault_policy.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

QStringList quotedWords(const QString &text)
{
    static const QRegularExpression kQuoted(u"\"([^\"]*)\""_s);
    QStringList words;
    for (auto match = kQuoted.globalMatch(text); match.hasNext();)
        words.append(match.next().captured(1));
    return words;
}

} // namespace

void VaultRules::add(const QString &policy)
{
    static const QRegularExpression kRule(u"path\\s+\"([^\"]+)\"\\s*\\{[^}]*capabilities\\s*=\\s*\\[([^\\]]*)\\]"_s);
    for (auto match = kRule.globalMatch(policy); match.hasNext();) {
        const auto found = match.next();
        Rule rule{found.captured(1), false, quotedWords(found.captured(2))};
        if (rule.path.endsWith(u'*')) {
            rule.path.chop(1);
            rule.isPrefix = true;
        }
        m_rules.push_back(rule);
    }
}

bool VaultRules::allows(const QString &path, const QString &capability) const
{
    if (m_everything)
        return true;
    qsizetype best = -1;
    QStringList capabilities;
    for (const Rule &rule : m_rules) {
        const bool matches = rule.isPrefix ? path.startsWith(rule.path) : path == rule.path;
        const qsizetype exactness = rule.path.size() * 2 + (rule.isPrefix ? 0 : 1);
        if (!matches || exactness < best)
            continue;
        if (exactness > best)
            capabilities.clear();
        best = exactness;
        capabilities += rule.capabilities;
    }
    return capabilities.contains(capability) && !capabilities.contains(u"deny"_s);
}

bool VaultRules::reaches(const QString &mount) const
{
    if (m_everything)
        return true;
    for (const Rule &rule : m_rules) {
        const bool below = rule.path.startsWith(mount) || (rule.isPrefix && mount.startsWith(rule.path));
        if (below && !rule.capabilities.contains(u"deny"_s))
            return true;
    }
    return false;
}

QString defaultVaultPolicy()
{
    return uR"(path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] })"_s;
}

} // namespace sallyport::demo
