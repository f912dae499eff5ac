// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/ui/support/screen_check.h"
#include "ui/forms/disclosure.h"
#include "ui/forms/schema_form.h"
#include "ui/forms/suggestion_combo.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

constexpr std::array kWays{ChoiceSpec{"role", "Role"}, ChoiceSpec{"token", "Token"}};
constexpr std::array kFields{
    FieldSpec{.id = "server", .label = "Server", .kind = FieldKind::Url, .required = true, .help = "Where it answers."},
    FieldSpec{.id = "way", .label = "Way", .kind = FieldKind::Choice, .defaultValue = "role", .choices = kWays},
    FieldSpec{.id = "role", .label = "Role", .required = true, .shownWhen = {"way", "role"}},
    FieldSpec{.id = "token", .label = "Token", .kind = FieldKind::Secret, .required = true, .shownWhen = {"way", "token"}},
    FieldSpec{.id = "path", .label = "Path", .suggests = true},
    FieldSpec{.id = "tries", .label = "Tries", .kind = FieldKind::Number, .defaultValue = "3"},
    FieldSpec{.id = "mount", .label = "Mount path", .defaultValue = "approle", .advanced = true},
    FieldSpec{.id = "ca", .label = "Own CA", .kind = FieldKind::FilePath, .advanced = true},
    FieldSpec{.id = "strict", .label = "Strict", .kind = FieldKind::Toggle, .defaultValue = "true"},
};
static_assert(isWellFormed(kFields));

FormValues complete()
{
    FormValues values;
    values.setText("server"_L1, u"https://vault.example.org"_s);
    values.setText("role"_L1, u"ci"_s);
    return values;
}

void choose(SchemaForm &form, QLatin1StringView id, int index)
{
    auto *combo = qobject_cast<QComboBox *>(form.fieldWidget(id));
    combo->setCurrentIndex(index);
    emit combo->activated(index);
}

class SchemaFormTest : public testing::Test {
protected:
    SchemaFormTest() { applyTheme(*qobject_cast<QApplication *>(QCoreApplication::instance()), Settings::Theme::Light); }
    SchemaForm form{kFields};
};

} // namespace

TEST_F(SchemaFormTest, beginsWithTheDefaultsOfTheTable)
{
    const FormValues values = form.values();
    EXPECT_EQ(values.text("way"_L1), u"role"_s);
    EXPECT_EQ(values.text("tries"_L1), u"3"_s);
    EXPECT_EQ(values.text("strict"_L1), u"true"_s);
    EXPECT_FALSE(values.contains("token"_L1));
}

TEST_F(SchemaFormTest, whiteSpacePastedAroundASecretIsNoPartOfIt)
{
    choose(form, "way"_L1, 1);
    auto *field = qobject_cast<QLineEdit *>(form.fieldWidget("token"_L1));
    ASSERT_NE(field, nullptr);
    field->setText(u" hvs.1 2\r\n"_s);
    EXPECT_TRUE(form.values().secret("token"_L1).sameAs(SecretValue::fromString(u"hvs.1 2"_s)));
    field->setText(u" \n"_s);
    EXPECT_FALSE(form.values().contains("token"_L1));
}

TEST_F(SchemaFormTest, givesBackWhatWasSet)
{
    FormValues values = complete();
    values.setText("way"_L1, u"token"_s);
    values.setSecret("token"_L1, SecretValue::fromString(u"hvs.1"_s));
    values.setText("path"_L1, u"prod/shop"_s);
    values.setText("tries"_L1, u"7"_s);
    values.setText("ca"_L1, u"/etc/ca.pem"_s);
    values.setText("strict"_L1, u"false"_s);
    form.setValues(values);
    const FormValues back = form.values();
    for (const auto &id : {"server"_L1, "way"_L1, "role"_L1, "path"_L1, "tries"_L1, "ca"_L1, "strict"_L1})
        EXPECT_EQ(back.text(id), values.text(id)) << id.data();
    EXPECT_TRUE(back.secret("token"_L1).sameAs(values.secret("token"_L1)));
}

TEST_F(SchemaFormTest, showsFieldsWhileTheirConditionHoldsAndForgetsNothing)
{
    form.setValues(complete());
    EXPECT_TRUE(form.isFieldShown("role"_L1));
    EXPECT_FALSE(form.isFieldShown("token"_L1));
    const QSignalSpy changed(&form, &SchemaForm::changed);
    choose(form, "way"_L1, 1);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_FALSE(form.isFieldShown("role"_L1));
    EXPECT_TRUE(form.isFieldShown("token"_L1));
    choose(form, "way"_L1, 0);
    EXPECT_EQ(form.values().text("role"_L1), u"ci"_s);
}

