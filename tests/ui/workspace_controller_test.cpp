// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/manual_clock.h"
#include "tests/ui/support/shop_window.h"
#include "ui/main/collection_commands.h"
#include "ui/main/workspace_controller.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

const QString kSignIn = u"req_00000000000000000000000000000001"_s;
const QString kAccounts = u"fld_00000000000000000000000000000001"_s;
const QString kOrders = u"fld_00000000000000000000000000000002"_s;
const QString kHealth = u"req_00000000000000000000000000000007"_s;

class WorkspaceControllerTest : public testing::Test {
protected:
    WorkspaceControllerTest()
    {
        write(shopWorkspace());
        EXPECT_OK(controller.open(path));
    }

    void write(const QByteArray &text) const
    {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    [[nodiscard]] QByteArray onDisk() const
    {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    [[nodiscard]] QString url() const { return controller.workspace().findRequest(kSignIn)->url; }
    void type(const QString &text)
    {
        RequestDraft draft = *controller.workspace().findRequest(kSignIn);
        draft.url = text;
        controller.stage(draft);
    }
    [[nodiscard]] QString namesIn(const QString &id) const
    {
        QStringList names;
        for (const Item &item : id.isEmpty() ? controller.workspace().items : controller.workspace().findFolder(id)->children)
            names.push_back(item.name());
        return names.join(u", "_s);
    }

    QTemporaryDir folder;
    QString path = folder.filePath(u"shop.yaml"_s);
    ManualClock clock;
    Settings settings{folder.filePath(u"settings.json"_s)};
    WorkspaceController controller{settings, clock};
    CollectionCommands commands{controller};
};

} // namespace

TEST_F(WorkspaceControllerTest, StagedEditsJoinTheDocumentWhenTypingPauses)
{
    type(u"https://a"_s);
    clock.advance(WorkspaceController::kStagingDelay / 2);
    type(u"https://ab"_s);
    clock.advance(WorkspaceController::kStagingDelay / 2);
    EXPECT_NE(url(), u"https://ab"_s);
    EXPECT_TRUE(controller.isModified()) << "what is staged counts as unsaved";
    clock.advance(WorkspaceController::kStagingDelay);
    EXPECT_EQ(url(), u"https://ab"_s);
}

TEST_F(WorkspaceControllerTest, TypingInOneRequestIsOneStepOfUndo)
{
    const QString before = url();
    type(u"https://a"_s);
    EXPECT_OK(controller.commit());
    clock.advance(500ms);
    type(u"https://ab"_s);
    EXPECT_OK(controller.commit());
    clock.advance(WorkspaceController::kMergeWindow);
    type(u"https://abc"_s);
    EXPECT_OK(controller.commit());
    controller.undo();
    EXPECT_EQ(url(), u"https://ab"_s);
    controller.undo();
    EXPECT_EQ(url(), before);
    EXPECT_FALSE(controller.canUndo());
    EXPECT_FALSE(controller.isModified()) << "all undone: the text is the file's again";
    controller.redo();
    EXPECT_EQ(url(), u"https://ab"_s);
}

TEST_F(WorkspaceControllerTest, NothingIsWrittenBeforeSave)
{
    const QByteArray before = onDisk();
    type(u"https://changed"_s);
    EXPECT_OK(controller.commit());
    EXPECT_EQ(onDisk(), before);
    EXPECT_OK(controller.save());
    EXPECT_TRUE(onDisk().contains("https://changed"));
    EXPECT_FALSE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, SaveTakesAlongWhatIsStillStaged)
{
    type(u"https://staged"_s);
    EXPECT_OK(controller.save());
    EXPECT_TRUE(onDisk().contains("https://staged"));
}

TEST_F(WorkspaceControllerTest, AChangeOnDiskIsTakenOverWhereNothingIsUnsavedAndCanBeUndone)
{
    QSignalSpy reloaded(&controller, &WorkspaceController::reloaded);
    write(shopWorkspace().replace("/v2/sessions", "/v3/sessions"));
    ASSERT_TRUE(waitUntil([&] { return !reloaded.isEmpty(); }));
    EXPECT_TRUE(url().contains(u"/v3/"_s));
    controller.undo();
    EXPECT_TRUE(url().contains(u"/v2/"_s));
    EXPECT_TRUE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, AChangeOnDiskBesideUnsavedEditsIsAConflict)
{
    QSignalSpy conflicts(&controller, &WorkspaceController::conflicted);
    type(u"https://mine"_s);
    EXPECT_OK(controller.commit());
    write(shopWorkspace().replace("/v2/orders", "/v3/orders"));
    ASSERT_TRUE(waitUntil([&] { return !conflicts.isEmpty(); }));
    EXPECT_EQ(url(), u"https://mine"_s);
    EXPECT_FALSE(controller.save()) << "saving would lose the other program's work";
    controller.keepMine();
    EXPECT_OK(controller.save());
    EXPECT_TRUE(onDisk().contains("https://mine"));
    EXPECT_FALSE(onDisk().contains("/v3/orders"));
}

TEST_F(WorkspaceControllerTest, ReloadingAConflictKeepsMineInUndo)
{
    type(u"https://mine"_s);
    EXPECT_OK(controller.commit());
    write(shopWorkspace().replace("/v2/orders", "/v3/orders"));
    EXPECT_OK(controller.reload());
    EXPECT_NE(url(), u"https://mine"_s);
    controller.undo();
    EXPECT_EQ(url(), u"https://mine"_s);
}

TEST_F(WorkspaceControllerTest, AFileBrokenByAnotherProgramLeavesOursOpen)
{
    QSignalSpy failures(&controller, &WorkspaceController::reloadFailed);
    write("type: [\n");
    ASSERT_TRUE(waitUntil([&] { return !failures.isEmpty(); }));
    EXPECT_NE(controller.workspace().findRequest(kSignIn), nullptr);
}

TEST_F(WorkspaceControllerTest, AFileThatIsGoneCountsAsUnsavedUntilItIsBack)
{
    QSignalSpy vanished(&controller, &WorkspaceController::vanished);
    QSignalSpy returned(&controller, &WorkspaceController::returned);
    ASSERT_TRUE(QFile::remove(path));
    ASSERT_TRUE(waitUntil([&] {
        clock.advance(WorkspaceController::kGoneAfter);
        return !vanished.isEmpty();
    }));
    EXPECT_TRUE(controller.isModified()) << "this is the last copy";
    write(shopWorkspace());
    ASSERT_TRUE(waitUntil([&] { return !returned.isEmpty(); }));
    EXPECT_FALSE(controller.isModified());
    EXPECT_EQ(vanished.size(), 1);
}

TEST_F(WorkspaceControllerTest, SavingWritesAnewWhatIsGone)
{
    type(u"https://mine"_s);
    ASSERT_TRUE(QFile::remove(path));
    EXPECT_OK(controller.save());
    EXPECT_TRUE(onDisk().contains("https://mine"));
    EXPECT_FALSE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, AConflictStaysOneUntilItIsDecided)
{
    type(u"https://mine"_s);
    EXPECT_FALSE(controller.isConflicted());
    write(shopWorkspace().replace("/v2/orders", "/v3/orders"));
    EXPECT_FALSE(controller.save());
    EXPECT_TRUE(controller.isConflicted());
    controller.keepMine();
    EXPECT_FALSE(controller.isConflicted());
    EXPECT_TRUE(controller.isModified());
    EXPECT_OK(controller.save());
    EXPECT_FALSE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, AFileMendedAfterItWasBrokenIsNoticedAlthoughItIsAnotherFile)
{
    QSignalSpy failures(&controller, &WorkspaceController::reloadFailed);
    QSignalSpy reloaded(&controller, &WorkspaceController::reloaded);
    const QString other = folder.filePath(u"other"_s);
    QFile replacement(other);
    ASSERT_TRUE(replacement.open(QIODevice::WriteOnly));
    replacement.write("type: [\n");
    replacement.close();
    ASSERT_EQ(::rename(QFile::encodeName(other).constData(), QFile::encodeName(path).constData()), 0);
    ASSERT_TRUE(waitUntil([&] { return !failures.isEmpty(); }));
    QFile same(path);
    ASSERT_TRUE(same.open(QIODevice::ReadWrite)); // the same file: its folder does not change
    ASSERT_TRUE(same.resize(0));
    same.write(shopWorkspace().replace("/v2/sessions", "/v3/sessions"));
    same.close();
    ASSERT_TRUE(waitUntil([&] { return !reloaded.isEmpty(); }));
    EXPECT_TRUE(url().contains(u"/v3/"_s));
}

TEST_F(WorkspaceControllerTest, SaveAsGoesOnWithTheOtherFile)
{
    const QByteArray before = onDisk();
    const QString first = path;
    type(u"https://mine"_s);
    EXPECT_FALSE(controller.saveAs(folder.filePath(u"missing/copy.yaml"_s)));
    EXPECT_EQ(controller.path(), first);
    EXPECT_TRUE(controller.isModified());
    path = folder.filePath(u"copy.yaml"_s);
    EXPECT_OK(controller.saveAs(path));
    EXPECT_EQ(controller.path(), path);
    EXPECT_FALSE(controller.isModified());
    EXPECT_TRUE(onDisk().contains("https://mine"));
    EXPECT_EQ(settings.recentFiles().first(), path);
    type(u"https://next"_s);
    EXPECT_OK(controller.save());
    EXPECT_TRUE(onDisk().contains("https://next"));
    path = first;
    EXPECT_EQ(onDisk(), before);
}

TEST_F(WorkspaceControllerTest, AFileThatCannotBeReadLeavesTheOpenOneOpen)
{
    const QString broken = folder.filePath(u"broken.yaml"_s);
    QFile file(broken);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("type: [\n");
    file.close();
    const auto opened = controller.open(broken);
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().location && opened.error().location->line > 0);
    EXPECT_EQ(controller.path(), path);
}

