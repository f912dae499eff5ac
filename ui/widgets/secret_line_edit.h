// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QTimer;

namespace sallyport {

//! A field for a secret: masked, with a *Show* button that hides it again by itself. It has no undo, no copying, no
//! drag, no completion, and tells assistive technology that it is a password field, never what is in it, shown or not.
class SecretLineEdit final : public QWidget {
    Q_OBJECT
public:
    explicit SecretLineEdit(QWidget *parent = nullptr);

    static constexpr int kShownForMs = 30'000;

    [[nodiscard]] SecretValue value() const;
    void setValue(const SecretValue &value);
    [[nodiscard]] bool isEmpty() const;
    void setPlaceholderText(const QString &text);
    void setLabel(const QString &label); //!< accessible names of field and button
    void hideValue();
    [[nodiscard]] bool isShown() const;

    [[nodiscard]] QLineEdit *field() const { return m_edit; }

signals:
    void edited();
    void returnPressed();

private:
    void showValue();

    QLineEdit *m_edit;
    QPushButton *m_button;
    QTimer *m_timer;
};

} // namespace sallyport
