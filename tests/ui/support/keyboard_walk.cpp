// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/keyboard_walk.h"

#include "tests/ui/support/screen_check.h"

#include <QApplication>
#include <QImage>
#include <QPixmap>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>

namespace sallyport::test {

namespace {

constexpr int kTall = 2600;
constexpr int kMostStops = 200;
constexpr int kRing = 3; // focus may be drawn around a control

QRect placeIn(const QWidget &window, const QWidget &widget)
{
    return {widget.mapTo(&window, QPoint()), widget.size()};
}

QList<QWidget *> enabledControls(const QWidget &window)
{
    QList<QWidget *> found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if ((widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy() && widget->isEnabled() && widget->isVisibleTo(&window) &&
            widget->window() == window.window())
            found.append(widget);
    }
    return found;
}

//! Below it, or beside it on the right.
bool comesAfter(const QRect &before, const QRect &next)
{
    const bool sameLine = before.top() <= next.center().y() && next.center().y() <= before.bottom();
    const bool sameLineToo = next.top() <= before.center().y() && before.center().y() <= next.bottom();
    return next.top() >= before.center().y() || ((sameLine || sameLineToo) && next.left() >= before.right());
}

QImage pictureOf(QWidget &window, const QWidget &control)
{
    return window.grab(placeIn(window, control).adjusted(-kRing, -kRing, kRing, kRing)).toImage();
}

std::string names(const QList<QWidget *> &widgets)
{
    std::string text;
    for (const QWidget *widget : widgets)
        text += describeWidget(widget).toStdString() + '\n';
    return text;
}

QList<QWidget *> fromTheTop(const QWidget &window, QList<QWidget *> way)
{
    const auto first = std::min_element(way.begin(), way.end(), [&window](const QWidget *a, const QWidget *b) {
        const QPoint left = a->mapTo(&window, QPoint());
        const QPoint right = b->mapTo(&window, QPoint());
        return left.y() != right.y() ? left.y() < right.y() : left.x() < right.x();
    });
    std::rotate(way.begin(), first, way.end());
    return way;
}

void expectReadingOrder(const QWidget &window, const QList<QWidget *> &way)
{
    const QList<QWidget *> ordered = fromTheTop(window, way);
    for (qsizetype i = 1; i < ordered.size(); ++i) {
        EXPECT_TRUE(comesAfter(placeIn(window, *ordered[i - 1]), placeIn(window, *ordered[i])))
            << describeWidget(ordered[i]).toStdString() << "\n does not come after " << describeWidget(ordered[i - 1]).toStdString();
    }
}

//! Goes around and looks at each control with and without the focus.
void expectVisibleFocus(QWidget &window, qsizetype stops)
{
    for (qsizetype i = 0; i < stops; ++i) {
        const QWidget *control = QApplication::focusWidget();
        const QImage with = pictureOf(window, *control);
        press(Qt::Key_Tab);
        EXPECT_TRUE(stops == 1 || with != pictureOf(window, *control)) << "not seen: " << describeWidget(control).toStdString();
    }
}

} // namespace

void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    if (QWidget *focus = QApplication::focusWidget())
        QTest::keyClick(focus, key, modifiers);
}

void showForKeyboard(QWidget &window)
{
    window.resize(window.width(), kTall);
    window.show();
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
    showAndSettle(window);
}

QList<QWidget *> tabWay(const QWidget &window)
{
    QList<QWidget *> way;
    for (QWidget *at = QApplication::focusWidget(); at && at->window() == &window && !way.contains(at) && way.size() < kMostStops;) {
        way.append(at);
        press(Qt::Key_Tab);
        at = QApplication::focusWidget();
    }
    return way;
}

void expectKeyboardWay(QWidget &window)
{
    ASSERT_NE(QApplication::focusWidget(), nullptr) << "nothing has the keyboard";
    QWidget *first = QApplication::focusWidget();
    const QList<QWidget *> way = tabWay(window);
    ASSERT_FALSE(way.isEmpty());
    EXPECT_EQ(QApplication::focusWidget(), first) << "Tab goes around";
    QList<QWidget *> wanted = enabledControls(window);
    QList<QWidget *> reached = way;
    std::sort(wanted.begin(), wanted.end());
    std::sort(reached.begin(), reached.end());
    EXPECT_EQ(reached, wanted) << "reached:\n" << names(way) << "of:\n" << names(enabledControls(window));
    expectReadingOrder(window, way);
    expectVisibleFocus(window, way.size());
    QList<QWidget *> back;
    for (qsizetype i = 0; i < way.size(); ++i) {
        press(Qt::Key_Tab, Qt::ShiftModifier);
        back.prepend(QApplication::focusWidget());
    }
    EXPECT_EQ(names(back), names(way));
}

} // namespace sallyport::test
