// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace sallyport {

//! Lays widgets out as words in a paragraph: what has no room in a line begins the next one. What is wider than a line gets all of it.
class FlowLayout final : public QLayout {
public:
    explicit FlowLayout(QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;

    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override; //!< of a single line
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    //! Where each item goes, and the height of all lines.
    struct Places {
        std::vector<QRect> rects;
        int height = 0;
    };
    [[nodiscard]] Places placesIn(const QRect &rect) const;
    [[nodiscard]] QSize withMargins(const QSize &size) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace sallyport
