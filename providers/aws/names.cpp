// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/names.h"

#include "app/base/json.h"
#include "providers/aws/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

using Pages = std::vector<Value>;

//! What a refusal's code means for one secret or parameter.
struct Meaning {
    QLatin1StringView code;
    ErrorKind kind;
    const char *what; //!< completes "could not read ...: "
    const char *hint;
};

constexpr std::array kMeanings{
    Meaning{"ResourceNotFoundException"_L1, ErrorKind::NotFound, "there is no such secret, or no such version or stage of it",
            "Check name, version, region and account. A secret of another account needs its ARN."},
    Meaning{"InvalidRequestException"_L1, ErrorKind::InvalidInput, "the secret is not in a state to be read", "Look at the secret in AWS."},
    Meaning{"InvalidParameterException"_L1, ErrorKind::InvalidInput, "Secrets Manager does not accept the request",
            "Edit the link: name, version id and stage must fit together."},
    Meaning{"DecryptionFailure"_L1, ErrorKind::PermissionDenied, "it cannot be decrypted with its KMS key",
            "Ask for kms:Decrypt on the secret's key, and see that the key is enabled."},
    Meaning{"ParameterNotFound"_L1, ErrorKind::NotFound, "there is no such parameter",
            "Check name, region and account; names are case-sensitive, and those with a path begin with a slash."},
    Meaning{"ParameterVersionNotFound"_L1, ErrorKind::NotFound, "the parameter has no such version or label",
            "Edit the link and choose another version, or none for the latest."},
    Meaning{"InvalidKeyId"_L1, ErrorKind::PermissionDenied, "it cannot be decrypted with its KMS key",
            "Ask for kms:Decrypt on the parameter's key, and see that the key is enabled."},
    Meaning{"AccessDeniedException"_L1, ErrorKind::PermissionDenied, "not allowed", ""},
    Meaning{"AccessDenied"_L1, ErrorKind::PermissionDenied, "not allowed", ""},
};

const Meaning *meaningOf(const QString &code)
{
    for (const Meaning &meaning : kMeanings) {
        if (code == meaning.code)
            return &meaning;
    }
    return nullptr;
}

bool speaksOfKms(const Reply &reply)
{
    return reply.message.contains("kms"_L1, Qt::CaseInsensitive);
}

bool speaksOfDeletion(const Reply &reply)
{
    return reply.message.contains("marked for deletion"_L1) || reply.message.contains("marked deleted"_L1) ||
           reply.message.contains("scheduled for deletion"_L1);
}

//! `secretsmanager:GetSecretValue` or `ssm:GetParameter`.
QString actionOf(const Call &call)
{
    const QString target = QString::fromLatin1(call.target);
    return u"%1:%2"_s.arg(target.startsWith("AmazonSSM"_L1) ? u"ssm"_s : u"secretsmanager"_s, target.section(u'.', -1));
}

QString rightsHint(const Call &call, const Reply &reply)
{
    return speaksOfKms(reply) ? u"Ask for kms:Decrypt on the key that it is encrypted with."_s
                              : u"Ask for %1 on it; a policy of the secret or the organisation may also deny it."_s.arg(actionOf(call));
}

QString withWords(const QString &what, const Reply &reply)
{
    return reply.message.isEmpty() ? what : u"%1 (\"%2\")"_s.arg(what, printable(reply.message, 300));
}

//! Asks for the next page until there is none.
Step<Pages> morePages(const Context &context, const Call &page, int most, Pages found, QSet<QString> seen)
{
    Call passing = page;
    passing.passes = explainedCodes();
    return chainOrFail<Pages>(call(context, passing), [=](const Reply &reply) mutable -> Step<Pages> {
        if (!reply.isGood()) {
            Error error = explained(context, page, reply);
            if (error.kind == ErrorKind::PermissionDenied)
                error.hint += u" What you know can be typed in all the same."_s;
            return error;
        }
        found.push_back(reply.json);
        const QString token = reply.json[u"NextToken"].toString();
        if (token.isEmpty() || seen.contains(token) || static_cast<int>(found.size()) >= most)
            return found;
        seen.insert(token);
        Call next = page;
        next.body.set(u"NextToken"_s, token);
        return morePages(context, next, most, std::move(found), std::move(seen));
    });
}

} // namespace

Result<Target> targetFrom(const QString &text, QLatin1StringView service, const QString &label)
{
    const QString id = text.trimmed();
    if (id.isEmpty())
        return Error{ErrorKind::InvalidInput, u"%1 is required"_s.arg(label), u"Edit the link and choose what it stands for."_s};
    if (!id.startsWith("arn:"_L1))
        return Target{id};
    const auto arn = parseArn(id);
    if (!arn || arn->service != service || arn->region.isEmpty()) {
        return Error{ErrorKind::InvalidInput, u"\"%1\" is not an ARN of %2"_s.arg(printable(id, 200), service),
                     u"Edit the link: %1 is a name, or an ARN that begins with arn:aws:%2:REGION:ACCOUNT:."_s.arg(label, service)};
    }
    return Target{id, arn->region, arn->account};
}

QString groupOf(const Target &target, const FormValues &credential)
{
    if (target.region.isEmpty())
        return u"names in "_s + answer(kCredentialForm, credential, kRegion);
    return u"account %1 in %2"_s.arg(target.account, target.region);
}

Error explained(const Context &context, const Call &call, const Reply &reply)
{
    const Meaning *meaning = meaningOf(reply.code);
    if (!meaning)
        return refusal(context, call, reply);
    Error error{meaning->kind, QString::fromUtf8(meaning->what), QString::fromUtf8(meaning->hint)};
    if (meaning->kind == ErrorKind::PermissionDenied && error.hint.isEmpty())
        error.hint = rightsHint(call, reply);
    if (reply.code == "InvalidRequestException"_L1 && speaksOfDeletion(reply))
        error = {ErrorKind::NotFound, u"the secret is marked for deletion"_s,
                 u"It can be brought back (aws secretsmanager restore-secret), or link another one."_s};
    error.message = u"could not %1: %2"_s.arg(attempted(context, call), withWords(error.message, reply));
    return withRequestId(error, reply);
}

const QStringList &explainedCodes()
{
    static const QStringList kCodes = [] {
        QStringList codes;
        for (const Meaning &meaning : kMeanings)
            codes.append(meaning.code);
        return codes;
    }();
    return kCodes;
}

Step<Pages> allPages(const Context &context, const Call &call, int most)
{
    return morePages(context, call, most, {}, {});
}

QString timeText(const Value &seconds)
{
    const double since = seconds.numberText().toDouble();
    if (since <= 0 || since >= 1e11)
        return {};
    return timeLabel(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(since), Qt::UTC));
}

void sortByValue(std::vector<Suggestion> &suggestions)
{
    std::stable_sort(suggestions.begin(), suggestions.end(), [](const Suggestion &a, const Suggestion &b) { return a.value < b.value; });
}

SecretDocument textDocument(const QString &text)
{
    SecretDocument document{.content = SecretValue::fromString(text)};
    if (text.trimmed().startsWith(u'{')) {
        if (const auto parsed = json::parse(document.content.reveal()); parsed && parsed->isMap())
            document.form = SecretDocument::Form::Json;
    }
    return document;
}

} // namespace sallyport::aws
