// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/secrets_manager.h"

#include "providers/aws/answers.h"
#include "providers/aws/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

using Suggestions = std::vector<Suggestion>;

constexpr int kBatchLimit = 20;

Result<Target> targetOf(const FormValues &reference)
{
    return targetFrom(reference.text(kSecretId), "secretsmanager"_L1, u"Secret Name Or ARN"_s);
}

Call callFor(const Target &target, const QByteArray &operation, const QString &verb)
{
    return {.service = Service::SecretsManager,
            .purpose = u"%1 \"%2\""_s.arg(verb, printable(target.id, 200)),
            .target = "secretsmanager." + operation,
            .body = Value(Value::Map{{u"SecretId"_s, target.id}}),
            .region = target.region};
}

Call readCall(const Target &target, const FormValues &reference)
{
    Call call = callFor(target, "GetSecretValue", u"read secret"_s);
    for (const QLatin1StringView id : {kVersionId, kVersionStage}) {
        if (const QString version = reference.text(id).trimmed(); !version.isEmpty())
            call.body.set(id, version);
    }
    call.passes = explainedCodes();
    return call;
}

//! One secret being read: as whom, how, and what the link wants of it.
struct Reading {
    const Context &context;
    Call call;
    const FormValues &reference;

    [[nodiscard]] Error unusable(const QString &why, const QString &hint) const
    {
        return {ErrorKind::Malformed, u"could not %1: %2"_s.arg(attempted(context, call), why), hint};
    }
};

