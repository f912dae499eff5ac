// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/azure_recorded.h"

#include "app/base/json.h"

#include <QFileInfo>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

QString run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    EXPECT_TRUE(process.waitForFinished(60'000)) << program.toStdString();
    return QString::fromUtf8(process.readAllStandardOutput());
}

//! The interpreter that has Microsoft's clients.
QString microsoftsPython()
{
    const QString servers = qEnvironmentVariable("SALLYPORT_SERVERS_RUN");
    const QString python = qEnvironmentVariable("SALLYPORT_PYTHON", u"python3"_s);
    const auto listed = json::parse(run(python, {servers, u"list"_s}, QProcessEnvironment::systemEnvironment()).toUtf8());
    EXPECT_OK(listed);
    return listed.value_or(Value())[u"azuresdk"][u"installed"][u"python"].toString();
}

} // namespace

QString serversFolder()
{
    return QFileInfo(qEnvironmentVariable("SALLYPORT_SERVERS_RUN")).absolutePath();
}

void askMicrosoft(const Value &recorder, const QString &kind, const QString &clientId, const QStringList &question,
                  const QMap<QString, QString> &variables)
{
    Value credential{Value::Map()};
    credential.set(u"kind"_s, kind);
    credential.set(u"clientId"_s, clientId);
    const Value::List words(question.begin(), question.end());
    Value plan{Value::Map()};
    plan.set(u"authority"_s, recorder[u"tlsAddress"]);
    plan.set(u"vault"_s, recorder[u"tlsAddress"]);
    plan.set(u"tenant"_s, recorder[u"tenant"]);
    plan.set(u"ca"_s, recorder[u"trustFile"]);
    plan.set(u"credential"_s, credential);
    plan.set(u"questions"_s, Value(Value::List{Value(words)}));
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"REQUESTS_CA_BUNDLE"_s, recorder[u"trustFile"].toString());
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    const QString answer =
        run(microsoftsPython(), {serversFolder() + u"/azuresdk/asker.py"_s, QString::fromUtf8(json::write(plan))}, environment);
    EXPECT_TRUE(answer.contains(u"recorded-access-token"_s) || answer.contains(u"recorded value"_s)) << answer.toStdString();
}

std::vector<Value> recorded(ServerChild &recorder)
{
    return recorder.command(u"recorded"_s)[u"requests"].list();
}

QMap<QString, QString> fieldsOf(const Value &request, QStringView part)
{
    QMap<QString, QString> fields;
    for (const auto &[name, value] : request[part].map())
        fields.insert(name, value.toString());
    return fields;
}

} // namespace sallyport::test
