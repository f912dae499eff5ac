// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/model/workspace.h"

#include <QWidget>

class QLineEdit;
class QTabWidget;
class QTimer;

namespace sallyport {

class AuthEditor;
class EnvironmentPage;
class HeadersEditor;
class TemplateContext;

//! Edits what a folder gives to the requests in it: headers, authentication, variables. What is typed comes out as
//! `folderEdited`; mistakes in templates show under the field where they are.
class FolderEditor final : public QWidget {
    Q_OBJECT
public:
    enum Tab { Headers, Auth, EnvironmentTab };

    explicit FolderEditor(TemplateContext *context, QWidget *parent = nullptr);

    //! Shows a folder, of which children are not looked at. `inheritedAuth`: in words, what *Inherit* means here.
    void setFolder(const Folder &folder, const QString &inheritedAuth);
    [[nodiscard]] const Folder &folder() const { return m_folder; }
    //! Takes over JSON that is still being typed; false where it cannot be read.
    bool commit();
    //! Checks all fields again, e.g. because the environment changed.
    void recheck();
    void setCurrentTab(Tab tab);
    [[nodiscard]] EnvironmentPage *environmentPage() const { return m_environment; }

signals:
    void folderEdited(const sallyport::Folder &folder);

private:
    void build();
    void collect();
    void takeName();
    void takeEnvironment(const Environment &environment);
    void tell();
    void updateTitles();

    TemplateContext *m_context;
    Folder m_folder; //!< without children
    QLineEdit *m_name;
    QTabWidget *m_tabs;
    HeadersEditor *m_headers;
    AuthEditor *m_auth;
    EnvironmentPage *m_environment;
    QTimer *m_check;
    bool m_loading = false;
};

} // namespace sallyport
