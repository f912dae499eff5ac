// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/http/browser_session.h"

#include <QHash>
#include <QObject>

namespace sallyport {

//! The sign-ins by browser that are under way, each with a listener of its own. A listener belongs to the conversation that
//! opened it, known by its token: no other can wait at it, and it closes when the token is stopped.
class BrowserSignIns : public QObject {
    Q_OBJECT
public:
    explicit BrowserSignIns(Clock &clock, QObject *parent = nullptr);
    ~BrowserSignIns() override;

    void setHandler(BrowserHandler handler) { m_handler = std::move(handler); }

    [[nodiscard]] Result<ListenerReady> listen(const OpenListener &where, std::stop_token conversation);
    [[nodiscard]] Async<BrowserCallback> show(const OpenBrowser &page, const std::stop_token &conversation);
    //! Listeners that can be reached now.
    [[nodiscard]] qsizetype open() const { return m_listeners.size(); }

private:
    struct Entry {
        CallbackListener *listener = nullptr; //!< a child of this object
        std::stop_token conversation;
    };
    [[nodiscard]] CallbackListener *find(quint64 number, const std::stop_token &conversation) const;

    Clock &m_clock;
    BrowserHandler m_handler;
    QHash<quint64, Entry> m_listeners;
    quint64 m_last = 0;
};

} // namespace sallyport
