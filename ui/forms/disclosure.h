// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QStringList>

namespace sallyport {

//! A line that opens and closes what stands below it: a small arrow, a word, and the names of what it opens. Checked means open.
class Disclosure final : public QAbstractButton {
    Q_OBJECT
public:
    //! `lead`: the word before the names.
    explicit Disclosure(QString lead, QWidget *parent = nullptr);

    void setNames(const QStringList &names);
    //! What has room in the present width: all names, or the first ones and how many more there are.
    [[nodiscard]] QString shownText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QString textWith(qsizetype count) const;
    [[nodiscard]] QRect wordsRect() const;
    void refreshToolTip();

    QString m_lead;
    QStringList m_names;
};

} // namespace sallyport
