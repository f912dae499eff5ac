// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/kv_store.h"

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

constexpr qint64 kDefaultLease = 2764800; // 32 days, Vault's default

VaultAnswer notVersioned()
{
    return enveloped(
        {.warnings = {u"Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. "
                      "If using the Vault CLI, use 'vault kv get' for this operation."_s}},
        404);
}

VaultAnswer notANumber(const QString &text)
{
    return VaultAnswer::refusal(400, {u"Field validation failed: error converting input for field \"version\": cannot parse '' as int: "
                                      "strconv.ParseInt: parsing \"%1\": invalid syntax"_s.arg(text)});
}

bool isGone(const KvStore::Version &version)
{
    return version.destroyed || version.deleted.isValid();
}

Value times(const KvStore::Version &version)
{
    return object({{u"created_time"_s, timeText(version.created)},
                   {u"deletion_time"_s, version.deleted.isValid() ? timeText(version.deleted) : QString()},
                   {u"destroyed"_s, version.destroyed}});
}

Value metadataOf(const KvStore::Version &version, int number)
{
    Value metadata = times(version);
    metadata.set(u"custom_metadata"_s, Value());
    metadata.set(u"version"_s, Value::number(number));
    return metadata;
}

Value withoutValues(const Value &value)
{
    if (!value.isMap() || value.map().empty())
        return {};
    Value names{Value::Map()};
    for (const auto &[name, member] : value.map())
        names.set(name, withoutValues(member));
    return names;
}

VaultAnswer historyOf(const std::vector<KvStore::Version> &versions)
{
    Value numbered{Value::Map()};
    for (std::size_t i = 0; i < versions.size(); ++i)
        numbered.set(QString::number(i + 1), times(versions[i]));
    return enveloped({.data = object({{u"cas_required"_s, false},
                                      {u"created_time"_s, timeText(versions.front().created)},
                                      {u"current_version"_s, Value::number(static_cast<qint64>(versions.size()))},
                                      {u"custom_metadata"_s, Value()},
                                      {u"delete_version_after"_s, u"0s"_s},
                                      {u"max_versions"_s, Value::number(0)},
                                      {u"oldest_version"_s, Value::number(0)},
                                      {u"updated_time"_s, timeText(versions.back().created)},
                                      {u"versions"_s, numbered}}),
                      .mountType = u"kv"_s});
}

} // namespace

void KvStore::mount(const QString &path, int version, const QString &description)
{
    m_engines.insert(path, {version, description, {}});
}

const KvStore::Engine *KvStore::engine(const QString &mount) const
{
    const auto found = m_engines.constFind(mount);
    return found == m_engines.cend() ? nullptr : &*found;
}

std::optional<QString> KvStore::mountOf(const QString &path) const
{
    std::optional<QString> best;
    for (const QString &mount : m_engines.keys()) {
        const bool contains = path == mount || path.startsWith(mount + u'/');
        if (contains && (!best || mount.size() > best->size()))
            best = mount;
    }
    return best;
}

Value KvStore::description(const QString &mount) const
{
    const Engine *engine = this->engine(mount);
    if (!engine)
        return {};
    return object({{u"config"_s,
                    object({{u"default_lease_ttl"_s, Value::number(kDefaultLease)}, {u"max_lease_ttl"_s, Value::number(kDefaultLease)}})},
                   {u"description"_s, engine->description},
                   {u"options"_s, object({{u"version"_s, QString::number(engine->version)}})},
                   {u"path"_s, QString(mount + u'/')},
                   {u"type"_s, u"kv"_s}});
}

void KvStore::write(const QString &mount, const QString &name, const Value &data)
{
    Engine &engine = m_engines[mount];
    auto &versions = engine.secrets[name];
    if (engine.version == 1)
        versions.clear();
    versions.push_back({data, m_now(), {}, false});
}

void KvStore::deleteVersion(const QString &mount, const QString &name, int version)
{
    m_engines[mount].secrets[name].at(static_cast<std::size_t>(version - 1)).deleted = m_now();
}

void KvStore::destroyVersion(const QString &mount, const QString &name, int version)
{
    Version &destroyed = m_engines[mount].secrets[name].at(static_cast<std::size_t>(version - 1));
    destroyed.destroyed = true;
    destroyed.data = {};
}

