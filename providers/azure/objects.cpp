// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/objects.h"

#include "app/base/json.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

VaultCall readCall(const Place &place)
{
    return {.vault = place.vault,
            .path = place.path(),
            .query = kApiVersion,
            .purpose = u"read the %1 \"%2\" of %3"_s.arg(nameOf(place.kind), place.name, place.vault.host.name()),
            .right = u"Get"_s};
}

Error unexpectedShape(const VaultCall &call)
{
    return {ErrorKind::Malformed, u"could not %1: the answer holds no value"_s.arg(call.purpose), u"Check the address of the vault."_s};
}

//! The last part of an object's identifier.
QString versionIn(const Value &identifier)
{
    return printable(identifier.toString().section(u'/', -1), 64);
}

//! What the vault says about an object without being asked: that its time is over or has not come is no reason not to give it.
QString noteFrom(const Value &attributes, const QDateTime &now)
{
    const auto at = [&attributes](QStringView name) { return attributes[name].numberText().toLongLong(); };
    const auto day = [](qint64 seconds) { return timeLabel(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC)); };
    if (const qint64 end = at(u"exp"); end > 0 && end <= now.toSecsSinceEpoch())
        return u"expired on %1"_s.arg(day(end));
    if (const qint64 begin = at(u"nbf"); begin > now.toSecsSinceEpoch())
        return u"meant to be used from %1 on"_s.arg(day(begin));
    return {};
}

Result<SecretDocument> secretFrom(const VaultCall &call, const Value &answer)
{
    if (!answer[u"value"].isString())
        return unexpectedShape(call);
    return SecretDocument{.content = SecretValue::fromString(answer[u"value"].toString()), .version = versionIn(answer[u"id"])};
}

Result<SecretDocument> keyFrom(const VaultCall &call, const Value &answer)
{
    const Value &key = answer[u"key"];
    if (!key.isMap() || key[u"kty"].toString().isEmpty())
        return unexpectedShape(call);
    return SecretDocument{.content = SecretValue(json::write(key)), .form = SecretDocument::Form::Json, .version = versionIn(key[u"kid"])};
}

Result<SecretDocument> certificateFrom(const VaultCall &call, const Value &answer)
{
    constexpr qsizetype kLineLength = 64;
    const auto bytes = QByteArray::fromBase64Encoding(answer[u"cer"].toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || bytes.decoded.isEmpty())
        return unexpectedShape(call);
    const QByteArray text = bytes.decoded.toBase64();
    QByteArray pem = "-----BEGIN CERTIFICATE-----\n";
    for (qsizetype at = 0; at < text.size(); at += kLineLength)
        pem += text.mid(at, kLineLength) + '\n';
    pem += "-----END CERTIFICATE-----\n";
    return SecretDocument{.content = SecretValue(pem), .version = versionIn(answer[u"id"])};
}

Result<SecretDocument> documentFrom(const Place &place, const VaultCall &call, const Value &answer, const QDateTime &now)
{
    auto document = place.kind == ObjectKind::Secret ? secretFrom(call, answer)
                    : place.kind == ObjectKind::Key  ? keyFrom(call, answer)
                                                     : certificateFrom(call, answer);
    if (document)
        document->note = noteFrom(answer[u"attributes"], now);
    return document;
}

} // namespace

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &)
{
    const auto context = openContext(inputs);
    if (!context)
        return context.error();
    const auto place = placeOf(inputs.reference, context->settings);
    if (!place)
        return place.error();
    const VaultCall call = readCall(*place);
    return chainOrFail<SecretDocument>(callVault(*context, call),
                                       [place = *place, call, now = inputs.now](const Value &answer) -> Step<SecretDocument> {
                                           return documentFrom(place, call, answer, now);
                                       });
}

} // namespace sallyport::azure
