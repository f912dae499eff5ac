// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/screen_check.h"

#include "ui/widgets/elided_button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/pill_label.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

bool shortensItself(const QWidget *widget)
{
    return qobject_cast<const ElidedLabel *>(widget) || qobject_cast<const ElidedButton *>(widget)
        || qobject_cast<const PillLabel *>(widget) || widget->inherits("sallyport::Disclosure")
        || widget->inherits("sallyport::CredentialCombo");
}

bool isCut(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().isEmpty())
            return false;
        if (label->wordWrap())
            return label->heightForWidth(label->width()) > label->height();
        return label->sizeHint().width() > label->width() || label->sizeHint().height() > label->height();
    }
    if (qobject_cast<const QPushButton *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget))
        return widget->sizeHint().width() > widget->width() || widget->sizeHint().height() > widget->height();
    if (const auto *combo = qobject_cast<const QComboBox *>(widget)) {
        const int room = combo->width() - 40;
        return combo->sizeHint().height() > combo->height() ||
               (!combo->isEditable() && combo->fontMetrics().horizontalAdvance(combo->currentText()) > room);
    }
    if (qobject_cast<const QLineEdit *>(widget))
        return widget->fontMetrics().height() > widget->height();
    return false;
}

QString withoutNames(QString label)
{
    static const QRegularExpression kName(u"“[^”]*”"_s);
    return label.section(u'\t', 0, 0).remove(kName).remove(u'&');
}

//! `Sign In with Browser…`. What begins with a number tells a state; paths are as they are.
bool isTidy(const QString &label)
{
    static const QStringList kSmall{u"a"_s, u"an"_s, u"and"_s, u"as"_s, u"at"_s, u"by"_s, u"for"_s, u"from"_s, u"in"_s, u"of"_s, u"on"_s,
                                    u"or"_s, u"the"_s, u"to"_s, u"with"_s};
    const QString words = withoutNames(label);
    if (words.isEmpty() || words.front().isDigit() || words.contains(u'/'))
        return true;
    bool isFirst = true;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts)) {
        const bool isSmall = word.front().isLower();
        if (isSmall && (isFirst || !kSmall.contains(word)))
            return false;
        isFirst = false;
    }
    return !words.contains("..."_L1);
}

void addUntidyActions(const QMenu &menu, QStringList &found)
{
    for (const QAction *action : menu.actions()) {
        if (action->isEnabled() && !isTidy(action->text()))
            found.append(action->text());
    }
}

} // namespace

QString describeWidget(const QWidget *widget)
{
    QString words;
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        words = label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        words = button->text();
    return u"%1 \"%2\" %3x%4 of %5x%6"_s.arg(QLatin1StringView(widget->metaObject()->className()), words.left(60))
        .arg(widget->width())
        .arg(widget->height())
        .arg(widget->sizeHint().width())
        .arg(widget->sizeHint().height());
}

QStringList untidyLabels(const QWidget &window)
{
    QStringList found;
    for (const QPushButton *button : window.findChildren<QPushButton *>()) {
        if (button->isVisibleTo(&window) && !isTidy(button->text()))
            found.append(button->text());
    }
    for (const QMenu *menu : window.findChildren<QMenu *>())
        addUntidyActions(*menu, found);
    if (const auto *menu = qobject_cast<const QMenu *>(&window))
        addUntidyActions(*menu, found);
    return found;
}

QStringList clippedWidgets(const QWidget &window)
{
    QStringList found;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisibleTo(&window) && !shortensItself(widget) && isCut(widget))
            found.append(describeWidget(widget));
    }
    return found;
}

QStringList namelessWidgets(const QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() || !widget->isVisibleTo(&window))
            continue;
        QAccessibleInterface *told = QAccessible::queryAccessibleInterface(widget);
        if (!told || told->text(QAccessible::Name).isEmpty())
            found.append(describeWidget(widget));
    }
    return found;
}

void showAndSettle(QWidget &window)
{
    window.show();
    for (int i = 0; i < 5; ++i)
        QApplication::processEvents();
}

void keepPicture(QWidget &window, const QString &name)
{
    const QString folder = qEnvironmentVariable("SALLYPORT_SCREENS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    window.grab().save(u"%1/%2-%3.png"_s.arg(folder, name).arg(qRound(window.devicePixelRatioF() * 100)));
}

} // namespace sallyport::test
