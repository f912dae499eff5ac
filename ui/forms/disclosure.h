// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace sallyport {

//! A line that opens and closes what stands below it: a small arrow and words. Checked means open.
class Disclosure final : public QAbstractButton {
    Q_OBJECT
public:
    explicit Disclosure(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace sallyport
