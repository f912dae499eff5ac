// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/render.h"

#include "app/base/json.h"
#include "app/template/nearest_name.h"
#include "app/template/text_position.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using Places = VariableScope::Places;

constexpr std::size_t kMaxNesting = 64;        //!< variables that lead to variables
constexpr qsizetype kMaxProduced = 16'000'000; //!< characters that variables put into one text, all steps together

bool isPlainName(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'$' || c.isSurrogate() || c.isMark();
    });
}

//! A path as people write it: `a.b[0]["odd name"]`.
QString pathText(const QStringList &path)
{
    QString text;
    for (const QString &name : path) {
        bool isIndex = false;
        name.toULongLong(&isIndex);
        if (isIndex && !text.isEmpty())
            text += u'[' + name + u']';
        else if (isPlainName(name))
            text += text.isEmpty() ? name : u'.' + name;
        else
            text += (text.isEmpty() ? u"_[\""_s : u"[\""_s) + excerpt(name) + "\"]"_L1;
    }
    return text;
}

//! Whether a text can hold a placeholder at all.
bool mayHoldPlaceholder(const QString &text)
{
    return text.contains(u'{');
}

Error invalid(const QString &message, const QString &hint)
{
    return {ErrorKind::InvalidInput, message, hint};
}

//! Follows one text through the variables it reaches. Every variable is worked out once; without values, secrets are
//! taken to be empty.
class Renderer {
public:
    Renderer(const VariableScope &scope, const SecretValues *values, QString place)
        : m_scope(scope), m_values(values), m_place(std::move(place))
    {
    }

    Result<QString> run(const QString &text)
    {
        m_source = text;
        auto filled = fill(text, nullptr);
        if (filled)
            return filled;
        Error error = std::move(filled).error();
        error.location = error.location.value_or(SourceLocation());
        error.location->place = m_place;
        return error;
    }

    std::vector<SecretUse> takeUses() { return std::move(m_uses); }
    QList<SecretValue> takeSecrets() { return std::move(m_secrets); }

private:
    //! The variable whose text is being filled in.
    struct Owner {
        const QStringList &path;
        std::size_t layer;
    };
    struct Active {
        QString key;
        QString name;
    };

    Result<QString> fill(const QString &text, const Owner *owner)
    {
        if (!mayHoldPlaceholder(text))
            return text;
        const auto parsed = Template::parse(text);
        if (!parsed)
            return parsed.error();
        QString filled;
        filled.reserve(text.size());
        for (const auto &segment : parsed->segments()) {
            if (!owner)
                m_offset = segment.start;
            if (auto failed = append(filled, segment, owner))
                return failed->at(positionIn(text, segment.start));
        }
        return filled;
    }

    std::optional<Error> append(QString &filled, const Template::Segment &segment, const Owner *owner)
    {
        if (const auto *literal = std::get_if<Template::Literal>(&segment.content)) {
            filled += literal->text;
            return owner ? spend(literal->text.size()) : std::nullopt;
        }
        Result<QString> piece = QString();
        if (const auto *variable = std::get_if<Template::VariableUse>(&segment.content))
            piece = lookUp(variable->path, owner);
        else if (const auto *tag = std::get_if<VaultTag>(&segment.content))
            piece = secretText(*tag);
        if (!piece)
            return std::move(piece).error();
        filled += *piece;
        return spend(piece->size());
    }

    std::optional<Error> spend(qsizetype characters)
    {
        m_produced += characters;
        if (m_produced <= kMaxProduced)
            return std::nullopt;
        return invalid(u"the variables in this text grow beyond %1 million characters"_s.arg(kMaxProduced / 1'000'000),
                       u"Look for variables that contain each other many times."_s);
    }

    Result<QString> lookUp(const QStringList &path, const Owner *owner)
    {
        const bool ownName = owner && owner->path == path;
        const Places places = m_scope.places(path, ownName ? owner->layer : SIZE_MAX);
        if (places.isEmpty())
            return ownName ? cycleError({pathText(path), pathText(path)}, true) : undefinedError(path);
        const auto &[value, layer] = places.front();
        if (value->isString())
            return textOf(value->toString(), path, layer);
        if (!value->isMap() && !value->isList())
            return value->asText();
        return once(path, layer, [&] {
            const auto change = [this](const QString &text, const QStringList &at, std::size_t in) { return textOf(text, at, in); };
            return mergedValue(places, path, change).transform([](const Value &merged) { return QString::fromUtf8(json::write(merged)); });
        });
    }

    //! The text of the variable at `path`, filled in.
    Result<QString> textOf(const QString &text, const QStringList &path, std::size_t layer)
    {
        if (!mayHoldPlaceholder(text))
            return text;
        return once(path, layer, [&] {
            const Owner owner{path, layer};
            auto filled = fill(text, &owner);
            return filled ? std::move(filled) : Result<QString>(seenFrom(filled.error(), path, layer));
        });
    }

