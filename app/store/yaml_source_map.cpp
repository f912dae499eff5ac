// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_source_map.h"

#include "app/store/yaml_text.h"

#include <algorithm>

namespace sallyport::yaml {

namespace {

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t';
}

class Mapper {
public:
    Mapper(const Tree &tree, NodeId id) : m_text(tree.text()), m_node(tree[id])
    {
        m_at = std::min<qsizetype>(skipProperties(m_text, m_node.start), m_node.end);
        m_end = m_node.end;
    }

    bool run()
    {
        if (m_node.style == Style::SingleQuoted || m_node.style == Style::DoubleQuoted) {
            ++m_at;
            --m_end;
        }
        if (m_node.style == Style::Folded && !enterFolded())
            return false;
        while (m_at < m_end) {
            if (!step())
                return false;
        }
        m_map.origin.push_back(m_end);
        return true;
    }

    SourceMap take() { return std::move(m_map); }

private:
    //! To the first line of a folded block. Its lines must all have one indentation.
    bool enterFolded()
    {
        const qsizetype body = nextLine(m_text, m_at);
        if (body >= m_end)
            return false;
        m_at = body;
        while (m_at < m_end && m_text[m_at] == ' ')
            ++m_at;
        m_map.indentation = static_cast<int>(m_at - body);
        return m_at < m_end && !isLineBreak(m_at) && m_text[m_at] != '\t';
    }

    [[nodiscard]] bool isLineBreak(qsizetype at) const
    {
        return m_text[at] == '\n' || (m_text[at] == '\r' && at + 1 < m_text.size() && m_text[at + 1] == '\n');
    }

    void put(QByteArrayView bytes, qsizetype origin)
    {
        m_map.text += bytes;
        m_map.origin.insert(m_map.origin.end(), static_cast<std::size_t>(bytes.size()), origin);
    }

    bool step()
    {
        qsizetype blanksEnd = m_at;
        while (blanksEnd < m_end && isBlank(m_text[blanksEnd]))
            ++blanksEnd;
        if (blanksEnd < m_end && isLineBreak(blanksEnd))
            return m_node.style == Style::Folded && blanksEnd != m_at ? false : fold(blanksEnd);
        if (m_node.style == Style::DoubleQuoted && m_text[m_at] == '\\')
            return escape();
        const bool isDoubledQuote = m_node.style == Style::SingleQuoted && m_text[m_at] == '\'';
        put(QByteArrayView(m_text).sliced(m_at, 1), m_at);
        m_at += isDoubledQuote ? 2 : 1;
        return true;
    }

    //! One line break is a space, n + 1 are n line breaks; blanks around them do not count (YAML 1.2.2, 6.5).
    bool fold(qsizetype at)
    {
        const qsizetype origin = m_at;
        int breaks = 0;
        qsizetype start = at;
        while (at < m_end && (isLineBreak(at) || isBlank(m_text[at]))) {
            if (m_text[at] == '\n') {
                ++breaks;
                start = at + 1;
            }
            ++at;
        }
        if (m_node.style == Style::Folded && at - start != m_map.indentation)
            return false;
        put(breaks == 1 ? QByteArray(" ") : QByteArray(breaks - 1, '\n'), origin);
        m_at = at;
        return true;
    }

    bool escape()
    {
        static constexpr QByteArrayView kCodes("0abtnvfre\"/\\ ");
        static constexpr QByteArrayView kMeanings("\0\a\b\t\n\v\f\r\x1B\"/\\ ", 13);
        const qsizetype origin = m_at;
        if (m_at + 1 >= m_end)
            return false;
        const char code = m_text[m_at + 1];
        if (isLineBreak(m_at + 1)) {
            m_at = nextLine(m_text, m_at + 1);
            while (m_at < m_end && isBlank(m_text[m_at]))
                ++m_at;
            return m_at >= m_end || !isLineBreak(m_at);
        }
        const int digits = code == 'x' ? 2 : code == 'u' ? 4 : code == 'U' ? 8 : 0;
        m_at += 2 + digits;
        if (digits > 0) {
            const char32_t character = m_text.mid(origin + 2, digits).toUInt(nullptr, 16);
            put(QString::fromUcs4(&character, 1).toUtf8(), origin);
            return m_at <= m_end;
        }
        const qsizetype index = kCodes.indexOf(code);
        if (index >= 0)
            put(kMeanings.sliced(index, 1), origin);
        return index >= 0;
    }

    const QByteArray &m_text;
    const Node &m_node;
    qsizetype m_at = 0;
    qsizetype m_end = 0;
    SourceMap m_map;
};

} // namespace

std::optional<SourceMap> mapScalar(const Tree &tree, NodeId id)
{
    if (tree[id].kind != Kind::Scalar || tree[id].style == Style::Literal)
        return std::nullopt;
    Mapper mapper(tree, id);
    if (!mapper.run())
        return std::nullopt;
    SourceMap map = mapper.take();
    QByteArrayView read = tree.scalar(id);
    while (tree[id].style == Style::Folded && read.endsWith('\n'))
        read.chop(1);
    return map.text == read ? std::optional(std::move(map)) : std::nullopt;
}

} // namespace sallyport::yaml
