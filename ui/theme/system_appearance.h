// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDBusVariant;
class QString;

namespace sallyport {

//! What the desktop prefers, asked over D-Bus from the settings portal (Qt has this from 6.5 only) and followed while
//! it changes. Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
class SystemAppearance final : public QObject {
    Q_OBJECT
public:
    //! `fallbackDark`: what is assumed until the portal answers, and where there is none.
    explicit SystemAppearance(bool fallbackDark, QObject *parent = nullptr);

    //! Asks; the answer comes later. Without a session bus nothing happens.
    void start();

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] bool wantsHighContrast() const { return m_highContrast; }

signals:
    void changed();

private:
    Q_SLOT void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);
    void ask(const QString &key);
    void take(const QString &key, uint value);

    bool m_fallbackDark;
    bool m_dark;
    bool m_highContrast = false;
};

} // namespace sallyport
