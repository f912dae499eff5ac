// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/form_values.h"

#include "app/base/json.h"
#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

constexpr std::array kMethods{ChoiceSpec{"approle", "AppRole"}, ChoiceSpec{"token", "Token"}};

constexpr std::array kForm{
    FieldSpec{.id = "serverAddress", .label = "Server Address", .kind = FieldKind::Url, .required = true},
    FieldSpec{
        .id = "authMethod", .label = "Method", .kind = FieldKind::Choice, .required = true, .defaultValue = "approle", .choices = kMethods},
    FieldSpec{.id = "role_id", .label = "Role Id", .required = true, .shownWhen = {"authMethod", "approle"}},
    FieldSpec{.id = "secret_id", .label = "Secret Id", .kind = FieldKind::Secret, .required = true, .shownWhen = {"authMethod", "approle"}},
    FieldSpec{.id = "access_token", .label = "Token", .kind = FieldKind::Secret, .required = true, .shownWhen = {"authMethod", "token"}},
    FieldSpec{.id = "viaHeader", .label = "Via Header", .kind = FieldKind::Toggle, .defaultValue = "true"},
    FieldSpec{.id = "version", .label = "Version", .kind = FieldKind::Number},
    FieldSpec{.id = "key", .label = "Key", .role = FieldRole::Selector},
};
static_assert(isWellFormed(kForm));

QStringList faultyFields(const FormValues &values)
{
    QStringList ids;
    for (const FieldError &error : values.validate(kForm))
        ids.append(error.fieldId);
    return ids;
}

FormValues complete()
{
    FormValues values;
    values.setText("serverAddress"_L1, u"https://vault.example.org:8200"_s);
    values.setText("role_id"_L1, u"role"_s);
    values.setSecret("secret_id"_L1, SecretValue::fromString(u"s3cret"_s));
    return values;
}

Result<FormValues> read(const char *text)
{
    return FormValues::fromJson(kForm, json::parse(text).value());
}

} // namespace

TEST(FormValues, CompleteOnesHaveNoFaults)
{
    EXPECT_EQ(faultyFields(complete()), QStringList());
}

TEST(FormValues, RequiredFieldsCountOnlyWhileShown)
{
    EXPECT_EQ(faultyFields(FormValues()), (QStringList{u"serverAddress"_s, u"role_id"_s, u"secret_id"_s}));
    FormValues values = complete();
    values.setText("authMethod"_L1, u"token"_s);
    EXPECT_EQ(faultyFields(values), QStringList{u"access_token"_s});
    values.setSecret("access_token"_L1, SecretValue::fromString(u"t"_s));
    EXPECT_EQ(faultyFields(values), QStringList());
}

TEST(FormValues, EachKindIsChecked)
{
    const std::vector<std::pair<const char *, QString>> wrong{
        {"serverAddress", u"vault.example.org"_s},
        {"serverAddress", u"ftp://vault.example.org"_s},
        {"serverAddress", u"https://"_s},
        {"authMethod", u"ldap"_s},
        {"version", u"-1"_s},
        {"version", u"two"_s},
    };
    for (const auto &[id, text] : wrong) {
        FormValues values = complete();
        values.setText(QLatin1StringView(id), text);
        EXPECT_TRUE(faultyFields(values).contains(QLatin1StringView(id))) << id << " " << text.toStdString();
    }
}

TEST(FormValues, ProblemNamesTheFieldByItsLabel)
{
    EXPECT_EQ(FormValues().validate(kForm).front().message, u"Server Address is required"_s);
}

