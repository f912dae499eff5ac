// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/property_order.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QLatin1StringView kSeparator("~|");

QStringList namesOf(const Value &value)
{
    QStringList names;
    for (const auto &[name, member] : value.map())
        names.append(name);
    return names;
}

class Updater {
public:
    explicit Updater(const Value &order) : m_order(order) {}

    Value run(const Value &before, const Value &now)
    {
        const QString root = m_order.map().front().first; // a copy: the map grows
        visit(root, before, now, false);
        std::erase_if(m_order.map(), [this](const Value::Member &entry) { return !m_seen.contains(entry.first); });
        return std::move(m_order);
    }

private:
    //! `isListed`: an entry of a list is there for Insomnia only where the order speaks of it.
    void visit(const QString &path, const Value &before, const Value &now, bool isListed)
    {
        if (now.isMap()) {
            m_seen.insert(path);
            if (m_order.find(path) || isListed)
                set(path, names(path, before, now));
            for (const auto &[name, value] : now.map())
                visit(path + kSeparator + name, before[name], value, false);
        } else if (now.isList()) {
            m_seen.insert(path);
            if (isListed && !m_order.find(path))
                m_order.set(path, Value::List());
            for (std::size_t i = 0; i < now.list().size(); ++i) {
                const Value old = i < before.list().size() ? before.list()[i] : Value();
                visit(path + kSeparator + QString::number(i), old, now.list()[i], true);
            }
        }
    }

    void set(const QString &path, const QStringList &names)
    {
        Value::List list;
        for (const QString &name : names)
            list.push_back(name);
        if (const Value *known = m_order.find(path); !known || known->list() != list)
            m_order.set(path, std::move(list));
    }

    [[nodiscard]] QStringList names(const QString &path, const Value &before, const Value &now) const
    {
        QStringList coming = namesOf(now);
        QStringList ordered;
        QStringList gone;
        for (const Value &entry : m_order[path].list()) {
            const QString name = entry.toString();
            if (!now.find(name) && before.find(name))
                gone.append(name);
            ordered.append(name);
        }
        const bool isKnown = m_order.find(path) != nullptr;
        coming.removeIf([&](const QString &name) { return ordered.contains(name) || (isKnown && before.find(name)); });
        if (gone.size() == 1 && coming.size() == 1) { // a new name
            ordered.replace(ordered.indexOf(gone.front()), coming.front());
            return ordered;
        }
        ordered.removeIf([&](const QString &name) { return gone.contains(name); });
        return ordered + coming;
    }

    Value m_order;
    QSet<QString> m_seen; //!< paths that the data has
};

} // namespace

Value propertyOrderFor(const Value &order, const Value &before, const Value &now)
{
    const bool isOrder =
        order.isMap() && !order.map().empty() &&
        std::all_of(order.map().begin(), order.map().end(), [](const Value::Member &entry) { return entry.second.isList(); });
    return isOrder && before != now ? Updater(order).run(before, now) : order;
}

} // namespace sallyport
