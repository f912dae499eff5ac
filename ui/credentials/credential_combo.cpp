// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/credential_combo.h"

#include "ui/credentials/credential_dialog.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/labels.h"

#include <QSignalBlocker>
#include <QStyleOptionComboBox>
#include <QStylePainter>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

bool opens(const Credential &credential, const Catalog::Kind &kind)
{
    return credential.providerId == QLatin1StringView(kind.provider->id)
        && (!kind.secret->serves || kind.secret->serves(credential.values));
}

} // namespace

CredentialCombo::CredentialCombo(const Services &services, const Catalog::Kind &kind, QWidget *parent)
    : QComboBox(parent), m_services(services), m_kind(kind)
{
    setAccessibleName(tr("Credential"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(20);
    connect(&services.credentials, &CredentialStore::changed, this, &CredentialCombo::refill);
    connect(this, &QComboBox::activated, this, &CredentialCombo::chosen);
    refill();
    if (count() > 1)
        m_id = itemData(0).toString();
    selectCredential(m_id);
}

QString CredentialCombo::credentialId() const
{
    return m_id;
}

bool CredentialCombo::isEmpty() const
{
    return count() <= 1;
}

void CredentialCombo::refill()
{
    const QSignalBlocker quiet(this);
    clear();
    for (const Credential &credential : m_services.credentials.credentials()) {
        if (!opens(credential, m_kind))
            continue;
        const QString about = m_kind.provider->describe ? m_kind.provider->describe(credential.values) : QString();
        addItem(about.isEmpty() ? credential.name : u"%1  (%2)"_s.arg(credential.name, about), credential.id);
    }
    setPlaceholderText(tr("No credential yet"));
    addItem(icon(u"plus"_s), tr("Add Credential…"), QString());
    selectCredential(m_id);
}

void CredentialCombo::selectCredential(const QString &id)
{
    const int index = id.isEmpty() ? -1 : findData(id);
    m_id = index < 0 ? QString() : id;
    setCurrentIndex(index);
    setToolTip(plainToolTip(currentText()));
}

void CredentialCombo::chosen(int index)
{
    const QString id = itemData(index).toString();
    if (id.isEmpty()) {
        selectCredential(m_id);
        addCredential();
        return;
    }
    m_id = id;
    setToolTip(plainToolTip(currentText()));
    emit credentialChanged();
}

void CredentialCombo::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    if (currentIndex() < 0) {
        option.palette.setBrush(QPalette::ButtonText, option.palette.placeholderText());
        option.currentText = placeholderText();
    }
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const QRect room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - metrics::kSpace2);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void CredentialCombo::addCredential()
{
    auto *dialog = new CredentialDialog(m_services, *m_kind.provider, window());
    connect(dialog, &CredentialDialog::saved, this, [this](const Credential &credential) {
        refill();
        selectCredential(credential.id);
        emit credentialChanged();
    });
    dialog->open();
    dialog->signInAtOnce();
}

} // namespace sallyport
