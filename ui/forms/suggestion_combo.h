// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace sallyport {

//! An editable combo box whose list comes from elsewhere: opening it only says so; showList() opens it.
class SuggestionCombo final : public QComboBox {
    Q_OBJECT
public:
    explicit SuggestionCombo(QWidget *parent);

    void showPopup() override { emit listWanted(); }
    void showList() { QComboBox::showPopup(); }

signals:
    void listWanted();
};

} // namespace sallyport
