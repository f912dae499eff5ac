// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/http/loopback_server.h"

#include <optional>

namespace sallyport {

//! Receives the browser's return from one sign-in (RFC 8252 7.3). Reachable from this machine only; takes one GET of one
//! path with an own name as Host, whose state is the expected one; answers everything else with a page of its own and waits on.
//! It closes at the first valid callback, at its deadline or when told, and cannot be used again. Log: counts only.
class CallbackListener final : public QObject {
    Q_OBJECT
public:
    //! One connection lives this long at most, delivery of its page included.
    static constexpr std::chrono::milliseconds kConnectionTime{5'000};
    //! So long may nobody wait for a callback before it closes by itself.
    static constexpr std::chrono::milliseconds kUnusedTime{300'000};

    explicit CallbackListener(Clock &clock, QObject *parent = nullptr);
    ~CallbackListener() override;

    //! Unavailable where a fixed port is taken or the machine has no loopback address of the kind.
    Result<Done> open(const OpenListener &where);
    [[nodiscard]] bool isOpen() const { return m_phase == Phase::Open; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl redirectUri() const;
    [[nodiscard]] int openConnections() const { return m_server.openConnections(); }

    //! Whether `wait` may be called: open, nobody waits yet, and the state is long enough not to be guessed (16 bytes).
    [[nodiscard]] bool canWait(const QByteArray &expectedState) const;
    //! Waits for the callback with that state; before this call and after its answer, none is accepted. Once only. Timeout
    //! after `deadline`; Cancelled or another error where `end` came first.
    [[nodiscard]] Async<BrowserCallback> wait(const QByteArray &expectedState, Clock::Duration deadline);
    //! Takes the address that a person copied from the browser's address line. The error says what does not fit and leaves
    //! the listener waiting.
    Result<Done> submit(const QString &pasted);
    //! Closes; who waits gets the error.
    void end(const Error &why);
    //! Closes as soon as `stop` says so. Stops must be requested in this object's thread.
    void endOn(std::stop_token stop);

signals:
    //! No longer reachable; a last page may still be on its way.
    void closed();

private:
    enum class Phase { New, Open, Closed };

    Result<Done> listen(const OpenListener &where);
    Result<Done> listenOnBoth(quint16 port);
    LoopbackResponse respond(const LoopbackRequest &request);
    [[nodiscard]] bool isOwnHost(const LoopbackRequest &request) const;
    [[nodiscard]] bool fits(const BrowserCallback &callback) const;
    void conclude(Result<BrowserCallback> outcome);

    Clock &m_clock;
    LoopbackServer m_server;
    OpenListener m_where;
    QByteArray m_path;
    QByteArray m_expectedState;
    std::optional<Completer<BrowserCallback>> m_waiter;
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_onStop;
    Phase m_phase = Phase::New;
    quint16 m_port = 0;
    int m_refused = 0;
};

} // namespace sallyport
