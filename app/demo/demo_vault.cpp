// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_vault.h"

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

//! The version whose answers these are.
const QString &spokenVersion()
{
    static const QString kVersion = u"1.21.1"_s;
    return kVersion;
}

const QString &clusterName()
{
    static const QString kName = u"vault-cluster-demo"_s;
    return kName;
}

VaultQuestion questionFrom(const LoopbackRequest &request)
{
    VaultQuestion question{.method = request.method,
                           .path = QString::fromUtf8(QByteArray::fromPercentEncoding(request.path().mid(4))),
                           .query = QUrlQuery(QString::fromUtf8(request.query()))};
    while (question.path.endsWith(u'/'))
        question.path.chop(1);
    if (question.method == "GET" && question.query.queryItemValue(u"list"_s) == "true"_L1)
        question.method = "LIST";
    return question;
}

LoopbackResponse written(const VaultAnswer &answer)
{
    LoopbackResponse response{.status = answer.status, .headers = {{"Cache-Control", "no-store"}}};
    if (answer.body.isNull())
        return response;
    response.headers.append(HttpHeader{"Content-Type", "application/json"});
    response.body = json::write(answer.body) + '\n';
    return response;
}

QString tokenOf(const LoopbackRequest &request)
{
    if (request.hasHeader("X-Vault-Token"))
        return QString::fromUtf8(request.header("X-Vault-Token"));
    const QByteArray authorization = request.header("Authorization");
    return authorization.startsWith("Bearer ") ? QString::fromUtf8(authorization.mid(7)) : QString();
}

} // namespace

DemoVault::DemoVault(const Now &now) : m_now(now), m_secrets(now), m_tokens(now)
{
}

LoopbackResponse DemoVault::handle(const LoopbackRequest &request)
{
    if (!request.path().startsWith("/v1/"))
        return written(VaultAnswer::notFound());
    if (!request.hasHeader("X-Vault-Request"))
        return written(VaultAnswer::refusal(412, {u"missing 'X-Vault-Request' header"_s}));
    if (!m_activeNode.isEmpty())
        return {.status = 307, .headers = {{"Location", m_activeNode + request.target}}};
    VaultQuestion question = questionFrom(request);
    if (!request.body.trimmed().isEmpty()) {
        const auto body = json::parse(request.body);
        if (!body || !body->isMap())
            return written(VaultAnswer::refusal(400, {u"failed to parse JSON input"_s}));
        question.body = *body;
    }
    return written(answer(question, tokenOf(request)));
}

VaultAnswer DemoVault::answer(const VaultQuestion &question, const QString &token)
{
    if (question.path == "sys/health"_L1)
        return health();
    if (question.path == "sys/seal-status"_L1)
        return sealStatus();
    if (m_sealed || !m_initialized)
        return VaultAnswer::refusal(503, {u"Vault is sealed"_s});
    const QString login = question.path.mid(5).chopped(question.path.endsWith("/login"_L1) ? 6 : 0);
    if (question.writes() && question.path.startsWith("auth/"_L1) && question.path.endsWith("/login"_L1) && m_tokens.hasAppRoleAt(login))
        return m_tokens.login(login, question.body);
    return answerWithToken(question, token);
}

VaultAnswer DemoVault::answerWithToken(const VaultQuestion &question, const QString &token)
{
    if (token.isEmpty())
        return VaultAnswer::refusal(403, {u"permission denied"_s});
    const auto rules = m_tokens.rulesOf(token);
    if (!rules)
        return VaultAnswer::refusal(403, {u"2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"_s});
    if (question.path.startsWith("sys/internal/ui/mounts"_L1))
        return answerMounts(question.path.mid(23), *rules);
    if (!rules->allows(question.method == "LIST" ? question.path + u'/' : question.path, question.capability()) &&
        !rules->allows(question.path, question.capability()))
        return VaultAnswer::forbidden();
    if (question.path == "auth/token/lookup-self"_L1)
        return m_tokens.lookupSelf(token);
    if (question.path == "auth/token/renew-self"_L1 && question.writes())
        return m_tokens.renewSelf(token, question.body);
    if (question.path == "auth/token/revoke-self"_L1 && question.writes()) {
        m_tokens.revoke(token);
        return VaultAnswer::nothing();
    }
    if (const auto mount = m_secrets.mountOf(question.path))
        return m_secrets.answer(*mount, question);
    return VaultAnswer::refusal(404, {u"no handler for route \"%1\". route entry not found."_s.arg(question.path)});
}

VaultAnswer DemoVault::answerMounts(const QString &path, const VaultRules &rules) const
{
    if (path.isEmpty()) {
        Value engines{Value::Map()};
        for (const QString &mount : m_secrets.mounts()) {
            if (rules.reaches(mount + u'/'))
                engines.set(mount + u'/', m_secrets.description(mount));
        }
        return enveloped({.data = object({{u"auth"_s, Value(Value::Map())}, {u"secret"_s, engines}})});
    }
    const auto mount = m_secrets.mountOf(path);
    if (!mount || !rules.reaches(*mount + u'/'))
        return VaultAnswer::refusal(
            403, {u"preflight capability check returned 403, please ensure client's policies grant access to path \"%1/\""_s.arg(path)});
    return enveloped({.data = m_secrets.description(*mount)});
}

VaultAnswer DemoVault::health() const
{
    const bool works = m_initialized && !m_sealed;
    const QString replication = works ? u"disabled"_s : u"unknown"_s;
    Value body = object({{u"initialized"_s, m_initialized},
                         {u"sealed"_s, !works},
                         {u"standby"_s, !works},
                         {u"performance_standby"_s, false},
                         {u"replication_performance_mode"_s, replication},
                         {u"replication_dr_mode"_s, replication},
                         {u"server_time_utc"_s, Value::number(m_now().toSecsSinceEpoch())},
                         {u"version"_s, spokenVersion()},
                         {u"enterprise"_s, false},
                         {u"echo_duration_ms"_s, Value::number(0)},
                         {u"clock_skew_ms"_s, Value::number(0)},
                         {u"replication_primary_canary_age_ms"_s, Value::number(0)}});
    if (works) {
        body.set(u"cluster_name"_s, clusterName());
        body.set(u"cluster_id"_s, newUuid());
    }
    return {!m_initialized ? 501 : m_sealed ? 503 : 200, body};
}

VaultAnswer DemoVault::sealStatus() const
{
    Value body = object({{u"type"_s, u"shamir"_s},
                         {u"initialized"_s, m_initialized},
                         {u"sealed"_s, m_sealed || !m_initialized},
                         {u"t"_s, Value::number(m_initialized ? 1 : 0)},
                         {u"n"_s, Value::number(m_initialized ? 1 : 0)},
                         {u"progress"_s, Value::number(0)},
                         {u"nonce"_s, QString()},
                         {u"version"_s, spokenVersion()},
                         {u"build_date"_s, u"2025-11-18T00:00:00Z"_s},
                         {u"migration"_s, false},
                         {u"recovery_seal"_s, false},
                         {u"storage_type"_s, u"inmem"_s}});
    if (m_initialized && !m_sealed) {
        body.set(u"cluster_name"_s, clusterName());
        body.set(u"cluster_id"_s, newUuid());
    }
    return {200, body};
}

} // namespace sallyport::demo