VaultAnswer KvStore::answer(const QString &mount, const VaultQuestion &question)
{
    Engine &engine = m_engines[mount];
    const QString below = question.path.mid(mount.size() + 1);
    return engine.version == 1 ? answerPlain(engine, below, question) : answerVersioned(engine, below, question);
}

VaultAnswer KvStore::answerPlain(Engine &engine, const QString &name, const VaultQuestion &question)
{
    if (question.method == "LIST")
        return list(engine, name);
    if (question.writes()) {
        engine.secrets.insert(name, {{question.body, m_now(), {}, false}});
        return VaultAnswer::nothing();
    }
    if (question.method == "DELETE") {
        engine.secrets.remove(name);
        return VaultAnswer::nothing();
    }
    const auto found = engine.secrets.constFind(name);
    if (found == engine.secrets.cend())
        return VaultAnswer::notFound();
    return enveloped({.data = found->back().data, .mountType = u"kv"_s, .lease = kDefaultLease});
}

VaultAnswer KvStore::answerVersioned(Engine &engine, const QString &below, const VaultQuestion &question)
{
    const QString level = below.section(u'/', 0, 0);
    const QString name = below.section(u'/', 1);
    if (level == "metadata"_L1 && question.method == "LIST")
        return list(engine, name);
    const bool known = level == "data"_L1 || level == "metadata"_L1 || level == "subkeys"_L1;
    if (!known || name.isEmpty())
        return notVersioned();
    if (question.method == "DELETE" && level == "data"_L1) {
        if (auto found = engine.secrets.find(name); found != engine.secrets.end())
            found->back().deleted = m_now();
        return VaultAnswer::nothing();
    }
    if (question.writes())
        return level == "data"_L1 ? writeVersion(engine, name, question) : VaultAnswer::refusal(405, {u"unsupported operation"_s});
    if (level != "metadata"_L1)
        return readVersion(engine, name, question, level == "subkeys"_L1);
    const auto found = engine.secrets.constFind(name);
    return found == engine.secrets.cend() ? VaultAnswer::notFound() : historyOf(*found);
}

VaultAnswer KvStore::readVersion(const Engine &engine, const QString &name, const VaultQuestion &question, bool namesOnly) const
{
    const QString asked = question.query.queryItemValue(u"version"_s);
    bool isNumber = asked.isEmpty();
    qsizetype number = asked.isEmpty() ? 0 : asked.toInt(&isNumber);
    if (!isNumber)
        return notANumber(asked);
    const auto versions = engine.secrets.value(name);
    if (number == 0)
        number = static_cast<qsizetype>(versions.size());
    if (number < 1 || number > static_cast<qsizetype>(versions.size()))
        return VaultAnswer::notFound();
    const Version &version = versions[static_cast<std::size_t>(number - 1)];
    const Value metadata = metadataOf(version, static_cast<int>(number));
    const QString content = namesOnly ? u"subkeys"_s : u"data"_s;
    if (isGone(version))
        return enveloped({.data = object({{content, Value()}, {u"metadata"_s, metadata}})}, 404);
    const Value shown = namesOnly ? withoutValues(version.data) : version.data;
    return enveloped({.data = object({{content, shown}, {u"metadata"_s, metadata}}), .mountType = u"kv"_s});
}

VaultAnswer KvStore::writeVersion(Engine &engine, const QString &name, const VaultQuestion &question)
{
    if (!question.body[u"data"].isMap())
        return VaultAnswer::refusal(400, {u"no data provided"_s});
    auto &versions = engine.secrets[name];
    versions.push_back({question.body[u"data"], m_now(), {}, false});
    return enveloped({.data = metadataOf(versions.back(), static_cast<int>(versions.size())), .mountType = u"kv"_s});
}

VaultAnswer KvStore::list(const Engine &engine, const QString &folder) const
{
    const QString prefix = folder.isEmpty() || folder.endsWith(u'/') ? folder : folder + u'/';
    QStringList keys;
    for (const QString &name : engine.secrets.keys()) {
        if (!name.startsWith(prefix))
            continue;
        const QString rest = name.mid(prefix.size());
        const qsizetype slash = rest.indexOf(u'/');
        keys.append(slash < 0 ? rest : rest.left(slash + 1));
    }
    keys.removeDuplicates();
    if (keys.isEmpty())
        return VaultAnswer::notFound();
    return enveloped({.data = object({{u"keys"_s, textList(keys)}}), .mountType = u"kv"_s});
}

} // namespace sallyport::demo
