// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/main/collection_commands.h"
#include "ui/main/demo.h"
#include "ui/main/workspace_controller.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace sallyport {

class CollectionPane;
class EmptyState;
class EnvironmentDialog;
class FolderEditor;
class MessageBanner;
class PreferencesDialog;
class RequestEditor;
class ResponseView;
class SendFlow;
class TemplateContext;
class TitleStrip;
class WelcomePane;
class WindowActions;

//! The window: tree, request, response; what they do to the workspace and to each other is decided here.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    //! Without `startDemo` no demonstration is offered.
    explicit MainWindow(const Services &services, StartDemo startDemo = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    //! Opens a workspace file; what is wrong with it is shown in the window.
    void openFile(const QString &path);
    //! Starts the demonstration and opens its workspace.
    void openDemo();
    //! Tells of problems met before the window was there.
    void showProblem(const Error &error);

    void selectRequest(const QString &id);
    void showEnvironments(const QString &environmentId = {}, const QString &variable = {});
    void showPreferences(bool credentials = false);

    [[nodiscard]] WorkspaceController &workspace() { return m_workspace; }
    [[nodiscard]] RequestEditor *editor() const { return m_editor; }
    [[nodiscard]] FolderEditor *folderEditor() const { return m_folder; }
    [[nodiscard]] ResponseView *response() const { return m_response; }
    [[nodiscard]] CollectionPane *collection() const { return m_collection; }
    [[nodiscard]] MessageBanner *banner() const { return m_banner; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void makeMenu();
    QWidget *makeCenter();
    QWidget *makeStatusLine();
    void connectWorkspace();
    void connectCommands();
    void connectCollectionCommands();

    void newWorkspace();
    void askToOpen();
    void renameWorkspace();
    //! Runs `next` once unsaved edits are saved or given up.
    void whenSaved(const std::function<void()> &next);
    bool save();
    void saveAs();
    void tellUnsaved(const Error &error);

    void refresh();
    void refreshState();
    void refreshScope();
    void showSelection();
    void explainNothing();
    [[nodiscard]] const Folder *shownFolder() const;
    void refreshStatus();
    void fillRecentMenu(QMenu *menu);
    void tellConflict();
    void offerBothVersions();
    void offerSaving(const QString &label);
    void forgetFileMessage();
    void connectFileEvents();
    void afterAdding(const Result<QString> &id);
    void removeSelected();
    void report(const Result<Done> &outcome);
    void showVariable(const QString &name);
    [[nodiscard]] QString inheritedAuth(const QString &id) const;
    [[nodiscard]] QStringList usersOf(const Credential &credential) const;
    void restoreLayout();
    void storeLayout();

    Services m_services;
    StartDemo m_startDemo;
    WorkspaceController m_workspace;
    CollectionCommands m_commands;
    WindowActions *m_actions;
    TemplateContext *m_context;
    QMenu *m_menu;
    TitleStrip *m_title = nullptr;
    MessageBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr; //!< welcome, or the three panes
    WelcomePane *m_welcome = nullptr;
    QSplitter *m_splitter = nullptr;
    CollectionPane *m_collection = nullptr;
    QStackedWidget *m_center = nullptr; //!< nothing selected, or one of the editors
    EmptyState *m_nothing = nullptr;
    RequestEditor *m_editor = nullptr;
    FolderEditor *m_folder = nullptr;
    ResponseView *m_response = nullptr;
    SendFlow *m_flow = nullptr;
    QLabel *m_secretsLabel = nullptr;
    QLabel *m_savedLabel = nullptr;
    QPointer<EnvironmentDialog> m_environments;
    QPointer<PreferencesDialog> m_preferences;
    QString m_request; //!< id of the one in the request editor, also while a folder is shown
    bool m_closing = false;
    bool m_tellsOfFile = false; //!< the banner tells what the next save mends
};

} // namespace sallyport
