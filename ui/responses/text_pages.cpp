// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/responses/text_pages.h"

#include "ui/editors/display_text.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cstring>
#include <limits>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxCopiedBytes = 16 << 20;

bool continuesUtf8(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

LineIndex::LineIndex(const QByteArray &text) : m_text(text)
{
    qsizetype start = 0;
    do {
        if (m_count % kStride == 0)
            m_marks.push_back(start);
        const qsizetype next = endOfLine(start);
        m_longest = std::max(m_longest, next - start);
        start = next;
        ++m_count;
    } while (start < m_text.size());
}

qsizetype LineIndex::endOfLine(qsizetype start) const
{
    const qsizetype left = m_text.size() - start;
    if (left <= 0)
        return start;
    const char *begin = m_text.constData() + start;
    const qsizetype reach = std::min(left, kMaxBytes);
    if (const void *newline = std::memchr(begin, '\n', std::size_t(reach)))
        return start + (static_cast<const char *>(newline) - begin) + 1;
    qsizetype end = start + reach;
    while (end < m_text.size() && end > start + 1 && continuesUtf8(m_text[end]))
        --end;
    return end;
}

qsizetype LineIndex::startOf(qsizetype number) const
{
    if (number <= 0)
        return 0;
    if (number >= m_count)
        return m_text.size();
    qsizetype start = m_marks[std::size_t(number / kStride)];
    for (qsizetype skip = number % kStride; skip > 0; --skip)
        start = endOfLine(start);
    return start;
}

QByteArrayView LineIndex::line(qsizetype number) const
{
    if (number < 0 || number >= m_count)
        return {};
    const qsizetype start = startOf(number);
    QByteArrayView view = QByteArrayView(m_text).sliced(start, endOfLine(start) - start);
    while (!view.isEmpty() && (view.back() == '\n' || view.back() == '\r'))
        view.chop(1);
    return view;
}

qsizetype LineIndex::lineAt(qsizetype offset) const
{
    const auto mark = std::upper_bound(m_marks.begin(), m_marks.end(), offset);
    const qsizetype slot = std::max<qsizetype>(0, mark - m_marks.begin() - 1);
    qsizetype number = slot * kStride;
    for (qsizetype next = endOfLine(m_marks[std::size_t(slot)]); next <= offset && number + 1 < m_count; next = endOfLine(next))
        ++number;
    return number;
}

TextPages::TextPages(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setFont(fixedFont());
}

void TextPages::setText(const QByteArray &utf8)
{
    m_lines = LineIndex(utf8);
    m_anchor = m_cursor = m_found = -1;
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    updateBars();
    viewport()->update();
}

void TextPages::setPainter(std::function<QColor(QByteArrayView)> colourOf)
{
    m_colourOf = std::move(colourOf);
    viewport()->update();
}

int TextPages::lineHeight() const
{
    return QFontMetrics(font()).height() + 2;
}

void TextPages::updateBars()
{
    const int visible = std::max(1, (viewport()->height() - 2 * metrics::kSpace3) / lineHeight());
    verticalScrollBar()->setPageStep(visible);
    verticalScrollBar()->setRange(0, int(std::clamp<qsizetype>(m_lines.count() - visible, 0, std::numeric_limits<int>::max())));
    const qsizetype advance = QFontMetrics(font()).horizontalAdvance(u'm');
    const qsizetype width = std::min(m_lines.longest(), LineIndex::kMaxBytes) * advance + qsizetype{2} * metrics::kSpace3;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(int(advance * 4));
    horizontalScrollBar()->setRange(0, int(std::max<qsizetype>(0, width - viewport()->width())));
}

void TextPages::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = currentTokens();
    QPainter painter(viewport());
    const int height = lineHeight();
    const int ascent = QFontMetrics(font()).ascent();
    const int x = metrics::kSpace3 - horizontalScrollBar()->value();
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    qsizetype number = verticalScrollBar()->value();
    for (int y = metrics::kSpace3; y < viewport()->height() && number < m_lines.count(); y += height, ++number) {
        const QByteArrayView line = m_lines.line(number);
        if (from >= 0 && number >= from && number <= to)
            painter.fillRect(0, y, viewport()->width(), height, tokens.accentSoft);
        const QColor colour = m_colourOf ? m_colourOf(line) : QColor();
        painter.setPen(colour.isValid() ? colour : tokens.text);
        painter.drawText(x, y + ascent + 1, harmlessText(QString::fromUtf8(line).replace(u'\t', u"    "_s)));
    }
}

void TextPages::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateBars();
}

void TextPages::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateBars();
}

qsizetype TextPages::lineUnder(const QPoint &position) const
{
    const qsizetype number = verticalScrollBar()->value() + (position.y() - metrics::kSpace3) / lineHeight();
    return std::clamp<qsizetype>(number, 0, m_lines.count() - 1);
}

void TextPages::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_cursor = lineUnder(event->position().toPoint());
    if (!event->modifiers().testFlag(Qt::ShiftModifier) || m_anchor < 0)
        m_anchor = m_cursor;
    viewport()->update();
}

void TextPages::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    m_cursor = lineUnder(event->position().toPoint());
    reveal(m_cursor);
    viewport()->update();
}

void TextPages::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (event->matches(QKeySequence::SelectAll)) {
        m_anchor = 0;
        m_cursor = m_lines.count() - 1;
        viewport()->update();
    } else if (event->key() == Qt::Key_Home) {
        bar->setValue(0);
    } else if (event->key() == Qt::Key_End) {
        bar->setValue(bar->maximum());
    } else {
        QAbstractScrollArea::keyPressEvent(event); // arrows and pages scroll
    }
}

void TextPages::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(tr("Copy"), this, &TextPages::copySelection);
    copy->setShortcut(QKeySequence::Copy);
    copy->setEnabled(m_anchor >= 0);
    menu->popup(event->globalPos());
}

void TextPages::copySelection() const
{
    if (m_anchor < 0)
        return;
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    const qsizetype start = m_lines.startOf(from);
    const qsizetype end = std::min(m_lines.startOf(to + 1), start + kMaxCopiedBytes);
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_lines.text().sliced(start, end - start)));
}

void TextPages::reveal(qsizetype line)
{
    QScrollBar *bar = verticalScrollBar();
    if (line < bar->value())
        bar->setValue(int(line));
    else if (line >= bar->value() + bar->pageStep())
        bar->setValue(int(line) - bar->pageStep() + 1);
}

bool TextPages::find(const QString &text, bool forward)
{
    const QByteArray wanted = text.toUtf8();
    if (wanted.isEmpty())
        return false;
    const QByteArray &all = m_lines.text();
    qsizetype hit = -1;
    if (forward) {
        hit = all.indexOf(wanted, m_found + 1);
        hit = hit < 0 ? all.indexOf(wanted) : hit;
    } else {
        hit = m_found > 0 ? all.lastIndexOf(wanted, m_found - 1) : -1;
        hit = hit < 0 ? all.lastIndexOf(wanted) : hit;
    }
    m_found = hit;
    if (hit < 0)
        return false;
    m_anchor = m_cursor = m_lines.lineAt(hit);
    reveal(m_anchor);
    viewport()->update();
    return true;
}

} // namespace sallyport
