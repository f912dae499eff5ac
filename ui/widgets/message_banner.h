// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace sallyport {

struct Error;

//! A message where it belongs, with the buttons that mend it. Hidden while there is nothing to say.
class MessageBanner final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Ok, Warn, Bad };

    explicit MessageBanner(QWidget *parent = nullptr);

    //! Shows plain text; `subject` stands before it in bold. Earlier remedies go.
    void showMessage(Kind kind, const QString &text, const QString &subject = {});
    //! A button beside the message; several may be added.
    QPushButton *addRemedy(const QString &label, const std::function<void()> &action);
    void clear();
    void setDismissible(bool dismissible);

    [[nodiscard]] QString message() const { return m_plain; }
    [[nodiscard]] Kind kind() const { return m_kind; }

signals:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refreshColors();

    Kind m_kind = Kind::Info;
    QString m_plain;
    QString m_html;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_remedies;
    QToolButton *m_dismiss;
};

} // namespace sallyport
