// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/suggest.h"

#include "app/base/json.h"
#include "providers/hashicorp/kv.h"
#include "providers/hashicorp/missing.h"
#include "providers/hashicorp/refusals.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/select_key.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

using Suggestions = std::vector<Suggestion>;

Suggestions mountsFrom(const VaultReply &reply)
{
    Suggestions found;
    for (const auto &[path, entry] : reply.data()[u"secret"].map()) {
        const Mount mount = mountFrom(path, entry);
        if (mount.engine == Engine::Unknown || mount.type == "cubbyhole"_L1)
            continue;
        QString label = u"%1 · KV version %2"_s.arg(printable(mount.path, 80), mount.engine == Engine::V1 ? u"1"_s : u"2"_s);
        if (!mount.description.isEmpty())
            label += u" · "_s + printable(mount.description, 80);
        found.push_back({mount.path, label});
    }
    return found;
}

Step<Suggestions> suggestMounts(const Session &session)
{
    const Call call{.path = u"sys/internal/ui/mounts"_s, .purpose = u"list the mounted engines"_s};
    return chain<Suggestions>(query(session, call), [](const Result<VaultReply> &reply) -> Step<Suggestions> {
        return reply ? Step<Suggestions>(mountsFrom(*reply)) : Step<Suggestions>(reply.error());
    });
}

Suggestions namesFrom(const VaultReply &reply, const QString &folder)
{
    Suggestions found;
    for (const Value &key : reply.data()[u"keys"].list())
        found.push_back({folder + key.toString(), printable(key.toString(), 120)});
    return found;
}

//! `place.name` is the folder to list; what is typed after its last slash is filtered by whoever shows the list.
Step<Suggestions> listNames(const Session &session, const KvPlace &place)
{
    const QString folder = place.name.isEmpty() ? QString() : place.name + u'/';
    const Call call{.path = pathOf(place, "metadata"_L1),
                    .purpose = u"list \"%1\""_s.arg(printable(pathOf(place, "metadata"_L1), 200)),
                    .query = "list=true",
                    .passes = {403, 404}};
    return chain<Suggestions>(query(session, call), [session, call, folder](const Result<VaultReply> &reply) -> Step<Suggestions> {
        if (!reply)
            return reply.error();
        if (reply->status == 403)
            return chain<Suggestions>(denied(session, call, *reply),
                                      [](const Result<VaultReply> &outcome) -> Step<Suggestions> { return outcome.error(); });
        return namesFrom(*reply, folder); // 404: an empty folder
    });
}

QString versionLabel(const QString &number, const Value &version, const QString &current)
{
    QStringList parts{printable(number, 12), timeLabel(version[u"created_time"])};
    if (version[u"destroyed"].toBool())
        parts.append(u"destroyed"_s);
    else if (!version[u"deletion_time"].toString().isEmpty())
        parts.append(u"deleted"_s);
    else if (number == current)
        parts.append(u"latest"_s);
    return labelFrom(parts);
}

Step<Suggestions> listVersions(const Session &session, const KvPlace &place)
{
    if (place.engine == Engine::V1)
        return Suggestions();
    const Call call{
        .path = pathOf(place, "metadata"_L1), .purpose = u"list the versions of \"%1\""_s.arg(printable(place.name, 120)), .passes = {404}};
    return chain<Suggestions>(query(session, call), [](const Result<VaultReply> &reply) -> Step<Suggestions> {
        if (!reply)
            return reply.error();
        Suggestions found;
        for (const auto &[number, version] : reply->data()[u"versions"].map())
            found.push_back({number, versionLabel(number, version, reply->data()[u"current_version"].numberText())});
        std::sort(found.begin(), found.end(), [](const Suggestion &a, const Suggestion &b) { return a.value.toInt() > b.value.toInt(); });
        return found;
    });
}

Step<Suggestions> keysByReading(const Inputs &inputs)
{
    return chain<Suggestions>(fetch(inputs, {}), [](const Result<SecretDocument> &document) -> Step<Suggestions> {
        if (!document)
            return document.error();
        return suggestedKeys(json::parse(document->content.reveal()).value_or(Value()));
    });
}

//! Version 2 tells names without values, if the token may ask that; otherwise the secret is read.
Step<Suggestions> listKeys(const Session &session, const KvPlace &place, const Inputs &inputs)
{
    if (place.engine != Engine::V2)
        return keysByReading(inputs);
    Call call{.path = pathOf(place, "subkeys"_L1),
              .purpose = u"list the keys of \"%1\""_s.arg(printable(place.name, 120)),
              .passes = {400, 403, 404, 405}};
    if (!place.version.isEmpty())
        call.query = "version=" + place.version.toLatin1();
    return chain<Suggestions>(query(session, call), [inputs](const Result<VaultReply> &reply) -> Step<Suggestions> {
        if (!reply)
            return reply.error();
        if (!reply->isGood())
            return keysByReading(inputs);
        return suggestedKeys(reply->data()[u"subkeys"]);
    });
}

//! The place that is typed so far. For names, only the folder that is complete counts.
Result<KvPlace> typedPlace(const FormValues &reference, QLatin1StringView fieldId)
{
    FormValues typed = reference;
    if (fieldId != kSecretName)
        return placeOf(typed);
    const QString folder = reference.text(kSecretName).section(u'/', 0, -2);
    typed.remove(kVersion);
    typed.setText(kSecretName, folder.isEmpty() ? u"-"_s : folder);
    return placeOf(typed).transform([&folder](KvPlace place) {
        if (folder.isEmpty())
            place.name.clear();
        return place;
    });
}

Step<Suggestions> listIn(const Session &session, const KvPlace &place, const Inputs &inputs, QLatin1StringView fieldId)
{
    if (fieldId == kSecretName)
        return listNames(session, place);
    return fieldId == kVersion ? listVersions(session, place) : listKeys(session, place, inputs);
}

} // namespace

Step<Suggestions> suggest(const Inputs &inputs, const SecretKindSpec &, QLatin1StringView fieldId)
{
    const auto session = openSession(inputs);
    if (!session)
        return session.error();
    if (fieldId == kSecretEnginePath)
        return suggestMounts(*session);
    const auto place = typedPlace(inputs.reference, fieldId);
    if (!place)
        return place.error();
    if (place->engine != Engine::Unknown)
        return listIn(*session, *place, inputs, fieldId);
    return chain<Suggestions>(detectEngine(*session, *place), [=, session = *session](const Result<KvPlace> &found) -> Step<Suggestions> {
        return found ? listIn(session, *found, inputs, fieldId) : Step<Suggestions>(found.error());
    });
}

} // namespace sallyport::hashicorp
