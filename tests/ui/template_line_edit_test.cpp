// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/all_providers.h"
#include "tests/support/vault_play.h"
#include "tests/ui/support/ui_services.h"
#include "ui/editors/link_target.h"
#include "ui/editors/template_context.h"
#include "ui/editors/template_line_edit.h"
#include "ui/editors/template_painting.h"

#include "app/base/json.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QCompleter>
#include <QMenu>
#include <QTest>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

const QString kTag =
    u"{% vault 'hashicorp', 'team-a', '{\"secretEnginePath\":\"secret\",\"secretName\":\"prod/shop\",\"secretKey\":\"api_key\"}' %}"_s;

class TemplateLineEditTest : public testing::Test {
protected:
    TemplateLineEditTest()
    {
        context.setScope(VariableScope({{u"Base"_s, *json::parse(R"({"base_url":"https://x","basket":1,"user":{"name":"a"}})")}}),
                         u"wrk_1"_s);
        field.resize(400, 32);
        field.show();
        field.activateWindow();
        field.setFocus();
        QApplication::processEvents();
    }

    [[nodiscard]] QAbstractItemView *popup() const
    {
        const auto *completer = field.findChild<QCompleter *>();
        return completer ? completer->popup() : nullptr;
    }

    VaultPlay vault;
    UiServices desk{allProviders(), vault};
    TemplateContext context{desk.services};
    TemplateLineEdit field{&context};
};

} // namespace

TEST_F(TemplateLineEditTest, OffersVariablesAfterTwoBracesAndInsertsTheChosenOne)
{
    QTest::keyClicks(&field, u"{{bas"_s);
    ASSERT_NE(popup(), nullptr);
    ASSERT_TRUE(popup()->isVisible());
    EXPECT_EQ(popup()->model()->rowCount(), 2);
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    EXPECT_EQ(field.text(), u"{{ _.base_url }}"_s);
    EXPECT_FALSE(popup()->isVisible());
}

TEST_F(TemplateLineEditTest, TheListCanBeAskedForAnywhere)
{
    QTest::keyClicks(&field, u"/a/"_s);
    QTest::keyClick(&field, Qt::Key_Space, Qt::ControlModifier);
    ASSERT_NE(popup(), nullptr);
    ASSERT_TRUE(popup()->isVisible());
    EXPECT_EQ(popup()->model()->rowCount(), 4);
    QTest::keyClick(popup(), Qt::Key_Up); // from none to the last
    QTest::keyClick(popup(), Qt::Key_Return);
    EXPECT_EQ(field.text(), u"/a/{{ _.user.name }}"_s);
}

TEST_F(TemplateLineEditTest, AChoiceInsideAClosedPlaceholderReplacesAllOfIt)
{
    field.setText(u"x{{ bas }}y"_s);
    field.setCursorPosition(7);
    QTest::keyClick(&field, Qt::Key_K);
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    EXPECT_EQ(field.text(), u"x{{ _.basket }}y"_s);
}

TEST_F(TemplateLineEditTest, TintingChangesNeitherTextNorUndo)
{
    field.setText(u"a"_s);
    field.insertTemplate(u"{{ _.base_url }}"_s);
    EXPECT_EQ(field.text(), u"a{{ _.base_url }}"_s);
    EXPECT_EQ(field.cursorPosition(), 17);
    field.undo();
    EXPECT_EQ(field.text(), u"a"_s);
}

TEST_F(TemplateLineEditTest, SensitiveFieldsShowDotsUnlessTheyHoldAReference)
{
    field.setSensitive(true);
    QTest::keyClicks(&field, u"hunter2"_s);
    EXPECT_EQ(field.echoMode(), QLineEdit::Password);
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(&field);
    ASSERT_NE(told, nullptr);
    EXPECT_FALSE(told->text(QAccessible::Value).contains(u"hunter"_s));
    field.setText(u"{{ _.base_url }}"_s);
    EXPECT_EQ(field.echoMode(), QLineEdit::Normal);
}

TEST_F(TemplateLineEditTest, ALinkReplacesTheSelectionOrGoesToTheCursor)
{
    field.setText(u"Bearer old"_s);
    field.setSelection(7, 3);
    targetIn(&field, u"token"_s).put(kTag);
    EXPECT_EQ(field.text(), u"Bearer "_s + kTag);
    field.setText(u"ab"_s);
    field.setCursorPosition(1);
    targetIn(&field, u"token"_s).put(kTag);
    EXPECT_EQ(field.text(), u"a"_s + kTag + u"b"_s);
}

TEST_F(TemplateLineEditTest, TheTagAroundTheCursorIsTheOneThatIsEditedAndUnlinked)
{
    field.setText(u"Bearer "_s + kTag);
    field.setCursorPosition(12);
    const LinkTarget target = targetIn(&field, u"token"_s);
    ASSERT_TRUE(target.tag);
    EXPECT_EQ(target.tag->credential, u"team-a"_s);
    target.unlink();
    EXPECT_EQ(field.text(), u"Bearer "_s);
    EXPECT_FALSE(targetIn(&field, u"token"_s).tag);
}

TEST_F(TemplateLineEditTest, TheContextMenuOffersEveryKindAndWhatALinkCanDo)
{
    field.setText(kTag);
    QMenu menu;
    addLinkActions(&menu, &field, &context, targetIn(&field, u"api_key"_s));
    QStringList entries;
    for (const QAction *action : menu.actions())
        entries.push_back(action->text());
    EXPECT_EQ(entries.join(u'|').toStdString(), "Link to Secret|Edit Link…|Refresh Now|Reveal for 10 Seconds|Copy Reference|Unlink");
    const QList<QAction *> kinds = menu.actions().first()->menu()->actions();
    EXPECT_EQ(kinds.size(), qsizetype(allProviders().kinds().size()));
    for (const QAction *kind : kinds)
        EXPECT_EQ(kind->isEnabled(), !kind->text().contains(u"coming later"_s)) << kind->text().toStdString();
    EXPECT_TRUE(kinds.first()->isEnabled());
    EXPECT_TRUE(kinds.last()->isEnabled()) << "Azure";
}

TEST_F(TemplateLineEditTest, ChipsSayWhereAndHowOldNeverWhat)
{
    const VaultTag tag = *linkedSecret(kTag);
    EXPECT_EQ(chipContent(tag, context).state, u"no credential"_s);
    Credential credential{.name = u"team-a"_s, .providerId = u"hashicorp"_s};
    credential.values.setText("serverAddress"_L1, u"https://vault.example.org"_s);
    credential.values.setText("role_id"_L1, u"r"_s);
    credential.values.setSecret("secret_id"_L1, SecretValue::fromString(u"s"_s));
    desk.add(credential);
    EXPECT_EQ(chipContent(tag, context).state, u"not fetched"_s);
    ASSERT_OK(await(desk.resolver.resolve(*SecretLink::fromTag(tag, desk.catalog), u"wrk_1"_s, {})));
    desk.clock.advance(std::chrono::minutes(4));
    const ChipContent chip = chipContent(tag, context);
    EXPECT_EQ(chip.state, u"4 min"_s);
    EXPECT_EQ(chip.path, u"secret/prod/shop"_s);
    EXPECT_EQ(chip.key, u"api_key"_s);
    EXPECT_FALSE(chipText(chip).contains(u"k-4711"_s));
    desk.clock.advance(std::chrono::minutes(27));
    EXPECT_EQ(chipContent(tag, context).state, u"expired"_s);
}

TEST_F(TemplateLineEditTest, ChipsOfEveryKindOfAProviderFindItsCredential)
{
    Credential credential{.name = u"team-a"_s, .providerId = u"aws"_s};
    credential.values.setText("type"_L1, u"default"_s);
    desk.add(credential);
    for (const auto &text : {u"{% vault 'aws', 'team-a', '{\"SecretId\":\"prod/shop\"}' %}"_s,
                             u"{% vault 'aws_ssm', 'team-a', '{\"Name\":\"/prod/key\"}' %}"_s}) {
        const ChipContent chip = chipContent(*linkedSecret(text), context);
        EXPECT_EQ(chip.providerShortName, u"AWS"_s);
        EXPECT_EQ(chip.credential, u"team-a"_s);
        EXPECT_EQ(chip.state, u"not fetched"_s);
    }
}

TEST(TemplatePieces, AreTextsVariablesSecretsAndFaults)
{
    const auto pieces = templatePieces(u"a {{ _.b.c }} "_s + kTag);
    ASSERT_EQ(pieces.size(), 4U);
    EXPECT_EQ(pieces[1].kind, TemplatePiece::Kind::Variable);
    EXPECT_EQ(pieces[1].text, u"b.c"_s);
    EXPECT_EQ(pieces[3].kind, TemplatePiece::Kind::Secret);
    EXPECT_EQ(templatePieces(u"a {{ b"_s).front().kind, TemplatePiece::Kind::Fault);
}

} // namespace sallyport::test
