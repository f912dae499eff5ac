// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/vault_message.h"
#include "app/demo/vault_policy.h"

#include <QMap>

#include <functional>
#include <optional>

namespace sallyport::demo {

//! A role of the AppRole method.
struct AppRole {
    QString mount = QStringLiteral("approle");
    QString name;
    QString roleId;
    QStringList policies;
    qint64 tokenTtl = 3600; //!< seconds; 0: never expires
    qint64 tokenMaxTtl = 0; //!< 0: no limit
};

//! Tokens, policies and AppRoles of the small Vault.
class TokenStore {
public:
    using Now = std::function<QDateTime()>;
    explicit TokenStore(Now now) : m_now(std::move(now)) {}

    void setPolicy(const QString &name, const QString &text) { m_policies.insert(name, text); }
    void addRootToken(const QString &token);
    //! A token that somebody gave out; `ttl` 0: never expires.
    void addToken(const QString &token, const QStringList &policies, qint64 ttl);
    void revoke(const QString &token) { m_tokens.remove(token); }
    void addRole(const AppRole &role);
    //! `uses` 0: any number.
    void addSecretId(const QString &roleId, const QString &secretId, int uses = 0);
    void removeSecretId(const QString &secretId) { m_secretIds.remove(secretId); }
    [[nodiscard]] QStringList tokens() const { return m_tokens.keys(); }

    //! What a token may do; nothing where it is not valid (any more).
    [[nodiscard]] std::optional<VaultRules> rulesOf(const QString &token) const;
    [[nodiscard]] bool hasAppRoleAt(const QString &mount) const;

    [[nodiscard]] VaultAnswer login(const QString &mount, const Value &body);
    [[nodiscard]] VaultAnswer lookupSelf(const QString &token) const;
    [[nodiscard]] VaultAnswer renewSelf(const QString &token, const Value &body);

private:
    struct Token {
        QStringList policies;
        QString accessor;
        QString entity;
        QString displayName = QStringLiteral("token");
        QString path = QStringLiteral("auth/token/create");
        Value meta{};
        QDateTime created;
        qint64 creationTtl = 0;
        qint64 maxTtl = 0;
        QDateTime expires; //!< invalid: never
    };
    struct SecretId {
        QString roleId;
        int usesLeft = 0;
        bool isLimited = false;
    };

    [[nodiscard]] bool isValid(const Token &token) const { return !token.expires.isValid() || token.expires > m_now(); }
    [[nodiscard]] bool spend(const QString &roleId, const QString &secretId);
    [[nodiscard]] Value authOf(const QString &id, const Token &token, qint64 lease) const;
    [[nodiscard]] Token newToken(const QStringList &policies, qint64 ttl) const;

    Now m_now;
    QMap<QString, QString> m_policies;
    QMap<QString, Token> m_tokens;
    QMap<QString, AppRole> m_roles; //!< by role id
    QMap<QString, SecretId> m_secretIds;
};

} // namespace sallyport::demo
