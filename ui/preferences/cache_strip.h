// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QWidget>

class QPushButton;
class QSpinBox;

namespace sallyport {

class MessageBanner;

//! How long fetched secrets are kept, what is kept now (names and ages, no values), and *Reset Cache*.
class CacheStrip final : public QWidget {
    Q_OBJECT
public:
    explicit CacheStrip(const Services &services, QWidget *parent = nullptr);

    //! One line for each cached secret: what, with which credential, how old.
    [[nodiscard]] QStringList cachedLines() const;
    void showList();

    [[nodiscard]] QSpinBox *duration() const { return m_duration; }
    [[nodiscard]] QPushButton *listButton() const { return m_list; }
    [[nodiscard]] QPushButton *resetButton() const { return m_reset; }

private:
    void refresh();
    void tick();
    void setDuration(int minutes);
    [[nodiscard]] QString nameOf(const SecretCacheKey &key) const;

    Services m_services;
    QSpinBox *m_duration;
    QPushButton *m_list;
    QPushButton *m_reset;
    MessageBanner *m_banner;
};

} // namespace sallyport