Result<SecretDocument> binaryDocument(const Reading &reading, const QString &base64)
{
    const auto decoded = QByteArray::fromBase64Encoding(base64.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return reading.unusable(u"its bytes are not encoded as they should be"_s, u"Try again; look at the secret in AWS."_s);
    if (answer(kSecretForm, reading.reference, kBinaryAs) != "utf8"_L1)
        return SecretDocument{.content = SecretValue((*decoded).toBase64()), .form = SecretDocument::Form::Binary};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(*decoded);
    if (decoder.hasError())
        return Error{ErrorKind::InvalidInput,
                     u"could not %1 as text: it is bytes that are no UTF-8"_s.arg(attempted(reading.context, reading.call)),
                     u"Edit the link and take binary secrets as Base64."_s};
    return textDocument(text);
}

//! From one secret of an answer: `SecretString` or `SecretBinary`, never both.
Result<SecretDocument> documentFrom(const Reading &reading, const Value &secret)
{
    Result<SecretDocument> document = reading.unusable(u"the answer holds no secret"_s, u"A proxy may be answering instead of AWS."_s);
    if (secret[u"SecretString"].isString())
        document = textDocument(secret[u"SecretString"].toString());
    else if (secret[u"SecretBinary"].isString())
        document = binaryDocument(reading, secret[u"SecretBinary"].toString());
    if (!document)
        return document;
    document->version = secret[u"VersionId"].toString();
    QStringList stages;
    for (const Value &stage : secret[u"VersionStages"].list())
        stages.append(printable(stage.toString(), 80));
    document->note = stages.join(u", "_s);
    return document;
}

// --- many at once

bool isCurrent(const FormValues &reference)
{
    const QString stage = reference.text(kVersionStage).trimmed();
    return reference.text(kVersionId).trimmed().isEmpty() && (stage.isEmpty() || stage == "AWSCURRENT"_L1);
}

QString batchGroup(const FormValues &credential, const FormValues &reference)
{
    const auto target = targetOf(reference);
    return target && isCurrent(reference) ? groupOf(*target, credential) : QString();
}

//! Whether an entry of the answer is what `id` asked for: by name, by ARN, or by an ARN without its random ending.
bool isAnswerTo(const QString &id, const Value &secret)
{
    const QString arn = secret[u"ARN"].toString();
    if (!id.startsWith("arn:"_L1))
        return secret[u"Name"].toString() == id;
    return arn == id || (arn.startsWith(id + u'-') && arn.size() == id.size() + 7);
}

struct FoundEntry {
    const Value *entry = nullptr; //!< null: there is none
    QString requestId{};          //!< of its page
};

template<class Matches>
FoundEntry findEntry(const std::vector<Reply> &pages, QStringView list, Matches matches)
{
    for (const Reply &page : pages) {
        for (const Value &entry : page.json[list].list()) {
            if (matches(entry))
                return {&entry, page.requestId};
        }
    }
    return {};
}

Result<SecretDocument> pickDocument(const Context &context, const std::vector<Reply> &pages, const FormValues &reference)
{
    const auto target = targetOf(reference);
    if (!target)
        return target.error();
    const Reading reading{context, readCall(*target, reference), reference};
    const auto failed = [&](const Value &entry) { return entry[u"SecretId"].toString() == target->id; };
    if (const auto failure = findEntry(pages, u"Errors", failed); failure.entry) {
        return explained(context, reading.call,
                         {.status = 400,
                          .code = printable((*failure.entry)[u"ErrorCode"].toString(), 100),
                          .message = wordsFrom((*failure.entry)[u"Message"].toString(), hiddenBy(context)),
                          .requestId = failure.requestId});
    }
    const auto found = findEntry(pages, u"SecretValues", [&](const Value &entry) { return isAnswerTo(target->id, entry); });
    if (found.entry)
        return documentFrom(reading, *found.entry);
    return withRequestId(reading.unusable(u"Secrets Manager left it out of its answer about several secrets"_s, u"Try again."_s),
                         pages.back());
}

//! Refusals of the call as such: no right to it, a server without it, or one name that spoils it for all.
const QStringList &batchRefusals()
{
    static const QStringList kCodes{u"AccessDeniedException"_s,  u"AccessDenied"_s,          u"UnknownOperationException"_s,
                                    u"InvalidAction"_s,          u"NotImplementedException"_s, u"InvalidParameterException"_s,
                                    u"InvalidRequestException"_s, u"ValidationException"_s,   u"ResourceNotFoundException"_s};
    return kCodes;
}

Call batchCall(const std::vector<FormValues> &references)
{
    Value::List ids;
    QString region;
    for (const FormValues &reference : references) {
        const auto target = targetOf(reference);
        if (!target)
            continue;
        region = target->region;
        if (std::find(ids.begin(), ids.end(), Value(target->id)) == ids.end())
            ids.push_back(target->id);
    }
    return {.service = Service::SecretsManager,
            .purpose = u"read %1 secrets at once"_s.arg(ids.size()),
            .target = "secretsmanager.BatchGetSecretValue",
            .body = Value(Value::Map{{u"SecretIdList"_s, Value(ids)}}),
            .region = region,
            .passes = batchRefusals()};
}

//! A page whose token stood on an earlier one is taken for the last.
bool isLast(const std::vector<Reply> &pages)
{
    const QString token = pages.back().json[u"NextToken"].toString();
    const auto before = std::prev(pages.end());
    const bool repeats = std::any_of(pages.begin(), before, [&](const Reply &page) { return page.json[u"NextToken"].toString() == token; });
    return token.isEmpty() || repeats || pages.size() >= kBatchLimit;
}

Step<BatchAnswer> batchPages(const Context &context, const Call &page, const std::vector<FormValues> &references, std::vector<Reply> found)
{
    return chainOrFail<BatchAnswer>(call(context, page), [=](const Reply &reply) mutable -> Step<BatchAnswer> {
        if (!reply.isGood())
            return BatchAnswer{.documents = {}, .refused = true};
        found.push_back(reply);
        if (!isLast(found)) {
            Call next = page;
            next.body.set(u"NextToken"_s, reply.json[u"NextToken"]);
            return batchPages(context, next, references, std::move(found));
        }
        BatchAnswer answer;
        for (const FormValues &reference : references)
            answer.documents.push_back(pickDocument(context, found, reference));
        return answer;
    });
}

Step<BatchAnswer> fetchBatch(const Inputs &inputs, const std::vector<FormValues> &references)
{
    return withContext<BatchAnswer>(inputs, [references](const Context &context) -> Step<BatchAnswer> {
        return batchPages(context, batchCall(references), references, {});
    });
}

// --- lists

QString folderOf(const QString &typed)
{
    return typed.left(typed.lastIndexOf(u'/') + 1);
}

Step<std::vector<Value>> versionsOf(const Context &context, const FormValues &reference)
{
    const auto target = targetOf(reference);
    if (!target)
        return target.error();
    Call call = callFor(*target, "ListSecretVersionIds", u"list the versions of secret"_s);
    call.body.set(u"MaxResults"_s, Value::number(100));
    return chainOrFail<std::vector<Value>>(allPages(context, call), [](const std::vector<Value> &pages) -> Step<std::vector<Value>> {
        std::vector<Value> versions;
        for (const Value &page : pages)
            versions.insert(versions.end(), page[u"Versions"].list().begin(), page[u"Versions"].list().end());
        std::stable_sort(versions.begin(), versions.end(), [](const Value &a, const Value &b) {
            return a[u"CreatedDate"].numberText().toDouble() > b[u"CreatedDate"].numberText().toDouble();
        });
        return versions;
    });
}

QStringList stagesOf(const Value &version)
{
    QStringList stages;
    for (const Value &stage : version[u"VersionStages"].list())
        stages.append(stage.toString());
    return stages;
}

} // namespace

