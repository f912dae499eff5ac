// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/command_line.h"

#include <QRegularExpression>

#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QStringView kOperators = u"|&;<>()";
constexpr QStringView kEscapedInQuotes = u"\"\\$`";

Error refusal(const QString &what)
{
    return Error{ErrorKind::InvalidInput, u"the command line %1"_s.arg(what),
                 u"No shell runs it. Put the commands into a script of your own and name that script."_s};
}

Error unfinished(const QString &what)
{
    return Error{ErrorKind::InvalidInput, u"the command line %1"_s.arg(what), u"Check its quotes and backslashes."_s};
}

class Splitter {
public:
    explicit Splitter(const QString &line) : m_line(line) {}

    Result<QStringList> split()
    {
        while (m_at < m_line.size()) {
            if (auto error = readOne())
                return *error;
        }
        if (auto error = endWord())
            return *error;
        if (m_words.isEmpty())
            return unfinished(u"is empty"_s);
        return m_words;
    }

private:
    std::optional<Error> readOne()
    {
        const QChar c = m_line[m_at++];
        if (c.isSpace())
            return endWord();
        if (kOperators.contains(c))
            return refusal(u"needs a shell for its %1"_s.arg(c == u'|' ? u"pipe \"|\""_s : u"operator \"%1\""_s.arg(c)));
        if (c == u'\'')
            return readSingleQuoted();
        if (c == u'"')
            return readDoubleQuoted();
        if (c == u'\\')
            return readEscaped();
        if (c == u'~' && !m_inWord)
            return refusal(u"needs a shell to know what \"~\" stands for"_s);
        return add(c);
    }

    std::optional<Error> readSingleQuoted()
    {
        m_inWord = true;
        m_isQuoted = true;
        const qsizetype end = m_line.indexOf(u'\'', m_at);
        if (end < 0)
            return unfinished(u"has an opening quote ' without a closing one"_s);
        m_word += QStringView(m_line).sliced(m_at, end - m_at);
        m_at = end + 1;
        return {};
    }

    std::optional<Error> readDoubleQuoted()
    {
        m_inWord = true;
        m_isQuoted = true;
        while (m_at < m_line.size()) {
            const QChar c = m_line[m_at++];
            if (c == u'"')
                return {};
            const bool isEscape = c == u'\\' && m_at < m_line.size() && kEscapedInQuotes.contains(m_line[m_at]);
            if (isEscape)
                m_word += m_line[m_at++];
            else if (auto error = add(c))
                return error;
        }
        return unfinished(u"has an opening quote \" without a closing one"_s);
    }

    std::optional<Error> readEscaped()
    {
        if (m_at == m_line.size())
            return unfinished(u"ends in a backslash"_s);
        m_inWord = true;
        m_isQuoted = true;
        m_word += m_line[m_at++];
        return {};
    }

    std::optional<Error> add(QChar c)
    {
        const bool namesVariable = m_at < m_line.size() && (m_line[m_at].isLetterOrNumber() || QStringView(u"_{(").contains(m_line[m_at]));
        if (c == u'`' || (c == u'$' && namesVariable))
            return refusal(u"needs a shell for its \"%1\""_s.arg(c));
        m_inWord = true;
        m_word += c;
        return {};
    }

    std::optional<Error> endWord()
    {
        static const QRegularExpression assignment(u"^[A-Za-z_][A-Za-z0-9_]*="_s);
        if (!m_inWord)
            return {};
        if (m_words.isEmpty() && !m_isQuoted && assignment.match(m_word).hasMatch())
            return refusal(u"needs a shell, because it begins with the assignment of a variable"_s);
        m_words.append(m_word);
        m_word.clear();
        m_inWord = false;
        m_isQuoted = false;
        return {};
    }

    QString m_line;
    qsizetype m_at = 0;
    QStringList m_words;
    QString m_word;
    bool m_inWord = false;
    bool m_isQuoted = false;
};

} // namespace

Result<QStringList> splitCommandLine(const QString &line)
{
    return Splitter(line).split();
}

} // namespace sallyport
