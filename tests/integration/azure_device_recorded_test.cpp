// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Kind 3: azure-identity and Sallyport sign in with a code at a recorder that says yes to everything; what they sent must be equal, but for
// the differences named here. The credentials that need nobody are compared in tests/end_to_end/azure_recorded_test.py.
#include "tests/support/azure_recorded.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kClient = u"10000000-0000-4000-8000-000000000000"_s;

//! A form without what differs for a reason: they ask for the account in the answer (`client_info`), repeat the device code under a name of
//! another grant (`code`), and tell already before there is a token that they understand claims.
QMap<QString, QString> plain(const Value &request)
{
    QMap<QString, QString> form = fieldsOf(request, u"form");
    for (const QString &name : {u"client_info"_s, u"code"_s, u"claims"_s})
        form.remove(name);
    QStringList scopes = form.value(u"scope"_s).split(u' ');
    scopes.sort();
    if (form.contains(u"scope"_s))
        form.insert(u"scope"_s, scopes.join(u' '));
    form.insert(u"(path)"_s, request[u"path"].toString());
    form.insert(u"(type)"_s, request[u"headers"][u"content-type"].toString().section(u';', 0, 0));
    return form;
}

std::vector<QMap<QString, QString>> formsSent(ServerChild &recorder)
{
    std::vector<QMap<QString, QString>> forms;
    for (const Value &request : recorded(recorder)) {
        if (request[u"method"].toString() == "POST"_L1)
            forms.push_back(plain(request));
    }
    return forms;
}

TEST(AzureDeviceRecorded, TheSameIsSentAsByAzureIdentity)
{
    SALLYPORT_NEEDS(u"azurerecorder"_s, u"azuresdk"_s);
    const auto recorder = startServer(u"azurerecorder"_s);
    const Value &ready = recorder->ready();
    askMicrosoft(ready, u"device"_s, kClient, {u"token"_s, u"https://vault.azure.net/.default"_s});
    const auto theirs = formsSent(*recorder);
    AzurePerson person(ready[u"tlsAddress"].toString(), ready[u"vaultHost"].toString(), ready[u"trustFile"].toString());
    person.become("user", {{"tenant", ready[u"tenant"].toString()}, {"publicClientId", kClient}});
    person.desk.interlocutor.setShowCodeHandler(
        [](const ShowCode &code, const std::stop_source &) { EXPECT_EQ(code.userCode, u"ABCD1234"_s); });
    person.inputs.now = person.desk.clock.wallTime();
    ASSERT_OK(person.desk.run(azureProvider().signInWith(person.inputs, "device"_L1)));
    ASSERT_EQ(theirs.size(), 2U);
    EXPECT_EQ(formsSent(*recorder), theirs);
}

} // namespace
} // namespace sallyport::test
