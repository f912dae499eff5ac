// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/variable_scope.h"

#include "app/base/json.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using Layer = VariableScope::Layer;
using Place = VariableScope::Place;
using Places = VariableScope::Places;

constexpr std::size_t kWorthIndexing = 16;
constexpr qsizetype kMaxDepth = 200;

Value rowValue(const Variable &row)
{
    if (row.type == VariableType::Json) {
        // With templates outside of its strings it is no JSON until these are filled in.
        if (auto parsed = json::parse(row.value.toUtf8()))
            return std::move(*parsed);
    }
    return row.value;
}

//! A table as a map; of rows with one name the last enabled one counts.
Value::Map mapOfRows(const std::vector<Variable> &rows)
{
    Value::Map members;
    QHash<QString, std::size_t> index;
    for (const Variable &row : rows) {
        if (!row.enabled || row.name.isEmpty())
            continue;
        const auto known = index.constFind(row.name);
        if (known != index.cend()) {
            members[*known].second = rowValue(row);
        } else {
            index.insert(row.name, members.size());
            members.emplace_back(row.name, rowValue(row));
        }
    }
    return members;
}

Layer layerOf(const Environment &environment, const QString &name)
{
    const bool isTable = environment.form == Environment::Form::Table && !environment.rows.empty();
    return {name, isTable ? Value(mapOfRows(environment.rows)) : environment.data};
}

//! The entry of a map or list; nullptr where there is none.
const Value *childOf(const Value &parent, const QString &name)
{
    if (parent.isMap())
        return parent.find(name);
    bool isIndex = false;
    const qulonglong index = name.toULongLong(&isIndex);
    return isIndex && index < parent.list().size() ? &parent.list()[index] : nullptr;
}

class Merger {
public:
    Merger(QStringList path, const TextFunction &change) : m_path(std::move(path)), m_change(change) {}

    Result<Value> merge(const Places &places)
    {
        const Place &highest = places.front();
        if (highest.value->isString())
            return m_change(highest.value->toString(), m_path, highest.layer).transform([](const QString &text) { return Value(text); });
        if (!highest.value->isMap() && !highest.value->isList())
            return *highest.value;
        if (m_depth >= kMaxDepth)
            return Error{ErrorKind::InvalidInput, u"a value is nested deeper than %1 levels"_s.arg(kMaxDepth), {}};
        ++m_depth;
        auto merged = highest.value->isMap() ? mergeMembers(places) : mergeEntries(highest);
        --m_depth;
        return merged;
    }

private:
    using Members = std::vector<std::pair<QString, Places>>;

    static void addMember(Places &known, const Place &higher)
    {
        if (higher.value->isMap() && !known.isEmpty() && known.front().value->isMap())
            known.insert(known.cbegin(), higher);
        else
            known = Places{higher};
    }

    //! The members of all maps, lowest layer first, each with where it comes from.
    static Members membersOf(const Places &maps)
    {
        Members members;
        QHash<QString, std::size_t> index;
        for (auto map = maps.crbegin(); map != maps.crend(); ++map) {
            for (const auto &[name, value] : map->value->map()) {
                const auto known = index.constFind(name);
                if (known == index.cend()) {
                    index.insert(name, members.size());
                    members.push_back({name, {}});
                }
                addMember(members[known == index.cend() ? members.size() - 1 : *known].second, {&value, map->layer});
            }
        }
        return members;
    }

    Result<Value> mergeMembers(const Places &maps)
    {
        Value::Map merged;
        for (const auto &[name, places] : membersOf(maps)) {
            auto value = mergeChild(name, places);
            if (!value)
                return value;
            merged.emplace_back(name, std::move(*value));
        }
        return Value(std::move(merged));
    }

    Result<Value> mergeEntries(const Place &list)
    {
        Value::List merged;
        for (const Value &entry : list.value->list()) {
            auto value = mergeChild(QString::number(merged.size()), Places{{&entry, list.layer}});
            if (!value)
                return value;
            merged.push_back(std::move(*value));
        }
        return Value(std::move(merged));
    }

    Result<Value> mergeChild(const QString &name, const Places &places)
    {
        m_path.append(name);
        auto value = merge(places);
        m_path.removeLast();
        return value;
    }

    QStringList m_path;
    const TextFunction &m_change;
    qsizetype m_depth = 0;
};

} // namespace

