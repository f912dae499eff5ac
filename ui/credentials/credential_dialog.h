// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/widgets/framed_dialog.h"

#include <optional>

class QLineEdit;

namespace sallyport {

class BusyIndicator;
class MessageBanner;
class PillLabel;
class SchemaForm;

//! Adds or edits a credential. *Test* says who it is or what is wrong; saving needs no test and no network. Where the
//! keychain does not answer, the form stays as it is and offers to try again or to keep the secrets for this session.
class CredentialDialog final : public FramedDialog {
    Q_OBJECT
public:
    //! For a new credential.
    CredentialDialog(const Services &services, const ProviderDescriptor &provider, QWidget *parent = nullptr);
    //! For one that is there; its secret fields are read from the keychain.
    CredentialDialog(const Services &services, const Credential &existing, QWidget *parent = nullptr);
    ~CredentialDialog() override;

    void test();
    //! Signs in with the person's help, in one of the provider's ways, and says who that is.
    void signIn(const SignInWay &way);
    //! For a new credential: where its usual kind needs the person, signs in by the best way, names it after the account and saves it.
    void signInAtOnce();
    void save();
    void saveForSession();
    //! By Escape or the window's cross: asks first where something was typed.
    void reject() override;

    [[nodiscard]] SchemaForm *form() const { return m_form; }
    [[nodiscard]] QLineEdit *nameField() const { return m_name; }
    [[nodiscard]] MessageBanner *banner() const { return m_banner; }
    [[nodiscard]] PillLabel *testAnswer() const { return m_answer; }
    [[nodiscard]] QPushButton *signInButton() const { return m_signIn; }

signals:
    void saved(const sallyport::Credential &credential);

private:
    CredentialDialog(const Services &services, const ProviderDescriptor &provider, const Credential &draft, QWidget *parent);

    void build();
    void buildFooter();
    void refreshSignIn();
    [[nodiscard]] std::span<const SignInWay> signInWays() const;
    void startSignIn(const SignInWay &way, bool thenSave);
    void signedIn(const SignedIn &outcome, bool thenSave);
    [[nodiscard]] QString freeName(const QString &wished) const;
    [[nodiscard]] Credential draftToStore() const;
    void showIdentity(const Identity &identity, const QDateTime &now);
    void loadSecrets();
    void loaded(const Result<Credential> &credential);
    void addSecretsAndStore();
    void addSecrets(const Result<Credential> &known);
    [[nodiscard]] Credential draft() const;
    [[nodiscard]] bool checkInput();
    void store(bool sessionOnly);
    void stored(const Result<Credential> &outcome);
    void tested(const Result<Identity> &outcome);
    void offerSession(const Error &error);
    void askToDiscard();
    void setBusy(const QString &doing);
    void setIdle();
    void inputChanged();

    Services m_services;
    const ProviderDescriptor &m_provider;
    Credential m_existing;
    QLineEdit *m_name;
    SchemaForm *m_form;
    MessageBanner *m_banner;
    PillLabel *m_answer;
    BusyIndicator *m_busy;
    QPushButton *m_test;
    QPushButton *m_signIn; //!< shown where the filled-in kind has ways that need the person
    QPushButton *m_save;
    std::stop_source m_stop;
    std::optional<CredentialStatus> m_status; //!< of the last test, while nothing has changed since
    int m_generation = 0;
    bool m_unread = false;  //!< the keychain has secret fields that are not in the form
    bool m_touched = false; //!< something was typed or signed in that is not saved
};

} // namespace sallyport
