// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/send_flow.h"

#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/credential_text.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/main/workspace_controller.h"
#include "ui/requests/request_editor.h"

namespace sallyport {

using namespace Qt::StringLiterals;

SendFlow::SendFlow(const Services &services, WorkspaceController &workspace, RequestEditor &editor, ResponseView &view, QWidget *window)
    : QObject(window), m_services(services), m_workspace(workspace), m_editor(editor), m_view(view), m_window(window),
      m_sender(services)
{
    connect(&m_sender, &SendController::busyChanged, this, [this](bool busy) {
        m_editor.setBusy(busy);
        if (!busy)
            m_view.stopBusy();
        emit busyChanged(busy);
    });
    connect(&m_sender, &SendController::started, this, [this](const QString &, const QStringList &credentials) {
        const QString doing =
            credentials.isEmpty() ? tr("Waiting for the answer") : tr("Fetching secrets with %1").arg(credentials.join(u", "_s));
        m_view.showBusy(doing, [this] { cancel(); });
    });
    connect(&m_sender, &SendController::bindingNeeded, this, &SendFlow::askForBinding);
    connect(&m_sender, &SendController::finished, this,
            [this](const RunRecord &record) { keep(record.requestId, {std::make_shared<const RunRecord>(record), std::nullopt}); });
    connect(&m_sender, &SendController::failed, this,
            [this](const QString &requestId, const Error &error) { keep(requestId, {nullptr, error}); });
}

void SendFlow::send()
{
    if (const auto committed = m_workspace.commit(); !committed)
        return m_view.showError(committed.error(), {});
    const RequestDraft *draft = m_workspace.workspace().findRequest(m_shown);
    if (draft)
        m_sender.send(m_workspace.workspace(), m_workspace.environmentId(), *draft);
}

void SendFlow::cancel()
{
    m_sender.cancel();
}

void SendFlow::showRequest(const QString &requestId)
{
    if (requestId == m_shown)
        return;
    m_shown = requestId;
    const auto known = m_outcomes.constFind(requestId);
    if (known == m_outcomes.constEnd())
        m_view.showNothing();
    else
        present(*known);
}

void SendFlow::forgetAll()
{
    m_sender.cancel();
    m_outcomes.clear();
    m_order.clear();
    m_shown.clear();
    m_view.showNothing();
}

void SendFlow::keep(const QString &requestId, const Outcome &outcome)
{
    m_order.removeOne(requestId);
    m_order.push_back(requestId);
    if (m_order.size() > kMaxAnswers)
        m_outcomes.remove(m_order.takeFirst());
    if (requestId == m_shown)
        present(outcome);
    m_outcomes.insert(requestId, outcome);
}

void SendFlow::present(const Outcome &outcome)
{
    if (outcome.record)
        m_view.showRecord(outcome.record);
    else if (outcome.error)
        m_view.showError(*outcome.error, remediesOf(*outcome.error));
}

void SendFlow::askForBinding(const SecretLink &link)
{
    const auto kind = m_services.catalog.findKind(link.kindId);
    if (!kind)
        return m_sender.cancel();
    const Workspace &workspace = m_workspace.workspace();
    auto *dialog = new BindCredentialDialog(m_services, *kind, link.credential, workspace.id, workspace.name, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BindCredentialDialog::bound, this, [this] { m_sender.resume(); }, Qt::QueuedConnection);
    connect(dialog, &QDialog::rejected, this, [this, id = m_shown] {
        m_sender.cancel();
        keep(id, {nullptr, cancelledError()}); // an earlier answer must not look like this one's
    });
    dialog->open();
}

std::optional<SecretUse> SendFlow::failedUse(const Error &error) const
{
    const RequestDraft *draft = m_workspace.workspace().findRequest(m_shown);
    if (!draft || !error.location)
        return std::nullopt;
    const auto prepared = RequestRunner::prepare(m_workspace.workspace(), m_workspace.environmentId(), *draft);
    if (!prepared)
        return std::nullopt;
    for (const SecretUse &use : prepared->secrets) {
        if (use.location == *error.location)
            return use;
    }
    return std::nullopt;
}

void SendFlow::editCredential(const QString &id)
{
    const Credential *credential = m_services.credentials.findById(id);
    if (!credential)
        return emit credentialsWished();
    auto *dialog = new CredentialDialog(m_services, *credential, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

//! Signs in with the person's help and sends again.
void SendFlow::signIn(const QString &id)
{
    const Credential *credential = m_services.credentials.findById(id);
    if (!credential || m_sender.isBusy())
        return;
    m_signInStop = std::stop_source();
    m_view.showBusy(tr("Waiting for your sign-in to %1").arg(credential->name), [this] { m_signInStop.request_stop(); });
    m_services.credentials.withSecrets(id).then(this, [this](const Result<Credential> &loaded) {
        if (loaded)
            return signInLoaded(*loaded);
        m_view.stopBusy();
        m_view.showError(loaded.error(), remediesOf(loaded.error()));
    });
}

void SendFlow::signInLoaded(const Credential &credential)
{
    const auto ways = signInWays(credential, m_services.catalog);
    if (ways.empty())
        return send();
    m_services.resolver.signInWith(credential, QLatin1StringView(ways.front().id), m_signInStop.get_token())
        .then(this, [this, id = credential.id](const Result<SignedIn> &outcome) {
            m_view.stopBusy();
            if (!outcome)
                return m_view.showError(outcome.error(), remediesOf(outcome.error()));
            m_services.credentials.setStatus(id, statusFrom(outcome->identity, m_services.clock.wallTime()));
            send();
        });
}

void SendFlow::addSecretRemedies(std::vector<Remedy> &remedies, const Error &error)
{
    const auto use = failedUse(error);
    if (!use)
        return;
    const bool link =
        error.kind == ErrorKind::NotFound || error.kind == ErrorKind::InvalidInput || error.kind == ErrorKind::PermissionDenied;
    if (link && !use->via.isEmpty())
        remedies.push_back({tr("Show “%1”").arg(use->via.last()), [this, name = use->via.last()] { emit variableWished(name); }});
    const Credential *credential =
        m_services.credentials.bound(use->tag, m_workspace.workspace().id);
    if (error.kind == ErrorKind::Unauthenticated && credential && !signInWays(*credential, m_services.catalog).empty())
        remedies.push_back({tr("Sign In to “%1”…").arg(credential->name), [this, id = credential->id] { signIn(id); }});
    const bool mendable = error.kind == ErrorKind::Unauthenticated || error.kind == ErrorKind::PermissionDenied
        || error.kind == ErrorKind::Network || error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::InvalidInput;
    if (mendable && credential)
        remedies.push_back({tr("Edit “%1”…").arg(credential->name), [this, id = credential->id] { editCredential(id); }});
}

std::vector<Remedy> SendFlow::remediesOf(const Error &error)
{
    std::vector<Remedy> remedies;
    addSecretRemedies(remedies, error);
    if (error.kind == ErrorKind::InvalidInput && error.location)
        remedies.push_back({tr("Show the Field"), [this, place = error.location->place] { m_editor.focusPlace(place); }});
    if (error.kind == ErrorKind::Cancelled)
        remedies.push_back({tr("Send Again"), [this] { send(); }});
    else if (error.kind != ErrorKind::InvalidInput)
        remedies.push_back({tr("Try Again"), [this] { send(); }});
    return remedies;
}

} // namespace sallyport
