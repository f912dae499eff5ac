// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/run/services.h"
#include "app/store/workspace_document.h"

#include <QDialog>

#include <functional>

class QListView;
class QMenu;

namespace sallyport {

class EnvironmentListModel;
class EnvironmentPage;
class MessageBanner;
class TemplateContext;

//! The environments of the open workspace. Every edit counts at once and can be undone, so there is nothing to confirm.
class EnvironmentDialog final : public QDialog {
    Q_OBJECT
public:
    using Change = std::function<Result<Done>(WorkspaceDocument &)>;
    //! How the dialog changes the document: title for Undo, the change, key under which edits are merged.
    using Edit = std::function<Result<Done>(const QString &title, const Change &change, const QString &mergeKey)>;

    EnvironmentDialog(const Services &services, Edit edit, QWidget *parent = nullptr);

    void setWorkspace(const Workspace &workspace, const QString &activeId);
    void select(const QString &environmentId, const QString &variable = {});
    [[nodiscard]] QString currentId() const { return m_current; }
    [[nodiscard]] EnvironmentPage *page() const { return m_page; }

    void addEnvironment();
    void duplicateEnvironment(const QString &id);
    void removeEnvironment(const QString &id);
    void reject() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

signals:
    void useWished(const QString &environmentId); //!< empty: the base only
    void undoWished();
    void redoWished();

private:
    void build();
    void showCurrent();
    void takeEdit(const Environment &environment);
    void showMenu(const QPoint &position);
    void addColours(QMenu *menu, const QString &id);
    void setColour(const QString &id, const QString &colour);
    [[nodiscard]] QStringList names() const;

    Services m_services;
    Edit m_edit;
    Workspace m_workspace;
    QString m_active;
    QString m_current;
    EnvironmentListModel *m_model;
    QListView *m_list;
    TemplateContext *m_context;
    MessageBanner *m_banner;
    EnvironmentPage *m_page;
};

} // namespace sallyport
