// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/json.h"
#include "app/base/value.h"

#include <QDateTime>
#include <QUrlQuery>

//! The words between the parts of the small Vault: questions, answers and the envelope around them.
//! Source: https://developer.hashicorp.com/vault/api-docs; equality with Vault 1.21.1 is shown by tests/servers/hvac.
namespace sallyport::demo {

struct VaultQuestion {
    QByteArray method; //!< `LIST` for a GET with `list=true`
    QString path;      //!< decoded, below `/v1/`
    QUrlQuery query{};
    Value body{};

    [[nodiscard]] bool writes() const { return method == "POST" || method == "PUT"; }
    //! What a policy must allow for it.
    [[nodiscard]] QString capability() const;
};

struct VaultAnswer {
    int status = 200;
    Value body{}; //!< null: none

    [[nodiscard]] static VaultAnswer nothing() { return {204, {}}; }
    [[nodiscard]] static VaultAnswer refusal(int status, const QStringList &words = {});
    [[nodiscard]] static VaultAnswer forbidden();
    [[nodiscard]] static VaultAnswer notFound() { return refusal(404); }
};

//! What is wrapped into an envelope.
struct VaultContent {
    Value data{};
    Value auth{};
    QString mountType{};
    qint64 lease = 0;
    QStringList warnings{};
};
[[nodiscard]] VaultAnswer enveloped(const VaultContent &content, int status = 200);

[[nodiscard]] Value object(Value::Map members);
[[nodiscard]] Value textList(const QStringList &texts);
[[nodiscard]] QString timeText(const QDateTime &time);
[[nodiscard]] QString newUuid();
//! Random letters and digits.
[[nodiscard]] QString newName(int length);

} // namespace sallyport::demo
