// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/atomic_file.h"
#include "app/store/workspace_document.h"

#include <QString>

namespace sallyport {

//! A workspace document bound to a path. Knows whether it has unsaved edits and whether somebody else wrote the file
//! since it was read.
class WorkspaceFile {
public:
    static Result<WorkspaceFile> open(const QString &path);
    //! A new workspace at a path where nothing may exist yet; written at once.
    static Result<WorkspaceFile> create(const QString &path, const QString &name);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const WorkspaceDocument &document() const { return m_document; }
    [[nodiscard]] WorkspaceDocument &document() { return m_document; }
    [[nodiscard]] bool isModified() const { return m_document.text() != m_savedText; }
    //! Whether the file on disk is no longer what was read or saved last. Reads it only where its stamp differs.
    [[nodiscard]] bool changedOnDisk() const;

    //! Saves atomically and keeps the previous version; refuses with InvalidInput if the file changed on disk
    //! meanwhile. Without edits nothing is written.
    Result<Done> save();
    //! Saves although the file changed on disk.
    Result<Done> saveOver();
    //! Saves at another path, whatever is there, and belongs to that one from then on. On an error it stays where it is.
    Result<Done> saveAs(const QString &path);
    //! Reads the file anew, dropping unsaved edits. On an error nothing is dropped.
    Result<Done> reload();

private:
    WorkspaceFile(QString path, WorkspaceDocument document, FileStamp stamp);
    QString m_path;
    WorkspaceDocument m_document;
    QByteArray m_savedText;
    FileStamp m_stamp;
};

} // namespace sallyport