TEST(FormValues, StoresTableOrderWithoutDefaultsHiddenFieldsAndSecrets)
{
    FormValues values = complete();
    values.setText("version"_L1, u"3"_s);
    values.setText("authMethod"_L1, u"approle"_s); // the default
    values.setText("viaHeader"_L1, u"false"_s);
    const QByteArray text = json::write(values.toJson(kForm));
    EXPECT_EQ(text, R"({"serverAddress":"https://vault.example.org:8200","role_id":"role","viaHeader":false,"version":"3"})"_ba);
    values.setText("authMethod"_L1, u"token"_s);
    EXPECT_FALSE(json::write(values.toJson(kForm)).contains("role_id"));
}

TEST(FormValues, ReadsBackWhatItStored)
{
    FormValues values = complete();
    values.setText("viaHeader"_L1, u"false"_s);
    const auto again = FormValues::fromJson(kForm, values.toJson(kForm));
    ASSERT_OK(again);
    EXPECT_EQ(again->toJson(kForm), values.toJson(kForm));
    EXPECT_EQ(again->text("viaHeader"_L1), u"false"_s);
}

TEST(FormValues, AcceptsNumbersTogglesAndNullsAsOthersWriteThem)
{
    const auto values = read(R"({"version":4,"viaHeader":true,"key":null,"role_id":"r"})");
    ASSERT_OK(values);
    EXPECT_EQ(values->text("version"_L1), u"4"_s);
    EXPECT_EQ(values->text("viaHeader"_L1), u"true"_s);
    EXPECT_EQ(values->text("key"_L1), QString());
}

TEST(FormValues, RefusesWhatTheTableDoesNotHave)
{
    for (const char *text : {R"({"endpoint":"https://evil.example"})", R"({"ServerAddress":"https://evil.example"})",
                             R"({"role_id":"r","caFile":"/etc/passwd"})", R"({"secret_id":"x"})", R"({"":"x"})", R"({"role_id ":"x"})"}) {
        const auto values = read(text);
        ASSERT_FALSE(values.has_value()) << text;
        EXPECT_EQ(values.error().kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(values.error().message.startsWith(u"unknown setting"_s)) << values.error().message.toStdString();
    }
}

TEST(FormValues, RefusesValuesOfTheWrongType)
{
    for (const char *text :
         {R"({"role_id":{"a":1}})", R"({"role_id":["r"]})", R"({"role_id":1})", R"({"version":true})", R"({"viaHeader":1})"})
        EXPECT_FALSE(read(text).has_value()) << text;
    EXPECT_FALSE(read("[1]").has_value());
    EXPECT_FALSE(read("\"text\"").has_value());
}

TEST(FormValues, SecretsGoToTheKeychainAndBack)
{
    const FormValues values = complete();
    FormValues again;
    EXPECT_FALSE(again.hasSecrets());
    again.addSecretsFromJson(values.secretsToJson());
    EXPECT_TRUE(again.hasSecrets());
    EXPECT_TRUE(again.secret("secret_id"_L1).sameAs(values.secret("secret_id"_L1)));
    again.remove("secret_id"_L1);
    EXPECT_FALSE(again.contains("secret_id"_L1));
}

TEST(FormValues, CanonicalTextIgnoresWhetherADefaultWasTypedAndTheOtherRole)
{
    FormValues implied = complete();
    FormValues typed = complete();
    typed.setText("viaHeader"_L1, u"true"_s);
    typed.setText("key"_L1, u"password"_s);
    EXPECT_EQ(implied.canonical(kForm, FieldRole::Locator), typed.canonical(kForm, FieldRole::Locator));
    EXPECT_NE(implied.canonical(kForm, FieldRole::Selector), typed.canonical(kForm, FieldRole::Selector));
    typed.setText("version"_L1, u"2"_s);
    EXPECT_NE(implied.canonical(kForm, FieldRole::Locator), typed.canonical(kForm, FieldRole::Locator));
    EXPECT_FALSE(typed.canonical(kForm, FieldRole::Locator).contains(u"s3cret"_s));
}

TEST(FormValues, FieldsBehindAHiddenFieldAreHidden)
{
    constexpr std::array kChain{
        FieldSpec{.id = "a", .label = "A"},
        FieldSpec{.id = "b", .label = "B", .defaultValue = "on", .shownWhen = {"a", "1,2"}},
        FieldSpec{.id = "c", .label = "C", .required = true, .shownWhen = {"b", "on"}},
    };
    FormValues values;
    EXPECT_FALSE(values.isShown(kChain, kChain[2]));
    EXPECT_TRUE(values.validate(kChain).empty());
    values.setText("a"_L1, u"2"_s);
    EXPECT_TRUE(values.isShown(kChain, kChain[2]));
    EXPECT_EQ(values.validate(kChain).size(), 1u);
}
