// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QComboBox>

namespace sallyport {

//! Picks one of a provider's credentials; its last entry adds one.
class CredentialCombo final : public QComboBox {
    Q_OBJECT
public:
    CredentialCombo(const Services &services, const ProviderDescriptor &provider, QWidget *parent = nullptr);

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
    const ProviderDescriptor &m_provider;
    QString m_id;
};

} // namespace sallyport
