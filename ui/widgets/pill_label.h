// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QLabel>

class QPainter;

namespace sallyport {

//! What a coloured word means; the word itself says it too.
enum class Tone { Neutral, Ok, Warn, Bad, Link, Accent };

struct ToneColors {
    QColor ink;
    QColor soft;
};
[[nodiscard]] ToneColors colorsOf(Tone tone);

//! A short state on a soft ground, e.g. *Ready*. Cut with an ellipsis where there is no room; then the whole is the tooltip.
class PillLabel final : public QLabel {
    Q_OBJECT
public:
    explicit PillLabel(QWidget *parent = nullptr);
    PillLabel(Tone tone, const QString &text, QWidget *parent = nullptr);

    void setPill(Tone tone, const QString &text);
    [[nodiscard]] Tone tone() const { return m_tone; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
};

//! The same for delegates: painted at the left of `area`, in its middle; `font` is the view's.
void paintPill(QPainter *painter, const QRect &area, Tone tone, const QString &text, const QFont &font);
[[nodiscard]] QSize pillSize(const QString &text, const QFont &font);

} // namespace sallyport
