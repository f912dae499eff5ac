// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown when something goes wrong or is long, light and dark and with a font twice as large: failed requests with every button that
// can mend them, lists of many, dialogs that wait for a browser. With SALLYPORT_SCREENS=<folder> the pictures are kept.
#include "providers/all_providers.h"
#include "tests/ui/support/shop_window.h"
#include "tests/ui/support/themed_screens.h"
#include "ui/credentials/person_questions.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/preferences/cache_strip.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/responses/response_view.h"
#include "ui/widgets/framed_dialog.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

const auto kLongName = u"anna.maria.von.und.zu.hohenstein@a-subsidiary-with-a-long-name.example.org"_s;

class ErrorScreens : public ThemedScreens {
protected:
    //! At the usual size and with a font twice as large, in a window of its own each.
    template<class Draw>
    void inBothSizes(const Draw &draw)
    {
        draw(QString());
        const LargeFont large;
        draw(u"-large-font"_s);
    }
};

struct Failure {
    const char *name;
    Error error;
    std::vector<Remedy> remedies;
};

std::vector<Failure> failures()
{
    const QStringList context{
        u"while fetching prod/shop with credential \"%1\": AppRole, vault.example.org:8200, namespace team-a"_s.arg(kLongName),
        u"while resolving variable \"api_key\""_s};
    const Remedy edit{u"Edit “%1”…"_s.arg(kLongName), {}};
    const Remedy again{u"Try Again"_s, {}};
    const Remedy variable{u"Show “api_key”"_s, {}};
    return {
        {"sign-in",
         {ErrorKind::Unauthenticated,
          u"could not sign in to Azure at login.microsoftonline.com: the refresh token has expired due to inactivity"_s,
          u"Sign in again."_s, context},
         {{u"Sign In to “%1”…"_s.arg(kLongName), {}}, edit, again}},
        {"denied",
         {ErrorKind::PermissionDenied, u"could not read prod/shop: permission denied"_s,
          u"Ask for the right to read it, or edit the link."_s, context},
         {variable, edit, again}},
        {"not-found",
         {ErrorKind::NotFound, u"there is no secret prod/shop"_s, u"Check the name, or pick it from the list."_s, context},
         {variable, again}},
        {"network",
         {ErrorKind::Network, u"vault.example.org could not be reached: host not found"_s, u"Check the address and the network."_s,
          context},
         {edit, again}},
        {"field",
         {ErrorKind::InvalidInput,
          u"the variable \"undefined_count\" is not defined"_s,
          u"Define it in the environment, or correct its name."_s,
          {},
          SourceLocation{u"body"_s, 1, 7}},
         {{u"Show the Field"_s, {}}}},
        {"cancelled", cancelledError(), {{u"Send Again"_s, {}}}},
    };
}

} // namespace

TEST_P(ErrorScreens, FailedRequests)
{
    inBothSizes([this](const QString &size) {
        ShopWindow shop;
        if (!size.isEmpty())
            shop.window.resize(1900, 1200);
        for (const Failure &failure : failures()) {
            shop.window.response()->showError(failure.error, failure.remedies);
            check(shop.window, u"failed-%1"_s.arg(QLatin1StringView(failure.name)) + size);
        }
    });
}

TEST_P(ErrorScreens, ManyCredentials)
{
    inBothSizes([this](const QString &size) {
        VaultPlay vault;
        UiServices desk{allProviders(), vault};
        const QDateTime now = desk.clock.wallTime();
        for (int i = 0; i < 20; ++i) {
            Credential credential{.name = i % 3 == 0 ? kLongName + QString::number(i) : u"team-%1"_s.arg(i), .providerId = u"hashicorp"_s};
            credential.values.setText("serverAddress"_L1, u"https://vault.department-%1.with-a-long-name.example.org:8200"_s.arg(i));
            credential.values.setText("namespace"_L1, u"admin/development/team-%1"_s.arg(i));
            credential.values.setText("role_id"_L1, u"role"_s);
            credential.values.setSecret("secret_id"_L1, SecretValue("secret"));
            const Credential stored = desk.add(credential);
            if (i % 2 == 0)
                desk.store.setStatus(stored.id, {CredentialStatus::State::Ready, u"Signed in as approle-ci"_s, now.addSecs(-i * 4000)});
            if (i == 3)
                desk.store.setStatus(stored.id,
                                     {CredentialStatus::State::Failed, u"Could not sign in: the secret id has expired. Make a new one."_s,
                                      now, ErrorKind::Unauthenticated});
        }
        PreferencesDialog dialog(desk.services, {});
        check(dialog, u"preferences-many"_s + size);
    });
}

