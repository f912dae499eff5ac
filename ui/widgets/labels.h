// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>

class QHBoxLayout;

namespace sallyport {

//! A tooltip that says these words as they are, whatever file or server they came from (Qt would take some for HTML), in lines of a
//! readable length.
[[nodiscard]] QString plainToolTip(const QString &words);

//! One line of text that gives way: what does not fit ends in an ellipsis and the whole is the tooltip.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    Qt::TextElideMode m_mode;
};

//! A title with one muted sentence under it, and room for buttons on the right.
class SectionHeader final : public QWidget {
    Q_OBJECT
public:
    explicit SectionHeader(const QString &title, const QString &sentence = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSentence(const QString &sentence);
    void addAction(QWidget *button);
    using QWidget::addAction;

private:
    ElidedLabel *m_title;
    QLabel *m_sentence;
    QHBoxLayout *m_row;
};

//! A horizontal line between parts of a screen.
[[nodiscard]] QFrame *makeHairline(QWidget *parent = nullptr);

//! A label in the muted colour; `small` for help and notes. Wraps.
[[nodiscard]] QLabel *makeNote(const QString &text, bool small = true, QWidget *parent = nullptr);

} // namespace sallyport
