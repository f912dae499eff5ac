// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random texts with a fixed seed: whatever they are, parsing and rendering end quickly with a result or a placed error.
#include "app/template/render.h"

#include "tests/support/async.h"

#include <random>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

const QStringList kPieces{
    u"{{"_s,
    u"}}"_s,
    u"{%"_s,
    u"%}"_s,
    u"{#"_s,
    u"#}"_s,
    u"{{-"_s,
    u"-}}"_s,
    u"_."_s,
    u"a"_s,
    u"b"_s,
    u"m"_s,
    u"."_s,
    u"["_s,
    u"]"_s,
    u"0"_s,
    u"'"_s,
    u"\""_s,
    u"\\"_s,
    u" "_s,
    u"\n"_s,
    u"|"_s,
    u"vault"_s,
    u"raw"_s,
    u"endraw"_s,
    u", "_s,
    u"'{}'"_s,
    u"'b64::"_s,
    u"::46b'"_s,
    u"e30="_s,
    u"{{ a }}"_s,
    u"{{ _.m.x }}"_s,
    u"{% vault 'p','c','{}' %}"_s,
    u"ж"_s,
    QString(QChar(0xd800)),
    u"{% raw %}"_s,
    u"{% endraw %}"_s,
};

QString randomText(std::mt19937 &random, int pieces)
{
    QString text;
    for (int i = 0; i < pieces; ++i)
        text += kPieces.at(static_cast<qsizetype>(random() % static_cast<unsigned>(kPieces.size())));
    return text;
}

VariableScope randomScope(std::mt19937 &random)
{
    std::vector<VariableScope::Layer> layers;
    for (int i = 0; i < 2; ++i) {
        const auto text = [&random] { return Value(randomText(random, static_cast<int>(random() % 4))); };
        layers.push_back(
            {u"layer"_s,
             Value(Value::Map{{u"a"_s, text()}, {u"b"_s, text()}, {u"m"_s, Value(Value::Map{{u"x"_s, text()}, {u"0"_s, text()}})}})});
    }
    return VariableScope(std::move(layers));
}

} // namespace

TEST(TemplateRandom, ParsedSegmentsTileTheSourceAndErrorsHaveAPlace)
{
    std::mt19937 random(1); // NOLINT: the same every time
    int parsedOnes = 0;
    for (int i = 0; i < 60'000; ++i) {
        const QString source = randomText(random, 1 + static_cast<int>(random() % 9));
        const auto parsed = Template::parse(source);
        if (!parsed) {
            ASSERT_TRUE(parsed.error().location.has_value());
            ASSERT_GE(parsed.error().location->column, 1);
            ASSERT_LE(parsed.error().location->column, source.size() + 1);
            continue;
        }
        ++parsedOnes;
        qsizetype end = 0;
        for (const auto &segment : parsed->segments()) {
            ASSERT_EQ(segment.start, end);
            end += segment.length;
        }
        ASSERT_EQ(end, source.size());
    }
    EXPECT_GT(parsedOnes, 10'000);
    EXPECT_LT(parsedOnes, 50'000);
}

TEST(TemplateRandom, RenderingEndsAndAgreesWithWhatItRequires)
{
    std::mt19937 random(2); // NOLINT: the same every time
    int renderedOnes = 0;
    for (int i = 0; i < 20'000; ++i) {
        const VariableScope scope = randomScope(random);
        const QString source = randomText(random, 1 + static_cast<int>(random() % 4));
        const auto uses = requiredSecrets(source, scope, u"URL"_s);
        SecretValues values;
        if (uses) {
            for (const SecretUse &use : *uses)
                values.insert(use.tag.key(), SecretValue::fromString(u"S3CRET"_s));
        }
        const auto filled = render(source, scope, values, u"URL"_s);
        ASSERT_EQ(filled.has_value(), uses.has_value()) << source.toStdString();
        if (!filled) {
            ASSERT_EQ(filled.error().location.value_or(SourceLocation()).place, u"URL"_s);
            ASSERT_EQ(uses.error().location.value_or(SourceLocation()).place, u"URL"_s);
            continue;
        }
        ++renderedOnes;
        ASSERT_EQ(static_cast<std::size_t>(filled->secrets.size()), uses->size());
        ASSERT_EQ(filled->text.contains(u"S3CRET"_s), !uses->empty());
    }
    EXPECT_GT(renderedOnes, 3'000);
}
