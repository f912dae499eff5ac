// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/json_layout.h"

namespace sallyport {

namespace {

constexpr qsizetype kMaxIndentedDepth = 64; // deeper levels do not move further right

//! One pass over the text; knows strings, templates and brackets, nothing else.
class Layout {
public:
    explicit Layout(const QByteArray &text) : m_text(text) { m_out.reserve(text.size() + text.size() / 4); }

    QByteArray run()
    {
        while (m_at < m_text.size())
            step();
        return m_out;
    }

private:
    [[nodiscard]] char here(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
    [[nodiscard]] bool opensTemplate() const
    {
        return here() == '{' && (here(1) == '{' || here(1) == '%' || here(1) == '#') && closing() > 0;
    }

    // Where the template that begins here ends; 0: it does not, so it is a bracket.
    [[nodiscard]] qsizetype closing() const
    {
        const char end[3] = {here(1) == '{' ? '}' : here(1), '}', '\0'};
        const qsizetype found = m_text.indexOf(end, m_at + 2);
        const qsizetype line = m_text.indexOf('\n', m_at);
        return found < 0 || (line >= 0 && line < found) ? 0 : found + 2;
    }

    void newLine()
    {
        m_out.append('\n');
        m_out.append(std::min(m_depth, kMaxIndentedDepth) * 2, ' ');
    }

    void copyTo(qsizetype end)
    {
        m_out.append(QByteArrayView(m_text).sliced(m_at, end - m_at));
        m_at = end;
    }

    void copyString()
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != '"')
            end += m_text[end] == '\\' ? 2 : 1;
        copyTo(std::min(end + 1, m_text.size()));
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    void open()
    {
        m_out.append(m_text[m_at++]);
        skipSpace();
        if (here() == '}' || here() == ']') {
            m_out.append(m_text[m_at++]);
            return;
        }
        ++m_depth;
        newLine();
    }

    void close()
    {
        m_depth = std::max<qsizetype>(0, m_depth - 1);
        newLine();
        m_out.append(m_text[m_at++]);
    }

    void step()
    {
        const char c = here();
        if (isSpace(c))
            return skipSpace();
        if (c == '"')
            return copyString();
        if (opensTemplate())
            return copyTo(closing());
        if (c == '{' || c == '[')
            return open();
        if (c == '}' || c == ']')
            return close();
        m_out.append(c);
        ++m_at;
        if (c == ',')
            newLine();
        else if (c == ':')
            m_out.append(' ');
        else if (isSpace(here()))
            separateWords();
    }

    // Between two bare words a space means something (text that is no JSON).
    void separateWords()
    {
        skipSpace();
        if (m_at < m_text.size() && !QByteArrayView(",:}]").contains(here()))
            m_out.append(' ');
    }

    const QByteArray &m_text;
    QByteArray m_out;
    qsizetype m_at = 0;
    qsizetype m_depth = 0;
};

} // namespace

QByteArray layOutJson(const QByteArray &text)
{
    return Layout(text).run();
}

QString layOutJson(const QString &text)
{
    return QString::fromUtf8(layOutJson(text.toUtf8()));
}

} // namespace sallyport
