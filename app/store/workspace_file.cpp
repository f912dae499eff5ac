// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/workspace_file.h"

#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace sallyport {

WorkspaceFile::WorkspaceFile(QString path, WorkspaceDocument document, FileStamp stamp)
    : m_path(std::move(path)), m_document(std::move(document)), m_savedText(m_document.text()), m_stamp(stamp)
{}

Result<WorkspaceFile> WorkspaceFile::open(const QString &path)
{
    const FileStamp stamp = stampOf(path); // before reading: a later write is then seen
    const auto text = readWholeFile(path);
    if (!text)
        return text.error();
    auto document = WorkspaceDocument::parse(*text, QFileInfo(path).fileName());
    if (!document)
        return document.error();
    return WorkspaceFile(path, *document, stamp);
}

Result<WorkspaceFile> WorkspaceFile::create(const QString &path, const QString &name)
{
    const WorkspaceDocument document = WorkspaceDocument::create(name);
    const auto written = writeFileAtomically(path, document.text(), {.keepPrevious = false, .mayReplace = false});
    if (!written)
        return written.error();
    return WorkspaceFile(path, document, stampOf(path));
}

bool WorkspaceFile::changedOnDisk() const
{
    if (stampOf(m_path) == m_stamp)
        return false;
    const auto text = readWholeFile(m_path);
    return !text || *text != m_savedText;
}

Result<Done> WorkspaceFile::save()
{
    if (changedOnDisk()) {
        return Error{ErrorKind::InvalidInput, u"%1 was changed by another program since it was opened"_s.arg(m_path),
                     u"Reload it, or save over the other changes."_s};
    }
    return isModified() ? saveOver() : Result<Done>(Done{});
}

Result<Done> WorkspaceFile::saveOver()
{
    const auto written = writeFileAtomically(m_path, m_document.text());
    if (!written)
        return written.error();
    m_savedText = m_document.text();
    m_stamp = stampOf(m_path);
    return Done{};
}

Result<Done> WorkspaceFile::saveAs(const QString &path)
{
    const QString before = std::exchange(m_path, path);
    auto saved = saveOver();
    if (!saved)
        m_path = before;
    return saved;
}

Result<Done> WorkspaceFile::reload()
{
    auto fresh = open(m_path);
    if (!fresh)
        return fresh.error();
    *this = std::move(*fresh);
    return Done{};
}

} // namespace sallyport
