// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace sallyport {

//! A list of places at the left edge of a window: rounded selection on the strip's colour.
class SideList final : public QListWidget {
    Q_OBJECT
public:
    explicit SideList(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
};

//! Makes any item view look so: background, rounded rows, no frame.
void styleAsSideList(QAbstractItemView *view);

} // namespace sallyport
