// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/vault_content.h"

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

QStringList textsOf(const Value &list)
{
    QStringList texts;
    for (const Value &text : list.list())
        texts.append(text.toString());
    return texts;
}

void fillVersioned(KvStore &secrets, const Value &item)
{
    const QString mount = item[u"mount"].toString();
    const QString name = item[u"path"].toString();
    if (!secrets.engine(mount))
        secrets.mount(mount, 2, item[u"description"].toString());
    int number = 0;
    for (const Value &version : item[u"versions"].list()) {
        secrets.write(mount, name, version[u"data"]);
        ++number;
        if (version[u"state"].toString() == "deleted"_L1)
            secrets.deleteVersion(mount, name, number);
        if (version[u"state"].toString() == "destroyed"_L1)
            secrets.destroyVersion(mount, name, number);
    }
}

void fillPlain(KvStore &secrets, const Value &item)
{
    const QString mount = item[u"mount"].toString();
    if (!secrets.engine(mount))
        secrets.mount(mount, 1, item[u"description"].toString());
    secrets.write(mount, item[u"path"].toString(), item[u"data"]);
}

void fillRole(TokenStore &tokens, const Value &item)
{
    const QString roleId = item[u"roleId"].toString();
    tokens.addRole({.mount = item[u"mount"].toString(),
                    .name = item[u"role"].toString(),
                    .roleId = roleId,
                    .policies = textsOf(item[u"policies"]),
                    .tokenTtl = item[u"tokenTtl"].numberText().toLongLong(),
                    .tokenMaxTtl = item[u"tokenMaxTtl"].numberText().toLongLong()});
    tokens.addSecretId(roleId, item[u"secretId"].toString(), item[u"secretIdUses"].numberText().toInt());
}

void collectTexts(const QString &name, const Value &value, QList<std::pair<QString, QString>> &found)
{
    if (value.isString() && value.toString().size() >= 6)
        found.append({name, value.toString()});
    for (const auto &[member, inner] : value.map())
        collectTexts(name + (name.contains(u' ') ? u'/' : u' ') + member, inner, found);
}

QString placeOf(const Value &item)
{
    return item[u"mount"].toString() + u'/' + item[u"path"].toString();
}

} // namespace

Result<Done> fillVault(DemoVault &vault, const Value &fixture)
{
    if (!fixture.isMap() || fixture[u"token"].toString().isEmpty())
        return Error{ErrorKind::Malformed, u"the fixture is no object with a token"_s, {}};
    vault.tokens().addRootToken(fixture[u"token"].toString());
    for (const auto &[name, text] : fixture[u"policies"].map())
        vault.tokens().setPolicy(name, text.toString());
    for (const Value &item : fixture[u"tokens"].list())
        vault.tokens().addToken(item[u"token"].toString(), textsOf(item[u"policies"]), item[u"ttl"].numberText().toLongLong());
    for (const Value &item : fixture[u"kv2"].list())
        fillVersioned(vault.secrets(), item);
    for (const Value &item : fixture[u"kv1"].list())
        fillPlain(vault.secrets(), item);
    for (const Value &item : fixture[u"approles"].list())
        fillRole(vault.tokens(), item);
    return Done{};
}

Value demoFixture()
{
    static const Value kFixture = json::parse(R"({
      "token": "demo-root-token",
      "policies": {"shop": "path \"secret/*\" { capabilities = [\"read\", \"list\"] }\n)"
                                              R"(path \"legacy/*\" { capabilities = [\"read\", \"list\"] }"},
      "tokens": [{"token": "demo-token", "policies": ["shop"], "ttl": 0}],
      "kv2": [
        {"mount": "secret", "description": "secrets of the demo", "path": "shop", "versions": [
          {"data": {"api_key": "demo-key-of-last-year", "token": "demo-token-of-last-year"}},
          {"data": {"api_key": "demo-7Qh2-shop-api-key", "token": "demo-X4mP-shop-session-token", "customer": 18446744073709551615,
                    "db": {"user": "shop", "password": "demo-kV9z-database-password"}}}]},
        {"mount": "secret", "path": "staging/shop", "versions": [
          {"data": {"api_key": "demo-2LsE-staging-api-key", "token": "demo-9TwR-staging-session-token"}}]},
        {"mount": "secret", "path": "retired", "versions": [{"data": {"api_key": "demo-nobody-reads-this"}, "state": "deleted"}]}],
      "kv1": [{"mount": "legacy", "description": "an older engine", "path": "billing",
               "data": {"password": "demo-Zr6u-billing-password", "port": 5432}}],
      "approles": [{"mount": "approle", "role": "demo", "roleId": "demo-role-id", "secretId": "demo-secret-id", "policies": ["shop"],
                    "tokenTtl": 600, "tokenMaxTtl": 3600, "secretIdUses": 0}]
    })")
                                      .value_or(Value());
    return kFixture;
}

QList<std::pair<QString, QString>> secretsOf(const Value &fixture)
{
    QList<std::pair<QString, QString>> found;
    for (const Value &item : fixture[u"kv2"].list()) {
        for (const Value &version : item[u"versions"].list())
            collectTexts(placeOf(item), version[u"data"], found);
    }
    for (const Value &item : fixture[u"kv1"].list())
        collectTexts(placeOf(item), item[u"data"], found);
    return found;
}

} // namespace sallyport::demo
