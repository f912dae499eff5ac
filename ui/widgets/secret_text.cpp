// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret_text.h"

#include "app/secrets/redactor.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int kMaxShownCharacters = 2000;
constexpr int kMaskLength = 8;
constexpr int kWrap = int(Qt::TextWrapAnywhere) | int(Qt::AlignLeft) | int(Qt::AlignTop);

} // namespace

SecretText::SecretText(QWidget *parent) : QWidget(parent)
{
    setFont(fixedFont());
    setAccessibleName(tr("Secret value, not read out"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SecretText::setValue(const SecretValue &value)
{
    m_value = value;
    updateGeometry();
    update();
}

void SecretText::clear()
{
    setValue({});
}

QString SecretText::shownText() const
{
    if (m_value.isEmpty())
        return QString(kMaskLength, QChar(Redactor::kBullet));
    QString text = m_value.revealText();
    text.truncate(kMaxShownCharacters);
    return text;
}

QSize SecretText::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 48, heightForWidth(fontMetrics().averageCharWidth() * 48)};
}

int SecretText::heightForWidth(int width) const
{
    QString text = shownText();
    const int height = fontMetrics().boundingRect(QRect(0, 0, width, 4000), kWrap, text).height();
    wipe(text);
    return std::max(height, fontMetrics().height());
}

void SecretText::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(currentTokens().text);
    QString text = shownText();
    painter.drawText(rect(), kWrap, text);
    wipe(text);
}

} // namespace sallyport
