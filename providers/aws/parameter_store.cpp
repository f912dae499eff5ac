// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/parameter_store.h"

#include "providers/aws/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

using Suggestions = std::vector<Suggestion>;

constexpr int kBatchLimit = 10;

//! A parameter and which of its versions.
struct Parameter {
    Target target;    //!< without selector
    QString selector; //!< a version's number or a label; empty: the latest

    [[nodiscard]] QString name() const { return selector.isEmpty() ? target.id : u"%1:%2"_s.arg(target.id, selector); }
};

//! Names hold no colon, an ARN six parts with them: what stands behind one more is a selector.
Result<Parameter> parameterOf(const FormValues &reference)
{
    const auto target = targetFrom(reference.text(kName), "ssm"_L1, u"Parameter Name Or ARN"_s);
    if (!target)
        return target.error();
    Parameter parameter{*target, reference.text(kVersion).trimmed()};
    const int nameParts = target->region.isEmpty() ? 1 : 6;
    const QString written = target->id.section(u':', nameParts);
    if (written.isEmpty())
        return parameter;
    parameter.target.id = target->id.section(u':', 0, nameParts - 1);
    if (!parameter.selector.isEmpty() && parameter.selector != written) {
        return Error{ErrorKind::InvalidInput,
                     u"the link names two versions of \"%1\": %2 in its name, and %3"_s.arg(
                         printable(parameter.target.id, 200), printable(written, 100), printable(parameter.selector, 100)),
                     u"Edit the link and keep one of them."_s};
    }
    parameter.selector = written;
    return parameter;
}

Value decryption(const FormValues &reference)
{
    return Value(isOn(kParameterForm, reference, kWithDecryption));
}

Call readCall(const Parameter &parameter, const FormValues &reference)
{
    return {.service = Service::Ssm,
            .purpose = u"read parameter \"%1\""_s.arg(printable(parameter.name(), 200)),
            .target = "AmazonSSM.GetParameter",
            .body = Value(Value::Map{{u"Name"_s, parameter.name()}, {u"WithDecryption"_s, decryption(reference)}}),
            .region = parameter.target.region,
            .passes = explainedCodes()};
}

Result<SecretDocument> documentFrom(const Context &context, const Call &call, const Value &parameter, const FormValues &reference)
{
    if (!parameter[u"Value"].isString()) {
        return Error{ErrorKind::Malformed, u"could not %1: the answer holds no parameter"_s.arg(attempted(context, call)),
                     u"A proxy may be answering instead of AWS."_s};
    }
    SecretDocument document = textDocument(parameter[u"Value"].toString());
    document.version = parameter[u"Version"].numberText();
    document.note = printable(parameter[u"Type"].toString(), 40);
    if (document.note == "SecureString"_L1 && !decryption(reference).toBool())
        document.note += u" (still encrypted)"_s;
    return document;
}

// --- many at once

QString batchGroup(const FormValues &credential, const FormValues &reference)
{
    const auto parameter = parameterOf(reference);
    if (!parameter || !parameter->selector.isEmpty())
        return {};
    return groupOf(parameter->target, credential) + (decryption(reference).toBool() ? u" decrypted"_s : u" as stored"_s);
}

bool isAnswerTo(const QString &id, const Value &parameter)
{
    return parameter[u"Name"].toString() == id || parameter[u"ARN"].toString() == id;
}

Result<SecretDocument> pickDocument(const Context &context, const Reply &answer, const FormValues &reference)
{
    const auto parameter = parameterOf(reference);
    if (!parameter)
        return parameter.error();
    const Call single = readCall(*parameter, reference);
    for (const Value &entry : answer.json[u"Parameters"].list()) {
        if (isAnswerTo(parameter->target.id, entry))
            return documentFrom(context, single, entry, reference);
    }
    const Value::List &invalid = answer.json[u"InvalidParameters"].list();
    if (std::find(invalid.begin(), invalid.end(), Value(parameter->target.id)) != invalid.end())
        return explained(context, single, {.status = 400, .code = u"ParameterNotFound"_s, .requestId = answer.requestId});
    return withRequestId({ErrorKind::Malformed,
                          u"could not %1: it was left out of the answer about several parameters"_s.arg(attempted(context, single)),
                          u"Try again."_s},
                         answer);
}

Call batchCall(const std::vector<FormValues> &references)
{
    Value::List names;
    Call call{.service = Service::Ssm,
              .target = "AmazonSSM.GetParameters",
              .passes = {u"AccessDeniedException"_s, u"AccessDenied"_s, u"ValidationException"_s, u"InvalidKeyId"_s,
                         u"UnknownOperationException"_s, u"ParameterNotFound"_s}};
    for (const FormValues &reference : references) {
        const auto parameter = parameterOf(reference);
        if (!parameter)
            continue;
        call.region = parameter->target.region;
        call.body.set(u"WithDecryption"_s, decryption(reference));
        if (std::find(names.begin(), names.end(), Value(parameter->target.id)) == names.end())
            names.push_back(parameter->target.id);
    }
    call.purpose = u"read %1 parameters at once"_s.arg(names.size());
    call.body.set(u"Names"_s, Value(names));
    return call;
}