const BatchSpec kSecretBatch{.limit = kBatchLimit, .group = batchGroup, .fetch = fetchBatch};

Step<SecretDocument> fetchSecret(const Inputs &inputs)
{
    const auto target = targetOf(inputs.reference);
    if (!target)
        return target.error();
    const Call read = readCall(*target, inputs.reference);
    return withContext<SecretDocument>(inputs, [read, reference = inputs.reference](const Context &context) {
        return chainOrFail<SecretDocument>(call(context, read), [=](const Reply &reply) -> Step<SecretDocument> {
            return reply.isGood() ? documentFrom({context, read, reference}, reply.json) : explained(context, read, reply);
        });
    });
}

Step<Suggestions> listSecrets(const Context &context, const FormValues &reference)
{
    const auto typed = targetOf(reference);
    const QString folder = typed && typed->region.isEmpty() ? folderOf(typed->id) : QString();
    Call list{.service = Service::SecretsManager,
              .purpose = u"list secrets"_s,
              .target = "secretsmanager.ListSecrets",
              .body = Value(Value::Map{{u"MaxResults"_s, Value::number(100)}})};
    if (!folder.isEmpty()) {
        const Value filter(Value::Map{{u"Key"_s, u"name"_s}, {u"Values"_s, Value(Value::List{folder})}});
        list.body.set(u"Filters"_s, Value(Value::List{filter}));
    }
    return chainOrFail<Suggestions>(allPages(context, list), [](const std::vector<Value> &pages) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &page : pages) {
            for (const Value &secret : page[u"SecretList"].list()) {
                const QString name = secret[u"Name"].toString();
                const QString description = printable(secret[u"Description"].toString(), 80);
                if (!name.isEmpty())
                    found.push_back({name, printable(name, 120) + (description.isEmpty() ? QString() : u" · "_s + description)});
            }
        }
        sortByValue(found);
        return found;
    });
}

Step<Suggestions> listSecretVersions(const Context &context, const FormValues &reference)
{
    return chainOrFail<Suggestions>(versionsOf(context, reference), [](const std::vector<Value> &versions) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &version : versions) {
            const QStringList parts{printable(version[u"VersionId"].toString(), 64), timeText(version[u"CreatedDate"])};
            found.push_back({version[u"VersionId"].toString(), labelFrom(parts + stagesOf(version))});
        }
        return found;
    });
}

Step<Suggestions> listSecretStages(const Context &context, const FormValues &reference)
{
    return chainOrFail<Suggestions>(versionsOf(context, reference), [](const std::vector<Value> &versions) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &version : versions) {
            for (const QString &stage : stagesOf(version))
                found.push_back({stage, labelFrom({stage, version[u"VersionId"].toString(), timeText(version[u"CreatedDate"])})});
        }
        sortByValue(found);
        return found;
    });
}

} // namespace sallyport::aws
