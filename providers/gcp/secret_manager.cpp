// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/secret_manager.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/crc32c.h"
#include "providers/gcp/service_account.h"
#include "providers/gcp/tables.h"
#include "providers/sdk/plain_text.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

//! One secret that is being read.
struct Reading {
    SignedIn session;
    SecretPlace place;
    bool asBase64 = false;
    bool isSecondTime = false;

    [[nodiscard]] Call call() const
    {
        return secretCall(session, place, place.versionPath() + u":access"_s, u"read secret \"%1\""_s.arg(place.versionPath()));
    }
};

Error malformed(const Reading &reading, const QString &why)
{
    return {ErrorKind::Malformed, u"could not %1: %2"_s.arg(reading.call().purpose, why),
            u"Try again; a proxy may be answering instead of Google, or the API endpoint be wrong."_s};
}

Result<SecretDocument> textDocument(const Reading &reading, const QByteArray &payload)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(payload);
    if (decoder.hasError())
        return Error{ErrorKind::InvalidInput, u"could not %1 as text: it is bytes that are no UTF-8"_s.arg(reading.call().purpose),
                     u"Edit the link and take its payload as Base64."_s};
    SecretDocument document{.content = SecretValue(payload)};
    if (payload.trimmed().startsWith('{')) {
        if (const auto parsed = json::parse(payload); parsed && parsed->isMap())
            document.form = SecretDocument::Form::Json;
    }
    return document;
}

//! Whether the payload is what was sent; none where no checksum came with it. Errors: Malformed, for a checksum that is no number.
Result<std::optional<bool>> isIntact(const Reading &reading, const QByteArray &payload, const Value &checksum)
{
    if (checksum.isNull())
        return std::optional<bool>();
    bool isNumber = false;
    const quint32 expected = (checksum.isString() ? checksum.toString() : checksum.numberText()).toUInt(&isNumber);
    if (!isNumber)
        return malformed(reading, u"its checksum is no number"_s);
    return std::optional(crc32c(payload) == expected);
}

//! The version's number from `projects/123/secrets/db/versions/7`. Errors: Malformed, for the name of another secret.
Result<QString> versionIn(const Reading &reading, const QString &name)
{
    if (name.isEmpty())
        return QString();
    if (name.section(u'/', -3, -3) != reading.place.secret || name.section(u'/', -2, -2) != "versions"_L1)
        return malformed(reading, u"the answer is about another secret"_s);
    return printable(name.section(u'/', -1), 40);
}

Step<SecretDocument> read(const Reading &reading);

Step<SecretDocument> documentFrom(const Reading &reading, const Value &answer)
{
    const Value &data = answer[u"payload"][u"data"];
    auto decoded = QByteArray::fromBase64Encoding(data.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!data.isString() || !decoded)
        return malformed(reading, data.isString() ? u"its bytes are not encoded as they should be"_s : u"the answer holds no payload"_s);
    const QByteArray &payload = *decoded;
    const auto version = versionIn(reading, answer[u"name"].toString());
    const auto intact = isIntact(reading, payload, answer[u"payload"][u"dataCrc32c"]);
    if (!version || !intact)
        return version ? intact.error() : version.error();
    if (*intact && !**intact) {
        Reading again = reading;
        again.isSecondTime = true;
        return reading.isSecondTime ? Step<SecretDocument>(malformed(reading, u"its checksum (CRC32C) does not fit, twice"_s))
                                    : read(again);
    }
    auto document =
        reading.asBase64
            ? Result<SecretDocument>(SecretDocument{.content = SecretValue(payload.toBase64()), .form = SecretDocument::Form::Binary})
            : textDocument(reading, payload);
    if (!document)
        return document;
    document->version = *version;
    document->note = *intact ? QString() : u"without a checksum"_s;
    return document;
}

//! A self-signed token that is refused because of the clock: the next one is signed by Secret Manager's clock.
Step<SecretDocument> refused(const Reading &reading, const Call &call, const Reply &reply)
{
    const Error error = secretRefusal(reading.session, call, reply, reading.place);
    const bool isOff = reply.status == 401 && reply.ahead && std::abs(*reply.ahead) >= kToleratedSkewMs;
    if (!isOff || !isSelfSigned(reading.session.context.settings))
        return error;
    const QUrl address = secretManagerAddress(reading.session.context.settings, {});
    return ask<SecretDocument>(Remember{skewNote(address), QString::number(*reply.ahead)},
                               [error](const Result<Remembered> &) -> Step<SecretDocument> { return error; });
}

Step<SecretDocument> read(const Reading &reading)
{
    const Call call = reading.call();
    return chainOrFail<SecretDocument>(exchange(reading.session.context, call), [reading, call](const Reply &reply) {
        return reply.isGood() ? documentFrom(reading, reply.json) : refused(reading, call, reply);
    });
}

