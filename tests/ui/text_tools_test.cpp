// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The small tools of the editors and of the response view that need no window.
#include "ui/editors/display_text.h"
#include "ui/editors/json_layout.h"
#include "ui/editors/template_context.h"
#include "ui/responses/response_body.h"
#include "ui/responses/text_pages.h"

#include <QElapsedTimer>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

TEST(JsonLayout, IndentsAndKeepsNumbersEscapesAndTemplates)
{
    const QByteArray text = R"({"a":1.10,"b":[1,{"c":"x\"{y"}],"t":{{ _.n }},"e":{},"f":[ ]})";
    EXPECT_EQ(layOutJson(text).toStdString(), R"({
  "a": 1.10,
  "b": [
    1,
    {
      "c": "x\"{y"
    }
  ],
  "t": {{ _.n }},
  "e": {},
  "f": []
})");
}

TEST(JsonLayout, LayingOutTwiceChangesNothingMore)
{
    const QByteArray once = layOutJson(QByteArray(R"({"a":[1,2,[3]],"b":"c"})"));
    EXPECT_EQ(layOutJson(once), once);
}

TEST(JsonLayout, LosesNothingOfTextThatIsNoJson)
{
    const auto squeezed = [](QByteArray text) { return text.replace(" ", "").replace("\n", ""); };
    for (const QByteArray &text :
         {QByteArray("{\"a\": tru"), QByteArray("}}]"), QByteArray("\"open"), QByteArray("{{ x"), QByteArray("a b c")})
        EXPECT_EQ(squeezed(layOutJson(text)), squeezed(text)) << text.toStdString();
}

TEST(DisplayText, MakesControlAndReorderingCharactersVisible)
{
    const QString text = harmlessText(QString::fromUtf16(u"a\x1b[31m\nb\u202Ec\u0085d"));
    EXPECT_EQ(text, QString::fromUtf16(u"a\u241B[31m b\uFFFDc\uFFFDd"));
}

TEST(DisplayText, SizesAndDurations)
{
    EXPECT_EQ(displaySize(999), u"999 B"_s);
    EXPECT_EQ(displaySize(1234), u"1.2 KB"_s);
    EXPECT_EQ(displaySize(105'600'000), u"106 MB"_s);
    EXPECT_EQ(displayDuration(std::chrono::microseconds(1500)), u"1.5 ms"_s);
    EXPECT_EQ(displayDuration(std::chrono::milliseconds(184)), u"184 ms"_s);
    EXPECT_EQ(displayDuration(std::chrono::milliseconds(1840)), u"1.84 s"_s);
}

TEST(TypedPlaceholder, KnowsWhatIsBeingTyped)
{
    EXPECT_FALSE(typedPlaceholder(u"https://"_s));
    EXPECT_FALSE(typedPlaceholder(u"{{ _.a }}/"_s));
    EXPECT_EQ(typedPlaceholder(u"x{{"_s)->length, 2);
    EXPECT_EQ(typedPlaceholder(u"{{ _.ba"_s)->beginning, u"ba"_s);
    EXPECT_EQ(typedPlaceholder(u"{{ user.na"_s)->beginning, u"user.na"_s);
    EXPECT_FALSE(typedPlaceholder(u"{{ a | b"_s));
}

TEST(PlaceholderFor, UsesBracketsWhereDotsCannotSayIt)
{
    EXPECT_EQ(placeholderFor(u"user.name"_s), u"{{ _.user.name }}"_s);
    EXPECT_EQ(placeholderFor(u"odd name"_s), u"{{ _[\"odd name\"] }}"_s);
}

TEST(LineIndex, CutsLinesAtNewlinesAndLongOnesBetweenCharacters)
{
    const QByteArray text = "one\ntwo\r\n\nlast";
    const LineIndex lines(text);
    ASSERT_EQ(lines.count(), 4);
    EXPECT_EQ(lines.line(1).toByteArray(), "two");
    EXPECT_EQ(lines.line(2).toByteArray(), "");
    EXPECT_EQ(lines.line(3).toByteArray(), "last");
    EXPECT_EQ(lines.line(4).toByteArray(), "");
    const LineIndex wide(QByteArray("x") + QByteArray("\xC3\xA9").repeated(LineIndex::kMaxBytes));
    EXPECT_EQ(wide.count(), 3);
    EXPECT_TRUE(QString::fromUtf8(wide.line(0)).endsWith(u'\u00E9')) << "no character is cut in two";
}

