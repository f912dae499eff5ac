// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QTimer;

namespace sallyport {

class ElidedLabel;

//! Waiting, told calmly: nothing before 300 ms, then what is happening, after 3 s for how long, always with *Cancel*.
class BusyIndicator final : public QWidget {
    Q_OBJECT
public:
    explicit BusyIndicator(Clock &clock, QWidget *parent = nullptr);

    static constexpr std::chrono::milliseconds kPatience{300};
    static constexpr std::chrono::milliseconds kElapsedAfter{3000};

    //! `doing`: "Signing in to team-a". `cancel` runs when the person asks for it; without it there is no button.
    void start(const QString &doing, const std::function<void()> &cancel);
    void stop();
    //! What stands on the button; `Cancel` unless there is another of that name beside it.
    void setButtonLabel(const QString &label);
    [[nodiscard]] bool isBusy() const { return m_busy; }

signals:
    void cancelled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void appear(int generation);
    void tellElapsed(int generation);

    Clock &m_clock;
    Clock::Instant m_started;
    QString m_doing;
    std::function<void()> m_cancel;
    int m_generation = 0; //!< timers of earlier waits are told by it
    bool m_busy = false;
    QTimer *m_spin;
    int m_angle = 0;
    QWidget *m_spinner;
    ElidedLabel *m_text;
    QPushButton *m_button;
};

} // namespace sallyport
