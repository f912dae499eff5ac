// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/workspace_file.h"

#include "tests/support/async.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

class WorkspaceFiles : public testing::Test {
protected:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"demo.yaml"_s); }
    [[nodiscard]] QByteArray content(const QString &path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(const QByteArray &content) const
    {
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QTemporaryDir m_folder;
};

} // namespace

TEST_F(WorkspaceFiles, CreateEditSaveOpen)
{
    auto file = WorkspaceFile::create(path(), u"Demo"_s);
    ASSERT_OK(file);
    EXPECT_FALSE(file->isModified());
    const QByteArray first = content(path());
    const auto id = file->document().addRequest({}, -1, {.name = u"ping"_s});
    ASSERT_OK(id);
    EXPECT_TRUE(file->isModified());
    ASSERT_OK(file->save());
    EXPECT_FALSE(file->isModified());
    EXPECT_FALSE(file->changedOnDisk());
    EXPECT_EQ(content(previousVersionPath(path())), first);
    const auto again = WorkspaceFile::open(path());
    ASSERT_OK(again);
    EXPECT_EQ(again->document().workspace(), file->document().workspace());
    EXPECT_EQ(WorkspaceFile::create(path(), u"Other"_s).error().kind, ErrorKind::InvalidInput);
}

TEST_F(WorkspaceFiles, SavingWithoutEditsWritesNothing)
{
    auto file = WorkspaceFile::create(path(), u"Demo"_s);
    ASSERT_OK(file);
    const FileStamp before = stampOf(path());
    ASSERT_OK(file->save());
    EXPECT_EQ(stampOf(path()), before);
    EXPECT_FALSE(QFile::exists(previousVersionPath(path())));
}

TEST_F(WorkspaceFiles, ChangesOfOthersAreSeenAndNotOverwritten)
{
    auto file = WorkspaceFile::create(path(), u"Demo"_s);
    ASSERT_OK(file);
    const QByteArray theirs = content(path()).replace("Demo", "Them");
    put(theirs);
    EXPECT_TRUE(file->changedOnDisk());
    ASSERT_OK(file->document().setName(u"Mine"_s));
    EXPECT_EQ(file->save().error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(content(path()), theirs);
    ASSERT_OK(file->saveOver());
    EXPECT_TRUE(content(path()).contains("name: Mine"));
    EXPECT_EQ(content(previousVersionPath(path())), theirs);
    put(theirs);
    ASSERT_OK(file->reload());
    EXPECT_EQ(file->document().workspace().name, u"Them"_s);
    EXPECT_FALSE(file->changedOnDisk());
}

TEST_F(WorkspaceFiles, TouchedOrRemovedFile)
{
    auto file = WorkspaceFile::create(path(), u"Demo"_s);
    ASSERT_OK(file);
    put(content(path())); // other time, same content
    EXPECT_FALSE(file->changedOnDisk());
    ASSERT_TRUE(QFile::remove(path()));
    EXPECT_TRUE(file->changedOnDisk());
    EXPECT_FALSE(file->save().has_value());
    EXPECT_FALSE(file->reload().has_value());
    EXPECT_EQ(file->document().workspace().name, u"Demo"_s);
    EXPECT_OK(file->saveOver());
    EXPECT_TRUE(QFile::exists(path()));
}

TEST_F(WorkspaceFiles, BrokenFileIsReportedAndLeftAlone)
{
    put("type: collection.insomnia.rest/5.0\nname: \"unclosed\n");
    const auto file = WorkspaceFile::open(path());
    ASSERT_FALSE(file.has_value());
    EXPECT_EQ(file.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(file.error().message.contains(u"demo.yaml, line 3, column 1"_s));
    EXPECT_EQ(content(path()), "type: collection.insomnia.rest/5.0\nname: \"unclosed\n");
}