TEST(LineIndex, FindsTheLineOfEveryByteFarBeyondItsMarks)
{
    QByteArray text;
    for (int i = 0; i < 2000; ++i)
        text += QByteArray::number(i) + '\n';
    const LineIndex lines(text);
    for (const int number : {0, 1, 255, 256, 257, 1023, 1999}) {
        EXPECT_EQ(lines.line(number).toByteArray(), QByteArray::number(number));
        EXPECT_EQ(lines.lineAt(lines.startOf(number)), number);
    }
    EXPECT_EQ(LineIndex(QByteArray()).count(), 1);
}

TEST(LineIndex, AHundredMegabytesAreIndexedQuickly)
{
    const QByteArray text = QByteArray("{\"id\": 12345, \"name\": \"somebody\"},\n").repeated(3'000'000);
    QElapsedTimer timer;
    timer.start();
    const LineIndex lines(text);
    EXPECT_EQ(lines.count(), 3'000'000);
    EXPECT_LT(timer.elapsed(), 2000) << "generous: debug builds on a loaded machine";
}

namespace {

WireResponse answer(const QByteArray &type, const QByteArray &body)
{
    WireResponse response;
    response.headers = {{"content-type", type}};
    response.body = body;
    return response;
}

} // namespace

TEST(ResponseBodyTest, HidesSecretsBeforeAnythingIsLaidOut)
{
    const Redactor redactor({SecretValue::fromString(u"s3cret-value"_s)});
    const ResponseBody body = prepareBody(answer("application/json", R"({"token":"s3cret-value","n":1})"), redactor);
    EXPECT_FALSE(body.raw.contains("s3cret"));
    EXPECT_FALSE(body.pretty.contains("s3cret"));
    EXPECT_TRUE(body.pretty.contains("\n  \"n\": 1"));
    EXPECT_EQ(body.hiddenPlaces, 1);
}

TEST(ResponseBodyTest, OtherCharacterSetsBecomeUtf8)
{
    const ResponseBody body = prepareBody(answer("text/plain; charset=ISO-8859-1", "caf\xE9"), Redactor());
    EXPECT_EQ(QString::fromUtf8(body.raw), u"caf\u00E9"_s);
}

TEST(ResponseBodyTest, LargeBodiesAndLongLinesAreNotForTheEditor)
{
    EXPECT_FALSE(prepareBody(answer("text/plain", QByteArray(kMaxEditorLine + 1, 'x')), Redactor()).rawFitsEditor);
    const ResponseBody large = prepareBody(answer("application/json", QByteArray("[1,\n").repeated(2 << 20)), Redactor());
    EXPECT_FALSE(large.rawFitsEditor);
    EXPECT_TRUE(large.pretty.isEmpty());
    const ResponseBody oneLine = prepareBody(answer("application/json", "[" + QByteArray("123,").repeated(10'000) + "1]"), Redactor());
    EXPECT_FALSE(oneLine.rawFitsEditor);
    EXPECT_TRUE(oneLine.prettyFitsEditor);
}

TEST(ResponseBodyTest, TimelinePassesTheRedactor)
{
    WireResponse response;
    response.timeline = {{TimelineEntry::Kind::HeaderOut, "GET / HTTP/1.1\r\nX-Key: s3cret-value\r\n", std::chrono::milliseconds(2)}};
    const QByteArray text = timelineText(response, Redactor({SecretValue::fromString(u"s3cret-value"_s)}));
    EXPECT_FALSE(text.contains("s3cret"));
    EXPECT_TRUE(text.contains("> GET / HTTP/1.1\n"));
    EXPECT_EQ(text.count('\n'), 2);
}

} // namespace sallyport::test
