// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// Must stand outside of any namespace.
static void initialiseResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace sallyport {

namespace {

QString pathOf(const QString &name)
{
    return u":/sallyport/icons/%1.svg"_s.arg(name);
}

QPixmap tinted(const QString &name, const QSize &pixels, const QColor &color)
{
    const QString key = u"sallyport/%1/%2x%3/%4"_s.arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(pathOf(name)).render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedIconEngine final : public QIconEngine {
public:
    TintedIconEngine(QString name, QColor Tokens::*color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const double scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, tinted(m_name, (QSizeF(rect.size()) * scale).toSize(), colorFor(mode)));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override { return tinted(m_name, size, colorFor(mode)); }

    [[nodiscard]] QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_color); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const Tokens &tokens = currentTokens();
        const QColor color = tokens.*m_color;
        return mode == QIcon::Disabled ? mixed(tokens.surface, color, 0.5) : color;
    }

    QString m_name;
    QColor Tokens::*m_color;
};

} // namespace

void loadIconResources()
{
    initialiseResources();
}

QIcon icon(const QString &name, QColor Tokens::*color)
{
    loadIconResources();
    if (!QFile::exists(pathOf(name)))
        return {};
    return QIcon(new TintedIconEngine(name, color));
}

QIcon applicationIcon()
{
    loadIconResources();
    return QIcon(pathOf(u"sallyport"_s));
}

} // namespace sallyport
