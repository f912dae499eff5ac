// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/widgets/framed_dialog.h"

#include <functional>
#include <optional>

namespace sallyport {

class BusyIndicator;
class CredentialCombo;
class MessageBanner;
class PillLabel;
class SchemaForm;
class SecretText;

//! Links a variable or field to a secret: pick instead of type, a live look whether it is there (never what it is), the
//! reference in plain text. Linking works even where the vault cannot be reached.
class LinkSecretDialog final : public FramedDialog {
    Q_OBJECT
public:
    //! `variableName` may be empty. With `existing` its link is edited.
    LinkSecretDialog(const Services &services, const Catalog::Kind &kind, const QString &workspaceId, const QString &variableName,
                     const std::optional<SecretLink> &existing, QWidget *parent = nullptr);
    ~LinkSecretDialog() override;

    static constexpr std::chrono::milliseconds kDebounce{500};
    static constexpr std::chrono::seconds kRevealFor{10};

    [[nodiscard]] SecretLink link() const;   //!< as filled in
    [[nodiscard]] QString reference() const; //!< the tag's text
    void accept() override;
    void reveal();

    [[nodiscard]] SchemaForm *form() const { return m_form; }
    [[nodiscard]] CredentialCombo *credentialCombo() const { return m_credential; }
    [[nodiscard]] PillLabel *answer() const { return m_answer; }
    [[nodiscard]] QString detail() const;
    [[nodiscard]] SecretText *valueText() const { return m_value; }

signals:
    void linked(const QString &tagText);

private:
    void build(const QString &variableName);
    void buildAnswerRow();
    void buildReferenceRow();
    void start(const std::optional<SecretLink> &existing);
    void inputChanged();
    void look(int generation);
    void withCredential(const QString &doing, const std::function<void(const Credential &, int)> &next);
    void signIn(const SignInWay &way);
    void previewWith(const Credential &credential, int generation);
    void found(const SecretPreview &preview);
    void notFound(const Error &error);
    void revealed(const Result<SecretValue> &value, int generation);
    void hideValue();
    void setAnswer(int tone, const QString &badge, const QString &detail);
    void offerCredential();
    [[nodiscard]] Async<std::vector<Suggestion>> suggest(const QString &fieldId, std::stop_token stop);

    Services m_services;
    Catalog::Kind m_kind;
    QString m_workspaceId;
    QString m_foreignReference; //!< of the existing link, kept while its credential is not changed
    FormValues m_detected;
    CredentialCombo *m_credential;
    SchemaForm *m_form;
    MessageBanner *m_banner;
    BusyIndicator *m_busy;
    QWidget *m_answerRow;
    PillLabel *m_answer;
    class ElidedLabel *m_detail;
    SecretText *m_value; //!< in place of the detail line while it is revealed
    QPushButton *m_reveal;
    ElidedLabel *m_reference;
    std::stop_source m_stop;
    int m_generation = 0; //!< grows with each change of the input
    int m_revealGeneration = 0;
};

} // namespace sallyport
