// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/store/atomic_file.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

namespace sallyport {

//! The person's settings that are no secrets: `settings.json` (0600) in the configuration folder.
class Settings final : public QObject {
    Q_OBJECT
public:
    explicit Settings(QString filePath, QObject *parent = nullptr);

    //! A missing file means defaults. Malformed: moved aside, defaults.
    Result<Done> load();

    enum class Theme { System, Light, Dark };

    [[nodiscard]] std::chrono::minutes secretCacheDuration() const { return m_secretCacheDuration; }
    [[nodiscard]] std::chrono::seconds requestTimeout() const { return m_requestTimeout; }
    [[nodiscard]] bool followRedirects() const { return m_followRedirects; }
    [[nodiscard]] bool verifyTls() const { return m_verifyTls; }
    [[nodiscard]] Theme theme() const { return m_theme; }
    [[nodiscard]] QStringList recentFiles() const { return m_recentFiles; }
    [[nodiscard]] QString selectedEnvironment(const QString &workspaceId) const;
    [[nodiscard]] QByteArray windowState(const QString &name) const;

    //! Each writes the file at once, together with what another window has written into it meanwhile; the error of a failed write is
    //! returned and `changed` still emitted.
    Result<Done> setSecretCacheDuration(std::chrono::minutes duration);
    Result<Done> setRequestTimeout(std::chrono::seconds timeout);
    Result<Done> setFollowRedirects(bool follow);
    Result<Done> setVerifyTls(bool verify);
    Result<Done> setTheme(Theme theme);
    Result<Done> addRecentFile(const QString &path);
    Result<Done> setSelectedEnvironment(const QString &workspaceId, const QString &environmentId);
    Result<Done> setWindowState(const QString &name, const QByteArray &state);

signals:
    void changed();

private:
    Result<Done> save();
    Result<Done> change(const std::function<void()> &apply);
    QString m_filePath;
    FileStamp m_stamp; //!< of the file as it was read or written last
    std::chrono::minutes m_secretCacheDuration{30};
    std::chrono::seconds m_requestTimeout{30};
    bool m_followRedirects = true;
    bool m_verifyTls = true;
    Theme m_theme = Theme::System;
    QStringList m_recentFiles;
    QHash<QString, QString> m_selectedEnvironments;
    QHash<QString, QByteArray> m_windowStates;
};

} // namespace sallyport
