// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/selection.h"

#include "app/store/atomic_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

Error notFound(const QString &message, const QString &hint)
{
    return Error{ErrorKind::NotFound, message, hint};
}

//! Inso's ways to name something: its id, the beginning of its id, or its name. Ids that the file does not have are none.
bool isNamedBy(const QString &identifier, const QString &id, const QString &name)
{
    const bool hasOwnId = !id.isEmpty() && !id.startsWith("path:"_L1);
    return (hasOwnId && id.startsWith(identifier)) || name == identifier;
}

Result<WorkspaceDocument> openFile(const QString &path)
{
    const auto text = readWholeFile(path);
    return text ? WorkspaceDocument::parse(*text, path) : Result<WorkspaceDocument>(text.error());
}

struct Candidate {
    QString path;
    WorkspaceDocument document;
};

struct Candidates {
    std::vector<Candidate> found;
    std::optional<Error> lastError;
};

Candidates readFolder(const QString &folder)
{
    Candidates candidates;
    const QStringList files = QDir(folder).entryList({u"*.yaml"_s, u"*.yml"_s}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        auto document = openFile(QDir(folder).filePath(file));
        if (document)
            candidates.found.push_back({file, *document});
        else
            candidates.lastError = document.error();
    }
    return candidates;
}

QString describe(const std::vector<Candidate> &candidates)
{
    QStringList names;
    for (const auto &[path, document] : candidates)
        names.append(u"\"%1\" (%2, %3)"_s.arg(document.workspace().name, document.workspace().id, path));
    return names.join(u", "_s);
}

std::vector<Candidate> candidatesFor(const std::vector<Candidate> &candidates, const QString &identifier)
{
    std::vector<Candidate> named;
    std::vector<Candidate> exact;
    for (const Candidate &one : candidates) {
        const Workspace &workspace = one.document.workspace();
        if (identifier.isEmpty() || isNamedBy(identifier, workspace.id, workspace.name))
            named.push_back(one);
        if (!identifier.isEmpty() && workspace.id == identifier)
            exact.push_back(one);
    }
    return exact.empty() ? named : exact;
}

Result<WorkspaceDocument> pick(const Candidates &candidates, const RunArguments &arguments)
{
    const auto fitting = candidatesFor(candidates.found, arguments.identifier);
    if (fitting.size() == 1)
        return fitting.front().document;
    if (fitting.size() > 1)
        return invalid(u"several workspaces fit: %1"_s.arg(describe(fitting)), u"Name one of them by its id, or its file with -w."_s);
    if (!candidates.found.empty()) {
        QString hint = u"There is %1."_s.arg(describe(candidates.found));
        if (candidates.lastError)
            hint += u" Not all files there could be read: %1."_s.arg(candidates.lastError->message);
        return notFound(u"no workspace \"%1\" in %2"_s.arg(arguments.identifier, arguments.workingDir), hint);
    }
    if (candidates.lastError)
        return *candidates.lastError;
    return notFound(u"no workspace file in %1"_s.arg(arguments.workingDir), u"Give a workspace file or its folder with -w."_s);
}

void collectIds(const Item &item, std::vector<QString> &ids)
{
    if (const auto *request = std::get_if<RequestDraft>(&item.content))
        ids.push_back(request->id);
    const auto *folder = std::get_if<Folder>(&item.content);
    for (const Item &child : folder ? folder->children : std::vector<Item>())
        collectIds(child, ids);
}

Result<std::vector<QString>> requestsOf(const Workspace &workspace, const QStringList &items)
{
    std::vector<QString> ids;
    if (items.isEmpty()) {
        for (const Item &item : workspace.items)
            collectIds(item, ids);
    }
    for (const QString &wanted : items) {
        const Folder *folder = workspace.findFolder(wanted);
        if (workspace.findRequest(wanted))
            ids.push_back(wanted);
        else if (folder)
            collectIds(Item{*folder}, ids);
        else
            return notFound(u"no request or folder with id \"%1\""_s.arg(wanted), u"Ids stand in the workspace file under meta: id."_s);
    }
    return ids;
}

} // namespace

Result<WorkspaceDocument> selectWorkspace(const RunArguments &arguments)
{
    const QFileInfo target(arguments.workingDir);
    if (!target.exists())
        return notFound(u"no file or folder \"%1\""_s.arg(arguments.workingDir), u"Give a workspace file or its folder with -w."_s);
    if (target.isDir())
        return pick(readFolder(arguments.workingDir), arguments);
    auto document = openFile(arguments.workingDir);
    if (!document)
        return document;
    return pick(Candidates{{{arguments.workingDir, *document}}, std::nullopt}, arguments);
}

Result<QString> selectEnvironment(const Workspace &workspace, const RunArguments &arguments)
{
    const QString &wanted = arguments.environment;
    if (wanted.isEmpty()) {
        if (arguments.ci && !workspace.subEnvironments.empty())
            return invalid(u"no environment is named"_s, u"Name one with -e; --ci never guesses."_s);
        return QString();
    }
    QStringList matching;
    QStringList known{workspace.baseEnvironment.name};
    if (workspace.baseEnvironment.id == wanted)
        return QString();
    if (isNamedBy(wanted, workspace.baseEnvironment.id, workspace.baseEnvironment.name))
        matching.append(QString());
    for (const Environment &environment : workspace.subEnvironments) {
        known.append(environment.name);
        if (environment.id == wanted)
            return environment.id;
        if (isNamedBy(wanted, environment.id, environment.name))
            matching.append(environment.id);
    }
    if (matching.size() == 1)
        return matching.front();
    if (matching.isEmpty())
        return notFound(u"no environment \"%1\""_s.arg(wanted), u"There is %1."_s.arg(known.join(u", "_s)));
    return invalid(u"%1 environments fit \"%2\": %3"_s.arg(matching.size()).arg(wanted, matching.join(u", "_s)),
                   u"Name one of them by its id."_s);
}

Result<std::vector<QString>> selectRequests(const Workspace &workspace, const RunArguments &arguments)
{
    auto ids = requestsOf(workspace, arguments.items);
    if (!ids)
        return ids;
    const QRegularExpression pattern(arguments.namePattern);
    if (!pattern.isValid())
        return invalid(u"the request name pattern is no regular expression: %1"_s.arg(pattern.errorString()), u"Mend -t."_s);
    std::erase_if(*ids, [&](const QString &id) { return !pattern.match(workspace.findRequest(id)->name).hasMatch(); });
    if (ids->empty()) {
        return notFound(u"no request to run in \"%1\""_s.arg(workspace.name), u"Check -i and -t, or add requests to the workspace."_s);
    }
    return ids;
}

Result<RunPlan> makePlan(const WorkspaceDocument &document, const RunArguments &arguments)
{
    RunPlan plan;
    plan.workspace = document.workspace();
    const auto environment = selectEnvironment(plan.workspace, arguments);
    if (!environment)
        return environment.error();
    const auto requests = selectRequests(plan.workspace, arguments);
    if (!requests)
        return requests.error();
    plan.environmentId = *environment;
    plan.requestIds = *requests;
    if (!arguments.variables.empty()) {
        Value data{Value::Map()};
        for (const auto &[name, value] : arguments.variables)
            data.set(name, value);
        plan.overrides = VariableScope::Layer{u"--env-var"_s, data};
    }
    plan.options.timeout = arguments.requestTimeout;
    plan.options.verifyTls = arguments.verifyTls;
    plan.stopAtFailure = arguments.bail;
    plan.failOnStatus = arguments.failOnStatus;
    return plan;
}

} // namespace sallyport
