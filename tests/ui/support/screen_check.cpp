// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/screen_check.h"

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
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

bool shortensItself(const QWidget *widget)
{
    return qobject_cast<const ElidedLabel *>(widget) || qobject_cast<const PillLabel *>(widget) ||
           widget->inherits("sallyport::Disclosure") || widget->inherits("sallyport::CredentialCombo");
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

QString nameOf(const QWidget *widget)
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

} // namespace

QStringList clippedWidgets(const QWidget &window)
{
    QStringList found;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisibleTo(&window) && !shortensItself(widget) && isCut(widget))
            found.append(nameOf(widget));
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
            found.append(nameOf(widget));
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
