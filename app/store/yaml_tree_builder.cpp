// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_tree_builder.h"

#include "app/store/yaml_scalar.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sallyport::yaml {

namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr quint64 kMaxAliased = 1'000'000;
constexpr qsizetype kMaxMendedBytes = 1 << 29; // some seconds at worst

QByteArrayView viewOf(const yaml_char_t *text)
{
    return text ? QByteArrayView(reinterpret_cast<const char *>(text)) : QByteArrayView();
}

bool isContinuation(char byte)
{
    return (static_cast<uchar>(byte) & 0xC0U) == 0x80U;
}

bool isBlank(QByteArrayView line)
{
    return std::all_of(line.begin(), line.end(), [](char byte) { return byte == ' '; });
}

//! The end of the line whose break ends at `end`.
qsizetype dropBreak(QByteArrayView text, qsizetype start, qsizetype end)
{
    if (end > start && text[end - 1] == '\n')
        --end;
    return end > start && text[end - 1] == '\r' ? end - 1 : end;
}

Style styleOf(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return Style::SingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return Style::DoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
        return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE:
        return Style::Folded;
    default:
        return Style::Plain;
    }
}

QString problemText(const yaml_parser_t &parser, QByteArrayView text, qsizetype offset)
{
    if (offset < text.size() && text[offset] == '\t')
        return u"a tab character cannot indent"_s;
    return QString::fromUtf8(parser.problem ? parser.problem : "unknown problem");
}

} // namespace

TreeBuilder::TreeBuilder(const QByteArray &text, QString place) : m_source(text), m_readable(text), m_place(std::move(place))
{
    yaml_parser_initialize(&m_parser);
}

TreeBuilder::~TreeBuilder()
{
    yaml_parser_delete(&m_parser);
}

Result<Tree> TreeBuilder::build()
{
    if (m_source.size() >= std::numeric_limits<qint32>::max())
        return Error{ErrorKind::Malformed, u"%1 is too large"_s.arg(m_place), {}};
    const qsizetype mendings = 2 + kMaxMendedBytes / (m_source.size() + 1); // each reads the file again
    for (qsizetype i = 0;; ++i) {
        if (const auto problem = prepare())
            return *problem;
        const auto problem = readEvents();
        if (!problem)
            break;
        if (i >= mendings || !mendSource())
            return *problem;
    }
    if (m_tree.m_nodes.empty())
        return problemAt(m_source.size(), u"the file is empty"_s);
    m_tree.findRepeatedKeys();
    return std::move(m_tree);
}

std::optional<Error> TreeBuilder::prepare()
{
    const qsizetype bom = bomLength(m_source);
    auto prepared = prepareForParser(bom == 0 ? m_readable : m_readable.mid(bom), m_place, m_contentTabs);
    if (!prepared)
        return prepared.error();
    m_prepared = std::move(*prepared);
    if (!m_source.endsWith('\n'))
        m_prepared.text += '\n'; // ends a last literal block as a line break does, which is how Insomnia reads it
    m_markIndex = 0;
    m_markOffset = bom;
    m_isAscii = std::all_of(m_source.begin() + bom, m_source.end(), [](char byte) { return static_cast<uchar>(byte) < 0x80; });
    m_tree = Tree();
    m_tree.m_text = m_source;
    m_tree.m_nodes.reserve(static_cast<std::size_t>(m_source.size()) / 8 + 16); // untouched pages cost nothing
    m_open.clear();
    m_anchors.clear();
    m_aliased = 0;
    m_hasDocument = false;
    yaml_parser_delete(&m_parser);
    yaml_parser_initialize(&m_parser);
    yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(m_prepared.text.constData()),
                                 static_cast<std::size_t>(m_prepared.text.size()));
    return std::nullopt;
}

std::optional<Error> TreeBuilder::readEvents()
{
    for (bool isDone = false; !isDone;) {
        yaml_event_t event{};
        if (!yaml_parser_parse(&m_parser, &event))
            return parserError();
        const Step problem = handle(event);
        isDone = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (problem)
            return problem;
    }
    return std::nullopt;
}

//! Where libyaml stopped at something that YAML 1.2 allows: makes it something that means the same to libyaml, of the same
//! size. These are tabs where no indentation is (6.1: in lines without content, behind a dash; 8.1.1.1: at the start of a
//! block scalar), and directives that are not known (6.8).
bool TreeBuilder::mendSource()
{
    if (m_parser.error != YAML_SCANNER_ERROR)
        return false;
    const qsizetype at = offsetOf(m_parser.problem_mark);
    if (at >= m_source.size())
        return false;
    if (const qsizetype start = lineStart(m_readable, at); m_readable[start] == '%') {
        m_readable[start] = '#';
        return true;
    }
    if (m_readable[at] != '\t')
        return false;
    if (QByteArrayView(m_parser.context) == "while scanning a block scalar") {
        m_contentTabs.push_back(at - bomLength(m_source));
        return true;
    }
    qsizetype behind = at;
    while (behind < m_readable.size() && (m_readable[behind] == '\t' || m_readable[behind] == ' '))
        ++behind;
    constexpr QByteArrayView kNoContent("#\r\n");
    const bool isLineWithoutContent = behind == m_readable.size() || kNoContent.contains(m_readable[behind]);
    if (beginsLine(m_readable, at) && !isLineWithoutContent)
        return false;
    std::fill(m_readable.begin() + at, m_readable.begin() + behind, ' ');
    return true;
}

