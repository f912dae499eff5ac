// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/settings.h"

#include "app/base/json.h"
#include "app/base/log.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr qsizetype kMaxRecentFiles = 20;
constexpr qint64 kMaxSettingsBytes = 4 << 20;
// Limits of what a person can set: cache 0-720 minutes; a request may take up to a day, 0 means no limit.
constexpr qint64 kMaxCacheMinutes = 720;
constexpr qint64 kMaxTimeoutSeconds = 24 * 60 * 60;

QString themeWord(Settings::Theme theme)
{
    return theme == Settings::Theme::Light ? u"light"_s : theme == Settings::Theme::Dark ? u"dark"_s : u"system"_s;
}

Settings::Theme themeOf(const QString &word)
{
    return word == u"light"_s ? Settings::Theme::Light : word == u"dark"_s ? Settings::Theme::Dark : Settings::Theme::System;
}

qint64 numberOr(const Value &value, qint64 fallback, qint64 max)
{
    bool isNumber = false;
    const qint64 number = value.numberText().toLongLong(&isNumber);
    return isNumber ? std::clamp<qint64>(number, 0, max) : fallback;
}

} // namespace

Settings::Settings(QString filePath, QObject *parent) : QObject(parent), m_filePath(std::move(filePath)) {}

Result<Done> Settings::load()
{
    m_stamp = stampOf(m_filePath);
    const auto text = readWholeFile(m_filePath, kMaxSettingsBytes);
    if (!text && text.error().kind == ErrorKind::NotFound)
        return Done{};
    if (!text && text.error().kind != ErrorKind::Malformed)
        return text.error();
    const auto root = text ? json::parse(*text) : Result<Value>(text.error());
    if (!root || !root->isMap()) {
        const QString aside = m_filePath + u".damaged"_s;
        QFile::remove(aside);
        QFile::rename(m_filePath, aside);
        qCWarning(lcStore) << "settings could not be read; they were moved aside and defaults apply";
        return Done{};
    }
    m_secretCacheDuration = std::chrono::minutes(numberOr((*root)[u"secretCacheMinutes"], 30, kMaxCacheMinutes));
    m_requestTimeout = std::chrono::seconds(numberOr((*root)[u"requestTimeoutSeconds"], 30, kMaxTimeoutSeconds));
    m_followRedirects = (*root)[u"followRedirects"].toBool(true);
    m_verifyTls = (*root)[u"verifyTls"].toBool(true);
    m_theme = themeOf((*root)[u"theme"].toString());
    m_recentFiles.clear();
    m_selectedEnvironments.clear();
    m_windowStates.clear();
    for (const Value &path : (*root)[u"recentFiles"].list())
        m_recentFiles.append(path.toString());
    for (const auto &[workspace, environment] : (*root)[u"selectedEnvironments"].map())
        m_selectedEnvironments.insert(workspace, environment.toString());
    for (const auto &[name, state] : (*root)[u"windowStates"].map())
        m_windowStates.insert(name, QByteArray::fromBase64(state.toString().toLatin1()));
    emit changed();
    return Done{};
}

Result<Done> Settings::save()
{
    Value root{Value::Map()};
    root.set(u"secretCacheMinutes"_s, Value::number(m_secretCacheDuration.count()));
    root.set(u"requestTimeoutSeconds"_s, Value::number(m_requestTimeout.count()));
    root.set(u"followRedirects"_s, m_followRedirects);
    root.set(u"verifyTls"_s, m_verifyTls);
    root.set(u"theme"_s, themeWord(m_theme));
    Value::List recent;
    for (const QString &path : std::as_const(m_recentFiles))
        recent.emplace_back(path);
    root.set(u"recentFiles"_s, std::move(recent));
    Value environments{Value::Map()};
    for (auto it = m_selectedEnvironments.cbegin(); it != m_selectedEnvironments.cend(); ++it)
        environments.set(it.key(), it.value());
    root.set(u"selectedEnvironments"_s, std::move(environments));
    Value windows{Value::Map()};
    for (auto it = m_windowStates.cbegin(); it != m_windowStates.cend(); ++it)
        windows.set(it.key(), QString::fromLatin1(it.value().toBase64()));
    root.set(u"windowStates"_s, std::move(windows));
    const QString folder = QFileInfo(m_filePath).absolutePath();
    QDir().mkpath(folder); // a failure shows in the write
    auto written = writeFileAtomically(m_filePath, json::writeIndented(root) + '\n', {.keepPrevious = false, .privateToUser = true});
    m_stamp = stampOf(m_filePath);
    emit changed();
    return written;
}

Result<Done> Settings::change(const std::function<void()> &apply)
{
    if (stampOf(m_filePath) != m_stamp)
        (void)load(); // what cannot be read is replaced
    apply();
    return save();
}

QString Settings::selectedEnvironment(const QString &workspaceId) const
{
    return m_selectedEnvironments.value(workspaceId);
}

QByteArray Settings::windowState(const QString &name) const
{
    return m_windowStates.value(name);
}

Result<Done> Settings::setSecretCacheDuration(std::chrono::minutes duration)
{
    return change([this, duration] {
        m_secretCacheDuration = std::clamp(duration, std::chrono::minutes(0), std::chrono::minutes(kMaxCacheMinutes));
    });
}

Result<Done> Settings::setRequestTimeout(std::chrono::seconds timeout)
{
    return change([this, timeout] {
        m_requestTimeout = std::clamp(timeout, std::chrono::seconds(0), std::chrono::seconds(kMaxTimeoutSeconds));
    });
}

Result<Done> Settings::setFollowRedirects(bool follow)
{
    return change([this, follow] { m_followRedirects = follow; });
}

Result<Done> Settings::setVerifyTls(bool verify)
{
    return change([this, verify] { m_verifyTls = verify; });
}

Result<Done> Settings::setTheme(Theme theme)
{
    return change([this, theme] { m_theme = theme; });
}

Result<Done> Settings::addRecentFile(const QString &path)
{
    return change([this, &path] {
        m_recentFiles.removeAll(path);
        m_recentFiles.prepend(path);
        while (m_recentFiles.size() > kMaxRecentFiles)
            m_recentFiles.removeLast();
    });
}

Result<Done> Settings::setSelectedEnvironment(const QString &workspaceId, const QString &environmentId)
{
    return change([this, &workspaceId, &environmentId] { m_selectedEnvironments.insert(workspaceId, environmentId); });
}

Result<Done> Settings::setWindowState(const QString &name, const QByteArray &state)
{
    return change([this, &name, &state] { m_windowStates.insert(name, state); });
}

} // namespace sallyport
