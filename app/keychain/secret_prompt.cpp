// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/secret_prompt.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QLatin1StringView kService{"org.freedesktop.secrets"};
constexpr QLatin1StringView kInterface{"org.freedesktop.Secret.Prompt"};

QDBusMessage promptCall(const QString &path, const QString &method)
{
    return QDBusMessage::createMethodCall(kService, path, kInterface, method);
}

} // namespace

SecretPrompt::SecretPrompt(QString path, QObject *parent) : QObject(parent), m_path(std::move(path))
{
    QDBusConnection::sessionBus().connect(kService, m_path, kInterface, u"Completed"_s, this, SLOT(onCompleted(bool,QDBusVariant)));
}

Async<bool> SecretPrompt::show(Clock &clock, std::chrono::milliseconds deadline)
{
    QDBusMessage prompt = promptCall(m_path, u"Prompt"_s);
    prompt << QString(); // no window to stand above
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(prompt), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        if (watcher->isError())
            m_done(true); // it cannot be shown here
        watcher->deleteLater();
    });
    clock.after(deadline, this, [this] {
        if (m_done.isAnswered())
            return;
        QDBusConnection::sessionBus().asyncCall(promptCall(m_path, u"Dismiss"_s));
        m_done(Error{ErrorKind::Unavailable, u"nobody answered the keychain's prompt"_s, u"Try again and enter the keyring's password."_s});
    });
    return m_done.future();
}

void SecretPrompt::onCompleted(bool dismissed, const QDBusVariant &)
{
    m_done(dismissed);
}

} // namespace sallyport
