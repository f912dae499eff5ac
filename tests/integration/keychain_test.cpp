// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// SystemKeychain against a real gnome-keyring, in session buses and homes of their own. What happens inside of a session
// is done by the program keychain_probe.
#include "tests/support/async.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <csignal>

#include <sys/types.h>

using namespace Qt::StringLiterals;

namespace {

const QString kUnlock = u"printf secret-of-the-keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "_s;
const QString kStartLocked = u"gnome-keyring-daemon --start --components=secrets >/dev/null; "_s;

class SystemKeychainTest : public testing::Test {
protected:
    void SetUp() override
    {
        for (const QString &program : {u"dbus-run-session"_s, u"dbus-send"_s, u"gnome-keyring-daemon"_s, u"secret-tool"_s}) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                GTEST_SKIP() << program.toStdString() << " is not installed: the real keychain was not tested";
        }
        ASSERT_TRUE(m_home.isValid());
        ASSERT_TRUE(QFile::setPermissions(m_home.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void TearDown() override
    {
        // Most daemons end with their bus, though not in the same instant; one that never got to it would stay for ever.
        EXPECT_TRUE(sallyport::test::waitUntil([this] { return processesOfThisHome().isEmpty() && m_home.remove(); },
                                               std::chrono::seconds(2))
                    || endWhatIsLeft());
    }

    //! Ids of the processes that live in this test's own home; nobody else's can.
    QList<pid_t> processesOfThisHome() const
    {
        const QByteArray home = '\0' + QByteArray("HOME=") + m_home.path().toUtf8() + '\0';
        QList<pid_t> found;
        const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &entry : entries) {
            bool isProcess = false;
            const int id = entry.toInt(&isProcess);
            QFile environment(u"/proc/%1/environ"_s.arg(entry));
            if (isProcess && environment.open(QFile::ReadOnly) && ('\0' + environment.readAll() + '\0').contains(home))
                found.append(id);
        }
        return found;
    }

    bool endWhatIsLeft()
    {
        const QList<pid_t> left = processesOfThisHome();
        for (const pid_t id : left)
            ::kill(id, SIGKILL);
        return sallyport::test::waitUntil([this] { return processesOfThisHome().isEmpty() && m_home.remove(); });
    }

    //! The lines that the probe printed, each `step -> outcome`.
    QStringList run(const QString &program, const QStringList &arguments, const QProcessEnvironment &extra = {})
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
        environment.insert(u"HOME"_s, m_home.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path());
        environment.insert(u"PROBE"_s, QCoreApplication::applicationDirPath() + u"/keychain_probe"_s);
        for (const char *name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
            if (qEnvironmentVariableIsSet(name))
                environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
        environment.insert(extra);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            ADD_FAILURE() << "no end within a minute";
        }
        EXPECT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
        return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }

    QStringList inSession(const QString &script, const QStringList &options = {}, const QProcessEnvironment &extra = {})
    {
        return run(u"dbus-run-session"_s, options + QStringList{u"--"_s, u"sh"_s, u"-c"_s, script}, extra);
    }

    //! A bus that starts nothing by itself.
    QStringList busWithoutServices() const
    {
        QFile file(m_home.filePath(u"bus.conf"_s));
        EXPECT_TRUE(file.open(QFile::WriteOnly));
        file.write("<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
                   "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        return {u"--config-file="_s + file.fileName()};
    }

    //! Files below the home in which the text stands.
    QStringList filesWith(const QByteArray &text) const
    {
        QStringList found;
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QFile::ReadOnly) && file.readAll().contains(text))
                found.append(file.fileName());
        }
        return found;
    }

    QTemporaryDir m_home;
};

std::string joined(const QStringList &lines)
{
    return lines.join(u" | "_s).toStdString();
}

} // namespace

TEST_F(SystemKeychainTest, UnlockedItWritesReadsReplacesAndRemoves)
{
    const auto lines =
        inSession(kUnlock + u"$PROBE read:a write:a=one read:a write:a=two read:a write:b=other remove:a remove:a read:a read:b"_s);
    EXPECT_EQ(joined(lines), "read:a -> nothing | write:a -> done | read:a -> value one | write:a -> done | read:a -> value two"
                             " | write:b -> done | remove:a -> done | remove:a -> done | read:a -> nothing | read:b -> value other");
}

TEST_F(SystemKeychainTest, EntriesOutliveTheSessionAndAreNowhereInPlainText)
{
    inSession(kUnlock + u"$PROBE write:a=CNRY-canary-value"_s);
    EXPECT_EQ(joined(inSession(kUnlock + u"$PROBE read:a"_s)), "read:a -> value CNRY-canary-value");
    EXPECT_EQ(filesWith("CNRY-canary-value"), QStringList());
    EXPECT_EQ(filesWith(QByteArray("CNRY-canary-value").toBase64()), QStringList());
}

TEST_F(SystemKeychainTest, LockedIsNeverAbsentNeverDeletedAndLosesNothing)
{
    inSession(kUnlock + u"$PROBE write:a=kept"_s);
    const auto lines = inSession(kStartLocked + u"$PROBE read:a read:never-there write:a=lost remove:a"_s);
    ASSERT_EQ(lines.size(), 4);
    for (const QString &line : lines)
        EXPECT_TRUE(line.contains(u"-> unavailable: the keychain is locked"_s)) << line.toStdString();
    EXPECT_EQ(joined(inSession(kUnlock + u"$PROBE read:a"_s)), "read:a -> value kept");
}

