// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/atomic_file.h"

#include "tests/support/async.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <csignal>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

class AtomicFile : public testing::Test {
protected:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.path() + u'/' + name; }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
    }
    static void put(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    static mode_t modeOf(const QString &path)
    {
        struct stat status {};
        return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
    }
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

    QTemporaryDir m_folder;
};

//! Lets every write beyond `bytes` fail with EFBIG.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

} // namespace

TEST_F(AtomicFile, NewFileFollowsUmaskOrIsPrivate)
{
    const mode_t before = ::umask(027);
    EXPECT_OK(writeFileAtomically(path(u"public"_s), "x"));
    EXPECT_OK(writeFileAtomically(path(u"private"_s), "x", {.privateToUser = true}));
    ::umask(before);
    EXPECT_EQ(modeOf(path(u"public"_s)), 0640u);
    EXPECT_EQ(modeOf(path(u"private"_s)), 0600u);
    EXPECT_EQ(names(), (QStringList{u"private"_s, u"public"_s}));
}

TEST_F(AtomicFile, ReplacesAndKeepsModeAndThePreviousVersion)
{
    const QString file = path(u"work.yaml"_s);
    put(file, "first");
    ASSERT_EQ(::chmod(QFile::encodeName(file).constData(), 0604), 0);
    EXPECT_OK(writeFileAtomically(file, "second"));
    EXPECT_EQ(contentOf(file), "second");
    EXPECT_EQ(modeOf(file), 0604u);
    EXPECT_EQ(contentOf(previousVersionPath(file)), "first");
    EXPECT_OK(writeFileAtomically(file, "third"));
    EXPECT_EQ(contentOf(previousVersionPath(file)), "second");
    EXPECT_OK(writeFileAtomically(file, "fourth", {.keepPrevious = false}));
    EXPECT_EQ(contentOf(previousVersionPath(file)), "second");
    EXPECT_EQ(names(), (QStringList{u".work.yaml.previous"_s, u"work.yaml"_s}));
}

TEST_F(AtomicFile, PrivateNarrowsAnExistingFile)
{
    put(path(u"f"_s), "x");
    ASSERT_EQ(::chmod(QFile::encodeName(path(u"f"_s)).constData(), 0644), 0);
    EXPECT_OK(writeFileAtomically(path(u"f"_s), "y", {.keepPrevious = false, .privateToUser = true}));
    EXPECT_EQ(modeOf(path(u"f"_s)), 0600u);
}

TEST_F(AtomicFile, FollowsSymbolicLinks)
{
    ASSERT_TRUE(QDir(m_folder.path()).mkdir(u"real"_s));
    put(path(u"real/target"_s), "old");
    ASSERT_TRUE(QFile::link(u"real/target"_s, path(u"link"_s)));
    EXPECT_OK(writeFileAtomically(path(u"link"_s), "new"));
    EXPECT_TRUE(QFileInfo(path(u"link"_s)).isSymLink());
    EXPECT_EQ(contentOf(path(u"real/target"_s)), "new");
    EXPECT_EQ(contentOf(path(u"real/.target.previous"_s)), "old");
    ASSERT_TRUE(QFile::link(u"real/not yet"_s, path(u"dangling"_s)));
    EXPECT_OK(writeFileAtomically(path(u"dangling"_s), "new"));
    EXPECT_EQ(contentOf(path(u"real/not yet"_s)), "new");
    ASSERT_TRUE(QFile::link(u"loop"_s, path(u"loop"_s)));
    EXPECT_FALSE(writeFileAtomically(path(u"loop"_s), "new").has_value());
}

