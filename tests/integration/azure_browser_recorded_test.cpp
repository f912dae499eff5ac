// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Kind 3: azure-identity's InteractiveBrowserCredential and Sallyport sign in with a browser at a recorder that says yes to everything; the
// address of the page and the form that buys the token must be equal, but for the differences named here.
#include "app/oauth/authorization_flow.h"
#include "providers/sdk/pkce.h"
#include "tests/support/azure_recorded.h"

#include <QProcess>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kClient = u"10000000-0000-4000-8000-000000000000"_s;

using Fields = QMap<QString, QString>;

//! What is new in each sign-in, by its shape; scopes in any order.
Fields plain(Fields fields)
{
    static const QRegularExpression kRedirect(u"\\Ahttp://localhost:[0-9]{4,5}\\z"_s);
    static const QRegularExpression kLong(u"\\A[A-Za-z0-9._~-]{43,128}\\z"_s);
    for (const auto &[name, shape] :
         {std::pair{u"redirect_uri"_s, &kRedirect}, {u"code_challenge"_s, &kLong}, {u"code_verifier"_s, &kLong}}) {
        if (fields.contains(name) && shape->match(fields.value(name)).hasMatch())
            fields.insert(name, u"(as it must be)"_s);
    }
    for (const QString &name : {u"state"_s, u"nonce"_s}) {
        if (fields.contains(name))
            fields.insert(name, fields.value(name).size() >= 16 ? u"(long enough)"_s : u"(too short)"_s);
    }
    fields.remove(u"code"_s); // numbered by the recorder
    QStringList scopes = fields.value(u"scope"_s).split(u' ');
    scopes.sort();
    fields.insert(u"scope"_s, scopes.join(u' '));
    fields.insert(u"claims"_s, fields.value(u"claims"_s).toLower().remove(u' ')); // cp1 and CP1 are one
    return fields;
}

//! One sign-in as the recorder saw it.
struct SignIn {
    Fields page;
    Fields form;
    int others = 0; //!< further pages and forms
};

SignIn signInAmong(const std::vector<Value> &requests)
{
    SignIn found;
    for (const Value &request : requests) {
        const bool isPage = request[u"path"].toString().endsWith(u"/oauth2/v2.0/authorize"_s);
        if (!isPage && request[u"method"].toString() != "POST"_L1)
            continue;
        Fields &fields = isPage ? found.page : found.form;
        found.others += fields.isEmpty() ? 0 : 1;
        fields = fieldsOf(request, isPage ? u"query" : u"form");
        fields.insert(u"(path)"_s, request[u"path"].toString());
    }
    return found;
}

bool provesItself(const SignIn &signIn)
{
    return signIn.page.value(u"code_challenge"_s).toLatin1() ==
           pkceChallenge(SecretValue::fromString(signIn.form.value(u"code_verifier"_s)));
}

TEST(AzureBrowserRecorded, TheSameIsSentAsByAzureIdentity)
{
    SALLYPORT_NEEDS(u"azurerecorder"_s, u"azuresdk"_s);
    const auto recorder = startServer(u"azurerecorder"_s);
    const Value &ready = recorder->ready();
    const QStringList browser{serversFolder() + u"/azurerecorder/browser.py"_s, ready[u"trustFile"].toString()};
    const QString python = qEnvironmentVariable("SALLYPORT_PYTHON", u"python3"_s);

    askMicrosoft(ready, u"browser"_s, kClient, {u"get"_s, u"shop"_s}, {{u"BROWSER"_s, u"%1 %2 %s &"_s.arg(python, browser.join(u' '))}});
    const SignIn theirs = signInAmong(recorded(*recorder));

    AzurePerson person(ready[u"tlsAddress"].toString(), ready[u"vaultHost"].toString(), ready[u"trustFile"].toString());
    person.become("user", {{"tenant", ready[u"tenant"].toString()}, {"publicClientId", kClient}});
    person.desk.interlocutor.setAuthorizationHandler(authorizeWithBrowser);
    person.desk.interlocutor.setBrowserHandler([&](const BrowserSession &session, std::stop_token) {
        EXPECT_TRUE(QProcess::startDetached(python, browser + QStringList{QString::fromLatin1(session.url().toEncoded())}));
        return answered<Done>(Done{});
    });
    person.inputs.now = person.desk.clock.wallTime();
    const auto grant = person.desk.run(azureProvider().signInWith(person.inputs, "browser"_L1));
    ASSERT_OK(grant);
    EXPECT_EQ(grant->account, u"ada@sallyport.example"_s);
    const SignIn ours = signInAmong(recorded(*recorder));

    EXPECT_TRUE(provesItself(theirs));
    EXPECT_TRUE(provesItself(ours));
    EXPECT_EQ(theirs.others + ours.others, 0) << "one page and one form each";

    Fields page = plain(theirs.page);
    EXPECT_EQ(page.value(u"response_mode"_s), u"form_post"_s);
    page.insert(u"response_mode"_s, u"query"_s);    // our listener takes a GET alone: a page of any origin can make the browser POST
    EXPECT_EQ(page.take(u"client_info"_s), u"1"_s); // asks for the account in the redirect; the form asks for it as well
    EXPECT_EQ(plain(ours.page), page);
    EXPECT_EQ(plain(ours.form), plain(theirs.form));
}

} // namespace
} // namespace sallyport::test
