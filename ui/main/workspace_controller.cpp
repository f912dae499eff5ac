// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/workspace_controller.h"

#include <QFileInfo>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

QString idOf(const WorkspaceController::Draft &draft)
{
    return std::visit([](const auto &one) { return one.id; }, draft);
}

QString nameOf(const WorkspaceController::Draft &draft)
{
    return std::visit([](const auto &one) { return one.name; }, draft);
}

Result<Done> put(WorkspaceDocument &document, const WorkspaceController::Draft &draft)
{
    if (const auto *folder = std::get_if<Folder>(&draft))
        return document.setFolder(*folder);
    return document.setRequest(std::get<RequestDraft>(draft));
}

} // namespace

WorkspaceController::WorkspaceController(Settings &settings, Clock &clock, QObject *parent)
    : QObject(parent), m_settings(settings), m_clock(clock)
{
    // A save by another program usually renames a new file over the old one, which ends the watch of the file: the
    // folder tells about that.
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &WorkspaceController::lookAtDisk);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &WorkspaceController::lookAtDisk);
}

Result<Done> WorkspaceController::open(const QString &path)
{
    auto file = WorkspaceFile::open(path);
    if (!file)
        return file.error();
    adopt(std::move(file).value());
    return Done{};
}

Result<Done> WorkspaceController::create(const QString &path, const QString &name)
{
    auto file = WorkspaceFile::create(path, name);
    if (!file)
        return file.error();
    adopt(std::move(file).value());
    return Done{};
}

void WorkspaceController::adopt(WorkspaceFile file)
{
    m_file.emplace(std::move(file));
    m_undo.clear();
    m_redo.clear();
    m_staged.reset();
    m_mergeKey.clear();
    m_overwrite = m_gone = m_differs = false;
    const QString wanted = m_settings.selectedEnvironment(workspace().id);
    m_environmentId = workspace().findEnvironment(wanted) && wanted != workspace().baseEnvironment.id ? wanted : QString();
    (void)m_settings.addRecentFile(m_file->path());
    watch();
    emit opened();
    emit documentChanged();
    emit environmentChanged();
    emit stateChanged();
}

const Workspace &WorkspaceController::workspace() const
{
    static const Workspace kEmpty;
    return m_file ? std::as_const(*m_file).document().workspace() : kEmpty;
}

bool WorkspaceController::isModified() const
{
    return m_file && (m_staged || m_gone || m_overwrite || m_file->isModified());
}

void WorkspaceController::setEnvironmentId(const QString &id)
{
    if (id == m_environmentId)
        return;
    m_environmentId = id;
    (void)m_settings.setSelectedEnvironment(workspace().id, id);
    emit environmentChanged();
}

Result<Done> WorkspaceController::edit(const QString &title, const Change &change, const QString &mergeKey)
{
    if (!m_file)
        return Error{ErrorKind::InvalidInput, tr("no workspace is open"), tr("Open a workspace first.")};
    if (auto committed = commit(); !committed)
        return committed;
    WorkspaceDocument document = std::as_const(*m_file).document();
    if (auto changed = change(document); !changed) {
        emit editFailed(changed.error());
        return changed;
    }
    WorkspaceDocument before = std::exchange(m_file->document(), std::move(document));
    if (before.text() != std::as_const(*m_file).document().text()) // otherwise there is nothing to undo
        remember(title, std::move(before), mergeKey);
    if (!m_environmentId.isEmpty() && !workspace().findEnvironment(m_environmentId))
        setEnvironmentId({});
    emit documentChanged();
    emit stateChanged();
    return Done{};
}

void WorkspaceController::remember(const QString &title, WorkspaceDocument before, const QString &mergeKey)
{
    const auto now = m_clock.now();
    const bool merges = !mergeKey.isEmpty() && mergeKey == m_mergeKey && now - m_lastEdit < kMergeWindow && !m_undo.empty();
    if (!merges)
        m_undo.push_back({title, std::move(before)});
    if (m_undo.size() > kMaxUndoSteps)
        m_undo.erase(m_undo.begin());
    m_redo.clear();
    m_mergeKey = mergeKey;
    m_lastEdit = now;
}

void WorkspaceController::stage(const Draft &draft)
{
    if (!m_file)
        return;
    if (m_staged && idOf(*m_staged) != idOf(draft))
        (void)commit();
    m_staged = draft;
    m_clock.after(kStagingDelay, this, [this, mine = ++m_staging] {
        if (mine == m_staging)
            (void)commit();
    });
    emit stateChanged();
}

