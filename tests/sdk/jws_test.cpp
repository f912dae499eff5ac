// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/jws.h"

#include "tests/support/rsa_keys.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr QByteArrayView kHeader = R"({"alg":"RS256"})";
constexpr QByteArrayView kPayload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

//! RFC 7515 A.2.1
constexpr QByteArrayView kToken =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr"
    "7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--x"
    "i12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_Ioy"
    "pGlUPQGe77Rw";

QByteArray token(const Result<SecretValue> &made)
{
    return made ? made->reveal().toByteArray() : "no token: " + made.error().sentence().toUtf8();
}

TEST(Jws, SignsTheExampleOfItsStandard)
{
    EXPECT_EQ(token(signJws(kHeader, kPayload, rfc7515Key(), JwsAlgorithm::Rs256)), kToken);
}

TEST(Jws, ReadsBothFormsOfAnRsaKeyWithAnyEndOfLine)
{
    for (const SecretValue &key : {rfc7515Key(), inPkcs1(rfc7515Key()), withCrLf(rfc7515Key())})
        EXPECT_EQ(token(signJws(kHeader, kPayload, key, JwsAlgorithm::Rs256)), kToken);
}

TEST(Jws, SignsWithASaltThatOthersAccept)
{
    const QByteArray first = token(signJws(R"({"alg":"PS256"})", kPayload, rfc7515Key(), JwsAlgorithm::Ps256));
    const QByteArray second = token(signJws(R"({"alg":"PS256"})", kPayload, rfc7515Key(), JwsAlgorithm::Ps256));
    EXPECT_TRUE(verifiesAsPs256(first, rfc7515Key()));
    EXPECT_TRUE(verifiesAsPs256(second, rfc7515Key()));
    EXPECT_NE(first, second) << "each has a salt of its own";
    EXPECT_FALSE(verifiesAsPs256(QByteArray(first).replace("eyJhbGci", "eyJhbGCi"), rfc7515Key()));
}

TEST(Jws, NamesItsAlgorithms)
{
    EXPECT_EQ(jwsName(JwsAlgorithm::Rs256), "RS256");
    EXPECT_EQ(jwsName(JwsAlgorithm::Ps256), "PS256");
}

struct BadKey {
    const char *name;
    SecretValue pem;
    QString words;
};

TEST(Jws, SaysWhatIsWrongWithAKey)
{
    const SecretValue good = rfc7515Key();
    const BadKey keys[] = {
        {"encrypted", encrypted(good, "passphrase"), u"is encrypted"_s},
        {"elliptic", newEcKey(), u"is no RSA key"_s},
        {"small", newRsaKey(512), u"has 512 bits only"_s},
        {"almost", newRsaKey(2040), u"has 2040 bits only"_s},
        {"cut", SecretValue(good.reveal().first(700)), u"is damaged"_s},
        {"text", SecretValue::fromString(u"my key"_s), u"is not in PEM form"_s},
        {"empty", SecretValue(), u"is not in PEM form"_s},
        {"public", publicHalf(good), u"is not in PEM form"_s},
    };
    for (const BadKey &key : keys) {
        const auto checked = checkSigningKey(key.pem);
        ASSERT_FALSE(checked) << key.name;
        EXPECT_EQ(checked.error().kind, ErrorKind::InvalidInput) << key.name;
        EXPECT_TRUE(checked.error().message.contains(key.words)) << key.name << ": " << checked.error().message.toStdString();
        EXPECT_FALSE(checked.error().hint.isEmpty()) << key.name;
        const auto made = signJws(kHeader, kPayload, key.pem, JwsAlgorithm::Rs256);
        ASSERT_FALSE(made) << key.name;
        EXPECT_EQ(made.error(), checked.error()) << key.name;
    }
    EXPECT_TRUE(checkSigningKey(good));
}

} // namespace
} // namespace sallyport::test
