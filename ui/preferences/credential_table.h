// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace sallyport {

//! The list of credentials. Its columns share the width that there is, so it never scrolls sideways: state and time get what they need,
//! name and description the rest, and what has no room ends in an ellipsis.
class CredentialTable final : public QTableView {
    Q_OBJECT
public:
    explicit CredentialTable(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override; //!< a CredentialModel

signals:
    void deleteWished();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int widthWanted(int column) const;
    void fitColumns();
};

} // namespace sallyport
