// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/render.h"

#include "app/base/json.h"
#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

VariableScope scopeOf(std::initializer_list<QByteArray> layers)
{
    std::vector<VariableScope::Layer> made;
    for (const QByteArray &layer : layers)
        made.push_back({made.empty() ? u"Base Environment"_s : u"layer %1"_s.arg(made.size()), json::parse(layer).value()});
    return VariableScope(std::move(made));
}

QString rendered(const QString &text, const VariableScope &scope)
{
    const auto result = render(text, scope, {}, u"URL"_s);
    return result ? result->text : u"error: "_s + result.error().sentence();
}

Error errorOf(const QString &text, const VariableScope &scope)
{
    const auto result = render(text, scope, {}, u"URL"_s);
    EXPECT_FALSE(result.has_value()) << text.toStdString();
    const auto required = requiredSecrets(text, scope, u"URL"_s);
    EXPECT_FALSE(required.has_value()) << text.toStdString();
    if (result || required)
        return {};
    EXPECT_EQ(result.error(), required.error());
    EXPECT_EQ(result.error().kind, ErrorKind::InvalidInput);
    return result.error();
}

QString tagText(const QString &name)
{
    return u"{% vault 'hashicorp', 'ci', '{\"secretName\":\"%1\"}' %}"_s.replace(u"%1"_s, name);
}

VaultTag tag(const QString &name)
{
    return parseVaultTag(tagText(name).sliced(2).chopped(2)).value();
}

//! A layer whose members are written as name and text.
VariableScope::Layer layer(std::initializer_list<std::pair<QString, QString>> texts)
{
    Value data{Value::Map()};
    for (const auto &[name, text] : texts)
        data.set(name, text);
    return {u"Base Environment"_s, data};
}

QStringList secretNames(const Result<std::vector<SecretUse>> &uses)
{
    QStringList names;
    for (const SecretUse &use : uses.value())
        names.append(use.tag.config[u"secretName"].toString());
    return names;
}

} // namespace

TEST(Render, FillsInWherePlaceholdersStand)
{
    const auto scope = scopeOf({R"({"host":"example.org","path":{"list":["a","b"]},"odd name":"odd","port":8080})"});
    EXPECT_EQ(rendered(u"https://{{ _.host }}:{{port}}/{{ path.list[1] }}?x={{ _['odd name'] }}#{# note #}end"_s, scope),
              u"https://example.org:8080/b?x=odd#end"_s);
    EXPECT_EQ(rendered(u"no placeholder {\"a\":1}"_s, scope), u"no placeholder {\"a\":1}"_s);
    EXPECT_EQ(rendered({}, scope), QString());
}

TEST(Render, ValuesThatAreNoTexts)
{
    const auto scope =
        scopeOf({R"({"n":1.10,"big":18446744073709551615,"t":true,"f":false,"nil":null,"l":[1,"x",{"a":null}],"m":{"b":"q\"","a":[]}})"});
    EXPECT_EQ(rendered(u"{{n}} {{big}} {{t}} {{f}} <{{nil}}> {{l}} {{m}}"_s, scope),
              u"1.10 18446744073709551615 true false <> [1,\"x\",{\"a\":null}] {\"b\":\"q\\\"\",\"a\":[]}"_s);
}

TEST(Render, TemplatesInsideMapsAndListsAreFilledIn)
{
    const auto scope = scopeOf({R"({"who":"base","m":{"a":"{{ who }}","list":["<{{ m.a }}>",{"x":"{{ n }}"}]},"n":7})",
                                R"({"who":"t\"op","m":{"b":"{{ who }}"}})"});
    EXPECT_EQ(rendered(u"{{ m }}"_s, scope), u"{\"a\":\"t\\\"op\",\"list\":[\"<t\\\"op>\",{\"x\":\"7\"}],\"b\":\"t\\\"op\"}"_s);
    EXPECT_EQ(rendered(u"{{ m.list[1] }}"_s, scope), u"{\"x\":\"7\"}"_s);
}

