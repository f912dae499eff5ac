// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/shared_config_parser.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

bool isCommentSign(QChar c)
{
    return c == u'#' || c == u';';
}

enum class Comments { Anywhere, AfterBlank };

//! The line without its comment and without blanks at both ends.
QStringView withoutComment(QStringView line, Comments comments)
{
    line = trimmedBlanks(line);
    for (qsizetype i = 0; i < line.size(); ++i) {
        const bool mayBegin = comments == Comments::Anywhere || (i > 0 && line[i - 1].isSpace());
        if (isCommentSign(line[i]) && mayBegin)
            return trimmedBlanks(line.first(i));
    }
    return line;
}

bool isSecretKey(const QString &key)
{
    return key == "aws_secret_access_key"_L1 || key == "aws_session_token"_L1 || key == "aws_security_token"_L1;
}

//! Reads line by line; the open section and property are what a continuation goes to.
class Reader {
public:
    explicit Reader(QString fileName) : m_fileName(std::move(fileName)) {}

    std::optional<Error> read(QStringView line)
    {
        ++m_line;
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (trimmedBlanks(line).isEmpty() || isCommentSign(line.front()))
            return {};
        if (line.front() == u'[')
            return readTitle(line);
        return isBlank(line.front()) ? readContinuation(line) : readProperty(line);
    }

    std::vector<RawSection> take()
    {
        for (RawSection &section : m_sections) {
            for (auto &[key, property] : section.content.properties)
                conceal(key, property);
        }
        return std::move(m_sections);
    }

private:
    [[nodiscard]] SourceLocation here() const { return {m_fileName, m_line, -1}; }

    [[nodiscard]] Error error(const QString &what, const QString &hint) const
    {
        return Error{ErrorKind::Malformed, u"%1: %2"_s.arg(placeText(here()), what), hint}.at(here());
    }

    std::optional<Error> readTitle(QStringView line)
    {
        const QStringView text = withoutComment(line, Comments::Anywhere);
        if (!text.endsWith(u']'))
            return error(u"a profile definition must end with ']'"_s, u"Write the section as [profile name] or [default]."_s);
        const QString title = trimmedBlanks(text.sliced(1).chopped(1)).toString();
        const auto known = std::find_if(m_sections.begin(), m_sections.end(), [&](const auto &section) { return section.title == title; });
        m_section = static_cast<std::size_t>(known - m_sections.begin());
        if (known == m_sections.end())
            m_sections.push_back({title, {.name = {}, .source = here()}});
        m_property = nullptr;
        m_hasSection = true;
        return {};
    }

    std::optional<Error> readProperty(QStringView line)
    {
        if (!m_hasSection)
            return error(u"expected a profile definition before the first property"_s, u"Write a section such as [default] above it."_s);
        const QStringView text = withoutComment(line, Comments::AfterBlank);
        if (auto wrong = checkAssignment(text, u"property"_s))
            return wrong;
        const qsizetype equals = text.indexOf(u'=');
        const QString key = trimmedBlanks(text.first(equals)).toString().toLower();
        Property property{.value = trimmedBlanks(text.sliced(equals + 1)).toString(), .source = here()};
        m_isBlock = property.value.isEmpty();
        m_property = &m_sections[m_section].content.properties.insert_or_assign(key, std::move(property)).first->second;
        return {};
    }

    std::optional<Error> readContinuation(QStringView line)
    {
        if (!m_hasSection)
            return error(u"expected a profile definition before the first indented line"_s,
                         u"Write a section such as [default] above it."_s);
        if (!m_property)
            return error(u"expected a property definition, found continuation"_s,
                         u"A line that begins with a blank continues the property above it; remove the blank if it is a property."_s);
        if (m_isBlock) {
            if (auto wrong = checkAssignment(withoutComment(line, Comments::AfterBlank), u"sub-property"_s))
                return wrong;
            addNested(trimmedBlanks(line));
        }
        m_property->value += u'\n' + trimmedBlanks(line).toString();
        return {};
    }

    void addNested(QStringView text)
    {
        const qsizetype equals = text.indexOf(u'=');
        m_property->nested.push_back(
            {trimmedBlanks(text.first(equals)).toString().toLower(), trimmedBlanks(text.sliced(equals + 1)).toString(), here()});
    }

    [[nodiscard]] std::optional<Error> checkAssignment(QStringView text, const QString &what) const
    {
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 0)
            return error(u"expected an '=' sign defining a %1"_s.arg(what), u"Write it as name = value."_s);
        if (trimmedBlanks(text.first(equals)).isEmpty())
            return error(u"%1 did not have a name"_s.arg(what), u"Write it as name = value."_s);
        return {};
    }

    static void conceal(const QString &key, Property &property)
    {
        if (!isSecretKey(key))
            return;
        property.secret = SecretValue::fromString(property.value);
        wipe(property.value);
    }

    QString m_fileName;
    int m_line = 0;
    std::vector<RawSection> m_sections;
    std::size_t m_section = 0;
    bool m_hasSection = false;
    bool m_isBlock = false;
    Property *m_property = nullptr; //!< in a map, whose elements stay where they are
};

Error notUtf8(const QString &fileName)
{
    return Error{ErrorKind::Malformed, u"%1 is not UTF-8 text"_s.arg(fileName), u"Save the file as UTF-8."_s}.at({fileName, -1, -1});
}

} // namespace

QStringView trimmedBlanks(QStringView text)
{
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

Result<std::vector<RawSection>> readSections(QByteArrayView text, const QString &fileName)
{
    QStringDecoder decoder(QStringDecoder::Utf8); // drops a byte order mark
    const QString content = decoder(text);
    if (decoder.hasError())
        return notUtf8(fileName);
    Reader reader(fileName);
    for (const QStringView line : QStringView(content).split(u'\n')) {
        if (auto error = reader.read(line))
            return *error;
    }
    return reader.take();
}

} // namespace sallyport::aws
