// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <optional>
#include <stop_token>

namespace sallyport {

//! Sends one request at a time. A new one replaces the one under way; only the answer of the newest is told.
class SendController final : public QObject {
    Q_OBJECT
public:
    explicit SendController(const Services &services, QObject *parent = nullptr);
    ~SendController() override;

    //! Prepares and sends. Where a credential is unbound, `bindingNeeded` comes instead, and `resume` goes on after it is
    //! bound (or `cancel` gives up). What is wrong with the request comes as `failed` before anything is sent.
    void send(const Workspace &workspace, const QString &environmentId, const RequestDraft &draft);
    void resume();
    void cancel();

    [[nodiscard]] bool isBusy() const { return m_busy; }
    [[nodiscard]] QString requestId() const { return m_requestId; } //!< of the newest request
    [[nodiscard]] Clock::Instant startedAt() const { return m_started; }

    [[nodiscard]] static SendOptions optionsOf(const Settings &settings);

signals:
    void busyChanged(bool busy);
    void started(const QString &requestId, const QStringList &secretsToFetch);
    void bindingNeeded(const sallyport::SecretLink &link); //!< the first one whose credential nobody has bound on this machine yet
    void finished(const sallyport::RunRecord &record);
    void failed(const QString &requestId, const sallyport::Error &error);

private:
    [[nodiscard]] std::optional<SecretLink> firstUnbound(const PreparedRequest &request) const;
    void setBusy(bool busy);
    void launch();

    Services m_services;
    std::optional<PreparedRequest> m_waiting; //!< for a binding
    std::stop_source m_stop;
    QString m_requestId;
    Clock::Instant m_started{};
    int m_generation = 0;
    bool m_busy = false;
};

} // namespace sallyport
