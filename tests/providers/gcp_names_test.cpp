// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/crc32c.h"
#include "providers/gcp/names.h"
#include "providers/gcp/pinned_addresses.h"
#include "tests/support/async.h"
#include "tests/support/forms.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using gcp::placeFrom;

TEST(GcpNames, APlainNameIsOneOfTheCredentialsProject)
{
    const auto place = placeFrom(formOf({{"secretName", " db-password "}}), u"shop-prod"_s);
    ASSERT_OK(place);
    EXPECT_EQ(place->versionPath(), u"projects/shop-prod/secrets/db-password/versions/latest"_s);
    EXPECT_EQ(place->location, QString());
}

TEST(GcpNames, AResourceNameDecidesByItself)
{
    const std::pair<const char *, const char *> rows[] = {
        {"projects/other/secrets/s", "projects/other/secrets/s/versions/latest"},
        {"projects/123456/secrets/s/versions/7", "projects/123456/secrets/s/versions/7"},
        {"projects/p/locations/europe-west1/secrets/s", "projects/p/locations/europe-west1/secrets/s/versions/latest"},
        {"projects/p/locations/us-east4/secrets/s_1/versions/prod", "projects/p/locations/us-east4/secrets/s_1/versions/prod"},
        {"projects/example.com:old-project/secrets/s", "projects/example.com:old-project/secrets/s/versions/latest"},
        {"//secretmanager.googleapis.com/projects/p/secrets/s", "projects/p/secrets/s/versions/latest"},
    };
    for (const auto &[name, path] : rows) {
        const auto place = placeFrom(formOf({{"secretName", name}}), u"shop-prod"_s);
        ASSERT_TRUE(place) << name;
        EXPECT_EQ(place->versionPath(), QString::fromUtf8(path));
    }
}

TEST(GcpNames, TheVersionMayStandInTheNameOrBesideIt)
{
    EXPECT_EQ(placeFrom(formOf({{"secretName", "s"}, {"version", "3"}}), u"p"_s)->version, u"3"_s);
    EXPECT_EQ(placeFrom(formOf({{"secretName", "s"}, {"version", "Latest"}}), u"p"_s)->version, u"latest"_s);
    EXPECT_EQ(placeFrom(formOf({{"secretName", "projects/p/secrets/s/versions/3"}, {"version", "latest"}}), u"p"_s)->version, u"3"_s);
    EXPECT_EQ(placeFrom(formOf({{"secretName", "projects/p/secrets/s/versions/3"}, {"version", "3"}}), u"p"_s)->version, u"3"_s);
    const auto two = placeFrom(formOf({{"secretName", "projects/p/secrets/s/versions/3"}, {"version", "4"}}), u"p"_s);
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(two.error().message.contains(u"\"3\""_s) && two.error().message.contains(u"\"4\""_s));
}

