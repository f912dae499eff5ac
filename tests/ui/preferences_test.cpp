// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_model.h"
#include "ui/preferences/cache_strip.h"
#include "ui/preferences/credential_table.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/message_banner.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

class PreferencesTest : public testing::Test {
protected:
    [[nodiscard]] static QPushButton *button(const QWidget &inside, const QString &label)
    {
        for (auto *each : inside.findChildren<QPushButton *>()) {
            if (each->text() == label && !each->isHidden())
                return each;
        }
        return nullptr;
    }

    void cacheOneSecret()
    {
        desk.vault.secrets.insert(u"prod/shop"_s, "the-value");
        FormValues reference;
        reference.setText("path"_L1, u"prod/shop"_s);
        EXPECT_OK(await(desk.all.resolver.resolve({u"fake"_s, u"fake"_s, u"team-a"_s, reference}, u"wrk"_s, {})));
    }

    [[nodiscard]] CredentialStatus::State stateOf(const QString &id) const { return desk.all.store.status(id).state; }

    FakeUiServices desk;
};

} // namespace

TEST_F(PreferencesTest, modelFollowsTheStore)
{
    CredentialModel model(desk.all.store, desk.all.catalog, desk.all.clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(model.rowCount(), 0);
    const Credential first = desk.all.add(fakeCredential(u"team-a"_s));
    const Credential second = desk.all.add(fakeCredential(u"team-b"_s));
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.index(0, CredentialModel::Name).data().toString(), u"team-a"_s);
    EXPECT_TRUE(model.index(0, CredentialModel::SignIn).data().toString().startsWith(u"Fake · ann at "_s));
    EXPECT_EQ(model.index(0, CredentialModel::Status).data().toString(), u"Not tested"_s);
    EXPECT_EQ(model.index(0, CredentialModel::LastCheck).data().toString(), u"not yet"_s);
    desk.all.store.setStatus(first.id, {CredentialStatus::State::Ready, u"Signed in as ann"_s, desk.all.clock.wallTime()});
    EXPECT_EQ(model.index(0, CredentialModel::Status).data().toString(), u"Ready"_s);
    EXPECT_EQ(model.index(0, CredentialModel::Status).data(Qt::ToolTipRole).toString(), plainToolTip(u"Signed in as ann"_s));
    EXPECT_OK(await(desk.all.store.remove(first.id)));
    ASSERT_EQ(model.rowCount(), 1);
    EXPECT_EQ(model.idAt(0), second.id);
}

TEST_F(PreferencesTest, modelTellsTimesAnewEachMinute)
{
    const Credential credential = desk.all.add(fakeCredential());
    desk.all.store.setStatus(credential.id, {CredentialStatus::State::Ready, u"ok"_s, desk.all.clock.wallTime()});
    CredentialModel model(desk.all.store, desk.all.catalog, desk.all.clock);
    EXPECT_EQ(model.index(0, CredentialModel::LastCheck).data().toString(), u"just now"_s);
    const QSignalSpy told(&model, &QAbstractItemModel::dataChanged);
    desk.all.clock.advance(2min);
    EXPECT_GE(told.count(), 2);
    EXPECT_EQ(model.index(0, CredentialModel::LastCheck).data().toString(), u"2 min ago"_s);
}

TEST_F(PreferencesTest, anEmptyListTeachesTheFirstStep)
{
    CloudCredentialsPage page(desk.all.services, {});
    auto *empty = page.findChild<EmptyState *>();
    ASSERT_NE(empty, nullptr);
    EXPECT_FALSE(empty->isHidden());
    desk.all.add(fakeCredential());
    EXPECT_TRUE(empty->isHidden());
    EXPECT_EQ(page.table()->model()->rowCount(), 1);
}

TEST_F(PreferencesTest, testButtonFindsOutAndRemembers)
{
    const Credential credential = desk.all.add(fakeCredential());
    CloudCredentialsPage page(desk.all.services, {});
    button(page, u"Test"_s)->click();
    ASSERT_TRUE(waitUntil([&] { return stateOf(credential.id) != CredentialStatus::State::Unknown; }));
    EXPECT_EQ(stateOf(credential.id), CredentialStatus::State::Ready);
    EXPECT_TRUE(page.banner()->message().isEmpty());
}

TEST_F(PreferencesTest, aFailedTestShowsABannerThatMendsIt)
{
    const Credential credential = desk.all.add(fakeCredential());
    desk.vault.acceptsTokens = false;
    CloudCredentialsPage page(desk.all.services, {});
    page.testCredential(credential.id);
    ASSERT_TRUE(waitUntil([&] { return stateOf(credential.id) == CredentialStatus::State::Failed; }));
    EXPECT_TRUE(page.banner()->message().startsWith(u"team-a "_s)) << page.banner()->message().toStdString();
    QPushButton *signIn = button(*page.banner(), u"Sign In"_s);
    ASSERT_NE(signIn, nullptr);
    desk.vault.acceptsTokens = true;
    signIn->click();
    ASSERT_TRUE(waitUntil([&] { return stateOf(credential.id) == CredentialStatus::State::Ready; }));
    EXPECT_TRUE(page.banner()->message().isEmpty());
}

