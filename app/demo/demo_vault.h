// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/kv_store.h"
#include "app/demo/token_store.h"
#include "app/http/loopback_server.h"

namespace sallyport::demo {

//! A small server that speaks like HashiCorp Vault: tokens, AppRole, key-value engines of both versions, policies, the
//! seal. It keeps all in memory and is meant for demonstrations and tests, never for secrets that matter. It does what
//! Vault's agent does with `require_request_header`: requests without `X-Vault-Request` are refused.
class DemoVault {
public:
    using Now = std::function<QDateTime()>;
    explicit DemoVault(const Now &now);

    [[nodiscard]] KvStore &secrets() { return m_secrets; }
    [[nodiscard]] TokenStore &tokens() { return m_tokens; }

    void setSealed(bool sealed) { m_sealed = sealed; }
    void setInitialized(bool initialized) { m_initialized = initialized; }
    //! Not empty: every request is answered by 307 to the same path there, as a standby node does.
    void setActiveNode(const QByteArray &origin) { m_activeNode = origin; }

    [[nodiscard]] LoopbackResponse handle(const LoopbackRequest &request);

private:
    [[nodiscard]] VaultAnswer answer(const VaultQuestion &question, const QString &token);
    [[nodiscard]] VaultAnswer answerWithToken(const VaultQuestion &question, const QString &token);
    [[nodiscard]] VaultAnswer answerMounts(const QString &path, const VaultRules &rules) const;
    [[nodiscard]] VaultAnswer health() const;
    [[nodiscard]] VaultAnswer sealStatus() const;

    Now m_now;
    KvStore m_secrets;
    TokenStore m_tokens;
    QByteArray m_activeNode;
    bool m_sealed = false;
    bool m_initialized = true;
};

} // namespace sallyport::demo
