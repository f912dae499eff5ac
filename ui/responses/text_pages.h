// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace sallyport {

//! Where lines begin in a text of any size, for showing it without laying it out. A line ends at a newline or after
//! kMaxBytes, never inside a UTF-8 sequence. Keeps one offset for every kStride lines.
class LineIndex {
public:
    static constexpr qsizetype kMaxBytes = 4096;
    static constexpr qsizetype kStride = 256;

    explicit LineIndex(const QByteArray &text = {});

    [[nodiscard]] qsizetype count() const { return m_count; }
    [[nodiscard]] qsizetype longest() const { return m_longest; } //!< bytes of the longest line
    //! The line's text without its newline; empty beyond the end.
    [[nodiscard]] QByteArrayView line(qsizetype number) const;
    //! The line that holds this byte.
    [[nodiscard]] qsizetype lineAt(qsizetype offset) const;
    [[nodiscard]] qsizetype startOf(qsizetype number) const;
    [[nodiscard]] const QByteArray &text() const { return m_text; }

private:
    [[nodiscard]] qsizetype endOfLine(qsizetype start) const; //!< start of the line after it

    QByteArray m_text;
    std::vector<qsizetype> m_marks; //!< start of line 0, kStride, 2 kStride ...
    qsizetype m_count = 0;
    qsizetype m_longest = 0;
};

//! Read-only view of a text of any size that paints the visible lines only. Lines are selected as a whole.
class TextPages final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TextPages(QWidget *parent = nullptr);

    void setText(const QByteArray &utf8);
    //! A colour for a line, e.g. by how it begins; none: the text's colour.
    void setPainter(std::function<QColor(QByteArrayView line)> colourOf);

    //! Shows and selects the next (or previous) line with the text, going round; false where there is none.
    bool find(const QString &text, bool forward = true);
    void copySelection() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] qsizetype lineUnder(const QPoint &position) const;
    void updateBars();
    void reveal(qsizetype line);

    LineIndex m_lines;
    std::function<QColor(QByteArrayView)> m_colourOf;
    qsizetype m_anchor = -1;
    qsizetype m_cursor = -1;
    qsizetype m_found = -1; //!< byte offset of the last hit
};

} // namespace sallyport
