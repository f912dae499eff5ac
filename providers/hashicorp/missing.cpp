// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/missing.h"

#include "providers/hashicorp/refusals.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

QString named(const KvPlace &place)
{
    return printable(place.mount + u'/' + place.name, 200);
}

Error notFound(const QString &message, const QString &hint)
{
    return {ErrorKind::NotFound, message, hint};
}

bool isReadable(const Value &version)
{
    return !version[u"destroyed"].toBool() && version[u"deletion_time"].toString().isEmpty();
}

QString readableVersions(const Value &metadata)
{
    QStringList numbers;
    for (const auto &[number, version] : metadata[u"versions"].map()) {
        if (isReadable(version))
            numbers.append(printable(number, 12));
    }
    if (numbers.isEmpty())
        return u"No version of it can be read."_s;
    return numbers.size() == 1 ? u"The only version that can be read is %1."_s.arg(numbers.first())
                               : u"Versions that can be read: %1."_s.arg(numbers.join(u", "_s));
}

//! Asks which versions there are; `tell(metadata)` gets null where Vault does not say.
template<class Tell>
Step<SecretDocument> withMetadata(const Session &session, const KvPlace &place, Tell tell)
{
    const Call call{.path = pathOf(place, "metadata"_L1),
                    .purpose = u"ask for the versions of \"%1\""_s.arg(named(place)),
                    .passes = {400, 403, 404, 405}};
    return chain<SecretDocument>(query(session, call), [tell](const Result<VaultReply> &reply) -> Step<SecretDocument> {
        return tell(reply && reply->isGood() ? reply->data() : Value());
    });
}

Step<SecretDocument> goneVersion(const Session &session, const KvPlace &place, const Value &version)
{
    const QString number = version[u"version"].numberText();
    const bool destroyed = version[u"destroyed"].toBool();
    const QString when = timeLabel(version[u"deletion_time"]);
    const QString what =
        destroyed ? u"version %1 of \"%2\" was destroyed"_s.arg(number, named(place))
                  : u"version %1 of \"%2\" was deleted%3"_s.arg(number, named(place), when.isEmpty() ? QString() : u" on "_s + when);
    return withMetadata(session, place, [what, destroyed](const Value &metadata) -> Step<SecretDocument> {
        QStringList hints;
        if (!metadata.isNull())
            hints.append(readableVersions(metadata));
        hints.append(destroyed ? u"Edit the link and choose another version."_s
                               : u"It can be brought back (vault kv undelete), or choose another version."_s);
        return notFound(what, hints.join(u' '));
    });
}

QString plainHint(const KvPlace &place)
{
    return place.engine == Engine::V1
               ? u"Check mount path, secret path, engine version (1) and namespace. Vault also hides what the token may not see."_s
               : u"Check mount path, secret path, engine version (2) and namespace. Vault also hides what the token may not see."_s;
}

Error otherEngine(const KvPlace &place, Engine real)
{
    const auto number = [](Engine engine) { return engine == Engine::V1 ? 1 : 2; };
    return notFound(
        u"there is no \"%1\": the engine at \"%2\" has version %3, the link says %4"_s.arg(named(place), printable(place.mount, 120))
            .arg(number(real))
            .arg(number(place.engine)),
        u"Edit the link and choose engine version %1."_s.arg(number(real)));
}

//! The link named the engine's version: was it the right one?
Step<SecretDocument> checkEngine(const Session &session, const KvPlace &place)
{
    const Error plain = notFound(u"there is no secret \"%1\""_s.arg(named(place)), plainHint(place));
    if (place.detected)
        return plain;
    return chain<SecretDocument>(detectEngine(session, place), [place, plain](const Result<KvPlace> &found) -> Step<SecretDocument> {
        if (found && found->engine != Engine::Unknown && found->engine != place.engine)
            return otherEngine(place, found->engine);
        return found ? plain : found.error();
    });
}

Step<SecretDocument> missingVersion(const Session &session, const KvPlace &place)
{
    if (place.version.isEmpty())
        return checkEngine(session, place);
    return withMetadata(session, place, [session, place](const Value &metadata) -> Step<SecretDocument> {
        if (metadata.isNull())
            return checkEngine(session, place);
        return notFound(u"\"%1\" has no version %2"_s.arg(named(place), place.version), readableVersions(metadata));
    });
}

} // namespace

Step<SecretDocument> missing(const Session &session, const KvPlace &place, const VaultReply &reply)
{
    const Value &metadata = reply.data()[u"metadata"];
    if (metadata[u"version"].isNumber())
        return goneVersion(session, place, metadata);
    if (place.engine == Engine::V1 && saysVersioned(reply))
        return otherEngine(place, Engine::V2);
    if (!reply.json[u"errors"].list().empty()) // e.g. no engine at that path
        return notFound(u"could not read \"%1\": %2"_s.arg(named(place), wordsOf(session, reply)), u"Check mount path and namespace."_s);
    return place.engine == Engine::V2 ? missingVersion(session, place) : checkEngine(session, place);
}

} // namespace sallyport::hashicorp
