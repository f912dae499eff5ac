// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

#include <functional>
#include <span>

class QWidget;

namespace sallyport {

//! Everything the window can be told to do. Shortcuts, menus and the list of shortcuts follow from one table.
enum class Command {
    NewWorkspace, Open, Save, SaveAs, RenameWorkspace, Quit,
    Send, Cancel, FocusUrl,
    NewRequest, NewFolder, Rename, Duplicate, Delete, FocusFilter,
    Undo, Redo,
    Environments, Preferences, FindInResponse, Shortcuts,
};

struct CommandSpec {
    Command command;
    const char *group;     //!< heading in the list of shortcuts
    const char *text;
    const char *shortcuts; //!< portable text, several separated by `; `
};
[[nodiscard]] std::span<const CommandSpec> commandTable();

class WindowActions final : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QWidget *window);

    [[nodiscard]] QAction *operator[](Command command) const { return m_actions.value(int(command)); }
    void connectTo(Command command, const std::function<void()> &act);

private:
    QHash<int, QAction *> m_actions;
};

//! Shows all shortcuts.
void showShortcuts(QWidget *parent);

} // namespace sallyport
