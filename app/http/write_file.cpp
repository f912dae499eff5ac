// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/write_file.h"

#include "app/http/tls_setup.h"
#include "app/store/atomic_file.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! QDir::mkpath would make them with the umask's mode.
Result<Done> makePrivateFolders(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return Done{};
    const QString parent = QFileInfo(folder).path();
    if (parent != folder) {
        if (const auto made = makePrivateFolders(parent); !made)
            return made;
    }
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) == 0 || errno == EEXIST)
        return Done{};
    const int code = errno;
    const ErrorKind kind = code == EACCES || code == EPERM || code == EROFS ? ErrorKind::PermissionDenied : ErrorKind::Unavailable;
    return Error{kind, u"the folder %1 could not be made: %2"_s.arg(folder, QString::fromLocal8Bit(std::strerror(code))),
                 u"Check the permissions of the folder above it."_s};
}

} // namespace

Result<FileWritten> writePersonsFile(const WriteFile &question)
{
    const QString path = expandHome(question.path);
    if (path.isEmpty())
        return Error{ErrorKind::InvalidInput, u"there is no path to write to"_s, u"Check the paths in the credential."_s};
    if (const auto made = makePrivateFolders(QFileInfo(path).absolutePath()); !made)
        return made.error();
    const AtomicWriteOptions options{.keepPrevious = false, .privateToUser = true};
    return writeFileAtomically(path, question.contents.reveal(), options).transform([](const Done &) { return FileWritten{}; });
}

} // namespace sallyport
