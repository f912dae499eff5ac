// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QToolButton;
class QLabel;

namespace sallyport {

class ElidedLabel;
class WindowActions;

//! The strip at the top: menu, which workspace, environment picker, Manage, Preferences.
class TitleStrip final : public QWidget {
    Q_OBJECT
public:
    TitleStrip(const WindowActions &actions, QMenu *menu, QWidget *parent = nullptr);

    void setWorkspace(const Workspace &workspace, const QString &environmentId, bool isOpen);

signals:
    void environmentChosen(const QString &id);

private:
    QToolButton *m_menuButton;
    ElidedLabel *m_name;
    QLabel *m_separator;
    QLabel *m_environmentLabel;
    QComboBox *m_environments;
    QWidget *m_manage;
};

} // namespace sallyport
