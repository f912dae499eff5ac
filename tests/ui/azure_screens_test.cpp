// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The screens of Azure and of HCP Vault Secrets, light and dark: forms of all types of credentials, what they hold when folded out, links.
// With SALLYPORT_SCREENS=<folder> the pictures are kept.
#include "tests/support/azure_inputs.h"
#include "tests/support/forms.h"
#include "tests/ui/support/form_screens.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/preferences/preferences_dialog.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

//! Entra gives a token; the vault wants one and has one secret.
HttpReply azureAnswer(const HttpRequest &request)
{
    if (request.url.host().startsWith("login."_L1))
        return entraToken();
    if (authorizationOf(request).isEmpty())
        return vaultChallenge();
    return azureReply(R"({"value":"{\"user\":\"shop\",\"password\":\"k-4711\"}",)"
                      R"("id":"https://shop.vault.azure.net/secrets/prod-db/4387e9f3d6e14c459867679a90fd0f79",)"
                      R"("attributes":{"enabled":true}})");
}

Credential application()
{
    return {.name = u"prod"_s, .providerId = u"azure"_s, .values = azureInputs().credential};
}

class AzureScreens : public FormScreens {
protected:
    AzureScreens() : FormScreens(u"azure", azureAnswer) {}
};

class HcpScreens : public FormScreens {
protected:
    HcpScreens() : FormScreens(u"hashicorp", [](const HttpRequest &) { return HttpReply{.status = 503}; }) {}
};

} // namespace

TEST_P(AzureScreens, FormsOfAllTypes)
{
    for (const char *type : {"user", "azureCli", "managedIdentity", "clientSecret", "certificate", "federated", "default"})
        checkNewForm(azureCredential(type, {{"clientId", "0b6a2f5e-51a2-4b5c-a2f0-4f1d8f3f7a10"}}), u"azure-"_s + QLatin1StringView(type));
}

TEST_P(AzureScreens, AdvancedSettings)
{
    CredentialDialog dialog(desk.services, provider);
    dialog.form()->setValues(azureCredential("user"));
    dialog.form()->setAdvancedOpen(true);
    emit dialog.form()->changed();
    checkForm(dialog, u"azure-advanced"_s);
}

TEST_P(AzureScreens, Links)
{
    desk.add(application());
    checkLink("azure", formOf({{"secretIdentifier", "https://shop.vault.azure.net/secrets/prod-db"}, {"secretKey", "password"}}),
              u"link-azure"_s);
}

TEST_P(AzureScreens, RefusedLinks)
{
    desk.add(application());
    for (const int status : {401, 403, 503})
        checkRefusedLink("azure", formOf({{"secretIdentifier", "https://shop.vault.azure.net/secrets/prod-db"}}), status,
                         u"link-azure-%1"_s.arg(status));
}

TEST_P(AzureScreens, Preferences)
{
    const Credential ready = desk.add(application());
    Credential person{.name = u"ada@sallyport.example"_s, .providerId = u"azure"_s, .values = azureCredential("user")};
    person = desk.add(person);
    const QDateTime now = desk.clock.wallTime();
    desk.store.setStatus(ready.id, {CredentialStatus::State::Ready, u"Signed in as app-1"_s, now});
    desk.store.setStatus(person.id, {CredentialStatus::State::Failed, u"The sign-in has ended (AADSTS700082)."_s, now,
                                     ErrorKind::Unauthenticated});
    PreferencesDialog dialog(desk.services, {});
    check(dialog, u"preferences-azure"_s);
}

TEST_P(HcpScreens, RefusedLinks)
{
    Credential credential{.name = u"team-a"_s,
                          .providerId = u"hashicorp"_s,
                          .values = formOf({{"serverAddress", "https://vault.example.org:8200"}, {"role_id", "r"}})};
    credential.values.setSecret("secret_id"_L1, SecretValue("s"));
    desk.add(credential);
    for (const int status : {401, 403, 503})
        checkRefusedLink("hashicorp", formOf({{"secretEnginePath", "secret"}, {"secretName", "prod/shop"}}), status,
                         u"link-vault-%1"_s.arg(status));
}

TEST_P(HcpScreens, TheFormSaysThatTheServiceHasEnded)
{
    checkNewForm(formOf({{"type", "cloud"}, {"client_id", "Xx3hkqM1d0d0v0gk2v7mVY5d8sJ8pQyN"}}), u"hcp-new"_s);
}

INSTANTIATE_TEST_SUITE_P(Themes, AzureScreens, kBothThemes, themeName);
INSTANTIATE_TEST_SUITE_P(Themes, HcpScreens, kBothThemes, themeName);

} // namespace sallyport::test
