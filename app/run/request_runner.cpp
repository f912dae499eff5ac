// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run/request_runner.h"

#include "app/base/log.h"
#include "app/run/wire_builder.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! Outer headers come first; one that is set again further in gives way to it.
std::vector<Parameter> inheritHeaders(const std::vector<const Folder *> &folders, const std::vector<Parameter> &own)
{
    std::vector<std::vector<Parameter>> levels;
    levels.reserve(folders.size() + 1);
    for (const Folder *folder : folders)
        levels.push_back(folder->headers);
    levels.push_back(own);
    std::vector<Parameter> merged;
    for (const auto &level : levels) {
        std::erase_if(merged, [&level](const Parameter &outer) {
            return std::any_of(level.begin(), level.end(), [&outer](const Parameter &inner) {
                return inner.enabled && inner.name.compare(outer.name, Qt::CaseInsensitive) == 0;
            });
        });
        std::copy_if(level.begin(), level.end(), std::back_inserter(merged), [](const Parameter &row) { return row.enabled; });
    }
    return merged;
}

Authentication inheritAuthentication(const std::vector<const Folder *> &folders, const Authentication &own)
{
    if (own.kind != Authentication::Kind::Inherit)
        return own;
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
        if ((*folder)->authentication.kind != Authentication::Kind::Inherit)
            return (*folder)->authentication;
    }
    return Authentication{.kind = Authentication::Kind::None};
}

//! What this version cannot send must not be sent as something else.
std::optional<Error> unsupportedPart(const RequestDraft &draft)
{
    if (draft.body.kind == Body::Kind::Unsupported)
        return Error{ErrorKind::InvalidInput, u"a body of type \"%1\" cannot be sent yet"_s.arg(draft.body.mimeType),
                     u"The file keeps it as it is; choose another body type to send this request."_s}
            .at({u"body"_s});
    if (draft.authentication.kind == Authentication::Kind::Unsupported && draft.authentication.enabled)
        return Error{ErrorKind::InvalidInput, u"authentication \"%1\" cannot be used yet"_s.arg(draft.authentication.typeName),
                     u"The file keeps it as it is; choose another kind under Auth to send this request."_s}
            .at({u"authentication"_s});
    return std::nullopt;
}

QString viaText(const SecretUse &use)
{
    return use.via.isEmpty() ? use.location.place : u"variable \"%1\""_s.arg(use.via.last());
}

//! The one error of several failed secrets: the first, with word of the others.
Error summarize(const std::vector<SecretUse> &uses, const std::vector<Result<SecretValue>> &outcomes)
{
    Error first;
    int failures = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i])
            continue;
        if (failures++ > 0)
            continue;
        first = outcomes[i].error().within(u"while resolving %1"_s.arg(viaText(uses[i])));
        first.location = uses[i].location; // a place in another file of the person's is in the words
    }
    if (failures > 1)
        first = first.within(failures == 2 ? u"one more secret failed"_s : u"%1 more secrets failed"_s.arg(failures - 1));
    return first;
}

} // namespace

RequestRunner::RequestRunner(const Catalog &catalog, SecretResolver &resolver, CurlClient &client, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_resolver(resolver), m_client(client)
{
}

Result<PreparedRequest> RequestRunner::prepare(const Workspace &workspace, const QString &environmentId, const RequestDraft &draft,
                                               const std::optional<VariableScope::Layer> &overrides)
{
    const auto folders = workspace.foldersAround(draft.id);
    PreparedRequest prepared{draft, VariableScope::forItem(workspace, environmentId, draft.id), workspace.id, {}};
    if (overrides)
        prepared.scope = prepared.scope.with(*overrides);
    prepared.draft.headers = inheritHeaders(folders, draft.headers);
    prepared.draft.authentication = inheritAuthentication(folders, draft.authentication);
    if (const auto error = unsupportedPart(prepared.draft))
        return *error;
    if (draft.url.trimmed().isEmpty())
        return Error{ErrorKind::InvalidInput, u"the URL is empty"_s, u"Enter where to send the request."_s}.at({u"URL"_s});
    QSet<QString> seen;
    for (const RequestField &field : fieldsToRender(prepared.draft)) {
        auto uses = requiredSecrets(field.text, prepared.scope, field.place);
        if (!uses)
            return uses.error();
        for (SecretUse &use : *uses) {
            if (const QString key = use.tag.key(); !seen.contains(key)) {
                seen.insert(key);
                prepared.secrets.push_back(std::move(use));
            }
        }
    }
    return prepared;
}

Async<RunRecord> RequestRunner::send(const PreparedRequest &request, const SendOptions &options, std::stop_token stop)
{
    auto links = std::make_shared<std::vector<SecretLink>>();
    for (const SecretUse &use : request.secrets) {
        auto link = SecretLink::fromTag(use.tag, m_catalog);
        if (!link)
            return answered<RunRecord>(link.error().within(u"in %1"_s.arg(viaText(use))).at(use.location));
        links->push_back(*link);
    }
    Completer<RunRecord> done;
    auto resolveOne = [this, links, workspaceId = request.workspaceId, stop](std::size_t i) {
        return m_resolver.resolve((*links)[i], workspaceId, stop);
    };
    gather<SecretValue>(links->size(), links->size(), this, resolveOne) // the resolver bounds what runs against one vault
        .then(this, [this, request, options, stop, done](const Result<std::vector<Result<SecretValue>>> &outcomes) {
            sendResolved(request, *outcomes, options, stop, done);
        });
    return done.future();
}

void RequestRunner::sendResolved(const PreparedRequest &request, const std::vector<Result<SecretValue>> &outcomes,
                                 const SendOptions &options, const std::stop_token &stop, const Completer<RunRecord> &done)
{
    SecretValues values;
    QList<SecretValue> secrets;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!outcomes[i])
            return done(summarize(request.secrets, outcomes));
        values.insert(request.secrets[i].tag.key(), *outcomes[i]);
        secrets.append(*outcomes[i]);
    }
    const auto wire = buildWireRequest(request, values, options);
    if (!wire)
        return done(wire.error());
    RunRecord record;
    record.requestId = request.draft.id;
    record.requestName = request.draft.name;
    record.method = wire->method;
    record.redactor = Redactor(secrets);
    record.hiddenValues = static_cast<int>(secrets.size());
    record.redactedUrl = QString::fromUtf8(record.redactor.redact(wire->url));
    qCDebug(lcRun) << "sending" << wire->method << "with" << secrets.size() << "secrets";
    m_client.send(*wire, stop).then(this, [record, done](const Result<WireResponse> &response) mutable {
        if (!response)
            return done(redacted(response.error(), record.redactor));
        record.response = *response;
        done(record);
    });
}

Error RequestRunner::redacted(Error error, const Redactor &redactor)
{
    error.message = redactor.redact(error.message);
    error.hint = redactor.redact(error.hint);
    for (QString &line : error.context)
        line = redactor.redact(line);
    return error;
}

} // namespace sallyport
