// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_window.h"

#include "ui/collections/collection_pane.h"
#include "ui/credentials/person_questions.h"
#include "ui/credentials/status_keeper.h"
#include "ui/editors/questions.h"
#include "ui/editors/template_context.h"
#include "ui/environments/environment_dialog.h"
#include "ui/folders/folder_editor.h"
#include "ui/main/linked_secrets.h"
#include "ui/main/send_flow.h"
#include "ui/main/title_strip.h"
#include "ui/main/welcome_pane.h"
#include "ui/main/window_actions.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/requests/auth_editor.h"
#include "ui/requests/request_editor.h"
#include "ui/responses/response_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/message_banner.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr double kPartOfScreen = 0.96; // its frame needs room too

} // namespace

MainWindow::MainWindow(const Services &services, StartDemo startDemo, QWidget *parent)
    : QMainWindow(parent), m_services(services), m_startDemo(std::move(startDemo)), m_workspace(services.settings, services.clock),
      m_commands(m_workspace), m_actions(new WindowActions(this)), m_context(new TemplateContext(services, this)), m_menu(new QMenu(this))
{
    setWindowTitle(u"Sallyport"_s);
    setAcceptDrops(true);
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() * kPartOfScreen));
    build();
    makeMenu();
    connectWorkspace();
    connectFileEvents();
    connectCommands();
    connectCollectionCommands();
    restoreLayout();
    m_collection->focusTree();
    m_welcome->welcome(services.settings.recentFiles());
    m_welcome->setFocus(); // the first step, while no workspace is open
    refresh();
    refreshState();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto *central = new QWidget(this);
    fillWith(central, QPalette::Window);
    m_title = new TitleStrip(*m_actions, m_menu, central);
    m_banner = new MessageBanner(central);
    m_banner->setDismissible(true);
    m_stack = new QStackedWidget(central);
    m_welcome = new WelcomePane(bool(m_startDemo), m_stack);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(makeCenter());
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(makeHairline(central));
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeStatusLine());
    setCentralWidget(central);
}

QWidget *MainWindow::makeCenter()
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_collection = new CollectionPane(m_splitter);
    m_collection->setMinimumWidth(180);
    m_center = new QStackedWidget(m_splitter);
    m_center->setMinimumWidth(320);
    m_nothing = new EmptyState(u"document"_s, tr("No request selected"), tr("Choose a request on the left, or make a new one."), m_center);
    fillWith(m_nothing, QPalette::Base);
    m_nothing->setPrimary(tr("New Request"), [this] { (*m_actions)[Command::NewRequest]->trigger(); });
    m_editor = new RequestEditor(
        m_context,
        [this](const RequestDraft &draft) { return RequestRunner::prepare(m_workspace.workspace(), m_workspace.environmentId(), draft); },
        m_center);
    m_center->addWidget(m_nothing);
    m_folder = new FolderEditor(m_context, m_center);
    m_center->addWidget(m_editor);
    m_center->addWidget(m_folder);
    m_response = new ResponseView(m_services.clock, m_splitter);
    m_response->setMinimumWidth(260);
    new PersonQuestions(m_services.interlocutor, this);
    new StatusKeeper(m_services, this);
    m_flow = new SendFlow(m_services, m_workspace, *m_editor, *m_response, this);
    m_splitter->setSizes({260, 540, 480});
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 1);
    return m_splitter;
}

QWidget *MainWindow::makeStatusLine()
{
    auto *line = new QWidget(this);
    m_secretsLabel = new QLabel(line);
    m_savedLabel = new QLabel(line);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(metrics::kSpace3, metrics::kSpace1, metrics::kSpace3, metrics::kSpace1);
    row->addWidget(m_secretsLabel);
    row->addStretch();
    row->addWidget(m_savedLabel);
    for (QLabel *label : {m_secretsLabel, m_savedLabel}) {
        label->setFont(smallFont());
        setMuted(label);
    }
    return line;
}

void MainWindow::connectWorkspace()
{
    connect(&m_workspace, &WorkspaceController::opened, this, [this] {
        m_banner->clear();
        m_collection->reset();
        m_flow->forgetAll();
        m_request.clear();
    });
    connect(&m_workspace, &WorkspaceController::documentChanged, this, &MainWindow::refresh);
    connect(&m_workspace, &WorkspaceController::environmentChanged, this, &MainWindow::refresh);
    connect(&m_workspace, &WorkspaceController::stateChanged, this, &MainWindow::refreshState);
    connect(&m_workspace, &WorkspaceController::editFailed, this, [this](const Error &error) { showError(*m_banner, error); });
    connect(m_context, &TemplateContext::changed, this, &MainWindow::refreshStatus);
    connect(&m_services.settings, &Settings::changed, this, &MainWindow::refreshStatus);
    connect(m_title, &TitleStrip::environmentChosen, &m_workspace, &WorkspaceController::setEnvironmentId);
    connect(m_editor, &RequestEditor::draftEdited, &m_workspace, &WorkspaceController::stage);
    connect(m_folder, &FolderEditor::folderEdited, &m_workspace, &WorkspaceController::stage);
    connect(m_editor, &RequestEditor::sendWished, m_flow, &SendFlow::send);
    connect(m_editor, &RequestEditor::cancelWished, m_flow, &SendFlow::cancel);
    connect(m_response, &ResponseView::sendWished, m_flow, &SendFlow::send);
    connect(m_flow, &SendFlow::busyChanged, (*m_actions)[Command::Cancel], &QAction::setEnabled);
    connect(m_flow, &SendFlow::variableWished, this, &MainWindow::showVariable);
    connect(m_flow, &SendFlow::credentialsWished, this, [this] { showPreferences(true); });
}

