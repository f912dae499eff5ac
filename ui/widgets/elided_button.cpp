// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_button.h"

#include "ui/widgets/labels.h"

#include <QStyleOptionButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kLeastChars = 12;

QString withoutMnemonics(QString words)
{
    return words.replace(u'&', "&&"_L1);
}

} // namespace

ElidedButton::ElidedButton(const QString &words, QWidget *parent) : QPushButton(withoutMnemonics(words), parent), m_words(words)
{
    setAccessibleName(words);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QString ElidedButton::shownWords() const
{
    const int around = sizeHint().width() - fontMetrics().horizontalAdvance(m_words);
    return width() >= sizeHint().width() ? m_words : fontMetrics().elidedText(m_words, Qt::ElideMiddle, width() - around);
}

QSize ElidedButton::sizeFor(const QString &words) const
{
    QStyleOptionButton option;
    QPushButton::initStyleOption(&option);
    option.text = withoutMnemonics(words);
    return style()->sizeFromContents(QStyle::CT_PushButton, &option, fontMetrics().size(Qt::TextShowMnemonic, option.text), this);
}

QSize ElidedButton::sizeHint() const
{
    return sizeFor(m_words);
}

QSize ElidedButton::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return {qMin(whole.width(), sizeFor(QString(kLeastChars, u'n')).width()), whole.height()};
}

void ElidedButton::initStyleOption(QStyleOptionButton *option) const
{
    QPushButton::initStyleOption(option);
    option->text = withoutMnemonics(shownWords());
}

void ElidedButton::resizeEvent(QResizeEvent *event)
{
    QPushButton::resizeEvent(event);
    setToolTip(shownWords() == m_words ? QString() : plainToolTip(m_words));
}

} // namespace sallyport
