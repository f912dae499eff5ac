// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands of the window do; see main_window.cpp for how it is built.
#include "ui/main/main_window.h"

#include "ui/collections/collection_pane.h"
#include "ui/editors/questions.h"
#include "ui/folders/folder_editor.h"
#include "ui/main/send_flow.h"
#include "ui/main/welcome_pane.h"
#include "ui/main/window_actions.h"
#include "ui/requests/request_editor.h"
#include "ui/responses/response_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/framed_dialog.h"
#include "ui/widgets/message_banner.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kFileFilter = QT_TRANSLATE_NOOP("MainWindow", "Insomnia v5 workspaces (*.yaml *.yml);;All files (*)");
const QString kLayoutName = u"main"_s;
const QString kPanesName = u"panes"_s;

} // namespace

void MainWindow::makeMenu()
{
    const auto add = [this](std::initializer_list<Command> commands) {
        for (const Command command : commands)
            m_menu->addAction((*m_actions)[command]);
        m_menu->addSeparator();
    };
    add({Command::NewWorkspace, Command::Open});
    QMenu *recent = m_menu->addMenu(tr("Open Recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(recent); });
    add({Command::Save, Command::SaveAs, Command::RenameWorkspace});
    add({Command::Undo, Command::Redo});
    add({Command::Send, Command::Environments, Command::Preferences});
    if (m_startDemo)
        m_menu->addAction(tr("Try the Demo"), this, [this] { whenSaved([this] { openDemo(); }); });
    add({Command::Shortcuts, Command::Quit});
    const auto action = [this](Command command) { return (*m_actions)[command]; };
    m_collection->setMenus({action(Command::NewRequest), action(Command::NewFolder)},
                           {action(Command::Send), nullptr, action(Command::NewRequest), action(Command::NewFolder), nullptr,
                            action(Command::Rename), action(Command::Duplicate), nullptr, action(Command::Delete)});
}

void MainWindow::fillRecentMenu(QMenu *menu)
{
    menu->clear();
    for (const QString &path : m_services.settings.recentFiles())
        menu->addAction(path, this, [this, path] { openFile(path); });
    if (menu->isEmpty())
        menu->addAction(tr("No recent files"))->setEnabled(false);
}

void MainWindow::connectCommands()
{
    m_actions->connectTo(Command::NewWorkspace, [this] { newWorkspace(); });
    m_actions->connectTo(Command::Open, [this] { askToOpen(); });
    m_actions->connectTo(Command::Save, [this] { save(); });
    m_actions->connectTo(Command::SaveAs, [this] { saveAs(); });
    m_actions->connectTo(Command::RenameWorkspace, [this] { renameWorkspace(); });
    m_actions->connectTo(Command::Quit, [this] { close(); });
    m_actions->connectTo(Command::Undo, [this] { m_workspace.undo(); });
    m_actions->connectTo(Command::Redo, [this] { m_workspace.redo(); });
    m_actions->connectTo(Command::Send, [this] { m_flow->send(); });
    m_actions->connectTo(Command::Cancel, [this] { m_flow->cancel(); });
    m_actions->connectTo(Command::FocusUrl, [this] { m_editor->focusUrl(); });
    m_actions->connectTo(Command::FindInResponse, [this] { m_response->openSearch(); });
    m_actions->connectTo(Command::Environments, [this] { showEnvironments(); });
    m_actions->connectTo(Command::Preferences, [this] { showPreferences(); });
    m_actions->connectTo(Command::Shortcuts, [this] { showShortcuts(this); });
    connect(m_welcome, &WelcomePane::openWished, this, &MainWindow::askToOpen);
    connect(m_welcome, &WelcomePane::newWished, this, &MainWindow::newWorkspace);
    connect(m_welcome, &WelcomePane::demoWished, this, &MainWindow::openDemo);
    connect(m_welcome, &WelcomePane::fileWished, this, &MainWindow::openFile);
}

void MainWindow::connectCollectionCommands()
{
    m_actions->connectTo(Command::NewRequest, [this] {
        const auto [folder, index] = m_collection->insertionPoint();
        afterAdding(m_commands.addRequest(folder, index));
    });
    m_actions->connectTo(Command::NewFolder, [this] {
        const auto [folder, index] = m_collection->insertionPoint();
        afterAdding(m_commands.addFolder(folder, index));
        m_collection->renameCurrent();
    });
    m_actions->connectTo(Command::Duplicate, [this] { afterAdding(m_commands.duplicate(m_collection->currentId())); });
    m_actions->connectTo(Command::Rename, [this] { m_collection->renameCurrent(); });
    m_actions->connectTo(Command::Delete, [this] { removeSelected(); });
    m_actions->connectTo(Command::FocusFilter, [this] { m_collection->focusFilter(); });
    connect(m_collection, &CollectionPane::currentChanged, this, &MainWindow::selectRequest);
    // Queued: the view is still in the middle of its edit or drop, and the document's answer may reset its model.
    connect(
        m_collection, &CollectionPane::renameWished, this,
        [this](const QString &id, const QString &name) { report(m_commands.rename(id, name)); }, Qt::QueuedConnection);
    connect(
        m_collection, &CollectionPane::moveWished, this,
        [this](const QString &id, const QString &folder, int index) { report(m_commands.move(id, folder, index)); }, Qt::QueuedConnection);
}

void MainWindow::report(const Result<Done> &outcome)
{
    if (!outcome)
        showError(*m_banner, outcome.error());
}

void MainWindow::afterAdding(const Result<QString> &id)
{
    if (!id)
        return showError(*m_banner, id.error());
    selectRequest(*id);
    if (m_workspace.workspace().findRequest(*id))
        m_editor->focusUrl();
}

void MainWindow::removeSelected()
{
    const QString id = m_collection->currentId();
    const Workspace before = m_workspace.workspace();
    if (id.isEmpty())
        return;
    const auto removed = m_commands.remove(id);
    if (!removed)
        return showError(*m_banner, removed.error());
    m_banner->showMessage(MessageBanner::Kind::Info, m_workspace.undoTitle().replace(tr("Delete"), tr("Deleted")) + u'.');
    m_banner->addRemedy(tr("Undo"), [this, id] {
        m_banner->clear();
        m_workspace.undo();
        selectRequest(id);
    });
}

void MainWindow::newWorkspace()
{
    whenSaved([this] {
        askForFile(this, {FileQuestion::Kind::Save, tr("New workspace"), tr(kFileFilter), u"workspace.yaml"_s, {}, tr("Create")},
                   [this](const QString &path) {
                       if (const auto made = m_workspace.create(path, QFileInfo(path).completeBaseName()); !made)
                           showError(*m_banner, made.error());
                   });
    });
}

void MainWindow::askToOpen()
{
    const QString folder = QFileInfo(m_workspace.path()).absolutePath();
    askForFile(this,
               {FileQuestion::Kind::Open, tr("Open workspace"), tr(kFileFilter), {}, m_workspace.isOpen() ? folder : QString(), tr("Open")},
               [this](const QString &path) { openFile(path); });
}

void MainWindow::openDemo()
{
    m_banner->showMessage(MessageBanner::Kind::Info, tr("Starting the demo …"));
    m_startDemo().then(this, [this](const Result<Demo> &demo) {
        if (!demo)
            return showError(*m_banner, demo.error());
        if (const auto opened = m_workspace.open(demo->workspacePath); !opened)
            return showError(*m_banner, opened.error());
        for (const Environment &sub : m_workspace.workspace().subEnvironments) {
            if (sub.name == demo->environment)
                m_workspace.setEnvironmentId(sub.id);
        }
        m_banner->showMessage(MessageBanner::Kind::Info, demo->hint);
    });
}

void MainWindow::renameWorkspace()
{
    auto *dialog = new FramedDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setHeading(tr("Rename workspace"), tr("The file keeps its name."));
    auto *name = new QLineEdit(m_workspace.workspace().name, dialog);
    name->setAccessibleName(tr("Workspace name"));
    name->setMinimumWidth(name->fontMetrics().averageCharWidth() * 40);
    name->selectAll();
    dialog->body()->addWidget(name);
    connect(dialog->addButton(tr("Cancel")), &QPushButton::clicked, dialog, &QDialog::reject);
    connect(dialog->addPrimaryButton(tr("Rename")), &QPushButton::clicked, this, [this, dialog, name] {
        const QString wanted = name->text().trimmed();
        dialog->accept();
        if (!wanted.isEmpty())
            report(m_workspace.edit(tr("Rename Workspace"), [wanted](WorkspaceDocument &document) { return document.setName(wanted); }));
    });
    dialog->open();
}

bool MainWindow::save()
{
    (void)m_folder->commit();
    const auto saved = m_workspace.save();
    if (!saved && m_workspace.isConflicted())
        tellConflict();
    else if (!saved)
        tellUnsaved(saved.error());
    else
        forgetFileMessage();
    return saved.has_value();
}

void MainWindow::saveAs()
{
    (void)m_folder->commit();
    const QFileInfo now(m_workspace.path());
    askForFile(this, {FileQuestion::Kind::Save, tr("Save workspace as"), tr(kFileFilter), now.fileName(), now.absolutePath(), tr("Save")},
               [this](const QString &path) {
                   if (const auto saved = m_workspace.saveAs(path); !saved)
                       tellUnsaved(saved.error());
                   else
                       forgetFileMessage();
               });
}

void MainWindow::tellUnsaved(const Error &error)
{
    showError(*m_banner, error);
    offerSaving(tr("Try Again"));
}

void MainWindow::offerSaving(const QString &label)
{
    m_tellsOfFile = true;
    m_banner->addRemedy(label, [this] { save(); });
    m_banner->addRemedy(tr("Save As…"), [this] { saveAs(); });
}

void MainWindow::forgetFileMessage()
{
    if (std::exchange(m_tellsOfFile, false))
        m_banner->clear();
}

void MainWindow::tellConflict()
{
    m_banner->showMessage(MessageBanner::Kind::Warn,
                          m_workspace.isModified() ? tr("was changed by another program, and there are unsaved edits here.")
                                                   : tr("was changed by another program; what is open here is the earlier version."),
                          QFileInfo(m_workspace.path()).fileName());
    offerBothVersions();
}

void MainWindow::offerBothVersions()
{
    m_tellsOfFile = true;
    m_banner->addRemedy(tr("Reload"), [this] {
        m_banner->clear();
        report(m_workspace.reload());
    });
    m_banner->addRemedy(tr("Keep Mine"), [this] {
        m_workspace.keepMine();
        m_banner->clear();
    });
}

void MainWindow::whenSaved(const std::function<void()> &next)
{
    if (!m_workspace.isModified())
        return next();
    askChoice(this, tr("Save changes to %1?").arg(QFileInfo(m_workspace.path()).fileName()),
              tr("Edits that are not saved will be lost."),
              {{tr("Discard"), next, false, true}, {tr("Save"), [this, next] {
                                                        if (save())
                                                            next();
                                                    }, true, false}});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closing && m_workspace.isModified()) {
        event->ignore();
        whenSaved([this] {
            m_closing = true;
            close();
        });
        return;
    }
    storeLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().size() == 1 && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().first().toLocalFile());
}

void MainWindow::restoreLayout()
{
    if (const QByteArray geometry = m_services.settings.windowState(kLayoutName); !geometry.isEmpty())
        restoreGeometry(geometry);
    if (const QByteArray panes = m_services.settings.windowState(kPanesName); !panes.isEmpty())
        m_splitter->restoreState(panes);
}

void MainWindow::storeLayout()
{
    (void)m_services.settings.setWindowState(kLayoutName, saveGeometry());
    (void)m_services.settings.setWindowState(kPanesName, m_splitter->saveState());
}

} // namespace sallyport