void MainWindow::connectFileEvents()
{
    connect(&m_workspace, &WorkspaceController::conflicted, this, &MainWindow::tellConflict);
    connect(&m_workspace, &WorkspaceController::reloaded, this, [this] {
        m_banner->showMessage(MessageBanner::Kind::Info, tr("was changed by another program and read again."),
                              QFileInfo(m_workspace.path()).fileName());
        m_banner->addRemedy(tr("Undo"), [this] {
            m_banner->clear();
            m_workspace.undo();
        });
    });
    connect(&m_workspace, &WorkspaceController::reloadFailed, this, [this](const Error &error) {
        showError(*m_banner, error.within(tr("another program changed the file; your version is still here")));
        offerBothVersions();
    });
    connect(&m_workspace, &WorkspaceController::vanished, this, [this] {
        m_banner->showMessage(MessageBanner::Kind::Warn,
                              tr("is no longer in its folder. Its content is still here; saving writes it again."),
                              QFileInfo(m_workspace.path()).fileName());
        offerSaving(tr("Save"));
    });
    connect(&m_workspace, &WorkspaceController::returned, this, &MainWindow::forgetFileMessage);
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_services.credentials.catchUp(); // another window may have added some
    });
}

void MainWindow::openFile(const QString &path)
{
    whenSaved([this, path] {
        if (const auto opened = m_workspace.open(path); opened)
            return;
        else if (m_workspace.isOpen())
            showError(*m_banner, opened.error());
        else
            m_welcome->showBroken(path, opened.error());
    });
}

void MainWindow::showProblem(const Error &error)
{
    showError(*m_banner, error);
}

void MainWindow::refresh()
{
    const Workspace &workspace = m_workspace.workspace();
    const bool open = m_workspace.isOpen();
    m_stack->setCurrentIndex(open ? 1 : 0);
    m_title->setWorkspace(workspace, m_workspace.environmentId(), open);
    m_collection->setItems(workspace.items, QFileInfo(m_workspace.path()).fileName());
    if (open && m_collection->currentId().isEmpty()) {
        const auto requests = workspace.allRequests();
        m_collection->setCurrentId(workspace.findRequest(m_request) ? m_request : requests.empty() ? QString() : requests.front()->id);
    }
    showSelection();
    if (m_environments)
        m_environments->setWorkspace(workspace, m_workspace.environmentId());
}

const Folder *MainWindow::shownFolder() const
{
    return m_workspace.workspace().findFolder(m_collection->currentId());
}

void MainWindow::showSelection()
{
    const Workspace &workspace = m_workspace.workspace();
    const QString id = m_collection->currentId();
    if (workspace.findRequest(id))
        m_request = id;
    else if (m_collection->currentKind() == CollectionModel::EntryKind::Other && !id.isEmpty())
        m_request.clear();
    const Folder *folder = shownFolder();
    const RequestDraft *draft = folder ? nullptr : workspace.findRequest(m_request);
    refreshScope();
    if (folder)
        m_folder->setFolder(*folder, inheritedAuth(folder->id));
    else if (draft)
        m_editor->setRequest(*draft, inheritedAuth(draft->id));
    else
        explainNothing();
    m_center->setCurrentWidget(folder ? static_cast<QWidget *>(m_folder) : draft ? static_cast<QWidget *>(m_editor) : m_nothing);
    m_response->setVisible(draft != nullptr);
    m_flow->showRequest(draft ? draft->id : QString());
    (*m_actions)[Command::Send]->setEnabled(draft != nullptr);
}

void MainWindow::explainNothing()
{
    if (m_collection->currentKind() == CollectionModel::EntryKind::Other && !m_collection->currentId().isEmpty())
        m_nothing->setTexts(tr("Not an HTTP request"), tr("Sallyport shows and keeps this entry, but cannot edit or send it yet."));
    else if (m_workspace.workspace().items.empty())
        m_nothing->setTexts(tr("This workspace is empty"), tr("Make its first request: a method, a URL, and Ctrl+Enter sends it."));
    else
        m_nothing->setTexts(tr("No request selected"), tr("Choose a request on the left, or make a new one."));
}

void MainWindow::refreshScope()
{
    const Workspace &workspace = m_workspace.workspace();
    const Folder *folder = shownFolder();
    m_context->setScope(VariableScope::forItem(workspace, m_workspace.environmentId(), folder ? folder->id : m_request), workspace.id);
}