TEST_F(WorkspaceControllerTest, TheChosenEnvironmentIsRememberedForEachWorkspace)
{
    controller.setEnvironmentId(u"env_00000000000000000000000000000003"_s);
    WorkspaceController later(settings, clock);
    EXPECT_OK(later.open(path));
    EXPECT_EQ(later.environmentId(), u"env_00000000000000000000000000000003"_s);
}

TEST_F(WorkspaceControllerTest, AnEnvironmentThatIsDeletedIsNoLongerChosen)
{
    controller.setEnvironmentId(u"env_00000000000000000000000000000002"_s);
    EXPECT_OK(controller.edit(u"Delete"_s,
                              [](WorkspaceDocument &document) { return document.remove(u"env_00000000000000000000000000000002"_s); }));
    EXPECT_TRUE(controller.environmentId().isEmpty());
}

TEST_F(WorkspaceControllerTest, AnEditThatFailsChangesNothing)
{
    QSignalSpy failures(&controller, &WorkspaceController::editFailed);
    EXPECT_FALSE(controller.edit(u"Nonsense"_s, [](WorkspaceDocument &document) { return document.remove(u"nobody"_s); }));
    EXPECT_EQ(failures.size(), 1);
    EXPECT_FALSE(controller.canUndo());
    EXPECT_FALSE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, NewEntriesGetFreeNamesAndTheirPlace)
{
    const auto first = commands.addRequest(kAccounts, 1);
    ASSERT_OK(first);
    ASSERT_OK(commands.addRequest(kAccounts, -1));
    EXPECT_EQ(namesIn(kAccounts), u"Sign in, New Request, Who am I, Sign out, New Request 2"_s);
    EXPECT_NE(controller.workspace().findRequest(*first), nullptr);
}

