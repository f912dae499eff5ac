// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"

#include <QWidget>

namespace sallyport {

//! Paints a secret value, or a mask. The value is in no property, no label and no accessible text: only here, until `clear`.
class SecretText final : public QWidget {
    Q_OBJECT
public:
    explicit SecretText(QWidget *parent = nullptr);

    void setValue(const SecretValue &value);
    void clear();
    [[nodiscard]] bool isShown() const { return !m_value.isEmpty(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString shownText() const; //!< to be wiped by the caller

    SecretValue m_value;
};

} // namespace sallyport