TEST_F(SystemKeychainTest, LockedWhileInUseIsNoticed)
{
    const auto lines = inSession(kUnlock + u"$PROBE write:a=kept read:a lock read:a remove:a"_s);
    ASSERT_EQ(lines.size(), 5);
    EXPECT_EQ(lines[1], u"read:a -> value kept"_s);
    EXPECT_EQ(lines[2], u"lock -> done"_s);
    EXPECT_TRUE(lines[3].contains(u"-> unavailable: the keychain is locked"_s)) << lines[3].toStdString();
    EXPECT_TRUE(lines[4].contains(u"-> unavailable: the keychain is locked"_s)) << lines[4].toStdString();
}

TEST_F(SystemKeychainTest, AFreshHomeHasNoEntriesAndSaysWhyNothingCanBeWritten)
{
    const auto lines = inSession(kStartLocked + u"$PROBE read:a remove:a write:a=one"_s);
    ASSERT_EQ(lines.size(), 3);
    EXPECT_EQ(lines[0], u"read:a -> nothing"_s);
    EXPECT_EQ(lines[1], u"remove:a -> done"_s);
    EXPECT_TRUE(lines[2].contains(u"unavailable: the keychain has no default keyring yet"_s)) << lines[2].toStdString();
}

TEST_F(SystemKeychainTest, WithoutAServiceItSaysSo)
{
    const auto lines = inSession(u"$PROBE read:a write:a=one remove:a"_s, busWithoutServices());
    ASSERT_EQ(lines.size(), 3);
    for (const QString &line : lines)
        EXPECT_TRUE(line.endsWith(u"-> unavailable: no keychain service is running"_s)) << line.toStdString();
}

TEST_F(SystemKeychainTest, WithoutABusItSaysSo)
{
    QProcessEnvironment dead;
    dead.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s);
    for (const QProcessEnvironment &extra : {QProcessEnvironment(), dead}) {
        const auto lines = run(u"sh"_s, {u"-c"_s, u"$PROBE read:a write:a=one remove:a"_s}, extra);
        ASSERT_EQ(lines.size(), 3);
        for (const QString &line : lines)
            EXPECT_TRUE(line.endsWith(u"-> unavailable: there is no session bus, so no keychain can be reached"_s)) << line.toStdString();
    }
}

TEST_F(SystemKeychainTest, AnEntryOfAnotherKindInTheWayIsReplaced)
{
    const auto lines = inSession(kUnlock + u"printf text | secret-tool store --label=x user a server sallyport type plaintext; "
                                           "$PROBE read:a write:a=binary read:a"_s);
    EXPECT_EQ(joined(lines), "read:a -> value text | write:a -> done | read:a -> value binary");
}

TEST_F(SystemKeychainTest, ASilentServiceIsGivenUpInTime)
{
    const auto lines = inSession(kUnlock + u"$PROBE read:a >/dev/null; "
                                           "pid=$(dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                                           "org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets | "
                                           "sed -n 's/.*uint32 //p'); "
                                           "kill -STOP $pid; $PROBE hurry read:a write:a=one remove:a; kill -KILL $pid"_s);
    ASSERT_EQ(lines.size(), 4) << joined(lines);
    for (int i = 1; i < 4; ++i)
        EXPECT_TRUE(lines[i].endsWith(u"-> unavailable: the keychain service does not answer"_s)) << lines[i].toStdString();
}

TEST_F(SystemKeychainTest, ALockedKeyringIsUnlockedByOnePromptForAllWhoAsk)
{
    EXPECT_EQ(joined(inSession(u"$PROBE mock:unlocks"_s, busWithoutServices())),
              "mock:unlocks -> unlocked, unlocked (prompts 1, taken away 0)");
}

TEST_F(SystemKeychainTest, ADismissedPromptLeavesItLocked)
{
    EXPECT_EQ(joined(inSession(u"$PROBE mock:dismisses"_s, busWithoutServices())),
              "mock:dismisses -> locked, locked (prompts 1, taken away 0)");
}

TEST_F(SystemKeychainTest, APromptNobodyAnswersIsTakenAway)
{
    const QString silence = u"unavailable: nobody answered the keychain's prompt"_s;
    EXPECT_EQ(joined(inSession(u"$PROBE hurry mock:sleeps"_s, busWithoutServices())),
              u"hurry -> done | mock:sleeps -> %1, %1 (prompts 1, taken away 1)"_s.arg(silence).toStdString());
}

TEST_F(SystemKeychainTest, WithoutGlibsLoopItSaysSoInsteadOfWaitingForEver)
{
    QProcessEnvironment noGlib;
    noGlib.insert(u"QT_NO_GLIB"_s, u"1"_s);
    const auto lines = inSession(kUnlock + u"$PROBE read:a write:a=one remove:a"_s, {}, noGlib);
    ASSERT_EQ(lines.size(), 3);
    for (const QString &line : lines)
        EXPECT_TRUE(line.contains(u"-> unavailable: the keychain needs the GLib event loop"_s)) << line.toStdString();
}