Result<Done> WorkspaceController::commit()
{
    if (!m_staged)
        return Done{};
    const Draft draft = *std::exchange(m_staged, std::nullopt);
    if (!isNews(draft)) {
        emit stateChanged();
        return Done{};
    }
    return edit(tr("Edit “%1”").arg(nameOf(draft)), [&draft](WorkspaceDocument &document) { return put(document, draft); },
                u"item:"_s + idOf(draft));
}

bool WorkspaceController::isNews(const Draft &draft) const
{
    if (const auto *request = std::get_if<RequestDraft>(&draft)) {
        const RequestDraft *known = workspace().findRequest(request->id);
        return known && *known != *request;
    }
    const auto &folder = std::get<Folder>(draft);
    const Folder *known = workspace().findFolder(folder.id);
    return known && known->alone() != folder;
}

QString WorkspaceController::undoTitle() const
{
    if (m_staged)
        return tr("Edit “%1”").arg(nameOf(*m_staged));
    return m_undo.empty() ? QString() : m_undo.back().title;
}

QString WorkspaceController::redoTitle() const
{
    return m_redo.empty() ? QString() : m_redo.back().title;
}

void WorkspaceController::undo()
{
    (void)commit();
    exchange(m_undo, m_redo);
}

void WorkspaceController::redo()
{
    (void)commit();
    exchange(m_redo, m_undo);
}

void WorkspaceController::exchange(std::vector<Step> &from, std::vector<Step> &to)
{
    if (!m_file || from.empty())
        return;
    Step step = std::move(from.back());
    from.pop_back();
    to.push_back({step.title, std::exchange(m_file->document(), std::move(step.document))});
    m_mergeKey.clear();
    if (!m_environmentId.isEmpty() && !workspace().findEnvironment(m_environmentId))
        setEnvironmentId({});
    emit documentChanged();
    emit stateChanged();
}

Result<Done> WorkspaceController::save()
{
    if (!m_file)
        return Done{};
    if (auto committed = commit(); !committed)
        return committed;
    const bool replaces = m_overwrite || !QFileInfo::exists(m_file->path());
    return finishSave(replaces ? m_file->saveOver() : m_file->save());
}

Result<Done> WorkspaceController::saveAs(const QString &path)
{
    if (!m_file)
        return Done{};
    if (auto committed = commit(); !committed)
        return committed;
    auto saved = finishSave(m_file->saveAs(path));
    if (saved)
        (void)m_settings.addRecentFile(path);
    emit documentChanged(); // the file's name is shown
    return saved;
}

Result<Done> WorkspaceController::finishSave(const Result<Done> &saved)
{
    if (saved)
        m_overwrite = m_gone = m_differs = false;
    watch();
    emit stateChanged();
    return saved;
}

bool WorkspaceController::isConflicted() const
{
    return m_file && !m_overwrite && QFileInfo::exists(m_file->path()) && m_file->changedOnDisk();
}

Result<Done> WorkspaceController::reload()
{
    if (!m_file)
        return Done{};
    (void)commit();
    WorkspaceDocument before = std::as_const(*m_file).document();
    if (auto reread = m_file->reload(); !reread)
        return reread;
    if (before.text() != m_file->document().text())
        remember(tr("Reload"), std::move(before), {});
    m_overwrite = m_gone = m_differs = false;
    watch();
    if (!m_environmentId.isEmpty() && !workspace().findEnvironment(m_environmentId))
        setEnvironmentId({});
    emit documentChanged();
    emit stateChanged();
    return Done{};
}

void WorkspaceController::keepMine()
{
    m_overwrite = true;
    emit stateChanged();
}

void WorkspaceController::watch()
{
    if (const QStringList watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    const QFileInfo info(m_file->path());
    m_watcher.addPath(info.absolutePath());
    if (info.exists())
        m_watcher.addPath(info.absoluteFilePath());
}

void WorkspaceController::lookAtDisk()
{
    if (!m_file)
        return;
    if (!QFileInfo::exists(m_file->path()))
        return noticeGone();
    watch(); // it may be another file under the same name
    if (std::exchange(m_gone, false))
        emit stateChanged();
    if (!isConflicted()) {
        if (std::exchange(m_differs, false))
            emit returned();
        return;
    }
    m_differs = true;
    if (isModified()) {
        emit conflicted();
        return;
    }
    if (auto reread = reload(); reread)
        emit reloaded();
    else
        emit reloadFailed(reread.error());
}

void WorkspaceController::noticeGone()
{
    m_clock.after(kGoneAfter, this, [this, path = m_file->path()] {
        if (m_gone || !m_file || m_file->path() != path || QFileInfo::exists(path))
            return;
        m_gone = true;
        m_differs = true;
        emit stateChanged();
        emit vanished();
    });
}

} // namespace sallyport
