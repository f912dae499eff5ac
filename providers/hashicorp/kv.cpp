// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/kv.h"

#include "app/base/json.h"
#include "providers/hashicorp/missing.h"
#include "providers/hashicorp/refusals.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

Call readCall(const KvPlace &place)
{
    const QString path = pathOf(place, "data"_L1);
    Call call{.path = path, .purpose = u"read \"%1\""_s.arg(printable(path, 200)), .passes = {403, 404}};
    if (place.engine == Engine::V2 && !place.version.isEmpty())
        call.query = "version=" + place.version.toLatin1();
    return call;
}

KvPlace as(Engine engine, KvPlace place)
{
    place.engine = engine;
    place.detected = true;
    return place;
}

Error unexpectedShape(const Call &call)
{
    return {ErrorKind::Malformed, u"could not %1: Vault's answer holds no secret of the expected form"_s.arg(call.purpose),
            u"Edit the link: another engine version may be right, or another path."_s};
}

//! What was found out is written into links, so that the next read need not ask again and Insomnia can read them.
void noteDetected(SecretDocument &document, const KvPlace &place)
{
    if (!place.detected)
        return;
    document.detected.setText(kKvVersion, place.engine == Engine::V1 ? u"v1"_s : u"v2"_s);
    document.detected.setText(kSecretEnginePath, place.mount);
    document.detected.setText(kSecretName, place.name);
}

SecretDocument documentOf(const Value &content, const KvPlace &place, const VaultReply &reply)
{
    QByteArray text = json::write(content);
    SecretDocument document{.content = SecretValue(text), .form = SecretDocument::Form::Json};
    wipe(text);
    QStringList notes{
        u"KV version %1%2"_s.arg(place.engine == Engine::V1 ? u"1"_s : u"2"_s, place.detected ? u" (detected)"_s : QString())};
    notes += reply.warnings();
    document.note = notes.join(u"; "_s);
    noteDetected(document, place);
    return document;
}

//! The lease of a version 1 answer is a hint when to read again; 0 is none.
Result<SecretDocument> plainDocument(const Call &call, const KvPlace &place, const VaultReply &reply)
{
    if (!reply.data().isMap())
        return unexpectedShape(call);
    SecretDocument document = documentOf(reply.data(), place, reply);
    if (const qint64 lease = reply.json[u"lease_duration"].numberText().toLongLong(); lease > 0)
        document.maxAge = std::chrono::seconds(lease);
    return document;
}

//! A version whose deletion is due must not be kept beyond it.
Result<SecretDocument> versionedDocument(const Session &session, const Call &call, const KvPlace &place, const VaultReply &reply)
{
    const Value &data = reply.data();
    if (!isVersionedData(data) || !data[u"data"].isMap())
        return unexpectedShape(call);
    SecretDocument document = documentOf(data[u"data"], place, reply);
    document.version = data[u"metadata"][u"version"].numberText();
    const QDateTime deletion = QDateTime::fromString(data[u"metadata"][u"deletion_time"].toString(), Qt::ISODateWithMs);
    if (deletion.isValid())
        document.maxAge = std::chrono::seconds(std::max<qint64>(0, session.now.secsTo(deletion)));
    return document;
}

Step<SecretDocument> finish(const Session &session, const Call &call, const KvPlace &place, const VaultReply &reply)
{
    const auto fail = [](const Result<VaultReply> &outcome) -> Step<SecretDocument> { return outcome.error(); };
    if (reply.status == 403)
        return chain<SecretDocument>(denied(session, call, reply), fail);
    if (reply.status == 404)
        return missing(session, place, reply);
    return place.engine == Engine::V2 ? versionedDocument(session, call, place, reply) : plainDocument(call, place, reply);
}

Step<SecretDocument> read(const Session &session, const KvPlace &place)
{
    const Call call = readCall(place);
    return chain<SecretDocument>(query(session, call), [session, call, place](const Result<VaultReply> &reply) -> Step<SecretDocument> {
        return reply ? finish(session, call, place, *reply) : Step<SecretDocument>(reply.error());
    });
}

//! Second half of readEither: the path was no version 2 secret; version 1 has the say.
Step<SecretDocument> judgePlainRead(const Session &session, const KvPlace &place, const VaultReply &versioned, const VaultReply &plain)
{
    const KvPlace asV1 = as(Engine::V1, place);
    const KvPlace asV2 = as(Engine::V2, place);
    if (plain.isGood() && isVersionedData(plain.data())) {
        return Error{ErrorKind::InvalidInput, u"could not tell which engine version \"%1\" has"_s.arg(printable(place.mount, 120)),
                     u"Edit the link and choose the engine version."_s};
    }
    if (plain.isGood())
        return finish(session, readCall(asV1), asV1, plain);
    if (plain.status == 404 && saysVersioned(plain))
        return finish(session, readCall(asV2), asV2, versioned);
    return finish(session, readCall(versioned.status == 404 ? asV2 : asV1), place, versioned.status == 404 ? versioned : plain);
}

//! For a token that may not ask which engine it is: a version 2 read, and where that finds nothing, a version 1 read.
//! Vault tells the two apart by the shape of a success and by a warning at a 404.
Step<SecretDocument> readEither(const Session &session, const KvPlace &place)
{
    const KvPlace asV2 = as(Engine::V2, place);
    const Call first = readCall(asV2);
    return chain<SecretDocument>(query(session, first), [=](const Result<VaultReply> &versioned) -> Step<SecretDocument> {
        if (!versioned)
            return versioned.error();
        if (isVersionedData(versioned->data()))
            return finish(session, first, asV2, *versioned);
        return chain<SecretDocument>(query(session, readCall(as(Engine::V1, place))),
                                     [=, versioned = *versioned](const Result<VaultReply> &plain) -> Step<SecretDocument> {
                                         return plain ? judgePlainRead(session, place, versioned, *plain)
                                                      : Step<SecretDocument>(plain.error());
                                     });
    });
}

} // namespace

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &)
{
    const auto session = openSession(inputs);
    if (!session)
        return session.error();
    const auto place = placeOf(inputs.reference);
    if (!place)
        return place.error();
    if (place->engine != Engine::Unknown)
        return read(*session, *place);
    return chain<SecretDocument>(detectEngine(*session, *place),
                                 [session = *session](const Result<KvPlace> &found) -> Step<SecretDocument> {
                                     if (!found)
                                         return found.error();
                                     return found->engine == Engine::Unknown ? readEither(session, *found) : read(session, *found);
                                 });
}

bool isVersionedData(const Value &data)
{
    const Value &metadata = data[u"metadata"];
    return data.find(u"data") && metadata[u"version"].isNumber() && metadata[u"created_time"].isString();
}

} // namespace sallyport::hashicorp
