// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every field of every item of every file: change it, and only it changes.
#include "tests/support/workspace_texts.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace sallyport::test;

namespace {

std::vector<NamedText> everyText()
{
    std::vector<NamedText> texts = vectorFiles(u"insomnia-v5"_s);
    for (NamedText &sample : sampleTexts())
        texts.push_back(std::move(sample));
    return texts;
}

//! The workspace with one request, folder or environment as the edit left it.
template<class Thing>
const Thing *thingOf(const Workspace &workspace, const QString &id)
{
    if constexpr (std::is_same_v<Thing, RequestDraft>)
        return workspace.findRequest(id);
    else if constexpr (std::is_same_v<Thing, Folder>)
        return workspace.findFolder(id);
    else
        return workspace.findEnvironment(id);
}

Result<Done> set(WorkspaceDocument &document, const RequestDraft &request) { return document.setRequest(request); }
Result<Done> set(WorkspaceDocument &document, const Folder &folder) { return document.setFolder(folder); }
Result<Done> set(WorkspaceDocument &document, const Environment &environment) { return document.setEnvironment(environment); }

//! Tries each edit on a thing; the file must differ by few lines and read back as the document says.
template<class Thing>
void tryEdits(const NamedText &file, const WorkspaceDocument &original, const Thing &thing, const std::vector<Edit<Thing>> &edits,
              int extraLines)
{
    for (const Edit<Thing> &edit : edits) {
        SCOPED_TRACE(file.name.toStdString() + ", " + thing.id.toStdString() + ": " + edit.name);
        Thing changed = thing;
        edit.apply(changed);
        WorkspaceDocument document = original;
        const auto done = set(document, changed);
        if (!done && file.text.contains('&') && done.error().message.contains(u"anchor"_s)) {
            EXPECT_EQ(document.text(), file.text);
            continue;
        }
        ASSERT_OK(done);
        const LineDiff diff = diffOf(file.text, document.text());
        EXPECT_LE(diff.size(), edit.maxLines + extraLines) << diff.print();
        const auto again = WorkspaceDocument::parse(document.text(), file.name);
        ASSERT_OK(again);
        EXPECT_EQ(again->workspace(), document.workspace());
        EXPECT_EQ(document.text() == file.text, document.workspace() == original.workspace());
        const Thing *read = thingOf<Thing>(document.workspace(), thing.id);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->name, changed.name);
    }
}

} // namespace

TEST(WorkspaceVectors, AreThere)
{
    if (vectorFiles(u"insomnia-v5"_s).empty())
        GTEST_SKIP() << "no files in $SALLYPORT_VECTORS/insomnia-v5 nor ../shared/vectors/insomnia-v5";
    EXPECT_GE(vectorFiles(u"insomnia-v5"_s).size(), 8u);
}

TEST(WorkspaceVectors, UntouchedTextIsEqual)
{
    for (const NamedText &file : everyText()) {
        const auto document = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(document);
        EXPECT_EQ(document->text(), file.text);
        WorkspaceDocument copy = *document;
        for (const RequestDraft *request : document->workspace().allRequests())
            EXPECT_OK(copy.setRequest(*request));
        for (const Folder &folder : allFolders(document->workspace()))
            EXPECT_OK(copy.setFolder(folder));
        for (const Environment &environment : allEnvironments(document->workspace()))
            EXPECT_OK(copy.setEnvironment(environment));
        EXPECT_EQ(copy.text(), file.text) << file.name.toStdString();
    }
}

TEST(WorkspaceVectors, EveryFieldOfEveryRequestChangesAlone)
{
    for (const NamedText &file : everyText()) {
        const auto document = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(document);
        for (const RequestDraft *request : document->workspace().allRequests())
            tryEdits(file, *document, *request, requestEdits(), file.isOurs ? 6 : 0); // ours have values of several lines
    }
}

TEST(WorkspaceVectors, EveryFieldOfEveryFolderChangesAlone)
{
    for (const NamedText &file : everyText()) {
        const auto document = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(document);
        for (const Folder &folder : allFolders(document->workspace()))
            tryEdits(file, *document, folder, folderEdits(), file.isOurs ? 6 : 0); // ours have values of several lines
    }
}

TEST(WorkspaceVectors, EveryPartOfEveryEnvironmentChangesAlone)
{
    for (const NamedText &file : everyText()) {
        const auto document = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(document);
        for (const Environment &environment : allEnvironments(document->workspace())) {
            if (environment.id.endsWith(u":environment"_s) || environment.id.startsWith(u"path:"_s))
                continue; // have no name or id of their own; see workspace_edit_test
            tryEdits(file, *document, environment, environmentEdits(), 6);
        }
    }
}