TEST_F(WorkspaceControllerTest, DuplicatingAFolderCopiesWhatIsInIt)
{
    const auto copy = commands.duplicate(kAccounts);
    ASSERT_OK(copy);
    EXPECT_EQ(namesIn(*copy), u"Sign in, Who am I, Sign out"_s);
    EXPECT_TRUE(namesIn({}).startsWith(u"Accounts, Accounts copy, Orders"_s));
    EXPECT_EQ(namesIn(kAccounts), u"Sign in, Who am I, Sign out"_s);
    controller.undo();
    EXPECT_FALSE(namesIn({}).contains(u"copy"_s)) << "one step of undo for all of it";
}

TEST_F(WorkspaceControllerTest, AnEntryThatCannotBeEditedIsDuplicatedToo)
{
    const auto copy = commands.duplicate(u"greq_0000000000000000000000000000001"_s);
    ASSERT_OK(copy);
    EXPECT_TRUE(namesIn({}).contains(u"Price stream, Price stream copy"_s));
    EXPECT_EQ(controller.undoTitle(), u"Duplicate “Price stream”"_s);
}

TEST_F(WorkspaceControllerTest, AFolderIsStagedWithoutWhatIsInIt)
{
    Folder draft = controller.workspace().findFolder(kAccounts)->alone();
    draft.headers.push_back({{}, u"X"_s, u"1"_s});
    controller.stage(draft);
    EXPECT_EQ(controller.undoTitle(), u"Edit “Accounts”"_s);
    clock.advance(WorkspaceController::kStagingDelay);
    EXPECT_EQ(controller.workspace().findFolder(kAccounts)->headers.size(), 1U);
    EXPECT_EQ(namesIn(kAccounts), u"Sign in, Who am I, Sign out"_s);
    controller.undo();
    EXPECT_TRUE(controller.workspace().findFolder(kAccounts)->headers.empty());
    EXPECT_FALSE(controller.isModified());
}

TEST_F(WorkspaceControllerTest, MovingCountsAsThePersonSeesIt)
{
    ASSERT_OK(commands.move(kSignIn, kAccounts, 2)); // before "Sign out", which is third
    EXPECT_EQ(namesIn(kAccounts), u"Who am I, Sign in, Sign out"_s);
    ASSERT_OK(commands.move(kSignIn, kAccounts, -1));
    EXPECT_EQ(namesIn(kAccounts), u"Who am I, Sign out, Sign in"_s);
    ASSERT_OK(commands.move(kHealth, kOrders, 0));
    EXPECT_TRUE(namesIn(kOrders).startsWith(u"Health, List orders"_s));
    EXPECT_FALSE(commands.move(kAccounts, kAccounts, 0));
}

TEST_F(WorkspaceControllerTest, RenamingWorksForRequestsAndFolders)
{
    ASSERT_OK(commands.rename(kSignIn, u"Log in"_s));
    ASSERT_OK(commands.rename(kAccounts, u"People"_s));
    EXPECT_TRUE(namesIn({}).startsWith(u"People"_s));
    EXPECT_TRUE(namesIn(kAccounts).startsWith(u"Log in"_s));
}

} // namespace sallyport::test
