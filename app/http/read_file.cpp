// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/read_file.h"

#include "app/http/tls_setup.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Error openError(const QString &path, int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return {ErrorKind::NotFound, u"the file %1 does not exist"_s.arg(path), u"Check the path in the credential."_s};
    if (code == EACCES || code == EPERM)
        return {ErrorKind::PermissionDenied, u"the file %1 may not be read"_s.arg(path), u"Check its owner and permissions."_s};
    return {ErrorKind::InvalidInput, u"the file %1 cannot be opened: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(code))), {}};
}

//! A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(const QByteArray &path) : m_number(::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

Result<FileContents> readPersonsFile(const ReadFile &question)
{
    const QString path = expandHome(question.path);
    if (path.isEmpty())
        return Error{ErrorKind::InvalidInput, u"no file is chosen"_s, u"Choose a file in the credential."_s};
    const Descriptor descriptor(QFile::encodeName(path)); // non-blocking: opening a pipe must not hang
    struct stat status = {};
    if (descriptor.number() < 0 || ::fstat(descriptor.number(), &status) != 0)
        return openError(path, errno);
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::InvalidInput, u"%1 is not an ordinary file"_s.arg(path), u"Choose a file in the credential."_s};
    FileContents contents;
    contents.readableByOthers = (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    contents.bytes.resize(question.maxBytes + 1);
    qsizetype size = 0;
    while (size < contents.bytes.size()) {
        const ssize_t piece =
            ::read(descriptor.number(), contents.bytes.data() + size, static_cast<std::size_t>(contents.bytes.size() - size));
        if (piece < 0)
            return openError(path, errno);
        if (piece == 0)
            break;
        size += piece;
    }
    if (size > question.maxBytes)
        return Error{ErrorKind::InvalidInput, u"the file %1 is larger than %2 bytes"_s.arg(path).arg(question.maxBytes),
                     u"Check that it is the right file."_s};
    contents.bytes.resize(size);
    contents.bytes.squeeze();
    return contents;
}

} // namespace sallyport
