// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/store/settings.h"
#include "app/store/workspace_file.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace sallyport {

//! The open workspace: its file, what was edited, undo, and what other programs do to the file.
//! Edits stay in memory until `save`; see docs/window.md for why nothing is saved by itself.
class WorkspaceController final : public QObject {
    Q_OBJECT
public:
    //! How long an edit in a field may wait before it becomes part of the document.
    static constexpr std::chrono::milliseconds kStagingDelay{400};
    //! Edits of one field within this time are one step of undo.
    static constexpr std::chrono::milliseconds kMergeWindow{2000};
    static constexpr std::size_t kMaxUndoSteps = 200;
    //! How long a file may be missing: programs that replace it may remove it first.
    static constexpr std::chrono::milliseconds kGoneAfter{700};

    WorkspaceController(Settings &settings, Clock &clock, QObject *parent = nullptr);

    //! Reads a file and makes it the open one. On an error the one that was open stays.
    Result<Done> open(const QString &path);
    Result<Done> create(const QString &path, const QString &name);

    [[nodiscard]] bool isOpen() const { return m_file.has_value(); }
    [[nodiscard]] QString path() const { return m_file ? m_file->path() : QString(); }
    //! The open workspace, or an empty one.
    [[nodiscard]] const Workspace &workspace() const;
    [[nodiscard]] bool isModified() const;

    //! Id of the selected sub environment; empty: base only.
    [[nodiscard]] QString environmentId() const { return m_environmentId; }
    void setEnvironmentId(const QString &id);

    using Change = std::function<Result<Done>(WorkspaceDocument &)>;
    //! Applies a change to the document. `title` names it in the Undo menu; edits with the same non-empty `mergeKey` in quick
    //! succession are one step. On an error nothing changes.
    Result<Done> edit(const QString &title, const Change &change, const QString &mergeKey = {});
    //! What people edit field by field; of a folder its own fields, without children.
    using Draft = std::variant<RequestDraft, Folder>;
    //! Keeps an edited request or folder until typing pauses (kStagingDelay) or `commit` is called.
    void stage(const Draft &draft);
    //! Makes staged edits part of the document now.
    Result<Done> commit();

    [[nodiscard]] bool canUndo() const { return !m_undo.empty() || m_staged; }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    [[nodiscard]] QString undoTitle() const;
    [[nodiscard]] QString redoTitle() const;
    void undo();
    void redo();

    //! Refuses where another program wrote the file (`isConflicted`); writes it anew where it is gone.
    Result<Done> save();
    //! Saves to another file, which is the open one from then on.
    Result<Done> saveAs(const QString &path);
    //! Whether another program wrote the file and nobody has said yet which of the two is to stay.
    [[nodiscard]] bool isConflicted() const;
    //! Answers to "changed on disk": take the file's content (undo brings back ours), or keep ours and let the next
    //! save replace the file.
    Result<Done> reload();
    void keepMine();

signals:
    void opened();            //!< another workspace
    void documentChanged();   //!< its content
    void stateChanged();      //!< modified, undo, redo
    void environmentChanged();
    void conflicted();        //!< another program wrote the file while there are unsaved edits
    void reloaded();          //!< another program wrote the file; its content was taken over
    void reloadFailed(const Error &error);
    void vanished();          //!< the file is gone; what was in it counts as unsaved
    void returned();          //!< the file is again what was read
    void editFailed(const Error &error);

private:
    struct Step {
        QString title;
        WorkspaceDocument document;
    };
    void adopt(WorkspaceFile file);
    [[nodiscard]] bool isNews(const Draft &draft) const;
    void remember(const QString &title, WorkspaceDocument before, const QString &mergeKey);
    void exchange(std::vector<Step> &from, std::vector<Step> &to);
    void watch();
    void lookAtDisk();
    void noticeGone();
    Result<Done> finishSave(const Result<Done> &saved);

    Settings &m_settings;
    Clock &m_clock;
    QFileSystemWatcher m_watcher;
    std::optional<WorkspaceFile> m_file;
    QString m_environmentId;
    std::vector<Step> m_undo;
    std::vector<Step> m_redo;
    std::optional<Draft> m_staged;
    int m_staging = 0; //!< only the newest pause commits
    QString m_mergeKey;
    Clock::Instant m_lastEdit{};
    bool m_overwrite = false; //!< the person chose to keep theirs
    bool m_gone = false;      //!< the file was there and is no more
    bool m_differs = false;   //!< the file is not what is open here, and that was told
};

} // namespace sallyport