TreeBuilder::Step TreeBuilder::handle(const yaml_event_t &event)
{
    switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
        if (m_hasDocument) {
            return problemAt(offsetOf(event.start_mark), u"a second document starts here"_s,
                             u"Keep one document in the file: remove what follows the line."_s);
        }
        m_hasDocument = true;
        return {};
    case YAML_SCALAR_EVENT:
        return addScalar(event);
    case YAML_ALIAS_EVENT:
        return addAlias(event);
    case YAML_SEQUENCE_START_EVENT:
        return open(event, Kind::List);
    case YAML_MAPPING_START_EVENT:
        return open(event, Kind::Map);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close(event);
        return {};
    default:
        return {};
    }
}

NodeId TreeBuilder::append(Node node)
{
    const auto id = static_cast<NodeId>(m_tree.m_nodes.size());
    m_tree.m_nodes.push_back(node);
    if (!m_open.empty()) {
        Open &parent = m_open.back();
        if (parent.lastChild == kNoNode)
            m_tree.m_nodes[parent.id].link = id;
        else
            m_tree.m_nodes[parent.lastChild].next = id;
        parent.lastChild = id;
    }
    return id;
}

void TreeBuilder::closeChild(int height)
{
    if (!m_open.empty())
        m_open.back().height = std::max(m_open.back().height, height);
}

void TreeBuilder::setProperties(NodeId id, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    Node &node = m_tree.m_nodes[id];
    node.hasProperties = anchor || tag;
    node.hasAnchor = anchor != nullptr;
    if (!tag)
        return;
    const QByteArrayView name = viewOf(tag);
    constexpr QByteArrayView kCore("tag:yaml.org,2002:");
    const QByteArrayView word = name.startsWith(kCore) ? name.sliced(kCore.size()) : QByteArrayView();
    const bool isResolving = word == "int" || word == "float" || word == "bool" || word == "null";
    if (node.kind == Kind::Scalar)
        node.isText = !isResolving;
    const bool isKnown = name == "!" || word == "str" || word == "map" || word == "seq" || isResolving;
    if (!isKnown)
        m_tree.m_unknownTags.push_back(id);
}

void TreeBuilder::setScalarEnd(Node &node, const yaml_event_t &event) const
{
    if (node.style != Style::Literal && node.style != Style::Folded)
        return;
    // libyaml's end lies behind the line breaks that follow; only with `+` are they content.
    const char *text = m_source.constData();
    qsizetype end = node.end;
    const auto value = QByteArrayView(reinterpret_cast<const char *>(event.data.scalar.value),
                                      static_cast<qsizetype>(event.data.scalar.length));
    const bool keepsBreaks = value.endsWith("\n\n") || value == "\n";
    qsizetype last = value.size(); // the last line of the content may be of spaces only
    while (last > 0 && value[last - 1] == '\n')
        --last;
    const qsizetype lastStart = last == 0 ? 0 : value.first(last).lastIndexOf('\n') + 1;
    const QByteArrayView lastLine = value.sliced(lastStart, last - lastStart);
    const bool endsInSpaces = !lastLine.empty() && isBlank(lastLine);
    end = dropBreak(m_source, node.start, end);
    while (!keepsBreaks) {
        const qsizetype start = lineStart(m_source, end);
        const auto line = QByteArrayView(text + start, end - start);
        if (start <= node.start || !isBlank(line) || (endsInSpaces && line.size() > lastLine.size()))
            break;
        end = dropBreak(m_source, node.start, start);
    }
    node.end = static_cast<quint32>(end);
}

void TreeBuilder::setScalarText(NodeId id, const yaml_event_t &event)
{
    Node &node = m_tree.m_nodes[id];
    QByteArray value(reinterpret_cast<const char *>(event.data.scalar.value), static_cast<qsizetype>(event.data.scalar.length));
    if (!m_prepared.isAsItWas())
        m_prepared.restore(value);
    const auto source = QByteArrayView(m_source).sliced(node.start, node.end - node.start);
    if (source == value)
        return;
    node.isDecoded = true;
    node.link = static_cast<quint32>(m_tree.m_store.size());
    const auto length = static_cast<quint32>(value.size());
    m_tree.m_store.append(reinterpret_cast<const char *>(&length), sizeof length);
    m_tree.m_store.append(value);
}

TreeBuilder::Step TreeBuilder::addScalar(const yaml_event_t &event)
{
    Node node;
    node.start = static_cast<quint32>(offsetOf(event.start_mark));
    node.end = static_cast<quint32>(offsetOf(event.end_mark));
    node.style = styleOf(event.data.scalar.style);
    node.isText = node.style != Style::Plain;
    setScalarEnd(node, event);
    const NodeId id = append(node);
    setScalarText(id, event);
    setProperties(id, event.data.scalar.anchor, event.data.scalar.tag);
    if (event.data.scalar.anchor)
        m_anchors.insert(viewOf(event.data.scalar.anchor).toByteArray(), {id, 1, 1, false});
    closeChild(1);
    return {};
}

