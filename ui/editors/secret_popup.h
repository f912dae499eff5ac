// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "ui/widgets/secret_text.h"

#include <QFrame>

#include <stop_token>

class QLabel;
class QPushButton;

namespace sallyport {

class BusyIndicator;
class FieldMessage;

//! A small window at a linked value: fetches its secret anew, or shows it for ten seconds. It closes by itself.
class SecretPopup final : public QFrame {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds kRevealFor{10};
    static constexpr std::chrono::seconds kNoticeFor{2};

    //! `subject`: what is linked, e.g. the variable's name.
    SecretPopup(const Services &services, const SecretLink &link, const QString &workspaceId, const QString &subject,
                QWidget *parent = nullptr);
    ~SecretPopup() override;

    void reveal();
    void refresh();
    void openAt(const QPoint &globalPosition);

    [[nodiscard]] SecretText *valueText() const { return m_value; }

private:
    void start(const QString &doing);
    void revealed(const Result<SecretValue> &value);
    void refreshed(const Result<SecretValue> &value);
    void fail(const Error &error);
    void countDown(int seconds);
    void fit();

    Services m_services;
    SecretLink m_link;
    QString m_workspaceId;
    std::stop_source m_stop;
    SecretText *m_value;
    QLabel *m_note;
    FieldMessage *m_error;
    BusyIndicator *m_busy;
    QPushButton *m_close;
};

} // namespace sallyport
