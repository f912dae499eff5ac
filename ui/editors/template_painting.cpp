// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/template_painting.h"

#include "ui/editors/display_text.h"
#include "ui/editors/template_context.h"
#include "ui/theme/painting.h"
#include "ui/widgets/relative_time.h"

#include <QPainter>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTokenPadding = 5;
constexpr int kGap = 2;
constexpr int kMaskLength = 8;

TemplatePiece pieceOf(const Template::Segment &segment, const QString &source)
{
    const QString written = source.mid(segment.start, segment.length);
    if (const auto *literal = std::get_if<Template::Literal>(&segment.content))
        return {TemplatePiece::Kind::Text, literal->text, {}};
    if (const auto *variable = std::get_if<Template::VariableUse>(&segment.content))
        return {TemplatePiece::Kind::Variable, variable->path.join(u'.'), {}};
    if (const auto *tag = std::get_if<VaultTag>(&segment.content))
        return {TemplatePiece::Kind::Secret, written, *tag};
    return {TemplatePiece::Kind::Comment, written, {}};
}

//! Paints piece after piece, from left to right.
class PiecePainter {
public:
    PiecePainter(QPainter *painter, const QRect &rect, const TemplateContext &context, const TemplateLook &look)
        : m_painter(painter), m_rect(rect), m_context(context), m_look(look), m_metrics(look.font)
    {
    }

    void paint(const TemplatePiece &piece)
    {
        const Tokens &t = currentTokens();
        switch (piece.kind) {
        case TemplatePiece::Kind::Text:
            return text(m_look.masked ? QString(kMaskLength, u'\u2022') : harmlessText(piece.text), m_look.colour);
        case TemplatePiece::Kind::Variable:
            return token(piece.text, m_context.scope().find(piece.text.split(u'.')) ? t.accent : t.bad);
        case TemplatePiece::Kind::Secret:
            return chip(*piece.tag);
        case TemplatePiece::Kind::Comment:
            return text(harmlessText(piece.text), t.muted);
        case TemplatePiece::Kind::Fault:
            return text(harmlessText(piece.text), t.bad);
        }
    }

    [[nodiscard]] bool isFull() const { return m_x >= m_rect.width(); }

private:
    [[nodiscard]] QRect rest() const { return m_rect.adjusted(m_x, 0, 0, 0); }

    void text(const QString &words, const QColor &colour)
    {
        m_painter->setFont(m_look.font);
        m_painter->setPen(colour);
        m_painter->drawText(rest(), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine),
                            m_metrics.elidedText(words, Qt::ElideRight, rest().width()));
        m_x += m_metrics.horizontalAdvance(words);
    }

    void token(const QString &name, const QColor &ink)
    {
        const Tokens &t = currentTokens();
        const QString shown = m_metrics.elidedText(name, Qt::ElideMiddle, std::max(24, rest().width() - 2 * kTokenPadding));
        const int width = m_metrics.horizontalAdvance(shown) + 2 * kTokenPadding;
        const int height = std::min(m_rect.height(), m_metrics.height() + 4);
        const QRect box(rest().left() + kGap, m_rect.top() + (m_rect.height() - height) / 2, width, height);
        paint::roundedBox(m_painter, box, {.fill = ink == t.bad ? t.badSoft : t.accentSoft, .radius = metrics::kSpace1});
        m_painter->setFont(m_look.font);
        m_painter->setPen(ink);
        m_painter->drawText(box, int(Qt::AlignCenter | Qt::TextSingleLine), shown);
        m_x += width + 2 * kGap;
    }

    void chip(const VaultTag &tag)
    {
        const ChipContent content = chipContent(tag, m_context);
        paintChip(m_painter, rest(), content, m_look.font);
        m_x += chipSize(content, m_look.font).width() + kGap;
    }

    QPainter *m_painter;
    QRect m_rect;
    const TemplateContext &m_context;
    const TemplateLook &m_look;
    QFontMetrics m_metrics;
    int m_x = 0;
};

void addState(ChipContent &chip, const SecretLink &link, const VaultTag &tag, const TemplateContext &context)
{
    const Services &services = context.services();
    const Credential *credential = services.credentials.bound(tag, context.workspaceId());
    if (!credential) {
        chip.credential.clear(); // an id of another machine says nothing
        chip.state = TemplateContext::tr("no credential");
        chip.stateTone = Tone::Warn;
        return;
    }
    chip.credential = credential->name;
    if (const auto age = services.resolver.cachedAge(link, *credential)) {
        context.noteFetched(tag);
        chip.state = ageText(*age);
    } else if (context.wasFetched(tag)) {
        chip.state = TemplateContext::tr("expired");
        chip.stateTone = Tone::Bad;
    } else {
        chip.state = TemplateContext::tr("not fetched");
    }
}

} // namespace

std::vector<TemplatePiece> templatePieces(const QString &text)
{
    if (!text.contains(u'{'))
        return {{TemplatePiece::Kind::Text, text, {}}};
    const auto parsed = Template::parse(text);
    if (!parsed)
        return {{TemplatePiece::Kind::Fault, text, {}}};
    std::vector<TemplatePiece> pieces;
    for (const Template::Segment &segment : parsed->segments())
        pieces.push_back(pieceOf(segment, text));
    return pieces;
}

void paintTemplate(QPainter *painter, const QRect &rect, const QString &text, const TemplateContext &context, const TemplateLook &look)
{
    if (text.isEmpty())
        return;
    painter->save();
    painter->setClipRect(rect, Qt::IntersectClip);
    PiecePainter pieces(painter, rect, context, look);
    for (const TemplatePiece &piece : templatePieces(text)) {
        if (pieces.isFull())
            break;
        pieces.paint(piece);
    }
    painter->restore();
}

ChipContent chipContent(const VaultTag &tag, const TemplateContext &context)
{
    const Catalog &catalog = context.services().catalog;
    ChipContent chip;
    const auto kind = catalog.findKind(tag.provider);
    const ProviderDescriptor *provider = kind ? kind->provider : nullptr;
    chip.providerShortName = provider ? QString::fromUtf8(provider->shortName) : harmlessText(tag.provider);
    chip.credential = harmlessText(tag.credential);
    const auto link = SecretLink::fromTag(tag, catalog);
    if (!link) {
        chip.iconName = kind ? QString::fromUtf8(kind->secret->id) : u"link"_s;
        chip.state = provider && !provider->available ? TemplateContext::tr("not available yet") : TemplateContext::tr("incomplete");
        chip.stateTone = Tone::Warn;
        return chip;
    }
    chip.iconName = link->kindId;
    chip.path = harmlessText(link->summary(catalog));
    chip.key = harmlessText(link->selector(catalog));
    addState(chip, *link, tag, context);
    return chip;
}

QString spokenTemplate(const QString &text, const TemplateContext &context)
{
    QString words;
    for (const TemplatePiece &piece : templatePieces(text)) {
        if (piece.kind == TemplatePiece::Kind::Secret)
            words += chipText(chipContent(*piece.tag, context));
        else if (piece.kind == TemplatePiece::Kind::Variable)
            words += TemplateContext::tr("variable %1").arg(piece.text);
        else
            words += piece.text;
    }
    return words;
}

std::optional<VaultTag> linkedSecret(const QString &text)
{
    if (!text.contains("{%"_L1))
        return std::nullopt;
    const auto parsed = Template::parse(text);
    const VaultTag *tag = parsed ? parsed->asSingleVaultTag() : nullptr;
    return tag ? std::optional(*tag) : std::nullopt;
}

} // namespace sallyport
