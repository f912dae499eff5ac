// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/error.h"
#include "tests/support/async.h"
#include "tests/support/manual_clock.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/chip_painter.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/relative_time.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QTextDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

QDateTime at(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

const ChipContent kChip{u"hashicorp"_s, u"Vault"_s, u"team-a"_s, u"secret/prod/shop"_s, u"api_key"_s, u"4 min"_s, Tone::Neutral};

} // namespace

TEST(RelativeTime, speaksAsPeopleDo)
{
    const QDateTime now = at(u"2026-05-20T15:00:00"_s);
    EXPECT_EQ(relativeTime({}, now), u"never"_s);
    EXPECT_EQ(relativeTime(now.addSecs(-59), now), u"just now"_s);
    EXPECT_EQ(relativeTime(now.addSecs(-120), now), u"2 min ago"_s);
    EXPECT_EQ(relativeTime(now.addSecs(-3600), now), u"1 h ago"_s);
    EXPECT_EQ(relativeTime(now.addSecs(-86400), now), u"yesterday"_s);
    EXPECT_EQ(relativeTime(now.addDays(-3), now), u"3 days ago"_s);
    EXPECT_TRUE(relativeTime(now.addDays(-40), now).contains(u"10"_s));
    EXPECT_TRUE(relativeTime(now.addYears(-2), now).contains(u"2024"_s));
}

TEST(RelativeTime, tellsWhatIsLeftAndHowOld)
{
    const QDateTime now = at(u"2026-05-20T15:00:00"_s);
    EXPECT_EQ(remainingTime(now.addSecs(1200), now), u"20 min"_s);
    EXPECT_EQ(remainingTime(now.addSecs(30), now), u"30 s"_s);
    EXPECT_EQ(remainingTime(now.addSecs(-1), now), u"expired"_s);
    EXPECT_EQ(ageText(10s), u"now"_s);
    EXPECT_EQ(ageText(4min), u"4 min"_s);
    EXPECT_EQ(ageText(72h), u"3 days"_s);
    EXPECT_EQ(exactTime({}), u"never"_s);
}

TEST(ErrorText, makesSentencesAndAddsTheNextStep)
{
    const Error error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};
    EXPECT_EQ(errorText(error), u"The keychain is locked. Unlock it."_s);
    EXPECT_EQ(errorHeadline(error), u"The keychain is locked."_s);
    EXPECT_EQ(remedyLabel(ErrorKind::Unauthenticated), u"Sign In"_s);
}

TEST(PlainToolTip, saysWhatATextSaysWhateverItLooksLike)
{
    const QString html = u"tab and <b>html</b> &amp; <img src=\"file:///x.png\">"_s;
    for (const QString &text : {u"plain & simple"_s, u"a < b"_s, html, u"&lt;i&gt;"_s}) {
        const QString tip = plainToolTip(text);
        QTextDocument shown;
        Qt::mightBeRichText(tip) ? shown.setHtml(tip) : shown.setPlainText(tip); // as QToolTip does
        EXPECT_EQ(shown.toPlainText(), text);
    }
}

TEST(MessageBanner, showsTheErrorWithItsRemedyAndRunsIt)
{
    MessageBanner banner;
    int runs = 0;
    showError(banner, Error{ErrorKind::Unauthenticated, u"the session ended"_s, {}}, [&runs] { ++runs; });
    EXPECT_FALSE(banner.isHidden());
    EXPECT_EQ(banner.kind(), MessageBanner::Kind::Warn);
    auto *button = banner.findChild<QPushButton *>();
    ASSERT_NE(button, nullptr);
    EXPECT_EQ(button->text(), u"Try Again"_s) << "whatever went wrong: that is what the button does";
    button->click();
    EXPECT_TRUE(waitUntil([&runs] { return runs == 1; }));
    banner.clear();
    EXPECT_TRUE(banner.isHidden());
}

TEST(MessageBanner, saysNothingAboutWhatSomebodyStopped)
{
    MessageBanner banner;
    banner.showMessage(MessageBanner::Kind::Info, u"something"_s);
    showError(banner, cancelledError());
    EXPECT_TRUE(banner.isHidden());
}

