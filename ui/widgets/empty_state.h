// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QMenu;

namespace sallyport {

//! A place with nothing in it yet: what belongs here, the first step as a button, a second way in.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &text);
    QPushButton *setPrimary(const QString &label, const std::function<void()> &action);
    QPushButton *setSecondary(const QString &label, const std::function<void()> &action);

protected:
    void changeEvent(QEvent *event) override;

private:
    QPushButton *addButton(const QString &label, const std::function<void()> &action);
    void refreshIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace sallyport
