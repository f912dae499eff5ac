// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/vault_message.h"

#include <QMap>

#include <functional>
#include <optional>

namespace sallyport::demo {

//! The key-value engines of the small Vault, version 1 and 2.
class KvStore {
public:
    using Now = std::function<QDateTime()>;
    explicit KvStore(Now now) : m_now(std::move(now)) {}

    struct Version {
        Value data;
        QDateTime created;
        QDateTime deleted; //!< invalid: not deleted
        bool destroyed = false;
    };
    struct Engine {
        int version = 2;
        QString description;
        QMap<QString, std::vector<Version>> secrets; //!< version 1 keeps the last one only
    };

    //! `path` without slashes around it.
    void mount(const QString &path, int version, const QString &description = {});
    [[nodiscard]] QStringList mounts() const { return m_engines.keys(); }
    [[nodiscard]] const Engine *engine(const QString &mount) const;
    //! The mount that a path below `/v1/` belongs to.
    [[nodiscard]] std::optional<QString> mountOf(const QString &path) const;
    //! As `sys/internal/ui/mounts` tells it.
    [[nodiscard]] Value description(const QString &mount) const;

    void write(const QString &mount, const QString &name, const Value &data);
    void deleteVersion(const QString &mount, const QString &name, int version);
    void destroyVersion(const QString &mount, const QString &name, int version);

    //! A question whose path is in the mount; rights have been checked.
    [[nodiscard]] VaultAnswer answer(const QString &mount, const VaultQuestion &question);

private:
    [[nodiscard]] VaultAnswer answerPlain(Engine &engine, const QString &name, const VaultQuestion &question);
    [[nodiscard]] VaultAnswer answerVersioned(Engine &engine, const QString &below, const VaultQuestion &question);
    [[nodiscard]] VaultAnswer readVersion(const Engine &engine, const QString &name, const VaultQuestion &question, bool namesOnly) const;
    [[nodiscard]] VaultAnswer writeVersion(Engine &engine, const QString &name, const VaultQuestion &question);
    [[nodiscard]] VaultAnswer list(const Engine &engine, const QString &folder) const;

    Now m_now;
    QMap<QString, Engine> m_engines;
};

} // namespace sallyport::demo
