// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace sallyport {

class EmptyState;

//! What the window shows while no workspace is open: what to do first, or why a file could not be opened.
class WelcomePane final : public QWidget {
    Q_OBJECT
public:
    //! `withDemo`: whether a demonstration can be offered.
    explicit WelcomePane(bool withDemo, QWidget *parent = nullptr);

    void welcome(const QStringList &recentFiles);
    void showBroken(const QString &path, const Error &error);

signals:
    void openWished();
    void newWished();
    void demoWished();
    void fileWished(const QString &path);

private:
    QWidget *makeBrokenPage();

    QStackedWidget *m_stack;
    EmptyState *m_start;
    QVBoxLayout *m_recent;
    QLabel *m_brokenTitle = nullptr;
    QLabel *m_brokenText = nullptr;
    QLabel *m_brokenPlace = nullptr;
    QString m_brokenPath;
};

} // namespace sallyport
