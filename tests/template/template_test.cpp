// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/template.h"

#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

//! The path of the only variable in a text, or the error.
QString variable(const QString &source)
{
    const auto parsed = Template::parse(source);
    if (!parsed)
        return u"error: "_s + parsed.error().message;
    if (parsed->segments().size() != 1)
        return u"segments: "_s + QString::number(parsed->segments().size());
    const auto *use = std::get_if<Template::VariableUse>(&parsed->segments().front().content);
    return use ? use->path.join(u'|') : u"no variable"_s;
}

//! The literal parts, joined.
QString literals(const QString &source)
{
    QString text;
    const Template parsed = Template::parse(source).value();
    for (const auto &segment : parsed.segments()) {
        if (const auto *literal = std::get_if<Template::Literal>(&segment.content))
            text += literal->text;
    }
    return text;
}

Error errorOf(const QString &source)
{
    const auto parsed = Template::parse(source);
    EXPECT_FALSE(parsed.has_value()) << source.toStdString();
    return parsed ? Error() : parsed.error();
}

} // namespace

TEST(Template, TextWithoutPlaceholdersIsOneLiteral)
{
    for (const QString &text : {u"plain"_s, u"{\"a\":{\"b\":[1,2]}}"_s, u"} }} %} #}"_s, u"{ { x } }"_s, u"a { % b"_s, u"ends with {"_s}) {
        const auto parsed = Template::parse(text);
        ASSERT_OK(parsed);
        EXPECT_TRUE(parsed->isLiteral());
        EXPECT_EQ(literals(text), text);
    }
    EXPECT_TRUE(Template::parse({}).value().segments().empty());
    EXPECT_TRUE(Template::parse({}).value().isLiteral());
}

TEST(Template, VariablesInEveryNotation)
{
    EXPECT_EQ(variable(u"{{ _.name }}"_s), u"name"_s);
    EXPECT_EQ(variable(u"{{name}}"_s), u"name"_s);
    EXPECT_EQ(variable(u"{{\n _.a.b[0].c\t}}"_s), u"a|b|0|c"_s);
    EXPECT_EQ(variable(u"{{ _['odd name'] }}"_s), u"odd name"_s);
    EXPECT_EQ(variable(u"{{ _[\"it's }} odd\"][ 12 ]['x.y'] }}"_s), u"it's }} odd|12|x.y"_s);
    EXPECT_EQ(variable(u"{{ list[0][1] }}"_s), u"list|0|1"_s);
    EXPECT_EQ(variable(u"{{ _['quo\\'te \\\\ back'] }}"_s), u"quo'te \\ back"_s);
    EXPECT_EQ(variable(u"{{ list.0.name }}"_s), u"list|0|name"_s);
}

TEST(Template, NamesAreNotLimitedToLatin)
{
    EXPECT_EQ(variable(u"{{ _.адрес }}"_s), u"адрес"_s);
    EXPECT_EQ(variable(u"{{ 基础网址 }}"_s), u"基础网址"_s);
    EXPECT_EQ(variable(u"{{ _.\U0001F511key }}"_s), u"\U0001F511key"_s);
    EXPECT_EQ(variable(u"{{ x-api-key }}"_s), u"x-api-key"_s);
    EXPECT_EQ(variable(u"{{ $id_2 }}"_s), u"$id_2"_s);
    EXPECT_EQ(variable(u"{{ _ünder }}"_s), u"_ünder"_s);
}

TEST(Template, UnderscoreIsTheRootOnlyWhereItStandsAlone)
{
    EXPECT_EQ(variable(u"{{ _._ }}"_s), u"_"_s);
    EXPECT_EQ(variable(u"{{ _name }}"_s), u"_name"_s);
    EXPECT_EQ(variable(u"{{ a._ }}"_s), u"a|_"_s);
}

TEST(Template, DashesTrimTheNeighbours)
{
    EXPECT_EQ(literals(u"a \n {{- x -}} \t b"_s), u"ab"_s);
    EXPECT_EQ(literals(u"a {{ x -}} b"_s), u"a b"_s);
    EXPECT_EQ(literals(u"a {#- gone -#} b"_s), u"ab"_s);
    EXPECT_EQ(literals(u"a {%- vault 'aws' -%} b"_s), u"ab"_s);
    EXPECT_EQ(variable(u"{{- x-y-}}"_s), u"x-y"_s);
}

TEST(Template, SegmentsCoverTheWholeSource)
{
    const QString source = u"a {{- _.b -}} c {# d #}{% vault 'aws', '', '{}' %}\U0001F511{% raw %}{{ e }}{% endraw %} f"_s;
    qsizetype end = 0;
    const Template parsed = Template::parse(source).value();
    EXPECT_EQ(parsed.segments().size(), 8u);
    for (const auto &segment : parsed.segments()) {
        EXPECT_EQ(segment.start, end);
        end += segment.length;
    }
    EXPECT_EQ(end, source.size());
    EXPECT_FALSE(parsed.isLiteral());
}

TEST(Template, RawTextStandsForItself)
{
    EXPECT_EQ(literals(u"{% raw %}{{ not.a(name) }} {% x %}{% endraw %}!"_s), u"{{ not.a(name) }} {% x %}!"_s);
    EXPECT_EQ(literals(u"{%raw%}{{{%-endraw-%} x"_s), u"{{x"_s);
    EXPECT_EQ(literals(u"a {%- raw -%}  {{ b }} \n{%- endraw -%} c"_s), u"a{{ b }}c"_s);
    EXPECT_TRUE(Template::parse(u"{% raw %}{{{% endraw %}"_s).value().isLiteral());
    EXPECT_EQ(errorOf(u"ab{% raw %} {{ x }}"_s).message, u"\"{% raw %}\" is not closed"_s);
}