TEST_F(SchemaFormTest, pointsOutWhatIsMissingAndPutsTheCursorThere)
{
    showAndSettle(form);
    form.activateWindow();
    EXPECT_FALSE(form.isComplete());
    EXPECT_EQ(form.errorOf("server"_L1), QString()) << "nothing is pointed out before it is asked for";
    EXPECT_FALSE(form.validate());
    EXPECT_FALSE(form.errorOf("server"_L1).isEmpty());
    EXPECT_FALSE(form.errorOf("role"_L1).isEmpty());
    EXPECT_TRUE(form.errorOf("token"_L1).isEmpty()) << "hidden fields are not looked at";
    EXPECT_TRUE(isInvalid(form.fieldWidget("server"_L1)));
    EXPECT_EQ(form.focusWidget(), form.fieldWidget("server"_L1));
}

TEST_F(SchemaFormTest, aMistakeGoesWhenItIsMended)
{
    EXPECT_FALSE(form.validate());
    auto *server = qobject_cast<QLineEdit *>(form.fieldWidget("server"_L1));
    QTest::keyClicks(server, u"nonsense"_s);
    EXPECT_FALSE(form.errorOf("server"_L1).isEmpty());
    server->clear();
    QTest::keyClicks(server, u"https://vault.example.org"_s);
    EXPECT_TRUE(form.errorOf("server"_L1).isEmpty());
    EXPECT_FALSE(isInvalid(server));
    EXPECT_FALSE(form.errorOf("role"_L1).isEmpty()) << "others stay";
}

TEST_F(SchemaFormTest, theAdvancedPartIsFoldedAndNamed)
{
    EXPECT_FALSE(form.isFieldShown("mount"_L1));
    QAbstractButton *disclosure = nullptr;
    for (auto *button : form.findChildren<QAbstractButton *>()) {
        if (button->isCheckable() && !qobject_cast<QCheckBox *>(button))
            disclosure = button;
    }
    ASSERT_NE(disclosure, nullptr);
    EXPECT_EQ(disclosure->text(), u"Advanced: Mount path, Own CA"_s);
    disclosure->click();
    EXPECT_TRUE(form.isFieldShown("mount"_L1));
    EXPECT_TRUE(form.isFieldShown("ca"_L1));
}

TEST_F(SchemaFormTest, theAdvancedPartNamesOnlyWhatAppliesNow)
{
    static constexpr std::array kSome{
        FieldSpec{.id = "way", .label = "Way", .kind = FieldKind::Choice, .defaultValue = "role", .choices = kWays},
        FieldSpec{.id = "mount", .label = "Mount", .shownWhen = {"way", "role"}, .advanced = true},
        FieldSpec{.id = "ca", .label = "Own CA", .advanced = true},
    };
    SchemaForm some(kSome);
    EXPECT_EQ(some.findChild<Disclosure *>()->text(), u"Advanced: Mount, Own CA"_s);
    choose(some, "way"_L1, 1);
    EXPECT_EQ(some.findChild<Disclosure *>()->text(), u"Advanced: Own CA"_s);
}

TEST(Disclosure, countsTheNamesThatHaveNoRoom)
{
    Disclosure line(u"Advanced"_s);
    line.setNames({u"Config File Path"_s, u"Credential File Path"_s, u"Custom Endpoint"_s, u"CA File"_s});
    const QString all = u"Advanced: Config File Path, Credential File Path, Custom Endpoint, CA File"_s;
    EXPECT_EQ(line.text(), all) << "what assistive technology gets";
    const auto shownIn = [&line](const QString &room) {
        line.resize(line.fontMetrics().horizontalAdvance(room) + 32, line.sizeHint().height());
        return line.shownText();
    };
    EXPECT_EQ(shownIn(all), all);
    const QString two = u"Advanced: Config File Path, Credential File Path and 2 more"_s;
    EXPECT_EQ(shownIn(two), two);
    EXPECT_EQ(shownIn(u"Advanced: Config File Path and 3 more"_s), u"Advanced: Config File Path and 3 more"_s);
    EXPECT_EQ(shownIn(u"Advanced: 4 settings"_s), u"Advanced: 4 settings"_s);
    EXPECT_LT(line.sizeHint().width(), line.fontMetrics().horizontalAdvance(all)) << "a long list does not make a dialog wide";
}

TEST_F(SchemaFormTest, theAdvancedPartOpensWhereItSaysSomethingUnusual)
{
    form.setValues(complete());
    EXPECT_FALSE(form.isFieldShown("mount"_L1));
    FormValues values = complete();
    values.setText("mount"_L1, u"approle2"_s);
    form.setValues(values);
    EXPECT_TRUE(form.isFieldShown("mount"_L1));
}

TEST_F(SchemaFormTest, numbersTakeDigitsOnly)
{
    auto *tries = qobject_cast<QLineEdit *>(form.fieldWidget("tries"_L1));
    tries->clear();
    QTest::keyClicks(tries, u"1x2"_s);
    EXPECT_EQ(tries->text(), u"12"_s);
}

