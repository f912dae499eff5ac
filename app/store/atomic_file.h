// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QByteArray>
#include <QString>

namespace sallyport {

//! The whole content of a regular file of at most `maxBytes`. Errors: NotFound, PermissionDenied, Malformed (too
//! large, directory, device), with the path in the sentence.
[[nodiscard]] Result<QByteArray> readWholeFile(const QString &path, qint64 maxBytes = 256 << 20);

struct AtomicWriteOptions {
    bool keepPrevious = true;    //!< leave the replaced content beside it, see previousVersionPath and docs/files.md
    bool privateToUser = false;  //!< 0600 for file; otherwise an existing file's mode is kept, new files follow umask
    bool mayReplace = true;      //!< false: InvalidInput where something exists at the path
};

//! Replaces a file by a complete new content or not at all: temporary file in the same directory, every write
//! checked, fsync of the file, rename, fsync of the directory. A symbolic link is followed, its target replaced.
//! On any failure (full disk, read-only, quota) the old content is untouched and the error says why and what to do:
//! PermissionDenied, NotFound (no such directory), InvalidInput (no regular file), Unavailable (everything else).
[[nodiscard]] Result<Done> writeFileAtomically(const QString &path, QByteArrayView content, AtomicWriteOptions options = {});

//! Where the version before the last save is kept: `.name.previous` in the same directory.
[[nodiscard]] QString previousVersionPath(const QString &path);

//! Tells versions of a file apart without reading it. Equal stamps: nobody wrote it, as far as the file system tells.
struct FileStamp {
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = -1; //!< -1: no file
    qint64 modifiedSeconds = 0;
    qint64 modifiedNanoseconds = 0;
    bool operator==(const FileStamp &) const = default;
};
[[nodiscard]] FileStamp stampOf(const QString &path);

} // namespace sallyport
