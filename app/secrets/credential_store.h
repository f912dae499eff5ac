// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential_source.h"
#include "app/secrets/keychain.h"
#include "app/store/atomic_file.h"
#include "providers/sdk/catalog.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace sallyport {

struct VaultTag;

//! The person's credentials: secret fields in the keychain (one entry each credential, below 2560 bytes), all else in
//! `credentials.json` (0600) in the configuration folder, with the bindings of workspaces. A broken file is moved aside
//! with a notice, never overwritten unread; what this version does not know in the file is written back as it was.
//! Secret fields are read from the keychain when first needed and then kept in memory until the credential changes.
class CredentialStore final : public QObject, public CredentialSource {
    Q_OBJECT
public:
    CredentialStore(const Catalog &catalog, Keychain &keychain, QString filePath, QObject *parent = nullptr);

    //! Reads the file. A missing file is an empty store. Malformed: the file was moved aside, the store is empty and usable.
    //! Any other error: the file is there but could not be read; the store is empty and refuses to write.
    Result<Done> load();

    //! Takes over what another window has written into the file meanwhile. Each change begins with it.
    void catchUp();

    //! Without secret fields.
    [[nodiscard]] const std::vector<Credential> &credentials() const { return m_credentials; }
    [[nodiscard]] const Credential *findById(const QString &id) const;
    [[nodiscard]] const Credential *findByName(const QString &name) const;

    //! Which credential a tag's reference means here: its alias, its id, what was bound for the workspace, or an alias that it had
    //! before it was renamed.
    [[nodiscard]] const Credential *bound(const QString &providerId, const QString &reference, const QString &workspaceId) const;
    //! The same for what a tag names.
    [[nodiscard]] const Credential *bound(const VaultTag &tag, const QString &workspaceId) const;
    //! Remembers, on this machine, that `reference` means that credential in the workspace.
    Result<Done> bind(const QString &reference, const QString &workspaceId, const QString &credentialId);

    [[nodiscard]] Async<Credential> find(const QString &providerId, const QString &reference, const QString &workspaceId,
                                         std::stop_token stop) override;
    //! The credential with its secret fields from the keychain (or memory). Errors: NotFound (no such credential),
    //! Unauthenticated (the keychain was looked at and has no entry; kept for an earlier session only), the keychain's.
    [[nodiscard]] Async<Credential> withSecrets(const QString &id);

    //! Adds (empty id) or replaces; writes the keychain first, then the file. The name must be unique; the revision
    //! grows. With `sessionOnly` secret fields stay in memory. Answers the stored credential. On an error nothing has changed.
    [[nodiscard]] Async<Credential> save(const Credential &credential);
    //! Puts secret fields that a sign-in left (AccessGrant::keep) to the others. The credential is the same as before: nothing that was
    //! obtained with it becomes void. Where the keychain cannot be written, they are kept in memory, and the error says so.
    [[nodiscard]] Async<Done> keep(const QString &id, const FormValues &secrets);
    //! Deletes the keychain's entry first: where that cannot be done nothing has changed.
    [[nodiscard]] Async<Done> remove(const QString &id);

    //! Keychain entries may hold this many bytes everywhere (Windows' limit).
    static constexpr qsizetype kMaxSecretBytes = 2560;

    [[nodiscard]] CredentialStatus status(const QString &id) const;
    void setStatus(const QString &id, const CredentialStatus &status);

signals:
    void changed();                          //!< list or a status
    void credentialChanged(const QString &id); //!< values changed or removed: grants and cached secrets are void

private:
    //! A credential together with what only the file knows about it.
    struct Place {
        bool inKeychain = false; //!< the keychain should have an entry
        Value raw{Value::Map()}; //!< as read, unknown members included
    };
    using Then = std::function<void(const Result<Done> &)>;

    [[nodiscard]] Result<Done> checkName(const Credential &credential) const;
    [[nodiscard]] Result<Credential> prepared(const Credential &credential) const;
    [[nodiscard]] std::vector<Credential>::iterator locate(const QString &id);

    [[nodiscard]] Async<Credential> secretsOf(const QString &id, std::stop_token stop);
    [[nodiscard]] Async<Credential> readSecrets(const Credential &stored);
    [[nodiscard]] Result<Credential> withEntry(Credential stored, const Result<std::optional<SecretValue>> &entry);
    void saveSecrets(const Credential &credential, const Then &then);
    void restoreSecrets(const Credential &attempted);
    [[nodiscard]] Async<Done> keepWhole(const Credential &credential);
    Result<Done> keptInKeychain(const QString &id);
    Result<Credential> commitSave(const Credential &credential);
    Result<Done> commitRemove(const QString &id);

    Result<Done> adopt(const Value &root);
    Result<Done> adoptCredential(const Value &entry);
    void adoptBindings(const Value &bindings);
    [[nodiscard]] Error moveAside(const Error &why);
    [[nodiscard]] Value bindingsContent() const;
    [[nodiscard]] Value fileContent() const;
    void forgetFile();
    Result<Done> writeFile();

    const Catalog &m_catalog;
    Keychain &m_keychain;
    QString m_filePath;
    FileStamp m_stamp;                           //!< of the file as it was read or written last
    std::optional<Error> m_blocked;              //!< why the file may not be written
    std::vector<Credential> m_credentials;
    QHash<QString, Place> m_places;
    QHash<QString, QString> m_bindings;          //!< workspace id + '\n' + reference -> credential id
    QHash<QString, QString> m_formerNames;       //!< case folded; -> id of the credential that had it before it was renamed
    QHash<QString, FormValues> m_secrets;        //!< known secret fields: of this session only, or read from the keychain
    QHash<QString, CredentialStatus> m_statuses;
    Value m_root{Value::Map()};                  //!< the file as read, for what is unknown here
    Value::List m_foreign;                       //!< entries of providers unknown here
    SingleFlight<QString, Credential> m_reads;
};

} // namespace sallyport
