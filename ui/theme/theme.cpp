// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/system_appearance.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFontDatabase>
#include <QLabel>
#include <QStyle>
#include <QToolTip>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr char kKindProperty[] = "sallyportKind";
constexpr char kInvalidProperty[] = "sallyportInvalid";

Tokens &tokensInForce()
{
    static Tokens tokens = lightTokens();
    return tokens;
}

// Where no desktop has chosen a font, Qt names the generic family; then a known good one is taken if it is there.
bool isGeneric(const QFont &font)
{
    return QStringList{u"Sans Serif"_s, u"Sans"_s, u"sans-serif"_s, u"Monospace"_s, u"monospace"_s, QString()}.contains(font.family());
}

QFont withFamily(QFont font, const QString &family)
{
    if (isGeneric(font) && QFontDatabase::families().contains(family))
        font.setFamily(family);
    return font;
}

QFont baseFont()
{
    constexpr double kReadable = 10; // Qt's own choice without a desktop is 9
    QFont font = QApplication::font();
    if (isGeneric(font) && font.pointSizeF() > 0)
        font.setPointSizeF(qMax(font.pointSizeF(), kReadable));
    return withFamily(font, u"Inter"_s);
}

QFont resized(QFont font, double points)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(qMax(8, qRound(font.pixelSize() + points)));
    else
        font.setPointSizeF(qMax(6.0, font.pointSizeF() + points));
    return font;
}

void prepareOnce(QApplication &application)
{
    static bool done = false;
    if (std::exchange(done, true))
        return;
    loadIconResources();
    QApplication::setFont(baseFont());
    QApplication::setStyle(new SallyportStyle); // owned by the application
    QFont header = strongFont();
    header = resized(header, -1.5);
    header.setCapitalization(QFont::AllUppercase);
    QApplication::setFont(header, "QHeaderView");
    QApplication::setWindowIcon(applicationIcon());
    Q_UNUSED(application)
}

void useTokens(Tokens tokens, bool highContrast)
{
    if (highContrast)
        tokens.outline = tokens.control;
    tokensInForce() = tokens;
    QApplication::setPalette(paletteOf(tokens));
    QToolTip::setPalette(paletteOf(tokens));
    for (QWidget *window : QApplication::topLevelWidgets())
        window->update();
}

void setText(QPalette &palette, const Tokens &t)
{
    const auto both = [&palette](QPalette::ColorRole role, const QColor &color) {
        palette.setColor(role, color);
        palette.setColor(QPalette::Disabled, role, color);
    };
    const QColor faint = mixed(t.surface, t.muted, 0.65);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, t.text);
        palette.setColor(QPalette::Disabled, role, faint);
    }
    both(QPalette::PlaceholderText, t.muted);
    both(QPalette::BrightText, t.bad);
    both(QPalette::ToolTipText, t.text);
    both(QPalette::HighlightedText, t.text);
    both(QPalette::Link, t.accent);
    both(QPalette::LinkVisited, t.link);
}

} // namespace

QPalette paletteOf(const Tokens &t)
{
    QPalette palette(t.text, t.raised, t.raised, t.border, t.border, t.text, t.bad, t.surface, t.window);
    const auto all = [&palette](QPalette::ColorRole role, const QColor &color) {
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
            palette.setColor(group, role, color);
    };
    all(QPalette::Window, t.window);
    all(QPalette::Base, t.surface);
    all(QPalette::AlternateBase, mixed(t.surface, t.window, 0.6));
    all(QPalette::Button, t.raised);
    all(QPalette::ToolTipBase, t.raised);
    all(QPalette::Light, mixed(t.raised, t.text, 0.03));
    all(QPalette::Midlight, mixed(t.raised, t.text, 0.06));
    all(QPalette::Mid, t.border);
    all(QPalette::Dark, t.control);
    all(QPalette::Shadow, t.dark ? t.window : t.control);
    all(QPalette::Highlight, t.accentSoft);
    setText(palette, t);
    return palette;
}

void applyTheme(QApplication &application, Settings::Theme theme)
{
    static const bool platformIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    prepareOnce(application);
    static auto *appearance = new SystemAppearance(platformIsDark, &application);
    static Settings::Theme chosen = theme;
    static const bool connected = [] {
        QObject::connect(appearance, &SystemAppearance::changed, appearance, [] {
            const bool dark = chosen == Settings::Theme::Dark || (chosen == Settings::Theme::System && appearance->isDark());
            useTokens(dark ? darkTokens() : lightTokens(), appearance->wantsHighContrast());
        });
        appearance->start();
        return true;
    }();
    Q_UNUSED(connected)
    chosen = theme;
    emit appearance->changed();
}

const Tokens &currentTokens()
{
    return tokensInForce();
}

QFont titleFont()
{
    QFont font = resized(QApplication::font(), 2.5);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont()
{
    return resized(QApplication::font(), -1.5);
}

QFont strongFont()
{
    QFont font = QApplication::font();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont fixedFont()
{
    QFont font = withFamily(QFontDatabase::systemFont(QFontDatabase::FixedFont), u"JetBrains Mono"_s);
    font.setPointSizeF(qMax(6.0, QApplication::font().pointSizeF() - 0.5));
    return font;
}

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty(kKindProperty, static_cast<int>(kind));
    button->updateGeometry();
    button->update();
}

ButtonKind buttonKind(const QWidget *button)
{
    return button ? static_cast<ButtonKind>(button->property(kKindProperty).toInt()) : ButtonKind::Plain;
}

void setInvalid(QWidget *field, bool invalid)
{
    field->setProperty(kInvalidProperty, invalid);
    field->update();
}

bool isInvalid(const QWidget *field)
{
    return field && field->property(kInvalidProperty).toBool();
}

void setMuted(QLabel *label)
{
    label->setForegroundRole(QPalette::PlaceholderText);
}

void setBad(QLabel *label)
{
    label->setForegroundRole(QPalette::BrightText);
}

void fillWith(QWidget *widget, QPalette::ColorRole role)
{
    widget->setBackgroundRole(role);
    widget->setAutoFillBackground(true);
}

} // namespace sallyport
