// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/vault_tag.h"

#include "app/base/json.h"
#include "app/template/template.h"
#include "tests/support/async.h"

#include <yaml.h>

#include <random>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

VaultTag tagOf(const QString &inside)
{
    const auto tag = parseVaultTag(inside);
    EXPECT_TRUE(tag.has_value()) << inside.toStdString() << ": " << (tag ? std::string() : tag.error().message.toStdString());
    return tag.value_or(VaultTag());
}

QString errorOf(const QString &inside)
{
    const auto tag = parseVaultTag(inside);
    EXPECT_FALSE(tag.has_value()) << inside.toStdString();
    return tag ? QString() : tag.error().message;
}

VaultTag withConfig(const QString &argument)
{
    return tagOf(u"vault 'hashicorp', 'vault-ci', %1"_s.arg(argument));
}

Value config(QByteArrayView text)
{
    return json::parse(text).value();
}

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

//! The way a plain reader of tags goes: quotation marks, and a backslash takes the next character as it is.
QStringList plainArguments(const QString &tag)
{
    QStringList arguments;
    QChar quote;
    for (qsizetype i = tag.indexOf(u"vault"_s) + 5; i < tag.size(); ++i) {
        const QChar c = tag.at(i);
        if (quote.isNull()) {
            if (c == u'\'' || c == u'"') {
                quote = c;
                arguments.append(QString());
            }
        } else if (c == u'\\') {
            arguments.back() += tag.at(++i);
        } else if (c == quote) {
            quote = QChar();
        } else {
            arguments.back() += c;
        }
    }
    return arguments;
}

int appendOutput(void *target, unsigned char *bytes, std::size_t size)
{
    static_cast<QByteArray *>(target)->append(reinterpret_cast<const char *>(bytes), static_cast<qsizetype>(size));
    return 1;
}

//! Writes a text as a YAML scalar in the given style and reads it again.
QString throughYaml(const QString &text, yaml_scalar_style_t style)
{
    QByteArray written;
    QByteArray value = text.toUtf8();
    auto *bytes = reinterpret_cast<yaml_char_t *>(value.data());
    yaml_emitter_t emitter;
    yaml_emitter_initialize(&emitter);
    yaml_emitter_set_output(&emitter, appendOutput, &written);
    yaml_emitter_set_unicode(&emitter, 1);
    std::array<yaml_event_t, 5> events;
    yaml_stream_start_event_initialize(&events[0], YAML_UTF8_ENCODING);
    yaml_document_start_event_initialize(&events[1], nullptr, nullptr, nullptr, 1);
    yaml_scalar_event_initialize(&events[2], nullptr, nullptr, bytes, static_cast<int>(value.size()), 1, 1, style);
    yaml_document_end_event_initialize(&events[3], 1);
    yaml_stream_end_event_initialize(&events[4]);
    for (yaml_event_t &event : events)
        EXPECT_EQ(yaml_emitter_emit(&emitter, &event), 1);
    yaml_emitter_delete(&emitter);

    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char *>(written.constData()),
                                 static_cast<std::size_t>(written.size()));
    yaml_document_t document;
    EXPECT_EQ(yaml_parser_load(&parser, &document), 1);
    const yaml_node_t *root = yaml_document_get_root_node(&document);
    QString read =
        root ? QString::fromUtf8(reinterpret_cast<const char *>(root->data.scalar.value), static_cast<qsizetype>(root->data.scalar.length))
             : QString();
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    return read;
}

const VaultTag kAwkward{u"hashicorp"_s, u"Bob's \"prod\" \\ vault"_s,
                        Value(Value::Map{{u"secretName"_s, Value(u"app/it's \"here\" \\n %} {{ x }} пароль \U0001F511\n\ttab"_s)},
                                         {u"sendNamespaceViaHeader"_s, Value(false)},
                                         {u"version"_s, Value(Value::Number{u"1.0"_s})}})};

} // namespace

TEST(VaultTag, ReadsTheFreshlyInsertedTag)
{
    const VaultTag tag = tagOf(u" vault 'aws', '', '{}' "_s);
    EXPECT_EQ(tag.provider, u"aws"_s);
    EXPECT_EQ(tag.credential, QString());
    EXPECT_EQ(tag.config, Value(Value::Map()));
}

TEST(VaultTag, NothingChosenIsNoCredential)
{
    EXPECT_EQ(tagOf(u"vault 'aws', 'n/a', '{}'"_s).credential, QString());
    EXPECT_EQ(tagOf(u"vault 'aws'"_s).credential, QString());
    EXPECT_EQ(tagOf(u"vault 'aws', 'id', ''"_s).config, Value(Value::Map()));
}