void MainWindow::refreshState()
{
    const bool open = m_workspace.isOpen();
    const bool modified = m_workspace.isModified();
    setWindowModified(modified);
    setWindowTitle(open ? tr("%1[*] – Sallyport").arg(m_workspace.workspace().name) : u"Sallyport"_s);
    m_savedLabel->setText(!open ? QString() : modified ? tr("unsaved") : tr("saved"));
    const auto titled = [](const QString &verb, const QString &what) { return what.isEmpty() ? verb : u"%1 %2"_s.arg(verb, what); };
    QAction *undo = (*m_actions)[Command::Undo];
    QAction *redo = (*m_actions)[Command::Redo];
    undo->setText(titled(tr("Undo"), m_workspace.undoTitle()));
    undo->setEnabled(m_workspace.canUndo());
    redo->setText(titled(tr("Redo"), m_workspace.redoTitle()));
    redo->setEnabled(m_workspace.canRedo());
    (*m_actions)[Command::Cancel]->setEnabled(m_flow->isBusy());
    for (const Command command :
         {Command::Save, Command::SaveAs, Command::RenameWorkspace, Command::NewRequest, Command::NewFolder, Command::Environments})
        (*m_actions)[command]->setEnabled(open);
    const bool selected = open && !m_collection->currentId().isEmpty();
    const bool editable = selected && m_collection->currentKind() != CollectionModel::EntryKind::Other;
    (*m_actions)[Command::Delete]->setEnabled(selected);
    (*m_actions)[Command::Rename]->setEnabled(editable);
    (*m_actions)[Command::Duplicate]->setEnabled(selected);
    refreshStatus();
}

void MainWindow::refreshStatus()
{
    m_secretsLabel->setText(m_workspace.isOpen() ? linkedSecretsText(linkedSecrets(m_workspace.workspace()), *m_context) : QString());
}

QString MainWindow::inheritedAuth(const QString &id) const
{
    const auto folders = m_workspace.workspace().foldersAround(id);
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
        if ((*folder)->authentication.kind != Authentication::Kind::Inherit)
            return tr("Inherited from folder “%1”: %2.").arg((*folder)->name, authenticationName((*folder)->authentication));
    }
    if (m_workspace.workspace().findFolder(id))
        return tr("Nothing around this folder says how to sign in, so no authentication is sent.");
    return folders.empty() ? tr("This request is in no folder, so no authentication is sent.")
                           : tr("No folder around this request says how to sign in, so no authentication is sent.");
}

void MainWindow::selectRequest(const QString &id)
{
    (void)m_folder->commit();
    (void)m_workspace.commit();
    m_collection->setCurrentId(id);
    showSelection();
    refreshState();
}

void MainWindow::showVariable(const QString &name)
{
    const Workspace &workspace = m_workspace.workspace();
    const auto has = [&name](const Environment &environment) { return environment.data.find(name) != nullptr; };
    for (const Folder *folder : workspace.foldersAround(m_request)) {
        if (folder->environment && has(*folder->environment))
            return showEnvironments(folder->environment->id, name);
    }
    const Environment *active = workspace.findEnvironment(m_workspace.environmentId());
    showEnvironments(active && has(*active) ? active->id : workspace.baseEnvironment.id, name);
}

void MainWindow::showEnvironments(const QString &environmentId, const QString &variable)
{
    if (!m_workspace.isOpen())
        return;
    (void)m_workspace.commit();
    if (!m_environments) {
        m_environments = new EnvironmentDialog(
            m_services,
            [this](const QString &title, const EnvironmentDialog::Change &change, const QString &mergeKey) {
                return m_workspace.edit(title, change, mergeKey);
            },
            this);
        m_environments->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_environments, &EnvironmentDialog::useWished, &m_workspace, &WorkspaceController::setEnvironmentId);
        connect(m_environments, &EnvironmentDialog::undoWished, &m_workspace, &WorkspaceController::undo);
        connect(m_environments, &EnvironmentDialog::redoWished, &m_workspace, &WorkspaceController::redo);
        m_environments->setWorkspace(m_workspace.workspace(), m_workspace.environmentId());
    }
    if (!environmentId.isEmpty())
        m_environments->select(environmentId, variable);
    m_environments->show();
    m_environments->raise();
    m_environments->activateWindow();
}

QStringList MainWindow::usersOf(const Credential &credential) const
{
    QStringList places;
    for (const LinkUse &use : linkUses(m_workspace.workspace())) {
        const Credential *bound = m_services.credentials.bound(use.tag, m_workspace.workspace().id);
        if (bound && bound->id == credential.id)
            places.push_back(use.place);
    }
    places.removeDuplicates();
    return places;
}

void MainWindow::showPreferences(bool credentials)
{
    if (!m_preferences) {
        m_preferences = new PreferencesDialog(m_services, [this](const Credential &credential) { return usersOf(credential); }, this);
        m_preferences->setAttribute(Qt::WA_DeleteOnClose);
    }
    if (credentials)
        m_preferences->showPage(PreferencesDialog::Page::CloudCredentials);
    m_preferences->show();
    m_preferences->raise();
    m_preferences->activateWindow();
}

} // namespace sallyport
