// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential_source.h"
#include "app/secrets/keychain.h"
#include "providers/sdk/catalog.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <vector>

namespace sallyport {

//! The person's credentials: secret fields in the keychain (one entry each credential, below 2560 bytes), all else in
//! `credentials.json` (0600) in the configuration folder, with the bindings of workspaces. A broken file is moved aside with a notice, never overwritten unread.
class CredentialStore final : public QObject, public CredentialSource {
    Q_OBJECT
public:
    CredentialStore(const Catalog &catalog, Keychain &keychain, QString filePath, QObject *parent = nullptr);

    //! Reads the file. A missing file is an empty store. Malformed: the file was moved aside, the store is empty and usable.
    Result<Done> load();

    //! Without secret fields.
    [[nodiscard]] const std::vector<Credential> &credentials() const { return m_credentials; }
    [[nodiscard]] const Credential *findById(const QString &id) const;
    [[nodiscard]] const Credential *findByName(const QString &name) const;

    //! Which credential a tag's reference means here: its alias, its id, or what was bound for the workspace.
    [[nodiscard]] const Credential *bound(const QString &providerId, const QString &reference, const QString &workspaceId) const;
    //! Remembers, on this machine, that `reference` means that credential in the workspace.
    Result<Done> bind(const QString &reference, const QString &workspaceId, const QString &credentialId);

    [[nodiscard]] Async<Credential> find(const QString &providerId, const QString &reference, const QString &workspaceId,
                                         std::stop_token stop) override;
    //! The credential with its secret fields from the keychain (or memory).
    [[nodiscard]] Async<Credential> withSecrets(const QString &id);

    //! Adds (empty id) or replaces; writes the keychain first, then the file. The name must be unique; the revision
    //! grows. With `sessionOnly` secret fields stay in memory. Answers the stored credential.
    [[nodiscard]] Async<Credential> save(Credential credential);
    [[nodiscard]] Async<Done> remove(const QString &id);

    [[nodiscard]] CredentialStatus status(const QString &id) const;
    void setStatus(const QString &id, const CredentialStatus &status);

signals:
    void changed();                          //!< list or a status
    void credentialChanged(const QString &id); //!< values changed or removed: grants and cached secrets are void

private:
    Result<Done> writeFile() const;

    const Catalog &m_catalog;
    Keychain &m_keychain;
    QString m_filePath;
    std::vector<Credential> m_credentials;
    QHash<QString, QString> m_bindings;              //!< workspace id + '\n' + reference -> credential id
    QHash<QString, FormValues> m_sessionSecrets;
    QHash<QString, CredentialStatus> m_statuses;
};

} // namespace sallyport
