// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "app/secrets/environment_credentials.h"
#include "app/secrets/secret_link.h"
#include "providers/all_providers.h"
#include "providers/gcp/tables.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

Result<Credential> credentialIn(std::initializer_list<std::pair<const char *, const char *>> variables)
{
    QProcessEnvironment environment;
    for (const auto &[name, value] : variables)
        environment.insert(QString::fromUtf8(name), QString::fromUtf8(value));
    return EnvironmentCredentials(allProviders(), environment).read(gcpProvider());
}

TEST(GcpTables, InsomniasVariableNamesTheKeyFile)
{
    const auto credential = credentialIn({{"INSOMNIA_GCP_SERVICEACCOUNTKEYFILEPATH", "/ci/key.json"}});
    ASSERT_OK(credential);
    EXPECT_EQ(answer(gcp::kCredentialForm, credential->values, gcp::kType), gcp::kTypeKeyFile);
    EXPECT_EQ(credential->values.text(gcp::kKeyFile), u"/ci/key.json"_s);
}

TEST(GcpTables, WithoutVariablesOfOursTheSearchOrderOfGooglesToolsCounts)
{
    EXPECT_EQ(credentialIn({})->values.text(gcp::kType), gcp::kTypeAdc);
    EXPECT_EQ(credentialIn({{"GOOGLE_APPLICATION_CREDENTIALS", "/ci/key.json"}})->values.text(gcp::kType), gcp::kTypeAdc);
}

TEST(GcpTables, TheTypeFollowsFromWhatIsSet)
{
    EXPECT_EQ(credentialIn({{"INSOMNIA_GCP_SERVICEACCOUNTKEY", "{}"}})->values.text(gcp::kType), gcp::kTypeKey);
    EXPECT_EQ(credentialIn({{"INSOMNIA_GCP_FEDERATIONFILEPATH", "/f"}})->values.text(gcp::kType), gcp::kTypeFederation);
    EXPECT_FALSE(credentialIn({{"INSOMNIA_GCP_TYPE", "keyFile"}}));
    EXPECT_FALSE(credentialIn({{"INSOMNIA_GCP_TYPE", "other"}}));
    EXPECT_TRUE(EnvironmentCredentials(allProviders(), {}).secretVariables().contains(u"INSOMNIA_GCP_SERVICEACCOUNTKEY"_s));
}

TEST(GcpTables, ALinkKeepsInsomniasKeys)
{
    const auto insomnias = json::parse(R"({"secretName":"db-password","version":"latest"})");
    const auto reference = FormValues::fromJson(gcp::kReferenceForm, *insomnias);
    ASSERT_OK(reference);
    EXPECT_EQ(json::write(reference->toJson(gcp::kReferenceForm)), R"({"secretName":"db-password"})") << "latest goes without saying";
    EXPECT_EQ(json::write(formOf({{"version", "3"}, {"secretName", "s"}, {"secretKey", "k"}}).toJson(gcp::kReferenceForm)),
              R"({"secretName":"s","version":"3","secretKey":"k"})");
}

TEST(GcpTables, WhichPartIsUsedDoesNotChangeWhatIsFetched)
{
    const auto canonical = [](Fields fields) { return formOf(fields).canonical(gcp::kReferenceForm, FieldRole::Locator); };
    EXPECT_EQ(canonical({{"secretName", "a"}}), canonical({{"secretName", "a"}, {"secretKey", "k"}, {"version", "latest"}}));
    EXPECT_NE(canonical({{"secretName", "a"}}), canonical({{"secretName", "a"}, {"version", "2"}}));
    EXPECT_NE(canonical({{"secretName", "a"}}), canonical({{"secretName", "a"}, {"payloadAs", "base64"}}));
    SecretLink link;
    link.kindId = u"gcp"_s;
    link.reference = formOf({{"secretName", "a"}, {"secretKey", "/db/password"}});
    EXPECT_EQ(link.selector(allProviders()), u"/db/password"_s);
}

TEST(GcpTables, ASummaryIsShort)
{
    EXPECT_EQ(gcp::summary(formOf({{"secretName", "db"}})), u"db"_s);
    EXPECT_EQ(gcp::summary(formOf({{"secretName", "projects/p/secrets/db/versions/3"}})), u"db (p) (version 3)"_s);
    EXPECT_EQ(gcp::summary(formOf({{"secretName", "projects/p/locations/europe-west1/secrets/db"}, {"version", "prod"}})),
              u"db (p) (europe-west1) (version prod)"_s);
    EXPECT_EQ(gcp::summary(formOf({{"secretName", "a b"}})), u"a b"_s) << "as typed so far";
}

TEST(GcpTables, ADescriptionNamesTypeFileAndAccount)
{
    EXPECT_EQ(gcp::describe(formOf({{"serviceAccountKeyFilePath", "/home/me/reader.json"}})), u"Service Account Key File · reader.json"_s);
    EXPECT_EQ(gcp::describe(formOf({{"type", "adc"}, {"serviceAccountKeyFilePath", "/x"}, {"impersonateServiceAccount", kGcpAccount}})),
              u"Application Default Credentials · as reader@shop-prod.iam.gserviceaccount.com"_s);
    EXPECT_NE(gcp::authority(formOf({{"projectId", "a"}})), gcp::authority(formOf({{"projectId", "b"}})));
}

} // namespace
} // namespace sallyport::test
