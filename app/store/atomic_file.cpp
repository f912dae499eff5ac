// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/atomic_file.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr qsizetype kPiece = 1 << 20;
constexpr mode_t kModeBits = 07777;

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { static_cast<void>(close()); }
    Q_DISABLE_COPY_MOVE(Descriptor)

    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] bool close()
    {
        const int number = std::exchange(m_number, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number;
};

//! Removes the file unless it was moved to its place.
class TemporaryFile {
public:
    explicit TemporaryFile(QByteArray path) : m_path(std::move(path)) {}
    ~TemporaryFile()
    {
        if (!m_path.isEmpty())
            ::unlink(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(TemporaryFile)

    [[nodiscard]] const char *path() const { return m_path.constData(); }
    void keep() { m_path.clear(); }

private:
    QByteArray m_path;
};

ErrorKind kindOf(int code)
{
    switch (code) {
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorKind::PermissionDenied;
    case ENOENT:
    case ENOTDIR:
        return ErrorKind::NotFound;
    default:
        return ErrorKind::Unavailable;
    }
}

QString hintFor(int code, bool isSaving)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return u"Free some space, or save to another disk, and save again. The file has its old content."_s;
    case EFBIG:
        return u"The system limits the size of files here; save to another place. The file has its old content."_s;
    case EROFS:
        return u"The disk is mounted read-only: save to another place."_s;
    case EACCES:
    case EPERM:
        return isSaving ? u"Ask for the right to write in this folder, or save to another place."_s
                        : u"Ask for the right to read this file."_s;
    case ENOENT:
    case ENOTDIR:
        return isSaving ? u"Create the folder, or save to another place."_s : u"Check the path; the file may have been moved."_s;
    default:
        return isSaving ? u"The file has its old content. Try again, or save to another place."_s : u"Try again."_s;
    }
}

Error systemError(const QString &path, int code, bool isSaving)
{
    const QString verb = isSaving ? u"save"_s : u"read"_s;
    return Error{kindOf(code), u"cannot %1 %2: %3"_s.arg(verb, path, qt_error_string(code)), hintFor(code, isSaving)};
}

Error savingError(const QString &path, int code)
{
    return systemError(path, code, true);
}

std::optional<struct stat> statOf(const QString &path)
{
    struct stat status {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? std::optional(status) : std::nullopt;
}

//! The file that a chain of symbolic links means, whether it exists or not.
Result<QString> targetOf(const QString &path)
{
    constexpr int kMaxLinks = 40;
    QFileInfo info(path);
    for (int i = 0; i < kMaxLinks; ++i) {
        if (!info.isSymLink())
            return info.absoluteFilePath();
        info.setFile(info.symLinkTarget());
    }
    return savingError(path, ELOOP);
}

QString besides(const QString &path, const QString &suffix)
{
    const QFileInfo info(path);
    return info.absolutePath() + u"/."_s + info.fileName() + suffix;
}

QByteArray temporaryPathFor(const QString &path)
{
    const QString random = QString::number(QRandomGenerator::system()->generate64(), 36);
    return QFile::encodeName(besides(path, u'.' + random + u".tmp"_s));
}

std::optional<int> writeAll(int descriptor, QByteArrayView content)
{
    for (qsizetype done = 0; done < content.size();) {
        const auto piece = static_cast<std::size_t>(std::min(kPiece, content.size() - done));
        const ssize_t written = ::write(descriptor, content.data() + done, piece);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        done += written;
    }
    return std::nullopt;
}

//! Writes a new file to its last byte on the disk. `old` gives mode and owner, where there is an old file.
std::optional<int> writeNew(const char *path, QByteArrayView content, bool isPrivate, const std::optional<struct stat> &old)
{
    const mode_t mode = isPrivate || old ? 0600 : 0666; // of an old file the mode follows below
    Descriptor file(::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file.isOpen())
        return errno;
    if (old && (old->st_uid != ::geteuid() || old->st_gid != ::getegid()))
        static_cast<void>(::fchown(file.get(), old->st_uid, old->st_gid) == 0); // only root may give files away
    if (old && !isPrivate && ::fchmod(file.get(), old->st_mode & kModeBits) != 0)
        return errno;
    if (const auto problem = writeAll(file.get(), content))
        return problem;
    if (::fsync(file.get()) != 0)
        return errno;
    if (!file.close())
        return errno;
    return std::nullopt;
}

std::optional<int> syncDirectory(const QString &path)
{
    const Descriptor directory(::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen())
        return errno == EACCES ? std::nullopt : std::optional(errno); // a folder one may write but not list
    const bool isDone = ::fsync(directory.get()) == 0 || errno == EINVAL || errno == ENOTSUP;
    return isDone ? std::nullopt : std::optional(errno);
}

//! Gives the old content its second name. The file itself stays in its place all the time.
Result<Done> keepPreviousVersion(const QString &path, const struct stat &old)
{
    const QByteArray source = QFile::encodeName(path);
    TemporaryFile link(temporaryPathFor(path));
    if (::link(source.constData(), link.path()) != 0) { // file systems without hard links get a copy
        const auto content = readWholeFile(path);
        if (!content)
            return content.error();
        if (const auto problem = writeNew(link.path(), *content, false, old))
            return savingError(previousVersionPath(path), *problem);
    }
    if (::rename(link.path(), QFile::encodeName(previousVersionPath(path)).constData()) != 0)
        return savingError(previousVersionPath(path), errno);
    // Where both were one file already, rename does nothing and the temporary name is removed.
    return Done{};
}

std::optional<int> moveToPlace(const char *from, const QString &path, bool mayReplace)
{
    const QByteArray to = QFile::encodeName(path);
    if (mayReplace)
        return ::rename(from, to.constData()) == 0 ? std::nullopt : std::optional(errno);
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return std::nullopt;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (QFileInfo::exists(path)) // a file system that cannot do both in one step
        return EEXIST;
    return ::rename(from, to.constData()) == 0 ? std::nullopt : std::optional(errno);
}

Error existsError(const QString &path)
{
    return Error{ErrorKind::InvalidInput, u"%1 exists already"_s.arg(path), u"Choose another name, or open the file."_s};
}

Result<Done> replaceTarget(const QString &path, QByteArrayView content, const AtomicWriteOptions &options)
{
    const auto old = statOf(path);
    if (old && !options.mayReplace)
        return existsError(path);
    if (old && !S_ISREG(old->st_mode))
        return Error{ErrorKind::InvalidInput, u"cannot save %1: it is no regular file"_s.arg(path), u"Choose another name."_s};
    if (old && ::faccessat(AT_FDCWD, QFile::encodeName(path).constData(), W_OK, AT_EACCESS) != 0)
        return savingError(path, errno); // rename would replace also a file that is write-protected
    TemporaryFile file(temporaryPathFor(path));
    if (const auto problem = writeNew(file.path(), content, options.privateToUser, old))
        return savingError(path, *problem);
    if (old && options.keepPrevious) {
        const auto kept = keepPreviousVersion(path, *old);
        if (!kept)
            return kept.error();
    }
    if (const auto problem = moveToPlace(file.path(), path, options.mayReplace))
        return *problem == EEXIST ? existsError(path) : savingError(path, *problem);
    file.keep();
    if (const auto problem = syncDirectory(path))
        return savingError(path, *problem);
    return Done{};
}

Error unreadable(const QString &path, const QString &why)
{
    return Error{ErrorKind::Malformed, u"cannot read %1: %2"_s.arg(path, why), u"Choose another file."_s};
}

} // namespace

Result<QByteArray> readWholeFile(const QString &path, qint64 maxBytes)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a FIFO must not block
    struct stat status {};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return systemError(path, errno, false);
    if (!S_ISREG(status.st_mode))
        return unreadable(path, S_ISDIR(status.st_mode) ? u"it is a folder"_s : u"it is no regular file"_s);
    QByteArray content(static_cast<qsizetype>(std::min<qint64>(status.st_size, maxBytes)) + 1, Qt::Uninitialized);
    qsizetype size = 0;
    for (;;) {
        const ssize_t got = ::read(file.get(), content.data() + size, static_cast<std::size_t>(content.size() - size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(path, errno, false);
        size += got;
        if (size > maxBytes)
            return unreadable(path, u"it is larger than %1 MiB"_s.arg(maxBytes >> 20));
        if (got == 0)
            break;
        if (size == content.size())
            content.resize(std::min<qsizetype>(content.size() * 2, maxBytes + 1));
    }
    content.resize(size);
    return content;
}

QString previousVersionPath(const QString &path)
{
    return besides(path, u".previous"_s);
}

FileStamp stampOf(const QString &path)
{
    const auto status = statOf(path);
    if (!status)
        return {};
    return {status->st_dev, status->st_ino, status->st_size, status->st_mtim.tv_sec, status->st_mtim.tv_nsec};
}

Result<Done> writeFileAtomically(const QString &path, QByteArrayView content, AtomicWriteOptions options)
{
    const auto target = targetOf(path);
    return target ? replaceTarget(*target, content, options) : Result<Done>(target.error());
}

} // namespace sallyport