Step<BatchAnswer> fetchBatch(const Inputs &inputs, const std::vector<FormValues> &references)
{
    return withContext<BatchAnswer>(inputs, [references](const Context &context) {
        return chainOrFail<BatchAnswer>(call(context, batchCall(references)), [=](const Reply &reply) -> Step<BatchAnswer> {
            BatchAnswer answer{.documents = {}, .refused = !reply.isGood()};
            for (const FormValues &reference : references) {
                if (reply.isGood())
                    answer.documents.push_back(pickDocument(context, reply, reference));
            }
            return answer;
        });
    });
}

// --- lists

Suggestion suggestionFrom(const Value &parameter)
{
    return {parameter[u"Name"].toString(),
            labelFrom({parameter[u"Name"].toString(), parameter[u"Type"].toString(), parameter[u"Description"].toString()})};
}

Suggestions versionsFrom(const std::vector<Value> &history)
{
    Suggestions labels;
    Suggestions numbers;
    for (auto version = history.rbegin(); version != history.rend(); ++version) {
        const QString number = (*version)[u"Version"].numberText();
        QStringList parts{number, timeText((*version)[u"LastModifiedDate"])};
        for (const Value &label : (*version)[u"Labels"].list()) {
            parts.append(label.toString());
            labels.push_back({label.toString(), printable(u"%1 · version %2"_s.arg(label.toString(), number), 200)});
        }
        numbers.push_back({number, labelFrom(parts)});
    }
    labels.insert(labels.end(), numbers.begin(), numbers.end());
    return labels;
}

} // namespace

const BatchSpec kParameterBatch{.limit = kBatchLimit, .group = batchGroup, .fetch = fetchBatch};

Step<SecretDocument> fetchParameter(const Inputs &inputs)
{
    const auto parameter = parameterOf(inputs.reference);
    if (!parameter)
        return parameter.error();
    const Call read = readCall(*parameter, inputs.reference);
    return withContext<SecretDocument>(inputs, [read, reference = inputs.reference](const Context &context) {
        return chainOrFail<SecretDocument>(call(context, read), [=](const Reply &reply) -> Step<SecretDocument> {
            return reply.isGood() ? documentFrom(context, read, reply.json[u"Parameter"], reference) : explained(context, read, reply);
        });
    });
}

Step<Suggestions> listParameters(const Context &context, const FormValues &reference)
{
    const QString typed = reference.text(kName).trimmed();
    const QString folder = typed.startsWith("arn:"_L1) ? QString() : typed.left(typed.lastIndexOf(u'/') + 1);
    Call list{.service = Service::Ssm,
              .purpose = u"list parameters"_s,
              .target = "AmazonSSM.DescribeParameters",
              .body = Value(Value::Map{{u"MaxResults"_s, Value::number(50)}})};
    if (folder.size() > 1) {
        const Value filter(
            Value::Map{{u"Key"_s, u"Name"_s}, {u"Option"_s, u"BeginsWith"_s}, {u"Values"_s, Value(Value::List{folder})}});
        list.body.set(u"ParameterFilters"_s, Value(Value::List{filter}));
    }
    return chainOrFail<Suggestions>(allPages(context, list), [](const std::vector<Value> &pages) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &page : pages) {
            for (const Value &parameter : page[u"Parameters"].list()) {
                if (!parameter[u"Name"].toString().isEmpty())
                    found.push_back(suggestionFrom(parameter));
            }
        }
        sortByValue(found);
        return found;
    });
}

Step<Suggestions> listParameterVersions(const Context &context, const FormValues &reference)
{
    const auto parameter = parameterOf(reference);
    if (!parameter)
        return parameter.error();
    const Call list{.service = Service::Ssm,
                    .purpose = u"list the versions of parameter \"%1\""_s.arg(printable(parameter->target.id, 200)),
                    .target = "AmazonSSM.GetParameterHistory",
                    .body = Value(Value::Map{{u"Name"_s, parameter->target.id},
                                             {u"WithDecryption"_s, Value(false)},
                                             {u"MaxResults"_s, Value::number(50)}}),
                    .region = parameter->target.region};
    return chainOrFail<Suggestions>(allPages(context, list), [](const std::vector<Value> &pages) -> Step<Suggestions> {
        std::vector<Value> history;
        for (const Value &page : pages)
            history.insert(history.end(), page[u"Parameters"].list().begin(), page[u"Parameters"].list().end());
        return versionsFrom(history);
    });
}

} // namespace sallyport::aws