    //! Works a variable out unless that was done before; watches for cycles.
    template<class Work>
    Result<QString> once(const QStringList &path, std::size_t layer, const Work &work)
    {
        const QString key = path.join(QChar(u'\0')) + QChar(u'\1') + QString::number(layer);
        if (const auto known = m_done.constFind(key); known != m_done.cend())
            return *known;
        const auto again = std::find_if(m_active.begin(), m_active.end(), [&key](const Active &a) { return a.key == key; });
        if (again != m_active.end())
            return cycleError(chainFrom(again), false);
        if (m_active.size() >= kMaxNesting)
            return invalid(u"variables lead to variables more than %1 levels deep"_s.arg(kMaxNesting),
                           u"The chain begins with %1."_s.arg(chainFrom(m_active.begin()).mid(0, 4).join(u" → "_s)));
        m_active.push_back({key, pathText(path)});
        auto result = work();
        m_active.pop_back();
        if (result)
            m_done.insert(key, *result);
        return result;
    }

    [[nodiscard]] QStringList chainFrom(std::vector<Active>::const_iterator start) const
    {
        QStringList chain;
        for (auto it = start; it != m_active.end(); ++it)
            chain.append(it->name);
        chain.append(start->name);
        return chain;
    }

    Error cycleError(const QStringList &chain, bool onlyItself)
    {
        m_isCycle = true;
        const QString hint = onlyItself ? u"Inside its own value a name means the value of a lower layer, and there is none."_s
                                        : u"Change one of these variables so that it does not lead back to itself."_s;
        return invalid(u"variables refer to each other in a circle: %1"_s.arg(chain.join(u" → "_s)), hint);
    }

    //! An error inside a variable's text: where it is there becomes words, the place in the field is added further out.
    [[nodiscard]] Error seenFrom(Error error, const QStringList &path, std::size_t layer) const
    {
        const auto inside = std::exchange(error.location, std::nullopt);
        if (m_isCycle || !error.context.isEmpty())
            return error;
        QString where = u"in variable \"%1\" of %2"_s.arg(pathText(path), m_scope.layers()[layer].name);
        if (inside && inside->line > 0)
            where += u", line %1"_s.arg(inside->line);
        if (inside)
            where += u", column %1"_s.arg(inside->column);
        return error.within(where);
    }

    [[nodiscard]] Error undefinedError(const QStringList &path) const
    {
        qsizetype known = 0; // length of the longest defined beginning
        while (known + 1 < path.size() && !m_scope.places(path.first(known + 1)).isEmpty())
            ++known;
        const QString nearest = nearestName(path.at(known), namesAt(path.first(known)));
        QString hint = u"Define it in an environment that is in use here, or correct the name."_s;
        if (!nearest.isEmpty())
            hint = u"Did you mean \"%1\"?"_s.arg(pathText(path.first(known) + QStringList{nearest} + path.sliced(known + 1)));
        return invalid(u"undefined variable \"%1\""_s.arg(pathText(path)), hint);
    }

    [[nodiscard]] QStringList namesAt(const QStringList &path) const
    {
        if (path.isEmpty())
            return m_scope.names();
        QStringList names;
        for (const auto &place : m_scope.places(path)) {
            for (const auto &[name, value] : place.value->map())
                names.append(name);
        }
        return names;
    }

    Result<QString> secretText(const VaultTag &tag)
    {
        const QString key = tag.key();
        const bool isNew = !m_seen.contains(key);
        m_seen.insert(key);
        if (!m_values) {
            if (isNew)
                m_uses.push_back({tag, via(), positionIn(m_source, m_offset, m_place)});
            return QString();
        }
        const auto value = m_values->constFind(key);
        if (value == m_values->cend())
            return invalid(u"a secret of %1 was not fetched"_s.arg(excerpt(tag.provider)), u"Send again, or edit the link."_s);
        if (isNew)
            m_secrets.append(*value);
        return value->revealText();
    }

    [[nodiscard]] QStringList via() const
    {
        QStringList names;
        for (const Active &variable : m_active)
            names.append(variable.name);
        return names;
    }

    const VariableScope &m_scope;
    const SecretValues *m_values;
    QString m_place;
    QString m_source;       //!< the field's text
    qsizetype m_offset = 0; //!< how far it has been filled in
    qsizetype m_produced = 0;
    bool m_isCycle = false;
    std::vector<Active> m_active;   //!< variables being worked out, outermost first
    QHash<QString, QString> m_done; //!< finished variables by path and layer
    QSet<QString> m_seen;           //!< keys of secrets met so far
    std::vector<SecretUse> m_uses;
    QList<SecretValue> m_secrets;
};

} // namespace

Result<std::vector<SecretUse>> requiredSecrets(const QString &text, const VariableScope &scope, const QString &place)
{
    if (!mayHoldPlaceholder(text))
        return std::vector<SecretUse>();
    Renderer renderer(scope, nullptr, place);
    return renderer.run(text).transform([&renderer](const QString &) { return renderer.takeUses(); });
}

Result<Rendered> render(const QString &text, const VariableScope &scope, const SecretValues &values, const QString &place)
{
    if (!mayHoldPlaceholder(text))
        return Rendered{text, {}};
    Renderer renderer(scope, &values, place);
    return renderer.run(text).transform([&renderer](const QString &filled) { return Rendered{filled, renderer.takeSecrets()}; });
}

} // namespace sallyport
