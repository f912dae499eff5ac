// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace sallyport {

class ElidedLabel;
class ScrolledColumn;

//! A dialog with a title and a line under it, a body, and a strip of buttons at its foot. Shown with open() or show(),
//! never with exec(): no nested event loops.
class FramedDialog : public QDialog {
    Q_OBJECT
public:
    explicit FramedDialog(QWidget *parent = nullptr);

    void setHeading(const QString &title, const QString &subtitle);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    //! Left part of the strip; the right one gets buttons.
    [[nodiscard]] QHBoxLayout *footerLeft() const { return m_left; }
    QPushButton *addButton(const QString &label);
    QPushButton *addPrimaryButton(const QString &label);

protected:
    //! Takes the height it wants at this width, which grows with the font.
    void openAtWidth(int pixels);
    //! Whenever this part of the body appears, it is scrolled into view.
    void bringIntoView(QWidget *part);
    bool eventFilter(QObject *watched, QEvent *event) override;
    //! In the order in which it is read, whenever things were added: the body, then the strip.
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QPushButton *append(const QString &label);

    ElidedLabel *m_title;
    QLabel *m_subtitle;
    QVBoxLayout *m_body;
    QHBoxLayout *m_left;
    QHBoxLayout *m_buttons;
    ScrolledColumn *m_scrolled;
    QWidget *m_strip = nullptr;
};

} // namespace sallyport
