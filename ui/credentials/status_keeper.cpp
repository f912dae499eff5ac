// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/status_keeper.h"

#include "ui/widgets/error_text.h"

namespace sallyport {

StatusKeeper::StatusKeeper(const Services &services, QObject *parent) : QObject(parent), m_services(services)
{
    connect(&services.resolver, &SecretResolver::credentialUsed, this, &StatusKeeper::note);
}

void StatusKeeper::note(const QString &id, int revision, const Result<Done> &outcome)
{
    const Credential *credential = m_services.credentials.findById(id);
    if (!credential || credential->revision != revision)
        return; // changed since
    using State = CredentialStatus::State;
    const QDateTime now = m_services.clock.wallTime();
    const CredentialStatus before = m_services.credentials.status(id);
    CredentialStatus status{outcome ? State::Ready : State::Failed, {}, now};
    if (!outcome) {
        status.text = errorText(outcome.error());
        status.kind = outcome.error().kind;
    } else {
        status.text = before.state == State::Ready ? before.text : tr("A secret was fetched with it.");
    }
    const bool isNews = before.state != status.state || before.text != status.text;
    if (isNews || before.checked.msecsTo(now) >= std::chrono::milliseconds(kAtMostEvery).count())
        m_services.credentials.setStatus(id, status);
}

} // namespace sallyport