// --- refusals

//! Versions that exist and cannot be read: `Secret Version [...] is in DISABLED state.`
Error unreadable(const Call &call, const Reply &reply, const SecretPlace &place)
{
    const bool isLatest = place.version == "latest"_L1;
    const bool isDestroyed = reply.message.contains("DESTROYED"_L1);
    const bool isDisabled = reply.message.contains("DISABLED"_L1);
    Error error{ErrorKind::NotFound, couldNot(call, reply), u"Edit the link and choose a version that is enabled."_s};
    if (isLatest)
        error.hint = u"\"latest\" is the version that was added last, also if it is %1: enable it, add a new one, or choose another "
                     "version in the link."_s.arg(isDestroyed ? u"destroyed"_s : u"disabled"_s);
    else if (isDestroyed)
        error.hint = u"A destroyed version is gone for good: edit the link and choose another one."_s;
    else if (isDisabled)
        error.hint =
            u"Enable it (gcloud secrets versions enable %1 --secret=%2 --project=%3), or choose another version in the link."_s.arg(
                place.version, place.secret, place.project);
    return error;
}

//! Which right lacks whom, on what, and which role has it.
Error withoutRight(const SignedIn &session, const Call &call, const Reply &reply, const SecretPlace &place)
{
    const bool isReading = call.url.path().endsWith(":access"_L1);
    QString permission = printable(reply.metadata[u"permission"].toString(), 80);
    if (permission.isEmpty())
        permission = isReading ? u"secretmanager.versions.access"_s : u"secretmanager.secrets.list"_s;
    QString resource = printable(reply.metadata[u"resource"].toString(), 200);
    if (resource.isEmpty())
        resource = isReading ? place.secretPath() : place.parent();
    const QString who = session.principal.isEmpty() ? u"This identity"_s : printable(session.principal, 120);
    const QString role = isReading ? u"Secret Manager Secret Accessor (roles/secretmanager.secretAccessor)"_s
                                   : u"Secret Manager Viewer (roles/secretmanager.viewer)"_s;
    Error error{ErrorKind::PermissionDenied, couldNot(call, reply),
                u"%1 lacks %2 on %3: the role %4 has it."_s.arg(who, permission, resource, role)};
    if (!isReading)
        error.hint += u" What is listed can also be typed."_s;
    return error;
}

Error notThere(const Call &call, const Reply &reply, const SecretPlace &place)
{
    Error error{ErrorKind::NotFound, couldNot(call, reply), {}};
    const QString where =
        place.location.isEmpty() ? u"project %1"_s.arg(place.project) : u"project %1 and location %2"_s.arg(place.project, place.location);
    if (place.version != "latest"_L1 && reply.message.contains("version"_L1, Qt::CaseInsensitive))
        error.hint = u"Check the version %1 of the secret."_s.arg(place.version);
    else
        error.hint = u"Check the name in %1; secrets without a version cannot be read, and regional ones need "
                     "projects/PROJECT/locations/LOCATION/secrets/NAME."_s.arg(where);
    return error;
}

} // namespace

Call secretCall(const SignedIn &session, const SecretPlace &place, const QString &path, const QString &purpose, const QByteArray &query)
{
    QUrl url = secretManagerAddress(session.context.settings, place.location);
    url.setPath(url.path() + u"/v1/"_s + path);
    if (!query.isEmpty())
        url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return {.service = Service::SecretManager, .purpose = purpose, .url = url, .bearer = session.token};
}

Error secretRefusal(const SignedIn &session, const Call &call, const Reply &reply, const SecretPlace &place)
{
    if (reply.status == 400 && reply.code == "FAILED_PRECONDITION"_L1)
        return unreadable(call, reply, place);
    if (reply.status == 403 && (reply.reason.isEmpty() || reply.reason == "IAM_PERMISSION_DENIED"_L1))
        return withoutRight(session, call, reply, place);
    if (reply.status == 404)
        return notThere(call, reply, place);
    Error error = refusal(call, reply);
    if (reply.status == 401 && isSelfSigned(session.context.settings))
        error.hint = u"The key may have been deleted, or this computer's clock be off: test the credential."_s;
    return error;
}

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &)
{
    return chainOrFail<SecretDocument>(
        openSession(inputs), [reference = inputs.reference](const SignedIn &session) -> Step<SecretDocument> {
            const auto place = placeFrom(reference, session.project);
            if (!place)
                return place.error();
            return read({.session = session, .place = *place, .asBase64 = answer(kReferenceForm, reference, kPayloadAs) == "base64"_L1});
        });
}

} // namespace sallyport::gcp
