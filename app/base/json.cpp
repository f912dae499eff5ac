// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"

#include "app/base/utf8.h"

#include <QHash>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::json {

namespace {

constexpr std::size_t kMaxDepth = 200;

//! One pass over the finished members, so that an object of very many stays linear.
void keepLastOfRepeatedNames(Value::Map &members)
{
    QHash<QString, std::size_t> last;
    for (std::size_t i = 0; i < members.size(); ++i)
        last.insert(members[i].first, i);
    if (static_cast<std::size_t>(last.size()) == members.size())
        return;
    Value::Map unique;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (last.value(members[i].first) == i)
            unique.push_back(std::move(members[i]));
    }
    members = std::move(unique);
}

//! Builds a Value from the reader's events.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
public:
    bool Null() { return add(Value()); }
    bool Bool(bool truth) { return add(Value(truth)); }
    bool RawNumber(const char *text, rapidjson::SizeType size, bool)
    {
        return add(Value::Number{QString::fromLatin1(text, size)});
    }
    bool String(const char *text, rapidjson::SizeType size, bool) { return add(Value(textOfUtf8({text, static_cast<qsizetype>(size)}))); }
    bool Key(const char *text, rapidjson::SizeType size, bool)
    {
        m_names.back() = textOfUtf8({text, static_cast<qsizetype>(size)});
        return true;
    }
    bool StartObject() { return open(Value(Value::Map())); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool StartArray() { return open(Value(Value::List())); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    Value take() { return std::move(m_root); }

private:
    bool open(Value container)
    {
        m_open.push_back(std::move(container));
        m_names.emplace_back();
        return m_open.size() <= kMaxDepth;
    }
    bool close()
    {
        Value finished = std::move(m_open.back());
        m_open.pop_back();
        m_names.pop_back();
        if (finished.isMap())
            keepLastOfRepeatedNames(finished.map());
        return add(std::move(finished));
    }
    bool add(Value value)
    {
        if (m_open.empty())
            m_root = std::move(value);
        else if (m_open.back().isList())
            m_open.back().list().push_back(std::move(value));
        else
            m_open.back().map().emplace_back(m_names.back(), std::move(value));
        return true;
    }

    Value m_root;
    std::vector<Value> m_open;
    std::vector<QString> m_names;
};

Error syntaxError(QByteArrayView text, std::size_t offset, const QString &what)
{
    const QByteArrayView before = text.first(std::min<qsizetype>(static_cast<qsizetype>(offset), text.size()));
    const int line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const int column = static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).size()) + 1;
    Error error{ErrorKind::Malformed, u"invalid JSON at line %1, column %2: %3"_s.arg(line).arg(column).arg(what), {}};
    error.location = SourceLocation{u"JSON"_s, line, column};
    return error;
}

template<class Writer>
void writeTo(Writer &writer, const Value &value);

template<class Writer>
void writeContainer(Writer &writer, const Value &value)
{
    if (value.isList()) {
        writer.StartArray();
        for (const Value &item : value.list())
            writeTo(writer, item);
        writer.EndArray();
        return;
    }
    writer.StartObject();
    for (const auto &[name, member] : value.map()) {
        const QByteArray key = name.toUtf8();
        writer.Key(key.constData(), static_cast<rapidjson::SizeType>(key.size()));
        writeTo(writer, member);
    }
    writer.EndObject();
}

template<class Writer>
void writeTo(Writer &writer, const Value &value)
{
    if (value.isNull()) {
        writer.Null();
    } else if (value.isBool()) {
        writer.Bool(value.toBool());
    } else if (value.isNumber()) {
        const QByteArray text = value.numberText().toLatin1();
        writer.RawValue(text.constData(), static_cast<std::size_t>(text.size()), rapidjson::kNumberType);
    } else if (value.isString()) {
        const QByteArray text = value.toString().toUtf8();
        writer.String(text.constData(), static_cast<rapidjson::SizeType>(text.size()));
    } else {
        writeContainer(writer, value);
    }
}

const Value *child(const Value &parent, const QString &token)
{
    if (parent.isMap())
        return parent.find(token);
    bool isIndex = false;
    const qulonglong index = token.toULongLong(&isIndex);
    const bool canonical = isIndex && QString::number(index) == token;
    return canonical && index < parent.list().size() ? &parent.list()[index] : nullptr;
}

} // namespace

Result<Value> parse(QByteArrayView text)
{
    using namespace rapidjson;
    constexpr unsigned kFlags = kParseNumbersAsStringsFlag | kParseValidateEncodingFlag | kParseIterativeFlag;
    MemoryStream stream(text.data(), static_cast<std::size_t>(text.size()));
    Reader reader;
    Builder builder;
    const ParseResult outcome = reader.Parse<kFlags>(stream, builder);
    if (outcome.Code() == kParseErrorTermination)
        return syntaxError(text, outcome.Offset(), u"nested deeper than %1 levels"_s.arg(kMaxDepth));
    if (outcome.IsError())
        return syntaxError(text, outcome.Offset(), QString::fromLatin1(GetParseError_En(outcome.Code())).chopped(1));
    return builder.take();
}

QByteArray write(const Value &value)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer writer(buffer);
    writeTo(writer, value);
    return {buffer.GetString(), static_cast<qsizetype>(buffer.GetSize())};
}

QByteArray writeIndented(const Value &value)
{
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter writer(buffer);
    writer.SetIndent(' ', 2);
    writeTo(writer, value);
    return {buffer.GetString(), static_cast<qsizetype>(buffer.GetSize())};
}

const Value *at(const Value &root, const QString &pointer)
{
    if (pointer.isEmpty())
        return &root;
    if (!pointer.startsWith(u'/'))
        return nullptr;
    const Value *current = &root;
    const QStringList tokens = pointer.sliced(1).split(u'/');
    for (QString token : tokens) {
        current = child(*current, token.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s));
        if (!current)
            return nullptr;
    }
    return current;
}

} // namespace sallyport::json