TEST(MessageBanner, neverTakesAMessageForMarkup)
{
    MessageBanner banner;
    banner.showMessage(MessageBanner::Kind::Bad, u"<img src=x> & more"_s, u"<b>prod</b>"_s);
    bool escaped = false;
    for (const QLabel *label : banner.findChildren<QLabel *>())
        escaped = escaped || label->text().contains(u"&lt;img src=x&gt; &amp; more"_s);
    EXPECT_TRUE(escaped);
    EXPECT_EQ(banner.message(), u"<b>prod</b> <img src=x> & more"_s);
}

TEST(BusyIndicator, isPatientThenTellsWhatAndHowLong)
{
    ManualClock clock;
    BusyIndicator busy(clock);
    busy.start(u"Signing in to team-a"_s, [] {});
    clock.advance(299ms);
    EXPECT_TRUE(busy.isHidden());
    clock.advance(2ms);
    EXPECT_FALSE(busy.isHidden());
    EXPECT_TRUE(busy.findChild<ElidedLabel *>()->text().startsWith(u"Signing in to team-a"_s));
    EXPECT_FALSE(busy.findChild<ElidedLabel *>()->text().contains(u'3'));
    clock.advance(2700ms);
    EXPECT_TRUE(busy.findChild<ElidedLabel *>()->text().endsWith(u"3 s"_s));
    clock.advance(2s);
    EXPECT_TRUE(busy.findChild<ElidedLabel *>()->text().endsWith(u"5 s"_s));
}

TEST(BusyIndicator, shortWaitsAreNeverSeen)
{
    ManualClock clock;
    BusyIndicator busy(clock);
    busy.start(u"Reading"_s, {});
    clock.advance(200ms);
    busy.stop();
    clock.advance(10s);
    EXPECT_TRUE(busy.isHidden());
    EXPECT_EQ(clock.pending(), 0U);
}

TEST(BusyIndicator, cancelRunsOnceAndEndsTheWait)
{
    ManualClock clock;
    BusyIndicator busy(clock);
    int cancelled = 0;
    busy.start(u"Fetching"_s, [&cancelled] { ++cancelled; });
    clock.advance(400ms);
    busy.findChild<QPushButton *>()->click();
    EXPECT_EQ(cancelled, 1);
    EXPECT_FALSE(busy.isBusy());
    EXPECT_TRUE(busy.isHidden());
}

TEST(Chip, saysEverythingInWordsButNoValue)
{
    EXPECT_EQ(chipText(kChip), u"linked to Vault secret secret/prod/shop, key api_key, credential team-a, 4 min"_s);
}

TEST(Chip, staysInsideOfItsCell)
{
    applyTheme(*qobject_cast<QApplication *>(QCoreApplication::instance()), Settings::Theme::Light);
    const QFont font = QApplication::font();
    ASSERT_GT(chipSize(kChip, font).width(), 150);
    QImage image(400, 40, QImage::Format_ARGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const QRect cell(20, 4, 150, 30);
    paintChip(&painter, cell, kChip, font);
    painter.end();
    bool painted = false;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const bool touched = image.pixelColor(x, y) != QColor(Qt::white);
            painted = painted || touched;
            EXPECT_TRUE(!touched || cell.contains(x, y)) << x << "," << y;
        }
    }
    EXPECT_TRUE(painted);
}

TEST(ElidedLabel, givesWayInNarrowPlaces)
{
    ElidedLabel label(u"a long text that never fits into a narrow column of a table"_s);
    EXPECT_LT(label.minimumSizeHint().width(), label.sizeHint().width() / 2);
}

TEST(EmptyState, offersTheFirstStepAndAnotherWay)
{
    EmptyState empty(u"document"_s, u"No workspace"_s, u"Open one."_s);
    int first = 0;
    int second = 0;
    QPushButton *primary = empty.setPrimary(u"New…"_s, [&first] { ++first; });
    empty.setSecondary(u"Open…"_s, [&second] { ++second; })->click();
    primary->click();
    EXPECT_EQ(buttonKind(primary), ButtonKind::Primary);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
}

} // namespace sallyport::test
