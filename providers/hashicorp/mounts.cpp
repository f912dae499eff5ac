// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/mounts.h"

#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

Result<Engine> engineOf(const FormValues &reference)
{
    const QString text = answer(kReferenceForm, reference, kKvVersion);
    if (text == "detect"_L1)
        return Engine::Unknown;
    if (text == "v1"_L1 || text == "v2"_L1)
        return text == "v1"_L1 ? Engine::V1 : Engine::V2;
    return Error{ErrorKind::InvalidInput, u"the engine version cannot be \"%1\""_s.arg(printable(text, 40)),
                 u"Edit the link and choose one."_s};
}

Result<QString> versionOf(const FormValues &reference)
{
    const QString text = reference.text(kVersion).trimmed();
    const bool isNumber = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isNumber || text.size() > 9)
        return Error{ErrorKind::InvalidInput, u"the version \"%1\" is not a number"_s.arg(printable(text, 40)),
                     u"Edit the link: give a number, or nothing for the latest version."_s};
    return text.toUInt() == 0 ? QString() : QString::number(text.toUInt());
}

QString withoutSlashes(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

//! A namespace that travels in the path is part of the mount's path in the answer.
QString ownPath(const Session &session, const QString &path)
{
    const QString prefix = session.nameSpace + u'/';
    const QString bare = withoutSlashes(path);
    return session.namespaceInPath && prefix.size() > 1 && bare.startsWith(prefix) ? bare.mid(prefix.size()) : bare;
}

Result<KvPlace> located(const Session &session, KvPlace place, const Value &data)
{
    const Mount mount = mountFrom(ownPath(session, data[u"path"].toString()), data);
    if (mount.engine == Engine::Unknown) {
        return Error{ErrorKind::InvalidInput,
                     u"\"%1\" is no key-value engine but \"%2\""_s.arg(printable(place.mount, 80), printable(mount.type, 40)),
                     u"Edit the link and choose the mount path of a key-value engine."_s};
    }
    const QString whole = place.mount + u'/' + place.name;
    if (!mount.path.isEmpty() && whole.startsWith(mount.path + u'/')) {
        place.mount = mount.path;
        place.name = whole.mid(mount.path.size() + 1);
    }
    place.engine = mount.engine;
    place.detected = true;
    return place;
}

} // namespace

Result<KvPlace> placeOf(const FormValues &reference)
{
    const auto mount = checkedPath(reference.text(kSecretEnginePath), u"the secret mount path"_s);
    if (!mount)
        return mount.error();
    const auto name = checkedPath(reference.text(kSecretName), u"the secret path"_s);
    if (!name)
        return name.error();
    const auto engine = engineOf(reference);
    if (!engine)
        return engine.error();
    if (*engine == Engine::V1)
        return KvPlace{*mount, *name, {}, *engine};
    return versionOf(reference).transform([&](const QString &version) { return KvPlace{*mount, *name, version, *engine}; });
}

Mount mountFrom(const QString &path, const Value &entry)
{
    const QString type = entry[u"type"].toString();
    Mount mount{withoutSlashes(path), Engine::Unknown, type, entry[u"description"].toString()};
    if (type == "kv"_L1 || type == "generic"_L1 || type == "cubbyhole"_L1) // generic: what kv was called before Vault 0.10
        mount.engine = entry[u"options"][u"version"].asText() == "2"_L1 ? Engine::V2 : Engine::V1;
    return mount;
}

Step<KvPlace> detectEngine(const Session &session, const KvPlace &place)
{
    const QString whole = place.name.isEmpty() ? place.mount : place.mount + u'/' + place.name;
    const Call call{.path = u"sys/internal/ui/mounts/"_s + whole,
                    .purpose = u"ask which engine is mounted at \"%1\""_s.arg(printable(place.mount, 120)),
                    .passes = {400, 403, 404, 405}};
    return chain<KvPlace>(query(session, call), [session, place](const Result<VaultReply> &reply) -> Step<KvPlace> {
        if (!reply)
            return reply.error();
        if (!reply->isGood())
            return place;
        if (!reply->data()[u"type"].isString())
            return Error{ErrorKind::Malformed,
                         u"Vault's answer about the engine at \"%1\" does not say what it is"_s.arg(printable(place.mount, 120)),
                         u"Edit the link and choose the engine version."_s};
        return located(session, place, reply->data());
    });
}

bool saysVersioned(const VaultReply &reply)
{
    const QStringList warnings = reply.warnings();
    return std::any_of(warnings.begin(), warnings.end(),
                       [](const QString &text) { return text.contains("versioned K/V"_L1) || text.contains("K/V v2"_L1); });
}

QString pathOf(const KvPlace &place, QLatin1StringView level)
{
    const QString below = place.name.isEmpty() ? QString() : u'/' + place.name;
    return place.engine == Engine::V1 ? place.mount + below : u"%1/%2%3"_s.arg(place.mount, QString(level), below);
}

} // namespace sallyport::hashicorp
