// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/linked_secrets.h"

#include "app/template/template.h"
#include "ui/editors/template_context.h"

#include <QSet>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

//! Walks over every text of a workspace.
class TagCollector {
public:
    void environment(const Environment &environment, const QString &name)
    {
        for (const Variable &row : environment.rows)
            text(row.value, name + u" › "_s + row.name);
        if (environment.form == Environment::Form::Json && environment.rows.empty())
            value(environment.data, name);
    }

    void items(const std::vector<Item> &items)
    {
        for (const Item &item : items) {
            if (const auto *draft = std::get_if<RequestDraft>(&item.content))
                request(*draft);
            else if (const auto *folder = std::get_if<Folder>(&item.content))
                this->folder(*folder);
        }
    }

    std::vector<LinkUse> uses;

private:
    void folder(const Folder &folder)
    {
        parameters(folder.headers, folder.name);
        authentication(folder.authentication, folder.name);
        if (folder.environment)
            environment(*folder.environment, folder.name);
        items(folder.children);
    }

    void request(const RequestDraft &draft)
    {
        text(draft.url, draft.name);
        for (const auto *rows : {&draft.queryParameters, &draft.pathParameters, &draft.headers, &draft.body.fields})
            parameters(*rows, draft.name);
        text(draft.body.text, draft.name);
        authentication(draft.authentication, draft.name);
    }

    void parameters(const std::vector<Parameter> &rows, const QString &place)
    {
        for (const Parameter &row : rows) {
            text(row.name, place);
            text(row.value, place);
        }
    }

    void authentication(const Authentication &authentication, const QString &place)
    {
        for (const QString *field : {&authentication.username, &authentication.password, &authentication.token, &authentication.prefix})
            text(*field, place);
    }

    void value(const Value &value, const QString &place)
    {
        if (value.isString())
            text(value.toString(), place);
        for (const Value &entry : value.list())
            this->value(entry, place);
        for (const auto &member : value.map())
            this->value(member.second, place);
    }

    void text(const QString &source, const QString &place)
    {
        if (!source.contains("{%"_L1))
            return;
        const auto parsed = Template::parse(source);
        if (!parsed)
            return;
        for (const Template::Segment &segment : parsed->segments()) {
            if (const auto *tag = std::get_if<VaultTag>(&segment.content))
                uses.push_back({*tag, place});
        }
    }
};

bool isFetched(const VaultTag &tag, const TemplateContext &context)
{
    const Services &services = context.services();
    const Credential *credential = services.credentials.bound(tag, context.workspaceId());
    const auto link = SecretLink::fromTag(tag, services.catalog);
    return credential && link && services.resolver.cachedAge(*link, *credential).has_value();
}

} // namespace

std::vector<LinkUse> linkUses(const Workspace &workspace)
{
    TagCollector collector;
    collector.environment(workspace.baseEnvironment, TemplateContext::tr("Base"));
    for (const Environment &environment : workspace.subEnvironments)
        collector.environment(environment, environment.name);
    collector.items(workspace.items);
    return collector.uses;
}

QList<VaultTag> linkedSecrets(const Workspace &workspace)
{
    QList<VaultTag> tags;
    QSet<QString> seen;
    for (const LinkUse &use : linkUses(workspace)) {
        if (!seen.contains(use.tag.key()))
            tags.push_back(use.tag);
        seen.insert(use.tag.key());
    }
    return tags;
}

QString linkedSecretsText(const QList<VaultTag> &tags, const TemplateContext &context)
{
    if (tags.isEmpty())
        return TemplateContext::tr("No linked secrets");
    const auto fetched = std::count_if(tags.begin(), tags.end(), [&context](const VaultTag &tag) { return isFetched(tag, context); });
    const auto minutes = context.services().cache.timeToLive().count();
    const QString count =
        tags.size() == 1 ? TemplateContext::tr("1 linked secret") : TemplateContext::tr("%1 linked secrets").arg(tags.size());
    const QString cache = minutes == 0 ? TemplateContext::tr("cache off") : TemplateContext::tr("cache %1 min").arg(minutes);
    return QStringList{count, TemplateContext::tr("fetched %1 of %2").arg(fetched).arg(tags.size()), cache}.join(u" · "_s);
}

} // namespace sallyport