TEST(VaultTag, KeepsBothKindsOfInsomniasIds)
{
    EXPECT_EQ(tagOf(u"vault 'gcp', 'cloudCred_0123456789abcdef0123456789abcdef', '{}'"_s).credential,
              u"cloudCred_0123456789abcdef0123456789abcdef"_s);
    EXPECT_EQ(tagOf(u"vault \"gcp\",\"externalVaultTag_0123456789abcdef0123456789abcdef\",\"{}\""_s).credential,
              u"externalVaultTag_0123456789abcdef0123456789abcdef"_s);
}

TEST(VaultTag, ReadsRawJsonWithDoubledBackslashesAndEscapedQuotes)
{
    EXPECT_EQ(withConfig(u"'{\"SecretId\":\"prod/api\"}'"_s).config, config(R"({"SecretId":"prod/api"})"));
    EXPECT_EQ(withConfig(uR"('{"a":"say \\"hi\\"","b":"it\'s","c":"x\\\\y\\n"}')"_s).config,
              config(R"({"a":"say \"hi\"","b":"it's","c":"x\\y\n"})"));
    EXPECT_EQ(withConfig(uR"("{\"a\":\"b\"}")"_s).config, config(R"({"a":"b"})"));
}

TEST(VaultTag, ReadsRawJsonWhoseBackslashesWereNotDoubled)
{
    EXPECT_EQ(withConfig(uR"('{"a":"say \"hi\"\n"}')"_s).config, config(R"({"a":"say \"hi\"\n"})"));
}

TEST(VaultTag, ReadsBase64OfJson)
{
    const QByteArray text = R"({"kvVersion":"v2","sendNamespaceViaHeader":true,"secretName":"app/config"})";
    EXPECT_EQ(withConfig(u"'%1'"_s.arg(base64(text))).config, config(text));
    const QByteArray tricky = R"({"a":"~~~???>>>"})";
    EXPECT_EQ(
        withConfig(u"'%1'"_s.arg(QString::fromLatin1(tricky.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))))
            .config,
        config(tricky));
}

TEST(VaultTag, Base64IsUtf8FirstThenLatin1)
{
    EXPECT_EQ(withConfig(u"'%1'"_s.arg(base64("{\"a\":\"pässwörd\"}"))).config, config("{\"a\":\"pässwörd\"}"));
    EXPECT_EQ(withConfig(u"'%1'"_s.arg(base64("{\"a\":\"p\xe4ssw\xf6rd\"}"))).config, config("{\"a\":\"pässwörd\"}"));
}

TEST(VaultTag, AnyArgumentMayBeWrapped)
{
    const auto wrapped = [](const QByteArray &text) { return u"'b64::%1::46b'"_s.arg(base64(text)); };
    const QByteArray json = R"({"secretName":"a'b"})";
    const QByteArray nested = json.toBase64();
    for (const QByteArray &content : {json, nested}) {
        const VaultTag tag = tagOf(u"vault %1, %2, %3"_s.arg(wrapped("hashicorp"), wrapped("mein Schlüssel"), wrapped(content)));
        EXPECT_EQ(tag.provider, u"hashicorp"_s);
        EXPECT_EQ(tag.credential, u"mein Schlüssel"_s);
        EXPECT_EQ(tag.config, config(json));
    }
    EXPECT_EQ(tagOf(u"vault 'aws', %1"_s.arg(wrapped("\xfc"
                                                     "ber")))
                  .credential,
              u"über"_s);
}

TEST(VaultTag, SaysWhatIsWrong)
{
    EXPECT_EQ(errorOf(u"vault"_s), u"the vault tag does not say which provider"_s);
    EXPECT_EQ(errorOf(u"vault ''"_s), u"the vault tag does not say which provider"_s);
    EXPECT_EQ(errorOf(u"vaulted 'aws'"_s), u"this is not a vault tag"_s);
    EXPECT_EQ(errorOf(u"vault 'aws', true"_s), u"argument 2 of the vault tag is not a text in quotation marks"_s);
    EXPECT_EQ(errorOf(u"vault 'aws' 'x'"_s), u"a comma is missing after argument 1 of the vault tag"_s);
    EXPECT_EQ(errorOf(u"vault 'aws', 'x"_s), u"argument 2 of the vault tag is not a text in quotation marks"_s);
    EXPECT_EQ(errorOf(u"vault 'aws', 'x\\'"_s), u"argument 2 of the vault tag is not a text in quotation marks"_s);
    EXPECT_EQ(errorOf(u"vault 'a', 'b', '{}', 'd'"_s), u"the vault tag has 4 arguments, but takes three"_s);
}

TEST(VaultTag, ConfigMustBeAnObjectAndIsNeverQuoted)
{
    for (const QString &bad :
         {u"'hunter2'"_s, u"'[\"hunter2\"]'"_s, u"'\"hunter2\"'"_s, u"'{hunter2}'"_s, u"'%1'"_s.arg(base64("[\"hunter2\"]")),
          u"'%1'"_s.arg(base64("hunter2")), u"'b64::!!!::46b'"_s, u"'%1'"_s.arg(u"{\"a\":"_s.repeated(5'000))}) {
        const QString message = errorOf(u"vault 'hashicorp', 'c', "_s + bad);
        EXPECT_EQ(message, u"the third argument of the vault tag is neither a JSON object nor Base64 of one"_s);
    }
}

TEST(VaultTag, WritesReadableJson)
{
    const VaultTag tag{u"hashicorp"_s, u"vault-ci"_s, config(R"({"secretName":"prod/shop","version":"3"})")};
    EXPECT_EQ(writeVaultTag(tag), uR"({% vault 'hashicorp', 'vault-ci', '{"secretName":"prod/shop","version":"3"}' %})"_s);
    EXPECT_EQ(writeVaultTag({u"aws"_s, QString(), Value()}), u"{% vault 'aws', '', '{}' %}"_s);
}

TEST(VaultTag, ReadsBackWhatItWroteWhateverItHolds)
{
    const Template parsed = Template::parse(u"a"_s + writeVaultTag(kAwkward) + u"b"_s).value();
    ASSERT_EQ(parsed.segments().size(), 3u);
    EXPECT_EQ(std::get<VaultTag>(parsed.segments()[1].content), kAwkward);
}

TEST(VaultTag, WrittenTagHasItsEndOnlyAtTheEnd)
{
    const VaultTag tag{u"aws"_s, u"a %} b"_s, Value(Value::Map{{u"%}"_s, Value(u"%}%}"_s)}})};
    const QString text = writeVaultTag(tag);
    EXPECT_EQ(text.indexOf(u"%}"_s), text.size() - 2);
    EXPECT_EQ(tagOf(text.sliced(2).chopped(2)), tag);
}

TEST(VaultTag, PlainReadersUnderstandWhatWeWrite)
{
    const QStringList arguments = plainArguments(writeVaultTag(kAwkward));
    ASSERT_EQ(arguments.size(), 3);
    EXPECT_EQ(arguments[0], kAwkward.provider);
    EXPECT_EQ(arguments[1], kAwkward.credential);
    EXPECT_EQ(json::parse(arguments[2].toUtf8()).value(), kAwkward.config);
}

TEST(VaultTag, SurvivesEveryYamlStyle)
{
    const QString text = writeVaultTag(kAwkward);
    for (const auto style : {YAML_PLAIN_SCALAR_STYLE, YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE,
                             YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE})
        EXPECT_EQ(throughYaml(text, style), text) << style;
}

TEST(VaultTag, RandomTagsReadBack)
{
    std::mt19937 random(20260101); // NOLINT: the same every time
    const QString alphabet = u"ab'\"\\%}{#,: \n\t/=+é€\U0001F511b64::::46bn"_s;
    const auto text = [&] {
        QString made;
        for (auto left = random() % 12; left > 0; --left)
            made += alphabet.at(static_cast<qsizetype>(random() % static_cast<unsigned>(alphabet.size())));
        return made.isValidUtf16() ? made : QString();
    };
    for (int i = 0; i < 3'000; ++i) {
        VaultTag tag{u"p"_s + text(), u"c"_s + text(), Value(Value::Map())};
        for (auto left = random() % 4; left > 0; --left)
            tag.config.set(text(), text());
        const QString written = writeVaultTag(tag);
        const Template parsed = Template::parse(written).value();
        ASSERT_NE(parsed.asSingleVaultTag(), nullptr) << written.toStdString();
        EXPECT_EQ(*parsed.asSingleVaultTag(), tag) << written.toStdString();
    }
}

TEST(VaultTag, KeysAreEqualExactlyForEqualTags)
{
    const VaultTag tag{u"aws"_s, u"c"_s, config(R"({"a":"1"})")};
    std::vector<VaultTag> others(6, tag);
    others[0].provider = u"gcp"_s;
    others[1].credential = u"d"_s;
    others[2].config = config(R"({"a":1})");
    others[3].config = config(R"({"a":"1","b":""})");
    others[4] = {u"aws1"_s, u":c"_s, tag.config};
    others[5] = {u"aw"_s, u"sc"_s, tag.config};
    for (const VaultTag &other : others)
        EXPECT_NE(other.key(), tag.key());
    EXPECT_EQ(VaultTag(tag).key(), tag.key());
}