TEST_P(ErrorScreens, OneCredential)
{
    ShopWindow shop;
    PreferencesDialog dialog(shop.desk.services, {});
    check(dialog, u"preferences-one"_s);
}

TEST_P(ErrorScreens, ManyCachedSecrets)
{
    inBothSizes([this](const QString &size) {
        ShopWindow shop;
        for (int i = 0; i < 40; ++i) {
            const SecretCacheKey key{
                shop.credential.id, shop.credential.revision, u"https://vault.example.org"_s, "hashicorp"_L1,
                u"{\"secretEnginePath\":\"secret\",\"secretName\":\"production/europe/payments/service-%1\"}"_s.arg(i)};
            shop.desk.cache.store(key, SecretDocument{SecretValue("value"), SecretDocument::Form::Text, {}, {}, {}, {}});
        }
        CacheStrip strip(shop.desk.services);
        strip.resize(strip.sizeHint());
        check(strip, u"cache-strip"_s + size);
        EXPECT_EQ(strip.cachedLines().size(), 40);
        strip.showList();
        QWidget *list = QApplication::activePopupWidget();
        ASSERT_NE(list, nullptr);
        check(*list, u"cached-secrets-many"_s + size);
        list->close();
    });
}

TEST_P(ErrorScreens, WaitingForTheBrowser)
{
    for (const bool opens : {true, false}) {
        inBothSizes([this, opens](const QString &size) {
            FakeUiServices desk;
            QWidget window;
            PersonQuestions questions(desk.all.interlocutor, &window);
            questions.setPageOpener([opens](const QUrl &) { return opens; });
            std::stop_source conversation;
            const auto listener = await(desk.all.interlocutor.answer(OpenListener{u"/callback"_s}, conversation));
            ASSERT_OK(listener);
            const OpenBrowser page{
                .url = QUrl(u"https://login.example/authorize?client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46"
                            "&response_type=code&state=0123456789abcdef"_s),
                .expectedState = "0123456789abcdef",
                .listener = std::get<ListenerReady>(*listener).listener};
            const auto answer = desk.all.interlocutor.answer(page, conversation);
            ASSERT_TRUE(waitUntil([&window] { return window.findChild<FramedDialog *>() != nullptr; }));
            check(*window.findChild<FramedDialog *>(), (opens ? u"question-browser"_s : u"question-no-browser"_s) + size);
            conversation.request_stop();
            EXPECT_FALSE(await(answer));
        });
    }
}

TEST_P(ErrorScreens, BindCredential)
{
    inBothSizes([this](const QString &size) {
        VaultPlay vault;
        UiServices desk{allProviders(), vault};
        const Catalog::Kind kind = *allProviders().findKind(u"hashicorp");
        BindCredentialDialog none(desk.services, kind, kLongName, u"wrk_1"_s, u"Shop API of the whole company, with all its departments"_s);
        check(none, u"bind-credential-none"_s + size);
        Credential credential{.name = kLongName, .providerId = u"hashicorp"_s};
        credential.values.setText("serverAddress"_L1, u"https://vault.example.org:8200"_s);
        desk.add(credential);
        BindCredentialDialog some(desk.services, kind, {}, u"wrk_1"_s, u"Shop API"_s);
        check(some, u"bind-credential-long"_s + size);
    });
}

INSTANTIATE_TEST_SUITE_P(Themes, ErrorScreens, kBothThemes, themeName);

} // namespace sallyport::test