TEST(Template, VaultTagMayHoldItsOwnEndInQuotes)
{
    const Template parsed = Template::parse(u"x{% vault 'aws', 'my %} key', '{\"SecretId\":\"a}}b%}\"}' %}y"_s).value();
    ASSERT_EQ(parsed.segments().size(), 3u);
    const auto &tag = std::get<VaultTag>(parsed.segments()[1].content);
    EXPECT_EQ(tag.credential, u"my %} key"_s);
    EXPECT_EQ(tag.config[u"SecretId"].toString(), u"a}}b%}"_s);
}

TEST(Template, SingleVaultTagIsFoundThroughWhiteSpaceOnly)
{
    const QString tag = u"{% vault 'aws', 'id', '{}' %}"_s;
    const auto single = [](const QString &source) { return Template::parse(source).value().asSingleVaultTag() != nullptr; };
    EXPECT_TRUE(single(tag));
    EXPECT_TRUE(single(u" \n"_s + tag + u"\t"_s));
    EXPECT_FALSE(single(u"Bearer "_s + tag));
    EXPECT_FALSE(single(tag + tag));
    EXPECT_FALSE(single(tag + u"{{ x }}"_s));
    EXPECT_FALSE(single(tag + u"{# note #}"_s));
    EXPECT_FALSE(single(u"text"_s));
    EXPECT_FALSE(single({}));
    const Template parsed = Template::parse(tag).value();
    EXPECT_EQ(parsed.asSingleVaultTag()->credential, u"id"_s);
}

TEST(TemplateErrors, FilterIsNamed)
{
    const Error error = errorOf(u"https://{{ _.host | upper }}/"_s);
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_EQ(error.message, u"the filter \"upper\" is not supported"_s);
    EXPECT_TRUE(error.hint.contains(u"{{ _.name }}"_s));
    ASSERT_TRUE(error.location.has_value());
    EXPECT_EQ(error.location->column, 19);
    EXPECT_EQ(error.location->line, -1);
}

TEST(TemplateErrors, ExpressionsAreQuoted)
{
    for (const QString &text : {u"a + b"_s, u"a(1)"_s, u"'text'"_s, u"12"_s, u"a[b]"_s, u"a.b."_s, u"_"_s, u"_."_s, u"a[]"_s, u"a[-1]"_s,
                                u"a b"_s, u"not a"_s, u"[\"x\"]"_s, u"-a"_s, u"a['x'"_s, u"{ a }"_s}) {
        const Error error = errorOf(u"12345{{ "_s + text + u" }}"_s);
        EXPECT_EQ(error.message, u"\"%1\" is not the name of a variable"_s.arg(text));
        ASSERT_TRUE(error.location.has_value());
        EXPECT_EQ(error.location->column, 6);
    }
}

TEST(TemplateErrors, EmptyPlaceholderAsksForAName)
{
    EXPECT_EQ(errorOf(u"{{}}"_s).message, u"a name is missing between \"{{\" and \"}}\""_s);
    EXPECT_EQ(errorOf(u"{{  }}"_s).message, u"a name is missing between \"{{\" and \"}}\""_s);
}

TEST(TemplateErrors, UnknownTagIsNamed)
{
    for (const QString &name : {u"response"_s, u"uuid"_s, u"if"_s, u"vaults"_s}) {
        const Error error = errorOf(u"{%1 x, 'y' %}"_s.replace(u"1"_s, u" "_s + name));
        EXPECT_EQ(error.message, u"the tag \"%1\" is not supported yet"_s.arg(name));
        EXPECT_FALSE(error.hint.isEmpty());
    }
}

TEST(TemplateErrors, UnclosedPlaceholderSaysWhereItBegins)
{
    const std::vector<std::pair<QString, QString>> cases{
        {u"ab{{ name"_s, u"\"{{\" is not closed"_s}, {u"ab{{ name }"_s, u"\"{{\" is not closed"_s},
        {u"ab{{"_s, u"\"{{\" is not closed"_s},      {u"ab{% vault 'aws'"_s, u"\"{%\" is not closed"_s},
        {u"ab{%"_s, u"\"{%\" is not closed"_s},      {u"ab{# note"_s, u"the comment that begins with \"{#\" is not closed"_s},
    };
    for (const auto &[source, message] : cases) {
        const Error error = errorOf(source);
        EXPECT_EQ(error.message, message);
        ASSERT_TRUE(error.location.has_value()) << source.toStdString();
        EXPECT_EQ(error.location->column, 3) << source.toStdString();
    }
}

TEST(TemplateErrors, UnclosedQuoteSaysWhereItBegins)
{
    const Error error = errorOf(u"{% vault 'aws', 'x %}"_s);
    EXPECT_EQ(error.message, u"a quotation mark inside \"{%\" is not closed"_s);
    EXPECT_EQ(error.location->column, 17);
    EXPECT_EQ(errorOf(u"{{ _['x }}"_s).location->column, 6);
}

TEST(TemplateErrors, LinesAreCountedWhereThereAreLines)
{
    const Error error = errorOf(u"{\n  \"a\": \"{{ 1 }}\"\n}"_s);
    EXPECT_EQ(error.location->line, 2);
    EXPECT_EQ(error.location->column, 9);
}

TEST(TemplateErrors, LongTextsAreCutInMessages)
{
    EXPECT_LT(errorOf(u"{{ "_s + u"very long "_s.repeated(10'000) + u" }}"_s).message.size(), 120);
}

TEST(TemplateErrors, FaultyVaultTagPointsToTheTag)
{
    const Error error = errorOf(u"abc{% vault aws %}"_s);
    EXPECT_EQ(error.message, u"argument 1 of the vault tag is not a text in quotation marks"_s);
    EXPECT_EQ(error.location->column, 4);
}
