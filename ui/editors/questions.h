// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <vector>

class QWidget;

//! Questions that are asked without stopping the program: each returns at once and calls back.
namespace sallyport {

struct FileQuestion {
    enum class Kind { Open, Save };
    Kind kind = Kind::Open;
    QString title;
    QString filter{};       //!< as QFileDialog has it
    QString suggestion{};   //!< file name, for Save
    QString folder{};
    QString acceptLabel{};
};
//! Not called back where the person gives up.
void askForFile(QWidget *parent, const FileQuestion &question, const std::function<void(const QString &path)> &chosen);

struct ChoiceAnswer {
    QString label; //!< a verb
    std::function<void()> act{};
    bool primary = false;
    bool danger = false;
};
//! For what cannot be undone. There is always *Cancel* too, which does nothing.
void askChoice(QWidget *parent, const QString &title, const QString &text, const std::vector<ChoiceAnswer> &answers);

} // namespace sallyport
