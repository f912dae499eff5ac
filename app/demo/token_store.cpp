// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/token_store.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

//! `90`, `"90"`, `"90s"`, `"2m"`, `"1h"`; 0 where it is nothing of these.
qint64 secondsOf(const Value &duration)
{
    QString text = duration.asText();
    const QChar unit = text.isEmpty() ? QChar() : text.back();
    const qint64 factor = unit == u'h' ? 3600 : unit == u'm' ? 60 : 1;
    if (unit.isLetter())
        text.chop(1);
    return text.toLongLong() * factor;
}

bool isRoot(const QStringList &policies)
{
    return policies.contains(u"root"_s);
}

} // namespace

TokenStore::Token TokenStore::newToken(const QStringList &policies, qint64 ttl) const
{
    Token token{.policies = policies, .accessor = newName(24), .created = m_now(), .creationTtl = ttl};
    if (ttl > 0)
        token.expires = token.created.addSecs(ttl);
    if (!isRoot(policies))
        token.policies.prepend(u"default"_s);
    return token;
}

void TokenStore::addRootToken(const QString &token)
{
    m_tokens.insert(token, newToken({u"root"_s}, 0));
}

void TokenStore::addToken(const QString &token, const QStringList &policies, qint64 ttl)
{
    m_tokens.insert(token, newToken(policies, ttl));
}

void TokenStore::addRole(const AppRole &role)
{
    m_roles.insert(role.roleId, role);
}

void TokenStore::addSecretId(const QString &roleId, const QString &secretId, int uses)
{
    m_secretIds.insert(secretId, {roleId, uses, uses > 0});
}

std::optional<VaultRules> TokenStore::rulesOf(const QString &token) const
{
    const auto found = m_tokens.constFind(token);
    if (found == m_tokens.cend() || !isValid(*found))
        return std::nullopt;
    VaultRules rules;
    if (isRoot(found->policies))
        rules.allowEverything();
    for (const QString &name : found->policies)
        rules.add(name == "default"_L1 ? defaultVaultPolicy() : m_policies.value(name));
    return rules;
}

bool TokenStore::hasAppRoleAt(const QString &mount) const
{
    return std::any_of(m_roles.begin(), m_roles.end(), [&mount](const AppRole &role) { return role.mount == mount; });
}

bool TokenStore::spend(const QString &roleId, const QString &secretId)
{
    const auto found = m_secretIds.find(secretId);
    if (found == m_secretIds.end() || found->roleId != roleId)
        return false;
    if (found->isLimited && --found->usesLeft == 0)
        m_secretIds.erase(found);
    return true;
}

VaultAnswer TokenStore::login(const QString &mount, const Value &body)
{
    const QString roleId = body[u"role_id"].toString();
    if (roleId.isEmpty())
        return VaultAnswer::refusal(500, {u"failed to determine alias name from login request"_s});
    if (!body.find(u"secret_id"))
        return VaultAnswer::refusal(400, {u"missing secret_id"_s});
    const auto role = m_roles.constFind(roleId);
    if (role == m_roles.cend() || role->mount != mount || !spend(roleId, body[u"secret_id"].toString()))
        return VaultAnswer::refusal(400, {u"invalid role or secret ID"_s});
    Token token = newToken(role->policies, role->tokenTtl);
    token.maxTtl = role->tokenMaxTtl;
    token.displayName = mount;
    token.path = u"auth/%1/login"_s.arg(mount);
    token.entity = newUuid();
    token.meta = object({{u"role_name"_s, role->name}});
    const QString id = u"hvs."_s + newName(90);
    m_tokens.insert(id, token);
    return enveloped({.auth = authOf(id, token, token.creationTtl)});
}

Value TokenStore::authOf(const QString &id, const Token &token, qint64 lease) const
{
    return object({{u"client_token"_s, id},
                   {u"accessor"_s, token.accessor},
                   {u"policies"_s, textList(token.policies)},
                   {u"token_policies"_s, textList(token.policies)},
                   {u"metadata"_s, token.meta},
                   {u"lease_duration"_s, Value::number(lease)},
                   {u"renewable"_s, token.expires.isValid()},
                   {u"entity_id"_s, token.entity},
                   {u"token_type"_s, u"service"_s},
                   {u"orphan"_s, true},
                   {u"mfa_requirement"_s, Value()},
                   {u"num_uses"_s, Value::number(0)}});
}

VaultAnswer TokenStore::lookupSelf(const QString &id) const
{
    const Token token = m_tokens.value(id);
    const bool ends = token.expires.isValid();
    return enveloped({.data = object({{u"accessor"_s, token.accessor},
                                      {u"creation_time"_s, Value::number(token.created.toSecsSinceEpoch())},
                                      {u"creation_ttl"_s, Value::number(token.creationTtl)},
                                      {u"display_name"_s, token.displayName},
                                      {u"entity_id"_s, token.entity},
                                      {u"expire_time"_s, ends ? Value(timeText(token.expires)) : Value()},
                                      {u"explicit_max_ttl"_s, Value::number(0)},
                                      {u"id"_s, id},
                                      {u"issue_time"_s, timeText(token.created)},
                                      {u"meta"_s, token.meta},
                                      {u"num_uses"_s, Value::number(0)},
                                      {u"orphan"_s, true},
                                      {u"path"_s, token.path},
                                      {u"policies"_s, textList(token.policies)},
                                      {u"renewable"_s, ends},
                                      {u"ttl"_s, Value::number(ends ? std::max<qint64>(0, m_now().secsTo(token.expires)) : 0)},
                                      {u"type"_s, u"service"_s}}),
                      .mountType = u"token"_s});
}

VaultAnswer TokenStore::renewSelf(const QString &id, const Value &body)
{
    Token &token = m_tokens[id];
    if (!token.expires.isValid())
        return VaultAnswer::refusal(400, {u"lease is not renewable"_s});
    const qint64 asked = secondsOf(body[u"increment"]);
    qint64 lease = asked > 0 ? asked : token.creationTtl;
    if (token.maxTtl > 0)
        lease = std::min(lease, token.maxTtl - token.created.secsTo(m_now()));
    token.expires = m_now().addSecs(lease);
    return enveloped({.auth = authOf(id, token, lease), .mountType = u"token"_s});
}

} // namespace sallyport::demo
