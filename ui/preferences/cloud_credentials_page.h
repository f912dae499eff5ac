// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QWidget>

#include <functional>

class QPushButton;
class QStackedWidget;

namespace sallyport {

class BusyIndicator;
class CredentialModel;
class CredentialTable;
class MessageBanner;

//! Names of what uses a credential in the open workspace, e.g. `Staging › api_key`.
using UsersOfCredential = std::function<QStringList(const Credential &)>;

//! Credentials with their state, and the cache of secrets.
class CloudCredentialsPage final : public QWidget {
    Q_OBJECT
public:
    CloudCredentialsPage(const Services &services, UsersOfCredential usersOf, QWidget *parent = nullptr);
    ~CloudCredentialsPage() override;

    void addCredential(const ProviderDescriptor &provider);
    void editCredential(const QString &id);
    void testCredential(const QString &id);
    //! Signs in with the person's help, in the first of the provider's ways, and tests.
    void signIn(const QString &id);
    //! Says what uses it and asks, in the page; nothing is deleted yet.
    void askToDelete(const QString &id);
    void deleteCredential(const QString &id);

    [[nodiscard]] CredentialTable *table() const { return m_table; }
    [[nodiscard]] MessageBanner *banner() const { return m_banner; }

private:
    void buildTable();
    QWidget *buildButtons();
    QWidget *buildEmptyState();
    void follow();
    void refreshButtons();
    void refreshBanner();
    using WithCredential = std::function<void(const Credential &, int generation)>;
    void withLoaded(const QString &id, const WithCredential &next);
    void identify(const Credential &credential, int generation);
    void checked(const QString &id, const Result<Identity> &outcome);
    [[nodiscard]] QString selectedId() const;
    void select(const QString &id);

    Services m_services;
    UsersOfCredential m_usersOf;
    CredentialModel *m_model;
    MessageBanner *m_banner;
    QStackedWidget *m_stack;
    CredentialTable *m_table;
    BusyIndicator *m_busy;
    QPushButton *m_add;
    QPushButton *m_edit;
    QPushButton *m_test;
    QPushButton *m_delete;
    std::stop_source m_stop;
    int m_generation = 0;
    QString m_selected;
    bool m_asking = false; //!< the banner holds a question or an error of its own
};

} // namespace sallyport
