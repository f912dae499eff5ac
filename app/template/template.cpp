// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/template.h"

#include "app/template/text_position.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

//! Names are generous: whatever a person can type without quotes and what no operator begins with.
bool isNameCharacter(QChar c)
{
    if (c.unicode() < 0x80)
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'$' || c == u'-';
    return !c.isSpace();
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

QString whatIsSupported()
{
    return u"Write {{ _.name }}, {{ _.a.b[0].c }} or {{ _[\"odd name\"] }}; filters and expressions are not supported."_s;
}

//! Reads one source from left to right. A member function that reads something answers the offset behind it, or -1
//! after having set m_error.
class Scanner {
public:
    explicit Scanner(const QString &source) : m_source(source) {}

    Result<std::vector<Template::Segment>> run()
    {
        qsizetype literalStart = 0;
        for (qsizetype open = nextOpening(0); open >= 0; open = nextOpening(literalStart)) {
            addLiteral(literalStart, open, at(open + 2) == u'-');
            literalStart = readPlaceholder(open);
            if (literalStart < 0)
                return m_error;
        }
        addLiteral(literalStart, m_source.size(), false);
        return std::move(m_segments);
    }

private:
    [[nodiscard]] QChar at(qsizetype offset) const { return offset < m_source.size() ? m_source.at(offset) : QChar(); }

    [[nodiscard]] qsizetype nextOpening(qsizetype from) const
    {
        for (qsizetype open = m_source.indexOf(u'{', from); open >= 0; open = m_source.indexOf(u'{', open + 1)) {
            const QChar second = at(open + 1);
            if (second == u'{' || second == u'%' || second == u'#')
                return open;
        }
        return -1;
    }

    [[nodiscard]] qsizetype skipSpace(qsizetype offset) const
    {
        while (offset < m_source.size() && isSpace(m_source.at(offset)))
            ++offset;
        return offset;
    }

    [[nodiscard]] bool standsAt(qsizetype offset, QStringView text) const { return QStringView(m_source).mid(offset).startsWith(text); }

    qsizetype fail(qsizetype offset, const QString &message, const QString &hint)
    {
        m_error = Error{ErrorKind::InvalidInput, message, hint, {}, positionIn(m_source, offset)};
        return -1;
    }

    void addLiteral(qsizetype from, qsizetype to, bool trimEnd)
    {
        const bool trimStart = std::exchange(m_trimNext, false);
        if (from == to)
            return;
        QStringView text = QStringView(m_source).sliced(from, to - from);
        while (trimStart && !text.isEmpty() && isSpace(text.front()))
            text = text.sliced(1);
        while (trimEnd && !text.isEmpty() && isSpace(text.back()))
            text.chop(1);
        const bool whole = from == 0 && text.size() == m_source.size();
        m_segments.push_back({Template::Literal{whole ? m_source : text.toString()}, from, to - from});
    }

    template<class Content>
    qsizetype add(Content content, qsizetype from, qsizetype to)
    {
        m_trimNext = at(to - 3) == u'-';
        m_segments.push_back({std::move(content), from, to - from});
        return to;
    }

    qsizetype readPlaceholder(qsizetype open)
    {
        const qsizetype inside = open + (at(open + 2) == u'-' ? 3 : 2);
        if (at(open + 1) == u'{')
            return readVariable(open, inside);
        return at(open + 1) == u'%' ? readTag(open, inside) : readComment(open, inside);
    }

    qsizetype readComment(qsizetype open, qsizetype inside)
    {
        const qsizetype close = m_source.indexOf("#}"_L1, inside);
        if (close < 0)
            return fail(open, u"the comment that begins with \"{#\" is not closed"_s, u"Add \"#}\" where it ends."_s);
        return add(Template::Comment(), open, close + 2);
    }

    //! The offset of `closing` outside quotation marks.
    qsizetype findClosing(qsizetype open, qsizetype inside, QStringView closing)
    {
        for (qsizetype i = inside; i < m_source.size(); ++i) {
            const QChar c = m_source.at(i);
            if (c == u'"' || c == u'\'') {
                const qsizetype end = endOfQuoted(i);
                if (end < 0)
                    return fail(i, u"a quotation mark inside \"%1\" is not closed"_s.arg(m_source.sliced(open, 2)),
                                u"Close it with %1 before \"%2\"."_s.arg(QString(c), closing));
                i = end - 1;
            } else if (standsAt(i, closing)) {
                return i;
            }
        }
        return fail(open, u"\"%1\" is not closed"_s.arg(m_source.sliced(open, 2)),
                    u"Add \"%1\" where the placeholder ends."_s.arg(closing));
    }

    [[nodiscard]] qsizetype endOfQuoted(qsizetype start) const
    {
        const QChar quote = m_source.at(start);
        for (qsizetype i = start + 1; i < m_source.size(); ++i) {
            if (m_source.at(i) == u'\\')
                ++i;
            else if (m_source.at(i) == quote)
                return i + 1;
        }
        return -1;
    }

    qsizetype readVariable(qsizetype open, qsizetype inside)
    {
        Template::VariableUse use;
        const qsizetype behind = readPath(skipSpace(inside), use.path);
        qsizetype close = behind < 0 ? -1 : skipSpace(behind);
        if (close >= 0 && at(close) == u'-' && standsAt(close + 1, u"}}"))
            ++close;
        if (close < 0 || !standsAt(close, u"}}"))
            return failVariable(open, inside, close);
        return add(std::move(use), open, close + 2);
    }

    //! Says why the text is no variable; `behind` is where its path ended, -1 where there was none.
    qsizetype failVariable(qsizetype open, qsizetype inside, qsizetype behind)
    {
        const qsizetype close = findClosing(open, inside, u"}}");
        if (close < 0)
            return -1;
        const QStringView text = QStringView(m_source).sliced(inside, close - inside).trimmed();
        if (text.isEmpty())
            return fail(open, u"a name is missing between \"{{\" and \"}}\""_s, whatIsSupported());
        if (behind >= 0 && at(behind) == u'|') {
            const qsizetype start = skipSpace(behind + 1);
            const QStringView name = QStringView(m_source).sliced(start, qMax(start, endOfName(start)) - start);
            return fail(behind, u"the filter \"%1\" is not supported"_s.arg(excerpt(name)), whatIsSupported());
        }
        return fail(open, u"\"%1\" is not the name of a variable"_s.arg(excerpt(text)), whatIsSupported());
    }

    [[nodiscard]] qsizetype endOfName(qsizetype start) const
    {
        qsizetype end = start;
        while (end < m_source.size() && isNameCharacter(m_source.at(end)) && !(m_source.at(end) == u'-' && standsAt(end + 1, u"}}")))
            ++end;
        return end;
    }

    //! `_.a.b[0]["c"]`, without `_`. Answers the offset behind it, or -1 (no error set) where there is no path.
    [[nodiscard]] qsizetype readPath(qsizetype start, QStringList &path) const
    {
        if (isDigit(at(start)) || at(start) == u'-')
            return -1;
        qsizetype end = readName(start, path);
        while (end >= 0) {
            if (at(end) == u'.')
                end = readName(end + 1, path);
            else if (at(end) == u'[')
                end = readSubscript(end + 1, path);
            else
                break;
        }
        if (end >= 0 && path.front() == "_"_L1) {
            path.removeFirst();
            return path.isEmpty() ? -1 : end;
        }
        return end;
    }

    [[nodiscard]] qsizetype readName(qsizetype start, QStringList &path) const
    {
        const qsizetype end = endOfName(start);
        if (end == start)
            return -1;
        path.append(m_source.sliced(start, end - start));
        return end;
    }

    [[nodiscard]] qsizetype readSubscript(qsizetype start, QStringList &path) const
    {
        start = skipSpace(start);
        qsizetype end = start;
        if (at(start) == u'"' || at(start) == u'\'') {
            end = endOfQuoted(start);
            if (end < 0)
                return -1;
            path.append(unescaped(QStringView(m_source).sliced(start + 1, end - start - 2)));
        } else {
            while (isDigit(at(end)))
                ++end;
            if (end == start)
                return -1;
            path.append(m_source.sliced(start, end - start));
        }
        end = skipSpace(end);
        return at(end) == u']' ? end + 1 : -1;
    }

    qsizetype readTag(qsizetype open, qsizetype inside)
    {
        const qsizetype nameStart = skipSpace(inside);
        const QStringView name = QStringView(m_source).sliced(nameStart, endOfName(nameStart) - nameStart);
        if (name == "raw"_L1)
            return readRaw(open, nameStart + name.size());
        const qsizetype close = findClosing(open, inside, u"%}");
        if (close < 0)
            return -1;
        if (name != "vault"_L1) {
            return fail(open, u"the tag \"%1\" is not supported yet"_s.arg(excerpt(name)),
                        u"Of tags, {% vault %} and {% raw %} can be used; put the value itself here, or a variable."_s);
        }
        const qsizetype end = at(close - 1) == u'-' ? close - 1 : close;
        auto tag = parseVaultTag(QStringView(m_source).sliced(inside, end - inside));
        if (!tag) {
            m_error = tag.error();
            m_error.location = positionIn(m_source, open);
            return -1;
        }
        return add(std::move(*tag), open, close + 2);
    }

    //! `{% raw %}...{% endraw %}`: text as it stands, the way to write `{{` itself.
    qsizetype readRaw(qsizetype open, qsizetype behindName)
    {
        const qsizetype text = m_source.indexOf("%}"_L1, behindName);
        for (qsizetype i = text < 0 ? -1 : m_source.indexOf("{%"_L1, text); i >= 0; i = m_source.indexOf("{%"_L1, i + 2)) {
            const qsizetype word = skipSpace(i + (at(i + 2) == u'-' ? 3 : 2));
            const qsizetype close = standsAt(word, u"endraw") ? m_source.indexOf("%}"_L1, word) : -1;
            if (close >= 0)
                return add(Template::Literal{rawText(text + 2, i)}, open, close + 2);
        }
        return fail(open, u"\"{% raw %}\" is not closed"_s, u"Add \"{% endraw %}\" where the plain text ends."_s);
    }

    //! What stands between the tags; their dashes take away white space on their inner sides too.
    [[nodiscard]] QString rawText(qsizetype from, qsizetype to) const
    {
        const bool trimEnd = at(to + 2) == u'-';
        const bool trimStart = at(from - 3) == u'-';
        while (trimStart && from < to && isSpace(at(from)))
            ++from;
        while (trimEnd && from < to && isSpace(at(to - 1)))
            --to;
        return m_source.sliced(from, to - from);
    }

    const QString &m_source;
    std::vector<Template::Segment> m_segments;
    Error m_error;
    bool m_trimNext = false;
};

bool isWhiteSpace(const Template::Segment &segment)
{
    const auto *literal = std::get_if<Template::Literal>(&segment.content);
    return literal && std::all_of(literal->text.begin(), literal->text.end(), isSpace);
}

} // namespace

Result<Template> Template::parse(const QString &source)
{
    auto segments = Scanner(source).run();
    if (!segments)
        return segments.error();
    Template parsed;
    parsed.m_source = source;
    parsed.m_segments = std::move(*segments);
    return parsed;
}

bool Template::isLiteral() const
{
    return std::all_of(m_segments.begin(), m_segments.end(), [](const Segment &s) { return std::holds_alternative<Literal>(s.content); });
}

const VaultTag *Template::asSingleVaultTag() const
{
    const VaultTag *only = nullptr;
    for (const Segment &segment : m_segments) {
        const auto *tag = std::get_if<VaultTag>(&segment.content);
        if ((!tag && !isWhiteSpace(segment)) || (tag && only))
            return nullptr;
        only = tag ? tag : only;
    }
    return only;
}

} // namespace sallyport
