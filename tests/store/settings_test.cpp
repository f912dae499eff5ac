// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/settings.h"

#include "tests/support/async.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace std::chrono_literals;

namespace {

class SettingsFile : public testing::Test {
protected:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"config/settings.json"_s); }

    QTemporaryDir m_folder;
};

} // namespace

TEST_F(SettingsFile, WhatIsSetIsReadAgainFromAPrivateFile)
{
    Settings settings(path());
    EXPECT_OK(settings.load()); // missing: defaults
    EXPECT_EQ(settings.secretCacheDuration(), 30min);
    EXPECT_EQ(settings.requestTimeout(), 30s);
    EXPECT_TRUE(settings.followRedirects());
    EXPECT_TRUE(settings.verifyTls());
    EXPECT_OK(settings.setSecretCacheDuration(5min));
    EXPECT_OK(settings.setRequestTimeout(7s));
    EXPECT_OK(settings.setFollowRedirects(false));
    EXPECT_OK(settings.setVerifyTls(false));
    EXPECT_OK(settings.setTheme(Settings::Theme::Dark));
    EXPECT_OK(settings.addRecentFile(u"/a"_s));
    EXPECT_OK(settings.addRecentFile(u"/b"_s));
    EXPECT_OK(settings.addRecentFile(u"/a"_s));
    EXPECT_OK(settings.setSelectedEnvironment(u"wrk"_s, u"env"_s));
    EXPECT_OK(settings.setWindowState(u"main"_s, QByteArray("\0\xFF", 2)));
    EXPECT_EQ(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
              QFile::Permissions());

    Settings again(path());
    EXPECT_OK(again.load());
    EXPECT_EQ(again.secretCacheDuration(), 5min);
    EXPECT_EQ(again.requestTimeout(), 7s);
    EXPECT_FALSE(again.followRedirects());
    EXPECT_FALSE(again.verifyTls());
    EXPECT_EQ(again.theme(), Settings::Theme::Dark);
    EXPECT_EQ(again.recentFiles(), (QStringList{u"/a"_s, u"/b"_s}));
    EXPECT_EQ(again.selectedEnvironment(u"wrk"_s), u"env"_s);
    EXPECT_EQ(again.windowState(u"main"_s), QByteArray("\0\xFF", 2));
}

TEST_F(SettingsFile, ValuesAreKeptWithinTheirLimits)
{
    Settings settings(path());
    EXPECT_OK(settings.setSecretCacheDuration(-1min));
    EXPECT_EQ(settings.secretCacheDuration(), 0min);
    EXPECT_OK(settings.setSecretCacheDuration(100'000min));
    EXPECT_EQ(settings.secretCacheDuration(), 720min);
}

TEST_F(SettingsFile, DamagedFileIsMovedAside)
{
    Settings settings(path());
    EXPECT_OK(settings.setTheme(Settings::Theme::Dark));
    {
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write("{ \"theme\": ");
    }
    Settings again(path());
    EXPECT_OK(again.load());
    EXPECT_EQ(again.theme(), Settings::Theme::System);
    EXPECT_FALSE(QFile::exists(path()));
    EXPECT_TRUE(QFile::exists(path() + u".damaged"_s));
}

TEST_F(SettingsFile, FailedWriteIsToldAndTheValueStillApplies)
{
    Settings settings(u"/proc/no/settings.json"_s);
    int changes = 0;
    QObject::connect(&settings, &Settings::changed, &settings, [&changes] { ++changes; });
    EXPECT_FALSE(settings.setVerifyTls(false).has_value());
    EXPECT_FALSE(settings.verifyTls());
    EXPECT_EQ(changes, 1);
}

TEST_F(SettingsFile, TwoWindowsKeepEachOthersSettings)
{
    Settings one(path());
    Settings two(path());
    EXPECT_OK(one.load());
    EXPECT_OK(two.load());
    EXPECT_OK(one.setSecretCacheDuration(5min));
    EXPECT_OK(one.addRecentFile(u"/a"_s));
    EXPECT_OK(two.setTheme(Settings::Theme::Dark));
    EXPECT_OK(two.addRecentFile(u"/b"_s));
    EXPECT_EQ(two.secretCacheDuration(), 5min);
    Settings again(path());
    EXPECT_OK(again.load());
    EXPECT_EQ(again.secretCacheDuration(), 5min);
    EXPECT_EQ(again.theme(), Settings::Theme::Dark);
    EXPECT_EQ(again.recentFiles(), (QStringList{u"/b"_s, u"/a"_s}));
}
