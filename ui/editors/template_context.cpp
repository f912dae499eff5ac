// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/template_context.h"

#include <QTimer>

#include <algorithm>
#include <chrono>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxDepth = 4;
constexpr qsizetype kMaxPaths = 2000;

void collect(const Value &value, const QString &path, int depth, QStringList &paths)
{
    if (!path.isEmpty())
        paths.push_back(path);
    if (!value.isMap() || depth == kMaxDepth || paths.size() > kMaxPaths)
        return;
    for (const auto &[name, member] : value.map())
        collect(member, path.isEmpty() ? name : path + u'.' + name, depth + 1, paths);
}

bool isPlainName(const QString &name)
{
    return !name.isEmpty() && !name.front().isDigit() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'.';
    });
}

} // namespace

TemplateContext::TemplateContext(const Services &services, QObject *parent) : QObject(parent), m_services(services)
{
    connect(&services.cache, &SecretCache::changed, this, &TemplateContext::changed);
    connect(&services.credentials, &CredentialStore::changed, this, &TemplateContext::changed);
    auto *ages = new QTimer(this); // ages on chips are given in minutes
    ages->setInterval(std::chrono::seconds(20));
    connect(ages, &QTimer::timeout, this, [this] {
        if (!m_services.cache.list().empty())
            emit changed();
    });
    ages->start();
}

void TemplateContext::setScope(const VariableScope &scope, const QString &workspaceId)
{
    m_scope = scope;
    m_workspaceId = workspaceId;
    m_paths.clear();
    for (const VariableScope::Layer &layer : scope.layers())
        collect(layer.data, {}, 0, m_paths);
    m_paths.sort(Qt::CaseInsensitive);
    m_paths.removeDuplicates();
    emit changed();
}

std::optional<Error> TemplateContext::check(const QString &text, const QString &place) const
{
    if (!text.contains(u'{'))
        return std::nullopt;
    const auto uses = requiredSecrets(text, m_scope, place);
    if (!uses)
        return uses.error();
    for (const SecretUse &use : *uses) {
        if (const auto link = SecretLink::fromTag(use.tag, m_services.catalog); !link)
            return link.error().at(use.location);
    }
    return std::nullopt;
}

std::optional<TypedPlaceholder> typedPlaceholder(const QString &before)
{
    const qsizetype open = before.lastIndexOf("{{"_L1);
    if (open < 0 || before.indexOf("}}"_L1, open) >= 0)
        return std::nullopt;
    QString beginning = before.sliced(open + 2).trimmed();
    if (beginning.startsWith("_."_L1))
        beginning.remove(0, 2);
    else if (beginning == "_"_L1)
        beginning.clear();
    if (!beginning.isEmpty() && !isPlainName(beginning))
        return std::nullopt;
    return TypedPlaceholder{int(before.size() - open), beginning};
}

QString placeholderFor(const QString &path)
{
    if (isPlainName(path))
        return u"{{ _.%1 }}"_s.arg(path);
    QString quoted = path;
    quoted.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u"{{ _[\"%1\"] }}"_s.arg(quoted);
}

} // namespace sallyport
