// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/links/bind_credential_dialog.h"

#include "ui/credentials/credential_combo.h"
#include "ui/credentials/credential_text.h"
#include "ui/forms/schema_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kWidth = 600;

} // namespace

BindCredentialDialog::BindCredentialDialog(const Services &services, const Catalog::Kind &kind, const QString &reference,
                                           const QString &workspaceId, const QString &workspaceName, QWidget *parent)
    : FramedDialog(parent), m_services(services), m_reference(reference), m_workspaceId(workspaceId),
      m_credential(new CredentialCombo(services, kind, this)), m_banner(new MessageBanner(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setHeading(tr("Which credential does %1 mean?").arg(workspaceName), providerTitle(*kind.provider));
    body()->addWidget(makeNote(tr("The workspace names a credential that is not known here: it was linked on another machine, or the "
                                  "credential was deleted. "
                                  "Choose the one it stands for; it serves all links of this workspace that name it, "
                                  "is remembered on this machine only, and the file stays as it is."),
                               false, this));
    auto *form = new SchemaForm({}, this);
    auto *named = new ElidedLabel(reference.isEmpty() ? tr("(none)") : reference, this, Qt::ElideMiddle);
    named->setFont(fixedFont());
    named->setMinimumHeight(m_credential->sizeHint().height());
    form->addLeadingRow(tr("Named in the file"), named);
    form->addLeadingRow(tr("Credential here"), m_credential);
    body()->addWidget(form);
    body()->addWidget(m_banner);
    body()->addStretch(1);
    QPushButton *cancel = addButton(tr("Not Now"));
    QPushButton *use = addPrimaryButton(tr("Use This Credential"));
    const auto refresh = [this, use] { use->setEnabled(!m_credential->credentialId().isEmpty()); };
    connect(m_credential, &CredentialCombo::credentialChanged, use, refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(use, &QPushButton::clicked, this, &BindCredentialDialog::accept);
    refresh();
    if (m_credential->isEmpty()) {
        m_banner->showMessage(MessageBanner::Kind::Info, tr("There is no credential for %1 yet.").arg(providerTitle(*kind.provider)));
        m_banner->addRemedy(tr("Add Credential…"), [this] { m_credential->addCredential(); });
    }
    connect(m_credential, &CredentialCombo::credentialChanged, m_banner, &MessageBanner::clear);
    openAtWidth(kWidth);
}

void BindCredentialDialog::accept()
{
    const QString id = m_credential->credentialId();
    if (id.isEmpty())
        return;
    const Result<Done> outcome = m_services.credentials.bind(m_reference, m_workspaceId, id);
    if (!outcome) {
        showError(*m_banner, outcome.error(), [this] { accept(); });
        return;
    }
    emit bound(id);
    FramedDialog::accept();
}

} // namespace sallyport
