// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QComboBox>

namespace sallyport {

//! Picks one of the credentials that open a kind of secret; its last entry adds one.
class CredentialCombo final : public QComboBox {
    Q_OBJECT
public:
    CredentialCombo(const Services &services, const Catalog::Kind &kind, QWidget *parent = nullptr);

    [[nodiscard]] QString credentialId() const; //!< empty: none
    void selectCredential(const QString &id);
    [[nodiscard]] bool isEmpty() const;
    void addCredential(); //!< opens the form; what is saved gets selected

signals:
    void credentialChanged();

protected:
    void paintEvent(QPaintEvent *event) override; //!< a long description ends in an ellipsis

private:
    void refill();
    void chosen(int index);

    Services m_services;
    Catalog::Kind m_kind;
    QString m_id;
};

} // namespace sallyport