TEST_F(PreferencesTest, deletingSaysWhatUsesItAndAsksInPlace)
{
    const Credential credential = desk.all.add(fakeCredential());
    CloudCredentialsPage page(desk.all.services, [](const Credential &) { return QStringList{u"Staging › api_key"_s, u"Base › token"_s}; });
    button(page, u"Delete"_s)->click();
    EXPECT_TRUE(page.banner()->message().contains(u"2 places"_s));
    EXPECT_TRUE(page.banner()->message().contains(u"Staging › api_key, Base › token"_s));
    button(*page.banner(), u"Keep"_s)->click();
    ASSERT_TRUE(waitUntil([&page] { return page.banner()->message().isEmpty(); }));
    EXPECT_EQ(desk.all.store.credentials().size(), 1U);
    page.askToDelete(credential.id);
    button(*page.banner(), u"Delete"_s)->click();
    ASSERT_TRUE(waitUntil([this] { return desk.all.store.credentials().empty(); }));
    EXPECT_TRUE(desk.all.keychain.entries.isEmpty());
}

TEST_F(PreferencesTest, aKeychainThatRefusesToForgetIsSaid)
{
    const Credential credential = desk.all.add(fakeCredential());
    desk.all.keychain.failRemoves = Error{ErrorKind::PermissionDenied, u"the keychain refused"_s, {}};
    CloudCredentialsPage page(desk.all.services, {});
    page.deleteCredential(credential.id);
    ASSERT_TRUE(waitUntil([&page] { return !page.banner()->message().isEmpty(); }));
    EXPECT_TRUE(page.banner()->message().contains(u"refused"_s));
    EXPECT_EQ(desk.all.store.credentials().size(), 1U);
}

TEST_F(PreferencesTest, durationActsAtOnceOnWhatIsCached)
{
    desk.all.add(fakeCredential());
    cacheOneSecret();
    CacheStrip strip(desk.all.services);
    EXPECT_EQ(strip.duration()->value(), 30);
    EXPECT_EQ(strip.duration()->minimum(), 0);
    EXPECT_EQ(strip.duration()->maximum(), 720);
    EXPECT_EQ(strip.listButton()->text(), u"1 secret cached"_s);
    strip.duration()->setValue(5);
    EXPECT_EQ(desk.all.settings.secretCacheDuration(), 5min);
    EXPECT_EQ(desk.all.cache.timeToLive(), 5min);
    desk.all.clock.advance(6min);
    EXPECT_EQ(strip.listButton()->text(), u"0 secrets cached"_s);
    EXPECT_FALSE(strip.resetButton()->isEnabled());
}

TEST_F(PreferencesTest, aDurationCountsWhenItIsWholeAndTooMuchIsTheMost)
{
    desk.all.add(fakeCredential());
    cacheOneSecret();
    CacheStrip strip(desk.all.services);
    QSpinBox *minutes = strip.duration();
    desk.all.clock.advance(10min);
    minutes->selectAll();
    QTest::keyClicks(minutes, u"721"_s);
    EXPECT_EQ(desk.all.cache.timeToLive(), 30min) << "still being typed";
    QTest::keyClick(minutes, Qt::Key_Return);
    EXPECT_EQ(desk.all.cache.timeToLive(), 720min);
    EXPECT_EQ(minutes->text(), u"720"_s);
    EXPECT_EQ(strip.listButton()->text(), u"1 secret cached"_s) << "7 on the way to 721 would have dropped it";
    minutes->selectAll();
    QTest::keyClicks(minutes, u"abc"_s);
    QTest::keyClick(minutes, Qt::Key_Return);
    EXPECT_EQ(desk.all.settings.secretCacheDuration(), 720min);
}

TEST_F(PreferencesTest, listTellsNamesAndAgesNeverValues)
{
    desk.all.add(fakeCredential());
    cacheOneSecret();
    desk.all.clock.advance(4min);
    CacheStrip strip(desk.all.services);
    EXPECT_EQ(strip.cachedLines(), QStringList(u"prod/shop · team-a · 4 min"_s));
    strip.resetButton()->click();
    EXPECT_TRUE(strip.cachedLines().isEmpty());
    EXPECT_TRUE(desk.all.cache.list().empty());
}

TEST_F(PreferencesTest, choicesActAtOnce)
{
    PreferencesDialog dialog(desk.all.services, {});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.showPage(PreferencesDialog::Page::Requests);
    for (auto *box : dialog.findChildren<QCheckBox *>())
        box->toggle();
    EXPECT_FALSE(desk.all.settings.followRedirects());
    EXPECT_FALSE(desk.all.settings.verifyTls());
    for (auto *combo : dialog.findChildren<QComboBox *>()) {
        if (combo->accessibleName() != "Theme"_L1)
            continue;
        const int dark = combo->findData(static_cast<int>(Settings::Theme::Dark));
        combo->setCurrentIndex(dark);
        emit combo->activated(dark);
    }
    EXPECT_EQ(desk.all.settings.theme(), Settings::Theme::Dark);
    EXPECT_TRUE(currentTokens().dark);
}

} // namespace sallyport::test