TEST_F(AtomicFile, RefusesWhatIsNoRegularFile)
{
    ASSERT_TRUE(QDir(m_folder.path()).mkdir(u"folder"_s));
    EXPECT_EQ(writeFileAtomically(path(u"folder"_s), "x").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(writeFileAtomically(u"/dev/null"_s, "x").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(writeFileAtomically(path(u"nowhere/f"_s), "x").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(readWholeFile(path(u"folder"_s)).error().kind, ErrorKind::Malformed);
    EXPECT_EQ(readWholeFile(u"/dev/zero"_s).error().kind, ErrorKind::Malformed);
    EXPECT_EQ(readWholeFile(path(u"none"_s)).error().kind, ErrorKind::NotFound);
    ASSERT_EQ(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    EXPECT_EQ(readWholeFile(path(u"pipe"_s)).error().kind, ErrorKind::Malformed);
}

TEST_F(AtomicFile, DoesNotReplaceWhereItMayNot)
{
    put(path(u"f"_s), "old");
    EXPECT_EQ(writeFileAtomically(path(u"f"_s), "new", {.mayReplace = false}).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(contentOf(path(u"f"_s)), "old");
    EXPECT_OK(writeFileAtomically(path(u"g"_s), "new", {.mayReplace = false}));
}

TEST_F(AtomicFile, ReadsWithinTheLimit)
{
    put(path(u"f"_s), QByteArray(1000, 'x'));
    EXPECT_EQ(readWholeFile(path(u"f"_s), 1000)->size(), 1000);
    EXPECT_EQ(readWholeFile(path(u"f"_s), 999).error().kind, ErrorKind::Malformed);
    put(path(u"empty"_s), {});
    EXPECT_EQ(readWholeFile(path(u"empty"_s))->size(), 0);
    EXPECT_FALSE(readWholeFile(u"/proc/self/status"_s)->isEmpty()); // says that its size is 0
}

TEST_F(AtomicFile, WriteThatStopsHalfWayLeavesTheOldContent)
{
    const QString file = path(u"work.yaml"_s);
    put(file, "old");
    const QByteArray large(3 << 20, 'x');
    const auto written = [&] {
        const FileSizeLimit limit((2 << 20) + 17);
        return writeFileAtomically(file, large);
    }();
    ASSERT_FALSE(written.has_value());
    EXPECT_TRUE(written.error().message.startsWith(u"cannot save "_s + file));
    EXPECT_FALSE(written.error().hint.isEmpty());
    EXPECT_EQ(contentOf(file), "old");
    EXPECT_EQ(names(), QStringList{u"work.yaml"_s});
}

TEST_F(AtomicFile, FullDiskLeavesTheOldContent)
{
    const QString disk = path(u"disk"_s);
    ASSERT_TRUE(QDir().mkpath(disk));
    if (::mount("tmpfs", QFile::encodeName(disk).constData(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "mounting a small tmpfs needs root: a really full disk was not tried";
    const QString file = disk + u"/work.yaml"_s;
    const auto first = writeFileAtomically(file, QByteArray(20'000, 'a'));
    const auto tooLarge = writeFileAtomically(file, QByteArray(200'000, 'b'));
    const QByteArray kept = contentOf(file);
    const QStringList left = QDir(disk).entryList(QDir::Files | QDir::Hidden);
    const auto fitting = writeFileAtomically(file, QByteArray(20'000, 'c'));
    ::umount(QFile::encodeName(disk).constData());
    EXPECT_OK(first);
    ASSERT_FALSE(tooLarge.has_value());
    EXPECT_EQ(tooLarge.error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(tooLarge.error().hint.contains(u"space"_s));
    EXPECT_EQ(kept, QByteArray(20'000, 'a'));
    EXPECT_EQ(left, QStringList{u"work.yaml"_s});
    EXPECT_OK(fitting);
}

TEST_F(AtomicFile, ReadOnlyPlacesAreRefused)
{
    const QString file = path(u"work.yaml"_s);
    put(file, "old");
    if (::geteuid() == 0) {
        // Rights do not stop root; a read-only mount does.
        const QByteArray folder = QFile::encodeName(m_folder.path());
        if (::mount(folder.constData(), folder.constData(), nullptr, MS_BIND, nullptr) != 0)
            GTEST_SKIP() << "as root this needs the right to mount: a read-only place was not tried";
        ASSERT_EQ(::mount(nullptr, folder.constData(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr), 0);
    } else {
        ASSERT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 0500), 0);
    }
    const auto written = writeFileAtomically(file, "new");
    if (::geteuid() == 0)
        ::umount(QFile::encodeName(m_folder.path()).constData());
    else
        ::chmod(QFile::encodeName(m_folder.path()).constData(), 0700);
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::PermissionDenied);
    EXPECT_FALSE(written.error().hint.isEmpty());
    EXPECT_EQ(contentOf(file), "old");
}

TEST_F(AtomicFile, WriteProtectedFileIsRefused)
{
    constexpr uid_t kNobody = 65534;
    const QString file = path(u"work.yaml"_s);
    put(file, "old");
    const uid_t self = ::geteuid();
    ASSERT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 0777), 0);
    ASSERT_EQ(::chmod(QFile::encodeName(file).constData(), 0444), 0);
    ASSERT_EQ(::seteuid(self == 0 ? kNobody : self), 0); // rights do not stop root
    const auto written = writeFileAtomically(file, "new");
    ASSERT_EQ(::seteuid(self), 0);
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(contentOf(file), "old");
}
