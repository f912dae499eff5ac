// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/questions.h"

#include "ui/theme/theme.h"
#include "ui/widgets/framed_dialog.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sallyport {

void askForFile(QWidget *parent, const FileQuestion &question, const std::function<void(const QString &path)> &chosen)
{
    auto *dialog = new QFileDialog(parent, question.title, question.folder, question.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const bool saves = question.kind == FileQuestion::Kind::Save;
    dialog->setAcceptMode(saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    if (!question.suggestion.isEmpty())
        dialog->selectFile(question.suggestion);
    if (!question.acceptLabel.isEmpty())
        dialog->setLabelText(QFileDialog::Accept, question.acceptLabel);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [chosen](const QString &path) { chosen(path); });
    dialog->open();
}

void askChoice(QWidget *parent, const QString &title, const QString &text, const std::vector<ChoiceAnswer> &answers)
{
    auto *dialog = new FramedDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setHeading(title, {});
    auto *label = new QLabel(text, dialog);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(label->fontMetrics().averageCharWidth() * 56);
    dialog->body()->addWidget(label);
    QObject::connect(dialog->addButton(FramedDialog::tr("Cancel")), &QPushButton::clicked, dialog, &QDialog::reject);
    for (const ChoiceAnswer &answer : answers) {
        QPushButton *button = answer.primary ? dialog->addPrimaryButton(answer.label) : dialog->addButton(answer.label);
        if (answer.danger)
            setButtonKind(button, ButtonKind::Danger);
        QObject::connect(button, &QPushButton::clicked, dialog, [dialog, act = answer.act] {
            dialog->accept();
            if (act)
                act();
        });
    }
    dialog->open();
}

} // namespace sallyport
