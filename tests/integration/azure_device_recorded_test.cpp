// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Kind 3: azure-identity and Sallyport sign in with a code at a recorder that says yes to everything; what they sent must be equal, but for
// the differences named here. The credentials that need nobody are compared in tests/end_to_end/azure_recorded_test.py.
#include "app/base/json.h"
#include "tests/support/azure_cloud.h"

#include <QFileInfo>
#include <QProcess>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kClient = u"10000000-0000-4000-8000-000000000000"_s;

QString run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    EXPECT_TRUE(process.waitForFinished(60'000)) << program.toStdString();
    return QString::fromUtf8(process.readAllStandardOutput());
}

//! A form without what differs for a reason: they ask for the account in the answer (`client_info`), repeat the device code under a name of
//! another grant (`code`), and tell already before there is a token that they understand claims.
QMap<QString, QString> plain(const Value &request)
{
    QMap<QString, QString> form;
    for (const auto &[name, value] : request[u"form"].map()) {
        if (name != "client_info"_L1 && name != "code"_L1 && name != "claims"_L1)
            form.insert(name, value.toString());
    }
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
    const Value recorded = recorder.command(u"recorded"_s);
    for (const Value &request : recorded[u"requests"].list()) {
        if (request[u"method"].toString() == "POST"_L1)
            forms.push_back(plain(request));
    }
    return forms;
}

//! azure-identity signs in for a token.
void signInWithTheirs(const Value &ready)
{
    const QString servers = qEnvironmentVariable("SALLYPORT_SERVERS_RUN");
    const QString python = qEnvironmentVariable("SALLYPORT_PYTHON", u"python3"_s);
    const auto listed = json::parse(run(python, {servers, u"list"_s}, QProcessEnvironment::systemEnvironment()).toUtf8());
    ASSERT_OK(listed);
    Value credential{Value::Map()};
    credential.set(u"kind"_s, u"device"_s);
    credential.set(u"clientId"_s, kClient);
    Value plan{Value::Map()};
    plan.set(u"authority"_s, ready[u"tlsAddress"]);
    plan.set(u"tenant"_s, ready[u"tenant"]);
    plan.set(u"ca"_s, ready[u"trustFile"]);
    plan.set(u"credential"_s, credential);
    plan.set(u"questions"_s, Value(Value::List{Value(Value::List{Value(u"token"_s), Value(u"https://vault.azure.net/.default"_s)})}));
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"REQUESTS_CA_BUNDLE"_s, ready[u"trustFile"].toString());
    const QString asker = QFileInfo(servers).absolutePath() + u"/azuresdk/asker.py"_s;
    const QString answer =
        run((*listed)[u"azuresdk"][u"installed"][u"python"].toString(), {asker, QString::fromUtf8(json::write(plan))}, environment);
    EXPECT_TRUE(answer.contains(u"recorded-access-token"_s)) << answer.toStdString();
}

TEST(AzureDeviceRecorded, TheSameIsSentAsByAzureIdentity)
{
    SALLYPORT_NEEDS(u"azurerecorder"_s, u"azuresdk"_s);
    const auto recorder = startServer(u"azurerecorder"_s);
    const Value &ready = recorder->ready();
    signInWithTheirs(ready);
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
