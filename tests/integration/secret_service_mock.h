// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>

//! As much of a Secret Service as unlocking needs, with a person at its prompt who behaves as told. Only one prompt may
//! be asked for at a time; each counts.
class SecretServiceMock final : public QDBusVirtualObject {
public:
    enum class Person { Unlocks, Dismisses, Sleeps };

    explicit SecretServiceMock(Person person)
        : m_person(person), m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("mock")))
    {
        m_bus.registerVirtualObject(QStringLiteral("/org/freedesktop/secrets"), this, QDBusConnection::SubPath);
        m_bus.registerService(QStringLiteral("org.freedesktop.secrets"));
    }

    [[nodiscard]] int prompts() const { return m_prompts; }
    [[nodiscard]] int dismissals() const { return m_dismissals; }

    [[nodiscard]] QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        const QString member = message.member();
        const QDBusObjectPath collection(QStringLiteral("/org/freedesktop/secrets/collection/mine"));
        const QDBusObjectPath prompt(QStringLiteral("/org/freedesktop/secrets/prompt/p1"));
        if (member == QLatin1StringView("ReadAlias"))
            return bus.send(message.createReply(QVariant::fromValue(collection)));
        if (member == QLatin1StringView("Get"))
            return bus.send(message.createReply(QVariant::fromValue(QDBusVariant(m_locked))));
        if (member == QLatin1StringView("Unlock"))
            return bus.send(message.createReply({QVariant::fromValue(QList<QDBusObjectPath>()), QVariant::fromValue(prompt)}));
        if (member == QLatin1StringView("Dismiss"))
            ++m_dismissals;
        bus.send(message.createReply());
        if (member == QLatin1StringView("Prompt"))
            showPrompt(message.path());
        return true;
    }

private:
    void showPrompt(const QString &path)
    {
        ++m_prompts;
        if (m_person == Person::Sleeps)
            return;
        const bool dismissed = m_person == Person::Dismisses;
        m_locked = dismissed;
        auto completed = QDBusMessage::createSignal(path, QStringLiteral("org.freedesktop.Secret.Prompt"), QStringLiteral("Completed"));
        completed << dismissed << QVariant::fromValue(QDBusVariant(QString()));
        m_bus.send(completed);
    }

    Person m_person;
    QDBusConnection m_bus;
    bool m_locked = true;
    int m_prompts = 0;
    int m_dismissals = 0;
};