struct VariableScope::Content {
    explicit Content(std::vector<Layer> given) : layers(std::move(given)), indices(layers.size())
    {
        for (std::size_t i = 0; i < layers.size(); ++i)
            fillIndex(layers[i].data.map(), indices[i]);
    }

    //! Environments hold up to thousands of variables; a member deeper down is found by looking along.
    static void fillIndex(const Value::Map &members, QHash<QString, const Value *> &index)
    {
        if (members.size() < kWorthIndexing)
            return;
        index.reserve(static_cast<qsizetype>(members.size()));
        for (const auto &[name, value] : members)
            index.insert(name, &value);
    }

    [[nodiscard]] const Value *find(std::size_t layer, const QString &name) const
    {
        return indices[layer].isEmpty() ? std::as_const(layers[layer].data).find(name) : indices[layer].value(name);
    }

    //! Follows the path in one layer. `hides` tells that what stands here hides lower layers although the path leads nowhere.
    [[nodiscard]] const Value *follow(std::size_t layer, const QStringList &path, bool &hides) const
    {
        const Value *value = find(layer, path.front());
        for (qsizetype i = 1; value && i < path.size(); ++i) {
            hides = !value->isMap();
            value = childOf(*value, path.at(i));
        }
        return value;
    }

    const std::vector<Layer> layers;
    std::vector<QHash<QString, const Value *>> indices;
};

VariableScope::VariableScope() : VariableScope(std::vector<Layer>())
{
}

VariableScope::VariableScope(std::vector<Layer> layers) : m_content(std::make_shared<const Content>(std::move(layers)))
{
}

VariableScope VariableScope::forItem(const Workspace &workspace, const QString &environmentId, const QString &itemId)
{
    const QString baseName = workspace.baseEnvironment.name;
    std::vector<Layer> layers{layerOf(workspace.baseEnvironment, baseName.isEmpty() ? u"Base Environment"_s : baseName)};
    for (const Environment &environment : workspace.subEnvironments) {
        if (!environmentId.isEmpty() && environment.id == environmentId) {
            layers.push_back(layerOf(environment, environment.name));
            break;
        }
    }
    std::vector<const Folder *> folders = workspace.foldersAround(itemId);
    if (const Folder *itself = workspace.findFolder(itemId))
        folders.push_back(itself);
    for (const Folder *folder : folders) {
        if (folder->environment)
            layers.push_back(layerOf(*folder->environment, u"folder \"%1\""_s.arg(folder->name)));
    }
    return VariableScope(std::move(layers));
}

VariableScope VariableScope::with(Layer highest) const
{
    std::vector<Layer> layers = m_content->layers;
    layers.push_back(std::move(highest));
    return VariableScope(std::move(layers));
}

const std::vector<VariableScope::Layer> &VariableScope::layers() const
{
    return m_content->layers;
}

VariableScope::Places VariableScope::places(const QStringList &path, std::size_t beneath) const
{
    Places found;
    if (path.isEmpty())
        return found;
    for (std::size_t layer = qMin(beneath, m_content->layers.size()); layer-- > 0;) {
        bool hides = false;
        const Value *value = m_content->follow(layer, path, hides);
        const bool mergesOn = !value || value->isMap();
        if (value && (value->isMap() || found.isEmpty()))
            found.append({value, layer});
        if (hides || !mergesOn)
            break;
    }
    return found;
}

std::optional<VariableScope::Found> VariableScope::find(const QStringList &path, std::size_t beneath) const
{
    const Places found = places(path, beneath);
    if (found.isEmpty())
        return std::nullopt;
    auto value = mergedValue(found, path, [](const QString &text, const QStringList &, std::size_t) { return Result(text); });
    return value ? std::optional(Found{std::move(*value), found.front().layer}) : std::nullopt;
}

QStringList VariableScope::names() const
{
    QStringList names;
    QHash<QString, bool> known;
    for (const Layer &layer : m_content->layers) {
        for (const auto &[name, value] : layer.data.map()) {
            if (!std::exchange(known[name], true))
                names.append(name);
        }
    }
    return names;
}

Result<Value> mergedValue(const VariableScope::Places &places, const QStringList &path, const TextFunction &change)
{
    return Merger(path, change).merge(places);
}

} // namespace sallyport