TEST(GcpNames, WhatCouldLeadElsewhereIsNoName)
{
    const char *const names[] = {"",
                                 " ",
                                 "a b",
                                 "a/b",
                                 "../x",
                                 "s?alt=media",
                                 "s#x",
                                 "s%2fx",
                                 "projects/p/secrets/",
                                 "projects//secrets/s",
                                 "projects/p/secrets/s/",
                                 "projects/p/secrets/s/versions/7:access",
                                 "projects/p/secrets/s/versions/../../x",
                                 "projects/p@evil.example/secrets/s",
                                 "projects/p/locations/evil.example/secrets/s",
                                 "projects/p/locations/a.rep.googleapis.com@evil/secrets/s",
                                 "projects/p/locations/EU/secrets/s",
                                 "https://evil.example/projects/p/secrets/s",
                                 "//evil.example/projects/p/secrets/s",
                                 "s\xc3\xa9",
                                 "s\n"
                                 "x"};
    for (const char *name : names) {
        const auto place = placeFrom(formOf({{"secretName", name}}), u"shop-prod"_s);
        ASSERT_FALSE(place) << name << ": " << place->versionPath().toStdString();
        EXPECT_EQ(place.error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_FALSE(placeFrom(formOf({{"secretName", QByteArray(256, 'a').constData()}}), u"p"_s));
    EXPECT_TRUE(placeFrom(formOf({{"secretName", QByteArray(255, 'a').constData()}}), u"p"_s));
}

TEST(GcpNames, AVersionIsANumberAnAliasOrLatest)
{
    for (const char *version : {"1", "18", "prod", "v1_a-b", "A"})
        EXPECT_TRUE(placeFrom(formOf({{"secretName", "s"}, {"version", version}}), u"p"_s)) << version;
    for (const char *version : {"0", "-1", "01", "1.0", "1a", "_a", "v/1", "7:access", "x y"})
        EXPECT_FALSE(placeFrom(formOf({{"secretName", "s"}, {"version", version}}), u"p"_s)) << version;
}

TEST(GcpNames, WithoutAProjectTheErrorSaysWhatToDo)
{
    const auto place = placeFrom(formOf({{"secretName", "db"}}), {});
    ASSERT_FALSE(place);
    EXPECT_TRUE(place.error().message.contains(u"no project"_s));
    EXPECT_TRUE(place.error().hint.contains(u"projects/PROJECT/secrets/db"_s));
}

TEST(GcpNames, AListBelongsToTheProjectThatIsTyped)
{
    EXPECT_EQ(gcp::listingFrom(u"d"_s, u"p"_s)->parent(), u"projects/p"_s);
    EXPECT_EQ(gcp::listingFrom(u"projects/other/sec"_s, u"p"_s)->parent(), u"projects/other"_s);
    EXPECT_EQ(gcp::listingFrom(u"projects/other/locations/europe-west1/"_s, u"p"_s)->parent(), u"projects/other/locations/europe-west1"_s);
    EXPECT_FALSE(gcp::listingFrom(u"projects/a b/"_s, u"p"_s));
    EXPECT_FALSE(gcp::listingFrom(u"d"_s, {}));
}

TEST(GcpNames, TheProjectOfAnAccountIsInItsAddress)
{
    EXPECT_EQ(gcp::projectOfAccount(u"reader@shop-prod.iam.gserviceaccount.com"_s), u"shop-prod"_s);
    EXPECT_EQ(gcp::projectOfAccount(u"reader@old.example.com.iam.gserviceaccount.com"_s), u"example.com:old"_s);
    EXPECT_EQ(gcp::projectOfAccount(u"123-compute@developer.gserviceaccount.com"_s), QString());
    EXPECT_EQ(gcp::projectOfAccount(u"me@example.com"_s), QString());
}

TEST(GcpNames, OnlyAccountsCanBeImpersonated)
{
    EXPECT_EQ(*gcp::checkedAccount(u" reader@p.iam.gserviceaccount.com "_s, u"x"_s), u"reader@p.iam.gserviceaccount.com"_s);
    EXPECT_EQ(*gcp::checkedAccount(u"projects/-/serviceAccounts/reader@p.iam.gserviceaccount.com"_s, u"x"_s),
              u"reader@p.iam.gserviceaccount.com"_s);
    EXPECT_OK(gcp::checkedAccount(u"103456789012345678901"_s, u"x"_s));
    for (const char16_t *text : {u"", u"reader", u"a@b/../c", u"a@b:generateIdToken", u"a@b?x", u"a b@c", u"a@b#c", u"a%2f@b", u"@b"})
        EXPECT_FALSE(gcp::checkedAccount(QString::fromUtf16(text), u"x"_s)) << QString::fromUtf16(text).toStdString();
}

TEST(GcpChecksum, IsCastagnolis)
{
    EXPECT_EQ(gcp::crc32c(""), 0U);
    EXPECT_EQ(gcp::crc32c("123456789"), 3808858755U);
    EXPECT_EQ(gcp::crc32c("hello world"), 3381945770U);
    EXPECT_EQ(gcp::crc32c(QByteArray(32, '\0')), 0x8a9136aaU) << "RFC 3720 B.4";
    EXPECT_EQ(gcp::crc32c(QByteArray(32, '\xff')), 0x62a8ab43U) << "RFC 3720 B.4";
}

TEST(GcpAddresses, OnlyGooglesOwnTokenEndpointsAreMeant)
{
    EXPECT_TRUE(gcp::isTokenAddress(u"https://oauth2.googleapis.com/token"_s));
    EXPECT_TRUE(gcp::isTokenAddress(u"https://accounts.google.com/o/oauth2/token"_s));
    for (const char16_t *other :
         {u"http://oauth2.googleapis.com/token", u"https://oauth2.googleapis.com/token/",
          u"https://oauth2.googleapis.com.evil.example/token", u"https://oauth2.googleapis.com@evil.example/token",
          u"https://oauth2.googleapis.com:444/token", u"https://evil.example/token?https://oauth2.googleapis.com/token",
          u"https://oauth2.googleapis.com/token?x", u"//oauth2.googleapis.com/token", u"HTTPS://oauth2.googleapis.com/token ",
          u"https://oauth2.googleapis.com/token\n"})
        EXPECT_FALSE(gcp::isTokenAddress(QString::fromUtf16(other))) << QString::fromUtf16(other).toStdString();
}

TEST(GcpAddresses, TheTokenServiceIsGlobalOrOfARegion)
{
    const auto region = [](const char16_t *text) { return gcp::stsRegion(QString::fromUtf16(text), "token"_L1, u"googleapis.com"_s); };
    EXPECT_EQ(*region(u"https://sts.googleapis.com/v1/token"), QString());
    EXPECT_EQ(*region(u"https://sts.europe-west1.rep.googleapis.com/v1/token"), u"europe-west1"_s);
    for (const char16_t *other :
         {u"http://sts.googleapis.com/v1/token", u"https://sts.googleapis.com/v1/token2", u"https://sts.googleapis.com/v1/oauthtoken",
          u"https://stsXgoogleapis.com/v1/token", u"https://sts.googleapis.com.evil.example/v1/token", u"https://sts.evil.example/v1/token",
          u"https://evil.example/?https://sts.googleapis.com/v1/token", u"https://sts.x.y.rep.googleapis.com/v1/token",
          u"https://sts.googleapis.com:443/v1/token", u"https://u@sts.googleapis.com/v1/token", u"https://sts.googleapis.com/v1/token\n"})
        EXPECT_FALSE(region(other)) << QString::fromUtf16(other).toStdString();
}

TEST(GcpAddresses, ImpersonationGoesToIamOnly)
{
    const auto at = [](const QString &text) { return gcp::impersonationAddress(text, u"googleapis.com"_s); };
    const QString tail = u"/v1/projects/-/serviceAccounts/reader@p.iam.gserviceaccount.com:generateAccessToken"_s;
    EXPECT_EQ(at(u"https://iamcredentials.googleapis.com"_s + tail)->account, u"reader@p.iam.gserviceaccount.com"_s);
    EXPECT_EQ(at(u"https://iamcredentials.us-east1.rep.googleapis.com"_s + tail)->region, u"us-east1"_s);
    for (const QString &host :
         {u"https://evil.example"_s, u"http://iamcredentials.googleapis.com"_s, u"https://iamcredentials.googleapis.com.evil.example"_s,
          u"https://iamcredentials.googleapis.com@evil.example"_s, u"https://iamcredentials.evil.example"_s})
        EXPECT_FALSE(at(host + tail)) << host.toStdString();
    EXPECT_FALSE(at(u"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b:generateIdToken"_s));
    EXPECT_FALSE(at(u"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a/b@c:generateAccessToken"_s));
    EXPECT_FALSE(at(QString()));
}

TEST(GcpAddresses, SubjectTokensComeFromKnownHosts)
{
    const QStringList own{u"tokens.example.org"_s};
    for (const char16_t *good :
         {u"http://127.0.0.1:8080/token", u"http://localhost/t", u"http://169.254.169.254/metadata/identity/oauth2/token?api-version=1",
          u"https://pipelines.actions.githubusercontent.com/abc/idtoken?audience=x", u"https://tokens.example.org/t"})
        EXPECT_TRUE(gcp::subjectTokenAddress(QString::fromUtf16(good), own)) << QString::fromUtf16(good).toStdString();
    for (const char16_t *bad :
         {u"http://tokens.example.org/t", u"https://evil.example/t", u"https://actions.githubusercontent.com.evil.example/t",
          u"https://evilactions.githubusercontent.com/t", u"https://user@tokens.example.org/t", u"ftp://localhost/t", u"file:///etc/passwd",
          u"http://10.0.0.1/t", u"https://tokens.example.org.evil.example/", u""})
        EXPECT_FALSE(gcp::subjectTokenAddress(QString::fromUtf16(bad), own)) << QString::fromUtf16(bad).toStdString();
}

} // namespace
} // namespace sallyport::test
