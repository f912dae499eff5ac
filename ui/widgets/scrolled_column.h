// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace sallyport {

//! Scrolls its widget vertically when there is no room, and otherwise asks for exactly the room that the widget wants:
//! with a font twice as large nothing is cut, it scrolls.
class ScrolledColumn final : public QScrollArea {
    Q_OBJECT
public:
    explicit ScrolledColumn(QWidget *content, QWidget *parent = nullptr);

    //! The width that its window will open with: how high it wants to be depends on that.
    void setUsualWidth(int pixels);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void contentGrew(); //!< the content wants more height than there is

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int m_usualWidth = 0; //!< 0: not known
};

//! How high a window may be on its screen, with some room for its frame.
[[nodiscard]] int mostHeight(const QWidget *window);
//! Makes a window high enough for its contents, as far as the screen allows; never smaller than it is.
void growToContents(QWidget *window);

} // namespace sallyport
