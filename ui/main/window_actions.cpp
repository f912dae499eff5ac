// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/window_actions.h"

#include "ui/theme/theme.h"
#include "ui/widgets/framed_dialog.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kCommands{
    CommandSpec{Command::NewWorkspace, "Workspace", QT_TRANSLATE_NOOP("Command", "New Workspace…"), ""},
    CommandSpec{Command::Open, "Workspace", QT_TRANSLATE_NOOP("Command", "Open…"), "Ctrl+O"},
    CommandSpec{Command::Save, "Workspace", QT_TRANSLATE_NOOP("Command", "Save"), "Ctrl+S"},
    CommandSpec{Command::SaveAs, "Workspace", QT_TRANSLATE_NOOP("Command", "Save As…"), "Ctrl+Shift+S"},
    CommandSpec{Command::RenameWorkspace, "Workspace", QT_TRANSLATE_NOOP("Command", "Rename Workspace…"), ""},
    CommandSpec{Command::Undo, "Workspace", QT_TRANSLATE_NOOP("Command", "Undo"), "Ctrl+Z"},
    CommandSpec{Command::Redo, "Workspace", QT_TRANSLATE_NOOP("Command", "Redo"), "Ctrl+Y; Ctrl+Shift+Z"},
    CommandSpec{Command::Quit, "Workspace", QT_TRANSLATE_NOOP("Command", "Quit"), "Ctrl+Q"},
    CommandSpec{Command::Send, "Request", QT_TRANSLATE_NOOP("Command", "Send"), "Ctrl+Return; Ctrl+Enter; F5"},
    CommandSpec{Command::Cancel, "Request", QT_TRANSLATE_NOOP("Command", "Cancel"), "Esc"},
    CommandSpec{Command::FocusUrl, "Request", QT_TRANSLATE_NOOP("Command", "Go to URL"), "Ctrl+L"},
    CommandSpec{Command::FindInResponse, "Request", QT_TRANSLATE_NOOP("Command", "Find in Response"), "Ctrl+F"},
    CommandSpec{Command::NewRequest, "Collection", QT_TRANSLATE_NOOP("Command", "New Request"), "Ctrl+N"},
    CommandSpec{Command::NewFolder, "Collection", QT_TRANSLATE_NOOP("Command", "New Folder"), "Ctrl+Shift+N"},
    CommandSpec{Command::Rename, "Collection", QT_TRANSLATE_NOOP("Command", "Rename"), ""},
    CommandSpec{Command::Duplicate, "Collection", QT_TRANSLATE_NOOP("Command", "Duplicate"), "Ctrl+D"},
    CommandSpec{Command::Delete, "Collection", QT_TRANSLATE_NOOP("Command", "Delete"), "Ctrl+Shift+Backspace"},
    CommandSpec{Command::FocusFilter, "Collection", QT_TRANSLATE_NOOP("Command", "Filter Requests"), "Ctrl+Shift+F"},
    CommandSpec{Command::Environments, "Window", QT_TRANSLATE_NOOP("Command", "Manage Environments"), "Ctrl+E"},
    CommandSpec{Command::Preferences, "Window", QT_TRANSLATE_NOOP("Command", "Preferences"), "Ctrl+,"},
    CommandSpec{Command::Shortcuts, "Window", QT_TRANSLATE_NOOP("Command", "Keyboard Shortcuts"), "Ctrl+Shift+/; Ctrl+?"},
};

QString commandText(const char *text)
{
    return QCoreApplication::translate("Command", text);
}

QString nativeShortcuts(const CommandSpec &spec)
{
    QStringList shown;
    for (const QKeySequence &key : QKeySequence::listFromString(QString::fromUtf8(spec.shortcuts)))
        shown.push_back(key.toString(QKeySequence::NativeText));
    if (spec.command == Command::Send)
        shown.removeOne(QKeySequence(Qt::CTRL | Qt::Key_Enter).toString(QKeySequence::NativeText));
    if (spec.command == Command::Shortcuts)
        shown.removeLast();
    return shown.join(u" · "_s);
}

void addGroup(QGridLayout *grid, const char *group, QWidget *parent)
{
    auto *heading = new QLabel(commandText(group), parent);
    heading->setFont(strongFont());
    heading->setContentsMargins(0, grid->rowCount() > 1 ? metrics::kSpace3 : 0, 0, 0);
    grid->addWidget(heading, grid->rowCount(), 0, 1, 2);
    for (const CommandSpec &spec : kCommands) {
        const QString keys = nativeShortcuts(spec);
        if (keys.isEmpty() || QLatin1StringView(spec.group) != QLatin1StringView(group))
            continue;
        const int row = grid->rowCount();
        grid->addWidget(new QLabel(commandText(spec.text).remove(u'…'), parent), row, 0);
        auto *shortcut = new QLabel(keys, parent);
        setMuted(shortcut);
        grid->addWidget(shortcut, row, 1);
    }
}

} // namespace

std::span<const CommandSpec> commandTable()
{
    return kCommands;
}

WindowActions::WindowActions(QWidget *window) : QObject(window)
{
    for (const CommandSpec &spec : kCommands) {
        auto *action = new QAction(commandText(spec.text), this);
        action->setShortcuts(QKeySequence::listFromString(QString::fromUtf8(spec.shortcuts)));
        action->setShortcutVisibleInContextMenu(true);
        window->addAction(action);
        m_actions.insert(int(spec.command), action);
    }
}

void WindowActions::connectTo(Command command, const std::function<void()> &act)
{
    connect((*this)[command], &QAction::triggered, this, act);
}

void showShortcuts(QWidget *parent)
{
    auto *dialog = new FramedDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setHeading(FramedDialog::tr("Keyboard shortcuts"), {});
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::kSpace5 * 2);
    for (const auto &groups : {std::array{"Workspace", "Window"}, std::array{"Request", "Collection"}}) {
        auto *grid = new QGridLayout;
        grid->setHorizontalSpacing(metrics::kSpace5);
        grid->setVerticalSpacing(metrics::kSpace2);
        for (const char *group : groups)
            addGroup(grid, group, dialog);
        grid->setRowStretch(grid->rowCount(), 1);
        columns->addLayout(grid);
    }
    dialog->body()->addLayout(columns);
    QObject::connect(dialog->addPrimaryButton(FramedDialog::tr("Close")), &QPushButton::clicked, dialog, &QDialog::accept);
    dialog->open();
}

} // namespace sallyport
