// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vault_server.h"

#include "app/base/json.h"
#include "tests/support/async.h"

#include <QDir>
#include <QFile>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

RealVault::RealVault(const QStringList &options) : m_child(startServer(u"vault"_s, options))
{
}

HttpReply RealVault::send(const QByteArray &method, const QByteArray &path, const QByteArray &body, const QByteArray &token)
{
    HttpRequest request{.method = method, .url = QUrl::fromEncoded(address().toUtf8() + "/v1/" + path), .body = body};
    request.headers = {{"X-Vault-Request", "true"}, {"X-Vault-Token", token}, {"Content-Type", "application/json"}};
    request.tls = {text(u"caFile"), text(u"clientCertificate"), text(u"clientKey")};
    const auto reply = await(m_transport.send(request, {}));
    EXPECT_TRUE(reply.has_value()) << method.toStdString() << ' ' << path.toStdString() << ": "
                                   << (reply ? "" : reply.error().sentence().toStdString());
    return reply.value_or(HttpReply());
}

Value RealVault::ask(const QByteArray &method, const QByteArray &path, const QByteArray &body, bool mayFail)
{
    HttpReply reply = send(method, path, body, token().toUtf8());
    // An engine that has just been mounted refuses for a moment.
    for (int i = 0; i < 100 && reply.status == 400 && reply.body.contains("pgrading"); ++i)
        reply = send(method, path, body, token().toUtf8());
    if (!mayFail) {
        EXPECT_EQ(reply.status / 100, 2) << method.toStdString() << ' ' << path.toStdString() << ": " << reply.body.toStdString();
    }
    return reply.body.isEmpty() ? Value() : json::parse(reply.body).value_or(Value());
}

int RealVault::statusFor(const QByteArray &token, const QByteArray &method, const QByteArray &path)
{
    return send(method, path, {}, token).status;
}

void RealVault::mountKv(const QByteArray &path, int version)
{
    ask("POST", "sys/mounts/" + path, R"({"type":"kv","options":{"version":")" + QByteArray::number(version) + R"("}})");
}

void RealVault::writePolicy(const QByteArray &name, const QByteArray &text)
{
    Value body{Value::Map()};
    body.set(u"policy"_s, QString::fromUtf8(text));
    ask("PUT", "sys/policies/acl/" + name, json::write(body));
}

QByteArray RealVault::newToken(const QByteArray &json)
{
    return ask("POST", "auth/token/create", json)[u"auth"][u"client_token"].toString().toUtf8();
}

std::pair<QString, QByteArray> RealVault::newAppRole(const QByteArray &name, const QByteArray &json)
{
    if (!ask("GET", "sys/auth")[u"data"].find(u"approle/"))
        ask("POST", "sys/auth/approle", R"({"type":"approle"})");
    ask("POST", "auth/approle/role/" + name, json);
    const QString role = ask("GET", "auth/approle/role/" + name + "/role-id")[u"data"][u"role_id"].toString();
    const QString secret = ask("POST", "auth/approle/role/" + name + "/secret-id", "{}")[u"data"][u"secret_id"].toString();
    return {role, secret.toUtf8()};
}

QStringList RealVault::newlyAudited()
{
    QFile log(text(u"auditLog"));
    EXPECT_TRUE(log.open(QIODevice::ReadOnly)) << log.fileName().toStdString();
    log.seek(m_auditRead);
    QStringList seen;
    for (const QByteArray &line : log.readAll().split('\n')) {
        const Value entry = json::parse(line).value_or(Value());
        if (entry[u"type"].toString() == "request"_L1)
            seen.append(entry[u"request"][u"operation"].toString() + u' ' + entry[u"request"][u"path"].toString());
    }
    m_auditRead = log.size();
    return seen;
}

} // namespace sallyport::test
