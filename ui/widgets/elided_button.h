// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace sallyport {

//! A button with a name from elsewhere in its words: what has no room gives way to an ellipsis in their middle. The whole is the
//! accessible name, and the tooltip while something is left out. An ampersand is one, not a mark of a key.
class ElidedButton final : public QPushButton {
    Q_OBJECT
public:
    explicit ElidedButton(const QString &words, QWidget *parent = nullptr);

    [[nodiscard]] QString words() const { return m_words; }
    [[nodiscard]] QString shownWords() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void initStyleOption(QStyleOptionButton *option) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QSize sizeFor(const QString &words) const;

    QString m_words;
};

} // namespace sallyport
