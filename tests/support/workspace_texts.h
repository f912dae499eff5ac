// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/workspace_document.h"

#include <QByteArrayList>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace sallyport::test {

struct NamedText {
    QString name;
    QByteArray text;
    bool isOurs = false; //!< written for the tests
};

//! Real files that are not part of the repository: the folder `name` of $SALLYPORT_VECTORS or of ../shared/vectors
//! beside the checkout. Empty where it is absent; the test then skips and says so.
[[nodiscard]] std::vector<NamedText> vectorFiles(const QString &name);
//! The names of the folders in there, in the same way.
[[nodiscard]] QStringList vectorFolders(const QString &name);

//! Our own workspace texts: each has something that is easily lost.
[[nodiscard]] std::vector<NamedText> sampleTexts();
//! A file with one request `r`, of which `members` are given at indentation 4.
[[nodiscard]] QByteArray withRequest(const QByteArray &members);
//! A workspace of `requests` requests in folders of 100, as Insomnia writes it.
[[nodiscard]] QByteArray largeWorkspace(int requests);

//! What differs between two texts, by lines, as `diff` tells it.
struct LineDiff {
    QByteArrayList removed;
    QByteArrayList added;
    [[nodiscard]] qsizetype size() const { return std::max(removed.size(), added.size()); }
    [[nodiscard]] std::string print() const;
};
[[nodiscard]] LineDiff diffOf(const QByteArray &before, const QByteArray &after);

//! Changes of one thing each that a person can make, with the most lines that may differ afterwards.
template<class Thing>
struct Edit {
    const char *name;
    std::function<void(Thing &)> apply;
    int maxLines = 1;
};
[[nodiscard]] std::vector<Edit<RequestDraft>> requestEdits();
[[nodiscard]] std::vector<Edit<Folder>> folderEdits();
[[nodiscard]] std::vector<Edit<Environment>> environmentEdits();

//! All environments of a workspace, the folders' ones too.
[[nodiscard]] std::vector<Environment> allEnvironments(const Workspace &workspace);
[[nodiscard]] std::vector<Folder> allFolders(const Workspace &workspace);

} // namespace sallyport::test