TreeBuilder::Step TreeBuilder::addAlias(const yaml_event_t &event)
{
    Node node;
    node.start = static_cast<quint32>(offsetOf(event.start_mark));
    node.end = static_cast<quint32>(offsetOf(event.end_mark));
    node.kind = Kind::Alias;
    const auto found = m_anchors.constFind(viewOf(event.data.alias.anchor).toByteArray());
    if (found == m_anchors.constEnd())
        return problemAt(node.start, u"this alias has no anchor before it"_s);
    if (found->isOpen)
        return problemAt(node.start, u"this alias stands inside what it means"_s);
    m_aliased += found->size;
    if (m_aliased > kMaxAliased)
        return problemAt(node.start, u"aliases in this file stand for more than a million values"_s);
    if (m_open.size() + static_cast<std::size_t>(found->height) > kMaxDepth)
        return problemAt(node.start, u"values are nested deeper than 200 levels"_s);
    node.link = found->id;
    m_tree.m_nodes[found->id].isReferenced = true;
    m_tree.m_hasAliases = true;
    static_cast<void>(append(node));
    closeChild(found->height);
    return {};
}

TreeBuilder::Step TreeBuilder::open(const yaml_event_t &event, Kind kind)
{
    const bool isMap = kind == Kind::Map;
    Node node;
    node.start = static_cast<quint32>(offsetOf(event.start_mark));
    node.end = node.start;
    node.kind = kind;
    const bool isFlow = isMap ? event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                              : event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    node.style = isFlow ? Style::Flow : Style::Block;
    if (m_open.size() >= kMaxDepth)
        return problemAt(node.start, u"values are nested deeper than 200 levels"_s);
    const NodeId id = append(node);
    const yaml_char_t *anchor = isMap ? event.data.mapping_start.anchor : event.data.sequence_start.anchor;
    setProperties(id, anchor, isMap ? event.data.mapping_start.tag : event.data.sequence_start.tag);
    if (anchor)
        m_anchors.insert(viewOf(anchor).toByteArray(), {id, 0, 0, true});
    m_open.push_back({id, kNoNode, 0, m_tree.m_nodes.size(), m_aliased, viewOf(anchor).toByteArray()});
    return {};
}

void TreeBuilder::close(const yaml_event_t &event)
{
    const Open closed = m_open.back();
    m_open.pop_back();
    Node &node = m_tree.m_nodes[closed.id];
    if (node.style == Style::Flow)
        node.end = static_cast<quint32>(offsetOf(event.end_mark));
    else if (closed.lastChild != kNoNode)
        node.end = m_tree.m_nodes[closed.lastChild].end;
    const int height = closed.height + 1;
    closeChild(height);
    if (closed.anchor.isEmpty())
        return;
    const auto anchor = m_anchors.find(closed.anchor);
    if (anchor != m_anchors.end() && anchor->id == closed.id)
        *anchor = {closed.id, m_tree.m_nodes.size() - closed.nodesBefore + 1 + m_aliased - closed.aliasedBefore, height, false};
}

qsizetype TreeBuilder::offsetOf(const yaml_mark_t &mark)
{
    if (m_isAscii)
        return std::min(static_cast<qsizetype>(mark.index) + bomLength(m_source), m_source.size());
    const char *text = m_source.constData();
    const qsizetype size = m_source.size();
    for (; m_markIndex < mark.index && m_markOffset < size; ++m_markIndex) {
        do
            ++m_markOffset;
        while (m_markOffset < size && isContinuation(text[m_markOffset]));
    }
    for (; m_markIndex > mark.index && m_markOffset > 0; --m_markIndex) {
        do
            --m_markOffset;
        while (m_markOffset > 0 && isContinuation(text[m_markOffset]));
    }
    return m_markOffset;
}

Error TreeBuilder::parserError()
{
    if (m_parser.error == YAML_MEMORY_ERROR)
        return Error{ErrorKind::Internal, u"not enough memory to read %1"_s.arg(m_place), {}};
    if (m_parser.error == YAML_READER_ERROR) // its offset counts bytes of the prepared text, so count characters
    {
        yaml_mark_t mark{};
        const char *text = m_prepared.text.constData();
        const auto end = std::min(static_cast<qsizetype>(m_parser.problem_offset), m_prepared.text.size());
        mark.index = static_cast<std::size_t>(std::count_if(text, text + end, [](char byte) { return !isContinuation(byte); }));
        return problemAt(offsetOf(mark), QString::fromUtf8(m_parser.problem));
    }
    const qsizetype offset = offsetOf(m_parser.problem_mark);
    return problemAt(offset, problemText(m_parser, m_source, offset), u"Mend the line in a text editor and open the file again."_s);
}

Error TreeBuilder::problemAt(qsizetype offset, const QString &problem, const QString &hint) const
{
    return errorAt(m_source, offset, m_place, problem, hint);
}

} // namespace sallyport::yaml
