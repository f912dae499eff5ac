// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/keys.h"

#include "providers/aws/tables.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr QLatin1StringView kAccountId{"accountId"};
constexpr QLatin1StringView kOrigin{"origin"};

bool isPlain(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Error badKeys(const QString &what, const QString &where)
{
    return {ErrorKind::InvalidInput, u"%1 from %2"_s.arg(what, where),
            u"Correct it there: the access key id and the secret access key belong together."_s};
}

} // namespace

Result<Keys> checkedKeys(const QString &accessKeyId, const SecretValue &secret, const SecretValue &token, const QString &where)
{
    const Keys keys{.accessKeyId = accessKeyId.trimmed(),
                    .secretAccessKey = SecretValue(secret.reveal().trimmed()),
                    .sessionToken = SecretValue(token.reveal().trimmed()),
                    .origin = {where}};
    if (keys.accessKeyId.isEmpty() || keys.secretAccessKey.isEmpty()) {
        const bool noId = keys.accessKeyId.isEmpty();
        return badKeys(noId ? u"the access key id is missing"_s : u"the secret access key is missing"_s, where);
    }
    if (!isPlain(keys.accessKeyId.toUtf8()) || keys.accessKeyId.contains(u'/') || keys.accessKeyId.contains(u','))
        return badKeys(u"the access key id holds a character that no key has"_s, where);
    if (!isPlain(keys.secretAccessKey.reveal()))
        return badKeys(u"the secret access key holds a character that no key has"_s, where);
    if (!isPlain(keys.sessionToken.reveal()))
        return badKeys(u"the session token holds a character that no token has"_s, where);
    return keys;
}

Result<Keys> keysFromJson(const Value &object, QStringView tokenName, const QString &where)
{
    const auto keys = checkedKeys(object[u"AccessKeyId"].toString(), SecretValue::fromString(object[u"SecretAccessKey"].toString()),
                                  SecretValue::fromString(object[tokenName].toString()), where);
    const Value &end = object[u"Expiration"];
    const auto expires = momentFrom(end.toString());
    if (!keys || (!end.isNull() && !expires))
        return Error{ErrorKind::Malformed,
                     u"what %1 gives holds no usable keys (%2)"_s.arg(where, keys ? u"its end is not a time"_s : keys.error().message),
                     u"Check what answers there."_s};
    Keys found = *keys;
    found.expires = expires;
    found.accountId = object[u"AccountId"].toString();
    return found;
}

AccessGrant grantFrom(const Keys &keys, const QDateTime &now)
{
    AccessGrant grant;
    grant.values.setText(kAccessKeyId, keys.accessKeyId);
    grant.values.setSecret(kSecretAccessKey, keys.secretAccessKey);
    grant.values.setSecret(kSessionToken, keys.sessionToken);
    grant.values.setText(kAccountId, keys.accountId);
    grant.values.setText(kRegion, keys.region);
    grant.values.setText(kOrigin, keys.origin.join(u'\n'));
    grant.issued = now;
    grant.expires = keys.expires;
    return grant;
}

Result<Keys> keysFrom(const AccessGrant &grant)
{
    const FormValues &values = grant.values;
    const Keys keys{.accessKeyId = values.text(kAccessKeyId),
                    .secretAccessKey = values.secret(kSecretAccessKey),
                    .sessionToken = values.secret(kSessionToken),
                    .expires = grant.expires,
                    .accountId = values.text(kAccountId),
                    .region = values.text(kRegion),
                    .origin = values.text(kOrigin).split(u'\n', Qt::SkipEmptyParts)};
    if (keys.accessKeyId.isEmpty() || keys.secretAccessKey.isEmpty())
        return Error{ErrorKind::Unauthenticated, u"there are no access keys yet"_s, u"Sign in again."_s};
    return keys;
}

std::optional<QDateTime> momentFrom(const QString &text)
{
    QString iso = text.trimmed();
    if (iso.endsWith("UTC"_L1))
        iso = iso.chopped(3) + u'Z';
    static const QRegularExpression kMoment(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)$"_s);
    if (!kMoment.match(iso).hasMatch())
        return std::nullopt;
    const QDateTime moment = QDateTime::fromString(iso, Qt::ISODateWithMs);
    return moment.isValid() ? std::optional(moment.toUTC()) : std::nullopt;
}

} // namespace sallyport::aws
