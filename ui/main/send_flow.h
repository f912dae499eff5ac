// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/requests/send_controller.h"
#include "ui/responses/response_view.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace sallyport {

class RequestEditor;
class WorkspaceController;

//! From *Send* to the answer: asks for a credential that nobody has bound, shows waiting, keeps the last answer of each
//! request, and offers what mends an error.
class SendFlow final : public QObject {
    Q_OBJECT
public:
    //! How many answers are kept, of different requests.
    static constexpr qsizetype kMaxAnswers = 12;

    SendFlow(const Services &services, WorkspaceController &workspace, RequestEditor &editor, ResponseView &view, QWidget *window);

    void send();
    void cancel();
    //! Shows what is known of a request: its last answer or error, or nothing.
    void showRequest(const QString &requestId);
    void forgetAll();
    [[nodiscard]] bool isBusy() const { return m_sender.isBusy(); }

signals:
    void busyChanged(bool busy);
    void variableWished(const QString &name); //!< show this variable, its link needs a look
    void credentialsWished();

private:
    struct Outcome {
        std::shared_ptr<const RunRecord> record;
        std::optional<Error> error;
    };
    void keep(const QString &requestId, const Outcome &outcome);
    void present(const Outcome &outcome);
    void askForBinding(const SecretLink &link);
    [[nodiscard]] std::vector<Remedy> remediesOf(const Error &error);
    void addSecretRemedies(std::vector<Remedy> &remedies, const Error &error);
    [[nodiscard]] std::optional<SecretUse> failedUse(const Error &error) const;
    void editCredential(const QString &id);
    void signIn(const QString &id);
    void signInLoaded(const Credential &credential);

    Services m_services;
    WorkspaceController &m_workspace;
    RequestEditor &m_editor;
    ResponseView &m_view;
    QWidget *m_window;
    SendController m_sender;
    QHash<QString, Outcome> m_outcomes;
    QStringList m_order; //!< ids of m_outcomes, oldest first
    QString m_shown;
    std::stop_source m_signInStop;
};

} // namespace sallyport
