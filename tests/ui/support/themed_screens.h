// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/settings.h"
#include "tests/ui/support/screen_check.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <gtest/gtest.h>

namespace sallyport::test {

//! Gives the application a font of twice the size as long as it lives.
class LargeFont {
public:
    LargeFont() : m_usual(QApplication::font()), m_header(QApplication::font("QHeaderView"))
    {
        QFont large = m_usual;
        large.setPointSizeF(m_usual.pointSizeF() * 2);
        QApplication::setFont(large);
    }
    ~LargeFont()
    {
        QApplication::setFont(m_usual);
        QApplication::setFont(m_header, "QHeaderView");
    }
    Q_DISABLE_COPY_MOVE(LargeFont)

private:
    QFont m_usual;
    QFont m_header;
};

//! Screens that are drawn and checked in the light and in the dark theme.
class ThemedScreens : public testing::TestWithParam<Settings::Theme> {
protected:
    void SetUp() override { applyTheme(*qobject_cast<QApplication *>(QCoreApplication::instance()), GetParam()); }

    //! Shows the window, keeps its picture, and expects that nothing is cut off and everything has a name.
    void check(QWidget &window, const QString &name)
    {
        showAndSettle(window);
        keepPicture(window, name + (GetParam() == Settings::Theme::Dark ? QStringLiteral("-dark") : QStringLiteral("-light")));
        EXPECT_EQ(clippedWidgets(window).join(u'\n').toStdString(), "");
        EXPECT_EQ(namelessWidgets(window).join(u'\n').toStdString(), "");
        EXPECT_EQ(untidyLabels(window).join(u'\n').toStdString(), "");
    }
};

//! For INSTANTIATE_TEST_SUITE_P.
inline const auto kBothThemes = testing::Values(Settings::Theme::Light, Settings::Theme::Dark);
inline std::string themeName(const testing::TestParamInfo<Settings::Theme> &given)
{
    return given.param == Settings::Theme::Dark ? "Dark" : "Light";
}

} // namespace sallyport::test
