// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const auto kService = "org.freedesktop.portal.Desktop"_L1;
const auto kPath = "/org/freedesktop/portal/desktop"_L1;
const auto kInterface = "org.freedesktop.portal.Settings"_L1;
const auto kGroup = "org.freedesktop.appearance"_L1;
const auto kColorScheme = "color-scheme"_L1;
const auto kContrast = "contrast"_L1;
constexpr int kPatienceMs = 3000;

// Without this look libdbus would try to start a bus of its own, which takes seconds where there is no desktop.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + "/bus"_L1);
}

// `Read` wraps its answer in one variant more than the signal does.
uint unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

} // namespace

SystemAppearance::SystemAppearance(bool fallbackDark, QObject *parent) : QObject(parent), m_fallbackDark(fallbackDark), m_dark(fallbackDark)
{
}

void SystemAppearance::start()
{
    if (!hasSessionBus())
        return;
    QDBusConnection::sessionBus().connect(kService, kPath, kInterface, u"SettingChanged"_s, this,
                                          SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(kColorScheme);
    ask(kContrast);
}

void SystemAppearance::ask(const QString &key)
{
    QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    question << QString(kGroup) << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, kPatienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher *finished) {
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        finished->deleteLater();
        if (reply.isValid())
            take(key, unwrapped(reply.value().variant()));
    });
}

void SystemAppearance::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == kGroup)
        take(key, unwrapped(value.variant()));
}

void SystemAppearance::take(const QString &key, uint value)
{
    if (key == kColorScheme)
        m_dark = value == 1 || (value != 2 && m_fallbackDark); // 0: no preference, 1: dark, 2: light
    else if (key == kContrast)
        m_highContrast = value == 1;
    else
        return;
    emit changed();
}

} // namespace sallyport
