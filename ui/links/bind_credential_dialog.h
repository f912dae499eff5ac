// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/widgets/framed_dialog.h"

namespace sallyport {

class CredentialCombo;
class MessageBanner;

//! A workspace from elsewhere names a credential that this machine does not know: asks once, for the whole workspace,
//! which one is meant, and remembers it here only. The file is not changed.
class BindCredentialDialog final : public FramedDialog {
    Q_OBJECT
public:
    //! reference: what the link names, and `kind` what it is to.
    BindCredentialDialog(const Services &services, const Catalog::Kind &kind, const QString &reference, const QString &workspaceId,
                         const QString &workspaceName, QWidget *parent = nullptr);

    void accept() override;
    [[nodiscard]] CredentialCombo *credentialCombo() const { return m_credential; }

signals:
    void bound(const QString &credentialId);

private:
    Services m_services;
    QString m_reference;
    QString m_workspaceId;
    CredentialCombo *m_credential;
    MessageBanner *m_banner;
};

} // namespace sallyport