TEST_F(SchemaFormTest, tabGoesInTheOrderOfTheTable)
{
    form.setAdvancedOpen(true);
    auto *name = new QLineEdit(&form);
    form.addLeadingRow(u"Name"_s, name);
    showAndSettle(form);
    name->setFocus();
    QStringList seen;
    for (int i = 0; i < 20; ++i) {
        for (const FieldSpec &field : kFields) {
            if (form.fieldWidget(QLatin1StringView(field.id)) == form.focusWidget())
                seen.append(QString::fromUtf8(field.id));
        }
        QTest::keyClick(form.focusWidget(), Qt::Key_Tab);
        if (form.focusWidget() == name)
            break;
    }
    EXPECT_EQ(seen.join(u' '), u"server way role path tries strict mount ca"_s);
}

TEST_F(SchemaFormTest, listsAreFetchedWhenOpenedAndFoldersOpenTheirOwn)
{
    QStringList asked;
    form.setSuggestionSource([&](const QString &id, std::stop_token) {
        asked.append(id + u':' + form.values().text("path"_L1));
        std::vector<Suggestion> found{{u"dev/"_s, {}}, {u"prod/"_s, {}}};
        if (form.values().text("path"_L1) == "prod/"_L1)
            found = {{u"prod/mail"_s, {}}, {u"prod/shop"_s, u"shop"_s}};
        return answered<std::vector<Suggestion>>(found);
    });
    auto *combo = qobject_cast<SuggestionCombo *>(form.fieldWidget("path"_L1));
    ASSERT_NE(combo, nullptr);
    EXPECT_TRUE(asked.isEmpty());
    showAndSettle(form);
    combo->showPopup();
    ASSERT_TRUE(waitUntil([combo] { return combo->count() == 2; }));
    combo->hidePopup();
    emit combo->activated(1);
    ASSERT_TRUE(waitUntil([combo] { return combo->itemData(1).toString() == "prod/shop"_L1; }));
    EXPECT_EQ(combo->itemText(1), u"shop"_s);
    emit combo->activated(1);
    EXPECT_EQ(form.values().text("path"_L1), u"prod/shop"_s);
    EXPECT_EQ(asked.join(u' '), u"path: path:prod/"_s);
}

TEST_F(SchemaFormTest, aListThatCannotBeFetchedSaysWhyUnderItsField)
{
    form.setSuggestionSource([](const QString &, std::stop_token) {
        return answered<std::vector<Suggestion>>(Error{ErrorKind::PermissionDenied, u"the token may not list"_s, {}});
    });
    qobject_cast<SuggestionCombo *>(form.fieldWidget("path"_L1))->showPopup();
    EXPECT_TRUE(waitUntil([this] {
        for (const QLabel *label : form.findChildren<QLabel *>()) {
            if (label->text() == "The token may not list."_L1 && !label->isHidden())
                return true;
        }
        return false;
    }));
}

TEST_F(SchemaFormTest, aListThatComesTooLateIsNotShown)
{
    Completer<std::vector<Suggestion>> late;
    std::stop_token given;
    int calls = 0;
    form.setSuggestionSource([&](const QString &, std::stop_token stop) {
        if (++calls > 1)
            return answered<std::vector<Suggestion>>(std::vector<Suggestion>{{u"new"_s, {}}});
        given = std::move(stop);
        return late.future();
    });
    auto *combo = qobject_cast<SuggestionCombo *>(form.fieldWidget("path"_L1));
    combo->showPopup();
    combo->showPopup();
    EXPECT_TRUE(given.stop_requested());
    late(std::vector<Suggestion>{{u"old"_s, {}}, {u"older"_s, {}}});
    ASSERT_TRUE(waitUntil([combo] { return combo->count() > 0; }));
    QApplication::processEvents();
    EXPECT_EQ(combo->count(), 1);
    EXPECT_EQ(combo->itemText(0), u"new"_s);
}

TEST_F(SchemaFormTest, aFileIsLookedAtOnceItIsChosen)
{
    static constexpr std::array kKey{
        FieldSpec{.id = "file", .label = "File", .kind = FieldKind::FilePath, .help = "A key.", .suggests = true}};
    SchemaForm withFile{kKey};
    int looks = 0;
    withFile.setSuggestionSource([&](const QString &id, std::stop_token) {
        ++looks;
        EXPECT_EQ(id, u"file"_s);
        if (withFile.values().text("file"_L1) == "/bad"_L1)
            return answered<std::vector<Suggestion>>(Error{ErrorKind::InvalidInput, u"the file has no type"_s, {}});
        return answered<std::vector<Suggestion>>(std::vector<Suggestion>{{u"/good"_s, u"reader@example.org · project shop"_s}});
    });
    const auto says = [&withFile](const QString &text) {
        return waitUntil([&] {
            const auto labels = withFile.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == text; });
        });
    };
    auto *edit = withFile.findChild<QLineEdit *>();
    ASSERT_NE(edit, nullptr);
    QTest::keyClicks(edit, u"/good"_s);
    EXPECT_EQ(looks, 0) << "not while typing";
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(says(u"reader@example.org · project shop"_s));
    edit->clear();
    QTest::keyClicks(edit, u"/bad"_s);
    EXPECT_TRUE(says(u"A key."_s)) << "what was said about another file is gone";
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(says(u"The file has no type."_s));
    EXPECT_EQ(looks, 2);
}

} // namespace sallyport::test
