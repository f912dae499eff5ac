// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip_painter.h"

#include "ui/theme/icons.h"
#include "ui/theme/painting.h"

#include <QCoreApplication>

#include <vector>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kSide = 8;
constexpr int kGap = 7;
constexpr int kIcon = 14;

struct Part {
    QString text;
    QFont font;
    QColor color;
    bool givesWay = false;
};

QFont partFont(const QFont &base, double points, QFont::Weight weight)
{
    QFont font = base;
    if (font.pixelSize() > 0)
        font.setPixelSize(qMax(8, qRound(font.pixelSize() + points)));
    else
        font.setPointSizeF(qMax(6.0, font.pointSizeF() + points));
    font.setWeight(weight);
    return font;
}

int widthOf(const Part &part)
{
    return QFontMetrics(part.font).horizontalAdvance(part.text);
}

QString secretWords(const ChipContent &content)
{
    return content.key.isEmpty() ? content.path : u"%1 \u203A %2"_s.arg(content.path, content.key);
}

std::vector<Part> partsOf(const ChipContent &content, const QFont &base)
{
    const Tokens &t = currentTokens();
    const QFont words = partFont(base, -0.5, QFont::Normal);
    const std::vector<Part> all{{content.providerShortName, partFont(base, -0.5, QFont::DemiBold), t.link},
                                {content.credential, words, t.text, true},
                                {secretWords(content), words, t.text, true},
                                {content.state, partFont(base, -1.5, QFont::Normal),
                                 content.stateTone == Tone::Neutral ? t.muted : colorsOf(content.stateTone).ink}};
    std::vector<Part> shown;
    std::copy_if(all.begin(), all.end(), std::back_inserter(shown), [](const Part &part) { return !part.text.isEmpty(); });
    return shown;
}

int totalWidth(const std::vector<Part> &parts, bool hasIcon)
{
    int width = 2 * kSide + (hasIcon ? kIcon + 5 : 0);
    for (const Part &part : parts)
        width += widthOf(part) + kGap;
    return width - (parts.empty() ? 0 : kGap);
}

// Shortens the parts that may give way, the longest first, until the chip fits.
void fit(std::vector<Part> &parts, int excess)
{
    for (int round = 0; round < 2 && excess > 0; ++round) {
        Part *longest = nullptr;
        for (Part &part : parts) {
            if (part.givesWay && (!longest || widthOf(part) > widthOf(*longest)))
                longest = &part;
        }
        if (!longest)
            return;
        const int before = widthOf(*longest);
        longest->text = QFontMetrics(longest->font).elidedText(longest->text, Qt::ElideMiddle, qMax(24, before - excess));
        excess -= before - widthOf(*longest);
        longest->givesWay = false;
    }
}

} // namespace

QSize chipSize(const ChipContent &content, const QFont &font)
{
    const bool hasIcon = !content.iconName.isEmpty();
    return {totalWidth(partsOf(content, font), hasIcon), QFontMetrics(font).height() + 7};
}

void paintChip(QPainter *painter, const QRect &rect, const ChipContent &content, const QFont &font, bool focused)
{
    const Tokens &t = currentTokens();
    std::vector<Part> parts = partsOf(content, font);
    const QIcon mark = icon(content.iconName, &Tokens::link);
    const int wanted = totalWidth(parts, !mark.isNull());
    fit(parts, wanted - rect.width());
    const int height = qMin(rect.height(), chipSize(content, font).height());
    const QRect box(rect.x(), rect.y() + (rect.height() - height) / 2, qMin(wanted, rect.width()), height);
    paint::roundedBox(painter, box, {.fill = t.linkSoft, .outline = focused ? t.accent : QColor(), .radius = metrics::kChipRadius});
    painter->save();
    painter->setClipRect(box);
    int x = box.x() + kSide;
    if (!mark.isNull()) {
        mark.paint(painter, QRect(x, box.center().y() - kIcon / 2 + 1, kIcon, kIcon));
        x += kIcon + 5;
    }
    for (const Part &part : parts) {
        painter->setFont(part.font);
        painter->setPen(part.color);
        painter->drawText(QRect(x, box.y(), box.right() - x, box.height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          part.text);
        x += widthOf(part) + kGap;
    }
    painter->restore();
}

QString chipText(const ChipContent &content)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Chip", text); };
    QString words = tr("linked to %1 secret %2").arg(content.providerShortName, content.path);
    if (!content.key.isEmpty())
        words += tr(", key %1").arg(content.key);
    if (!content.credential.isEmpty())
        words += tr(", credential %1").arg(content.credential);
    if (!content.state.isEmpty())
        words += u", "_s + content.state;
    return words;
}

} // namespace sallyport
