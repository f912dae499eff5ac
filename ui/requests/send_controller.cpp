// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/send_controller.h"

namespace sallyport {

SendController::SendController(const Services &services, QObject *parent) : QObject(parent), m_services(services) {}

SendController::~SendController()
{
    m_stop.request_stop();
}

SendOptions SendController::optionsOf(const Settings &settings)
{
    SendOptions options;
    options.timeout = settings.requestTimeout();
    options.followRedirects = settings.followRedirects();
    options.verifyTls = settings.verifyTls();
    return options;
}

std::optional<SecretLink> SendController::firstUnbound(const PreparedRequest &request) const
{
    for (const SecretUse &use : request.secrets) {
        if (m_services.credentials.bound(use.tag, request.workspaceId))
            continue;
        if (const auto link = SecretLink::fromTag(use.tag, m_services.catalog)) // each can be read: send saw to it
            return *link;
    }
    return std::nullopt;
}

void SendController::send(const Workspace &workspace, const QString &environmentId, const RequestDraft &draft)
{
    cancel();
    m_requestId = draft.id;
    auto prepared = RequestRunner::prepare(workspace, environmentId, draft);
    if (!prepared) {
        emit failed(draft.id, prepared.error());
        return;
    }
    for (const SecretUse &use : prepared->secrets) {
        if (const auto link = SecretLink::fromTag(use.tag, m_services.catalog); !link) {
            emit failed(draft.id, link.error().at(use.location));
            return;
        }
    }
    m_waiting = std::move(prepared).value();
    resume();
}

void SendController::resume()
{
    if (!m_waiting)
        return;
    if (const auto unbound = firstUnbound(*m_waiting))
        emit bindingNeeded(*unbound);
    else
        launch();
}

void SendController::launch()
{
    const PreparedRequest request = *std::exchange(m_waiting, std::nullopt);
    m_stop = std::stop_source();
    m_started = m_services.clock.now();
    QStringList secrets;
    for (const SecretUse &use : request.secrets) {
        const Credential *credential = m_services.credentials.bound(use.tag, request.workspaceId);
        const auto link = SecretLink::fromTag(use.tag, m_services.catalog);
        if (credential && link && !m_services.resolver.cachedAge(*link, *credential))
            secrets.push_back(credential->name);
    }
    secrets.removeDuplicates();
    setBusy(true);
    emit started(m_requestId, secrets);
    m_services.runner.send(request, optionsOf(m_services.settings), m_stop.get_token())
        .then(this, [this, mine = ++m_generation, id = m_requestId](const Result<RunRecord> &record) {
            if (mine != m_generation)
                return; // a newer request, or given up
            setBusy(false);
            if (record)
                emit finished(*record);
            else
                emit failed(id, record.error());
        });
}

void SendController::cancel()
{
    m_waiting.reset();
    if (!m_busy)
        return;
    ++m_generation;
    m_stop.request_stop();
    setBusy(false);
    emit failed(m_requestId, cancelledError());
}

void SendController::setBusy(bool busy)
{
    if (std::exchange(m_busy, busy) != busy)
        emit busyChanged(busy);
}

} // namespace sallyport