TEST(Render, VariablesInsideVariables)
{
    const auto scope =
        scopeOf({R"({"url":"{{ scheme }}://{{ host }}","scheme":"https","host":"{{ sub }}.example","sub":"dev"})", R"({"sub":"prod"})"});
    EXPECT_EQ(rendered(u"{{ url }}/x"_s, scope), u"https://prod.example/x"_s);
}

TEST(Render, NamesOutsideLatin)
{
    const auto scope = scopeOf({R"({"адрес":"{{ _.主机 }}/ж","主机":"ホスト"})"});
    EXPECT_EQ(rendered(u"{{ _.адрес }}"_s, scope), u"ホスト/ж"_s);
}

TEST(Render, OwnNameMeansTheLayerBelow)
{
    const auto scope =
        scopeOf({R"({"url":"http://a","m":{"p":"x"}})", R"({"url":"{{ url }}/b","m":{"p":"{{ m.p }}y"}})", R"({"url":"{{ _.url }}/c"})"});
    EXPECT_EQ(rendered(u"{{ url }}"_s, scope), u"http://a/b/c"_s);
    EXPECT_EQ(rendered(u"{{ m.p }} {{ m }}"_s, scope), u"xy {\"p\":\"xy\"}"_s);
}

TEST(Render, OwnNameSkipsLayersThatDoNotDefineIt)
{
    const auto scope = scopeOf({R"({"a":"1"})", R"({"b":"x"})", R"({"a":"{{ a }}2 {{ b }}"})"});
    EXPECT_EQ(rendered(u"{{ a }}"_s, scope), u"12 x"_s);
}

TEST(Render, ValuesAreNotReadAsTemplatesAgain)
{
    const VariableScope scope(
        std::vector{layer({{u"literal"_s, u"{% raw %}{{ host }}{% endraw %}"_s}, {u"outer"_s, u"<{{ literal }}>"_s}})});
    EXPECT_EQ(rendered(u"{{ outer }}"_s, scope), u"<{{ host }}>"_s);
}

TEST(Render, SecretsWithPlaceholdersInThemStayAsTheyAre)
{
    const VariableScope scope(std::vector{layer({{u"key"_s, tagText(u"a"_s)}, {u"host"_s, u"h"_s}})});
    const SecretValues values{{tag(u"a"_s).key(), SecretValue::fromString(u"{{ host }}{% x %}{"_s)}};
    const auto result = render(u"k={{ key }}"_s, scope, values, u"URL"_s);
    ASSERT_OK(result);
    EXPECT_EQ(result->text, u"k={{ host }}{% x %}{"_s);
}

TEST(Render, TellsWhichSecretsWentIn)
{
    const VariableScope scope(
        std::vector{layer({{u"a"_s, tagText(u"a"_s)}, {u"b"_s, tagText(u"b"_s)}, {u"both"_s, u"{{ a }}{{ b }}{{ a }}"_s}})});
    const SecretValues values{{tag(u"a"_s).key(), SecretValue::fromString(u"AAA"_s)},
                              {tag(u"b"_s).key(), SecretValue::fromString(u"BBB"_s)},
                              {tag(u"unused"_s).key(), SecretValue::fromString(u"CCC"_s)}};
    const auto result = render(u"{{ both }}{{ a }}"_s, scope, values, u"URL"_s);
    ASSERT_OK(result);
    EXPECT_EQ(result->text, u"AAABBBAAAAAA"_s);
    ASSERT_EQ(result->secrets.size(), 2);
    EXPECT_EQ(result->secrets[0].reveal(), "AAA"_ba);
    EXPECT_EQ(result->secrets[1].reveal(), "BBB"_ba);
}

TEST(Render, SecretThatWasNotFetchedIsAnErrorWithAPlace)
{
    const VariableScope scope(std::vector{layer({{u"a"_s, tagText(u"a"_s)}})});
    const auto result = render(u"xy{{ a }}"_s, scope, {}, u"header \"X-Key\""_s);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().message, u"a secret of hashicorp was not fetched"_s);
    EXPECT_EQ(result.error().location, (SourceLocation{u"header \"X-Key\""_s, -1, 3}));
    EXPECT_EQ(result.error().context, QStringList{u"in variable \"a\" of Base Environment, column 1"_s});
}

TEST(RequiredSecrets, OnlyWhatTheTextReaches)
{
    const VariableScope scope(std::vector{layer({{u"used"_s, u"Bearer {{ token }}"_s},
                                                 {u"token"_s, tagText(u"token"_s)},
                                                 {u"unused"_s, tagText(u"unused"_s)},
                                                 {u"broken"_s, u"{{ nobody | knows }}"_s}})});
    const auto uses = requiredSecrets(u"a={{ used }}&b="_s + tagText(u"direct"_s), scope, u"URL"_s);
    ASSERT_OK(uses);
    EXPECT_EQ(secretNames(uses), (QStringList{u"token"_s, u"direct"_s}));
    EXPECT_EQ((*uses)[0].via, (QStringList{u"used"_s, u"token"_s}));
    EXPECT_EQ((*uses)[0].location, (SourceLocation{u"URL"_s, -1, 3}));
    EXPECT_EQ((*uses)[1].via, QStringList());
    EXPECT_TRUE(requiredSecrets(u"plain {{ used }}"_s, scope, u"URL"_s).has_value());
    EXPECT_TRUE(secretNames(requiredSecrets(u"plain"_s, scope, u"URL"_s)).isEmpty());
}

TEST(RequiredSecrets, EachOnceWithTheFirstWayThatLedThere)
{
    const VariableScope scope(std::vector{layer({{u"a"_s, tagText(u"s"_s)}, {u"b"_s, u"{{ a }}"_s}, {u"same"_s, tagText(u"s"_s)}})});
    const auto uses = requiredSecrets(u"{{ b }}{{ a }}{{ same }}"_s + tagText(u"s"_s), scope, u"body"_s);
    ASSERT_OK(uses);
    ASSERT_EQ(uses->size(), 1u);
    EXPECT_EQ(uses->front().via, (QStringList{u"b"_s, u"a"_s}));
}

TEST(RequiredSecrets, MembersOfAMapAreLookedAtOneByOne)
{
    const VariableScope scope(
        {{u"Base Environment"_s,
          Value(Value::Map{{u"db"_s, Value(Value::Map{{u"user"_s, Value(u"admin"_s)}, {u"password"_s, Value(tagText(u"pw"_s))}})}})}});
    EXPECT_EQ(secretNames(requiredSecrets(u"{{ db.user }}"_s, scope, u"URL"_s)), QStringList());
    EXPECT_EQ(secretNames(requiredSecrets(u"{{ db.password }}"_s, scope, u"URL"_s)), QStringList{u"pw"_s});
    const auto whole = requiredSecrets(u"{{ db }}"_s, scope, u"URL"_s);
    EXPECT_EQ(secretNames(whole), QStringList{u"pw"_s});
    EXPECT_EQ(whole.value().front().via, (QStringList{u"db"_s, u"db.password"_s}));
}

TEST(RequiredSecrets, HiddenLayersNeedNothing)
{
    const VariableScope scope({layer({{u"key"_s, tagText(u"low"_s)}}), layer({{u"key"_s, u"plain"_s}})});
    EXPECT_EQ(secretNames(requiredSecrets(u"{{ key }}"_s, scope, u"URL"_s)), QStringList());
}

TEST(RenderErrors, UndefinedNameSuggestsTheNearest)
{
    const auto scope = scopeOf({R"({"base_url":"x","db":{"password":"p"},"list":[1]})"});
    const Error error = errorOf(u"GET {{ bas_url }}"_s, scope);
    EXPECT_EQ(error.message, u"undefined variable \"bas_url\""_s);
    EXPECT_EQ(error.hint, u"Did you mean \"base_url\"?"_s);
    EXPECT_EQ(error.location, (SourceLocation{u"URL"_s, -1, 5}));
    EXPECT_EQ(errorOf(u"{{ db.pasword }}"_s, scope).hint, u"Did you mean \"db.password\"?"_s);
    EXPECT_EQ(errorOf(u"{{ bd.password }}"_s, scope).hint, u"Did you mean \"db.password\"?"_s);
    EXPECT_EQ(errorOf(u"{{ list[3] }}"_s, scope).message, u"undefined variable \"list[3]\""_s);
    EXPECT_EQ(errorOf(u"{{ _[\"odd name\"].x }}"_s, scope).message, u"undefined variable \"_[\"odd name\"].x\""_s);
    EXPECT_FALSE(errorOf(u"{{ zzzzzzzz }}"_s, scope).hint.contains(u"Did you mean"_s));
}

TEST(RenderErrors, MistakeInsideAVariableNamesItAndThePlaceInTheField)
{
    const auto scope = scopeOf({R"({"outer":"12{{ inner }}","inner":"a\nb {{ x | y }}"})"});
    const Error error = errorOf(u"{\n {{ outer }}"_s, scope);
    EXPECT_EQ(error.message, u"the filter \"y\" is not supported"_s);
    EXPECT_EQ(error.location, (SourceLocation{u"URL"_s, 2, 2}));
    EXPECT_EQ(error.context, QStringList{u"in variable \"inner\" of Base Environment, line 2, column 8"_s});
}

TEST(RenderErrors, MistakeInsideAMapNamesTheMember)
{
    const auto scope = scopeOf({R"({"m":{"list":["{{ none }}"]}})"});
    EXPECT_EQ(errorOf(u"{{ m }}"_s, scope).context, QStringList{u"in variable \"m.list[0]\" of Base Environment, column 1"_s});
}

TEST(RenderErrors, CyclesShowTheChain)
{
    const auto scope =
        scopeOf({R"({"a":"{{ b }}","b":"{{ c }}","c":"{{ b }}","self":"{{ self }}","m":{"x":"{{ m }}"},"list":["{{ list }}"]})"});
    EXPECT_EQ(errorOf(u"12{{ a }}"_s, scope).message, u"variables refer to each other in a circle: b → c → b"_s);
    EXPECT_EQ(errorOf(u"12{{ a }}"_s, scope).location, (SourceLocation{u"URL"_s, -1, 3}));
    EXPECT_TRUE(errorOf(u"{{ a }}"_s, scope).context.isEmpty());
    EXPECT_EQ(errorOf(u"{{ self }}"_s, scope).message, u"variables refer to each other in a circle: self → self"_s);
    EXPECT_TRUE(errorOf(u"{{ self }}"_s, scope).hint.contains(u"lower layer"_s));
    EXPECT_EQ(errorOf(u"{{ m }}"_s, scope).message, u"variables refer to each other in a circle: m → m.x → m"_s);
    EXPECT_EQ(errorOf(u"{{ list[0] }}"_s, scope).message, u"variables refer to each other in a circle: list[0] → list → list[0]"_s);
}

TEST(RenderErrors, CycleThroughALowerLayer)
{
    const auto scope = scopeOf({R"({"a":"{{ b }}","b":"x"})", R"({"a":"{{ a }}","b":"{{ a }}"})"});
    EXPECT_EQ(errorOf(u"{{ a }}"_s, scope).message, u"variables refer to each other in a circle: a → a → b → a"_s);
}

TEST(RenderErrors, SyntaxErrorsHaveTheFieldAndColumn)
{
    const Error error = errorOf(u"x {% uuid %}"_s, {});
    EXPECT_EQ(error.message, u"the tag \"uuid\" is not supported yet"_s);
    EXPECT_EQ(error.location, (SourceLocation{u"URL"_s, -1, 3}));
    EXPECT_EQ(errorOf(u"{{ a"_s, {}).location, (SourceLocation{u"URL"_s, -1, 1}));
}

TEST(RenderErrors, DeepChainsAreRefused)
{
    Value data{Value::Map()};
    for (int i = 0; i < 200; ++i)
        data.set(u"v%1"_s.arg(i), u"{{ v%1 }}"_s.arg(i + 1));
    data.set(u"v200"_s, u"end"_s);
    const VariableScope scope({{u"Base Environment"_s, data}});
    EXPECT_EQ(rendered(u"{{ v150 }}"_s, scope), u"end"_s);
    EXPECT_EQ(errorOf(u"{{ v0 }}"_s, scope).message, u"variables lead to variables more than 64 levels deep"_s);
}

TEST(RenderErrors, DeepStructuresAreRefused)
{
    Value deep(u"{{ x }}"_s);
    for (int i = 0; i < 1'000; ++i)
        deep = Value(Value::List{deep});
    const VariableScope scope({{u"Base Environment"_s, Value(Value::Map{{u"deep"_s, deep}, {u"x"_s, Value(u"1"_s)}})}});
    EXPECT_EQ(errorOf(u"{{ deep }}"_s, scope).message, u"a value is nested deeper than 200 levels"_s);
}

TEST(RenderErrors, ExponentialGrowthIsRefusedQuickly)
{
    Value data{Value::Map()};
    data.set(u"v0"_s, u"ha"_s);
    for (int i = 1; i <= 30; ++i)
        data.set(u"v%1"_s.arg(i), u"{{ v%1 }}"_s.arg(i - 1).repeated(10));
    const VariableScope scope({{u"Base Environment"_s, data}});
    EXPECT_EQ(rendered(u"{{ v3 }}"_s, scope), u"ha"_s.repeated(1'000));
    EXPECT_EQ(errorOf(u"{{ v30 }}"_s, scope).message, u"the variables in this text grow beyond 16 million characters"_s);
}

TEST(RenderErrors, ManyUsesOfOneLargeValueAreRefused)
{
    const VariableScope scope(std::vector{layer({{u"large"_s, QString(1'000'000, u'x')}})});
    EXPECT_EQ(rendered(u"{{ large }}{{ large }}"_s, scope).size(), 2'000'000);
    EXPECT_EQ(errorOf(u"{{ large }}"_s.repeated(17), scope).message, u"the variables in this text grow beyond 16 million characters"_s);
}

TEST(Render, OwnTextOfAFieldMayBeLarge)
{
    const QString body = QString(20'000'000, u'x');
    const auto scope = scopeOf({R"({"a":"1"})"});
    EXPECT_EQ(rendered(body + u"{{ a }}"_s, scope).size(), body.size() + 1);
}

TEST(Render, ManyUsesInOneTextStayLinear)
{
    // Quadratic work would take minutes here, beyond the test's time limit.
    Value data{Value::Map()};
    for (int i = 0; i < 20'000; ++i)
        data.map().emplace_back(u"name%1"_s.arg(i), Value(u"{{ target }}"_s));
    data.map().emplace_back(u"target"_s, Value(u"t"_s));
    const VariableScope scope({{u"Base Environment"_s, data}});
    QString text;
    for (int i = 0; i < 20'000; ++i)
        text += u"{{ name%1 }}\n"_s.arg(i);
    EXPECT_EQ(rendered(text, scope), u"t\n"_s.repeated(20'000));
    EXPECT_EQ(rendered(u"{{ target }}"_s.repeated(200'000), scope).size(), 200'000);
}
