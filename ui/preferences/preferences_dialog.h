// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/preferences/cloud_credentials_page.h"

#include <QDialog>

class QStackedWidget;

namespace sallyport {

class SideList;

//! The person's choices; each acts at once, so there is nothing to confirm.
class PreferencesDialog final : public QDialog {
    Q_OBJECT
public:
    enum class Page { General, Requests, CloudCredentials };

    PreferencesDialog(const Services &services, UsersOfCredential usersOf, QWidget *parent = nullptr);

    void showPage(Page page);
    [[nodiscard]] CloudCredentialsPage *cloudCredentials() const { return m_credentials; }

protected:
    bool focusNextPrevChild(bool next) override; //!< the pages' list, then the page as it is read
    void keyPressEvent(QKeyEvent *event) override;

private:
    SideList *m_pages;
    QStackedWidget *m_stack;
    CloudCredentialsPage *m_credentials;
};

} // namespace sallyport
