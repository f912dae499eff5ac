// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"
#include "ui/theme/system_appearance.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDBusVariant>
#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QApplication &application()
{
    return *qobject_cast<QApplication *>(QCoreApplication::instance());
}

class ThemeTokens : public testing::TestWithParam<bool> {
protected:
    [[nodiscard]] static const Tokens &tokens() { return GetParam() ? darkTokens() : lightTokens(); }
};

} // namespace

TEST_P(ThemeTokens, everyPairOfTextAndGroundCanBeRead)
{
    const Tokens &t = tokens();
    const std::vector<std::pair<QColor, QColor>> pairs{
        {t.text, t.window},  {t.text, t.surface},    {t.text, t.raised},     {t.muted, t.window},   {t.muted, t.surface},
        {t.muted, t.raised}, {t.onAccent, t.accent}, {t.text, t.accentSoft}, {t.accent, t.surface}, {t.accent, t.accentSoft},
        {t.ok, t.okSoft},    {t.warn, t.warnSoft},   {t.bad, t.badSoft},     {t.link, t.linkSoft},  {t.text, t.linkSoft},
        {t.bad, t.surface},  {t.bad, t.raised}};
    for (const auto &[ink, ground] : pairs)
        EXPECT_GE(contrastRatio(ink, ground), 4.5) << ink.name().toStdString() << " on " << ground.name().toStdString();
    EXPECT_GE(contrastRatio(t.control, t.surface), 3.0);
}

TEST_P(ThemeTokens, paletteCarriesTheTokens)
{
    const Tokens &t = tokens();
    const QPalette palette = paletteOf(t);
    EXPECT_EQ(palette.color(QPalette::Window), t.window);
    EXPECT_EQ(palette.color(QPalette::Base), t.surface);
    EXPECT_EQ(palette.color(QPalette::Button), t.raised);
    EXPECT_EQ(palette.color(QPalette::Highlight), t.accentSoft);
    EXPECT_EQ(palette.color(QPalette::PlaceholderText), t.muted);
    EXPECT_EQ(palette.color(QPalette::BrightText), t.bad);
    EXPECT_NE(palette.color(QPalette::Disabled, QPalette::Text), palette.color(QPalette::Active, QPalette::Text));
}

INSTANTIATE_TEST_SUITE_P(Both, ThemeTokens, testing::Bool());

TEST(ContrastRatio, knowsTheEndsOfTheScale)
{
    EXPECT_NEAR(contrastRatio(Qt::black, Qt::white), 21.0, 0.001);
    EXPECT_NEAR(contrastRatio(Qt::white, Qt::white), 1.0, 0.001);
}

TEST(Theme, changesColoursWhileTheProgramRuns)
{
    applyTheme(application(), Settings::Theme::Dark);
    EXPECT_TRUE(currentTokens().dark);
    EXPECT_EQ(QApplication::palette().color(QPalette::Base), darkTokens().surface);
    applyTheme(application(), Settings::Theme::Light);
    EXPECT_FALSE(currentTokens().dark);
    EXPECT_EQ(QApplication::palette().color(QPalette::Base), lightTokens().surface);
}

TEST(Theme, controlsHaveOneHeight)
{
    applyTheme(application(), Settings::Theme::Light);
    QPushButton button(u"Save"_s);
    QLineEdit edit;
    QComboBox combo;
    EXPECT_GE(button.sizeHint().height(), metrics::kControlHeight);
    EXPECT_EQ(edit.sizeHint().height(), button.sizeHint().height());
    EXPECT_EQ(combo.sizeHint().height(), button.sizeHint().height());
}

TEST(Theme, controlsGrowWithTheFont)
{
    applyTheme(application(), Settings::Theme::Light);
    QPushButton button(u"Save"_s);
    const QSize before = button.sizeHint();
    QFont large = button.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    button.setFont(large);
    EXPECT_GT(button.sizeHint().width(), before.width());
    EXPECT_GE(button.sizeHint().height(), QFontMetrics(large).height() + 8);
}

TEST(Theme, selectedTabHasRoomForItsBoldWords)
{
    applyTheme(application(), Settings::Theme::Light);
    QTabBar tabs;
    tabs.addTab(u"Headers and trailers"_s);
    EXPECT_GE(tabs.sizeHint().width(), QFontMetrics(strongFont()).horizontalAdvance(tabs.tabText(0)));
}

TEST(SystemAppearance, isWhatThePlatformSaysUntilTheDesktopSpeaks)
{
    EXPECT_TRUE(SystemAppearance(true).isDark());
    EXPECT_FALSE(SystemAppearance(false).isDark());
}

TEST(SystemAppearance, followsTheDesktopWhileItChanges)
{
    SystemAppearance appearance(false);
    const QSignalSpy changed(&appearance, &SystemAppearance::changed);
    const auto tell = [&appearance](const QString &group, const QString &key, uint value) {
        ASSERT_TRUE(QMetaObject::invokeMethod(&appearance, "settingChanged", Q_ARG(QString, group), Q_ARG(QString, key),
                                              Q_ARG(QDBusVariant, QDBusVariant(QVariant::fromValue(QDBusVariant(value))))));
    };
    const QString group = u"org.freedesktop.appearance"_s;
    tell(group, u"color-scheme"_s, 1);
    EXPECT_TRUE(appearance.isDark());
    tell(group, u"color-scheme"_s, 2);
    EXPECT_FALSE(appearance.isDark());
    tell(group, u"contrast"_s, 1);
    EXPECT_TRUE(appearance.wantsHighContrast());
    EXPECT_EQ(changed.count(), 3);
    tell(u"org.gnome.desktop.interface"_s, u"color-scheme"_s, 1);
    tell(group, u"accent-color"_s, 1);
    EXPECT_FALSE(appearance.isDark());
    EXPECT_EQ(changed.count(), 3) << "what is none of ours";
}

TEST(Icons, allAreThereAndTakeTheColourOfTheTheme)
{
    loadIconResources();
    const QStringList files = QDir(u":/sallyport/icons"_s).entryList({u"*.svg"_s});
    ASSERT_GT(files.size(), 20);
    for (const bool dark : {false, true}) {
        applyTheme(application(), dark ? Settings::Theme::Dark : Settings::Theme::Light);
        for (const QString &file : files) {
            if (file == "sallyport.svg"_L1)
                continue;
            const QImage image =
                icon(file.chopped(4), &Tokens::accent).pixmap(QSize(32, 32)).toImage().convertToFormat(QImage::Format_ARGB32);
            int inked = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    inked += image.pixelColor(x, y) == currentTokens().accent ? 1 : 0;
            }
            EXPECT_GT(inked, 8) << file.toStdString();
        }
    }
}

TEST(Icons, everyKindOfSecretHasAMark)
{
    for (const auto &name : {u"hashicorp"_s, u"aws"_s, u"aws_ssm"_s, u"gcp"_s, u"azure"_s})
        EXPECT_FALSE(icon(name).isNull()) << name.toStdString();
    EXPECT_TRUE(icon(u"no such icon"_s).isNull());
    EXPECT_FALSE(applicationIcon().pixmap(64, 64).isNull());
}

TEST(ButtonKind, isRememberedByTheButton)
{
    QPushButton button;
    EXPECT_EQ(buttonKind(&button), ButtonKind::Plain);
    setButtonKind(&button, ButtonKind::Danger);
    EXPECT_EQ(buttonKind(&button), ButtonKind::Danger);
    setInvalid(&button, true);
    EXPECT_TRUE(isInvalid(&button));
}

} // namespace sallyport
