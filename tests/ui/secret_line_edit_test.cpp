// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret_line_edit.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const auto kCanary = u"s3cr3t-canary"_s;

//! Everything that assistive technology can read of a widget.
QString toldAbout(QWidget *widget)
{
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(widget);
    QString words;
    for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
        words += told->text(kind) + u'\n';
    if (QAccessibleTextInterface *text = told->textInterface())
        words += text->text(0, text->characterCount());
    return words;
}

} // namespace

TEST(SecretLineEdit, givesBackWhatWasPutIn)
{
    SecretLineEdit edit;
    edit.setValue(SecretValue::fromString(kCanary));
    EXPECT_EQ(edit.value().revealText(), kCanary);
    EXPECT_FALSE(edit.isShown());
    EXPECT_EQ(edit.field()->echoMode(), QLineEdit::Password);
}

TEST(SecretLineEdit, accessibilityKnowsThatItIsAPasswordAndNothingElse)
{
    SecretLineEdit edit;
    edit.setLabel(u"Secret Id"_s);
    edit.setValue(SecretValue::fromString(kCanary));
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(edit.field());
    ASSERT_NE(told, nullptr);
    EXPECT_TRUE(told->state().passwordEdit);
    EXPECT_EQ(told->text(QAccessible::Name), u"Secret Id"_s);
    EXPECT_FALSE(toldAbout(edit.field()).contains(kCanary));
    const QString masked = told->text(QAccessible::Value);
    edit.setValue(SecretValue::fromString(u"x"_s));
    EXPECT_EQ(told->text(QAccessible::Value), masked) << "the mask tells the length";
    edit.findChild<QPushButton *>()->click();
    ASSERT_TRUE(edit.isShown());
    edit.field()->setText(kCanary);
    EXPECT_FALSE(toldAbout(edit.field()).contains(kCanary)) << "shown on the screen, yet not to be told";
}

TEST(SecretLineEdit, accessibilityCanFillItIn)
{
    SecretLineEdit edit;
    const QSignalSpy edited(&edit, &SecretLineEdit::edited);
    QAccessible::queryAccessibleInterface(edit.field())->setText(QAccessible::Value, kCanary);
    EXPECT_EQ(edit.value().revealText(), kCanary);
    EXPECT_EQ(edited.count(), 1);
}

TEST(SecretLineEdit, typedCharactersFindNoTextInterfaceToTravelBy)
{
    SecretLineEdit edit;
    QTest::keyClicks(edit.field(), kCanary);
    EXPECT_EQ(edit.value().revealText(), kCanary);
    EXPECT_EQ(QAccessible::queryAccessibleInterface(edit.field())->textInterface(), nullptr);
}

TEST(SecretLineEdit, nothingIsUndoneOrCopied)
{
    SecretLineEdit edit;
    QTest::keyClicks(edit.field(), u"first"_s);
    edit.field()->clear();
    edit.findChild<QPushButton *>()->click();
    QTest::keyClick(edit.field(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(edit.isEmpty());
    QTest::keyClicks(edit.field(), kCanary);
    QApplication::clipboard()->setText(u"before"_s);
    edit.field()->selectAll();
    QTest::keyClick(edit.field(), Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(edit.field(), Qt::Key_X, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->text(), u"before"_s);
    EXPECT_EQ(edit.value().revealText(), kCanary);
    EXPECT_FALSE(edit.field()->dragEnabled());
    EXPECT_EQ(edit.field()->completer(), nullptr);
}

TEST(SecretLineEdit, hidesItselfAgain)
{
    SecretLineEdit edit;
    edit.findChild<QPushButton *>()->click();
    ASSERT_TRUE(edit.isShown());
    auto *timer = edit.findChild<QTimer *>();
    ASSERT_NE(timer, nullptr);
    EXPECT_TRUE(timer->isActive());
    EXPECT_EQ(timer->interval(), SecretLineEdit::kShownForMs);
    timer->setInterval(0);
    QTest::qWait(1);
    EXPECT_FALSE(edit.isShown());
    EXPECT_EQ(edit.findChild<QPushButton *>()->text(), u"Show"_s);
}

} // namespace sallyport
