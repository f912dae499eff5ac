// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/callback_listener.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

namespace sallyport::test {

//! A listener for `/oauth/callback` with a clock that stands still, and a browser's requests to it.
class CallbackListenerTest : public testing::Test {
protected:
    inline static const QByteArray kState = "st4te-st4te-st4te-st4te";
    inline static const QString kPath = QStringLiteral("/oauth/callback");

    void open(const OpenListener &where = {kPath})
    {
        ASSERT_OK(m_listener.open(where));
        m_host = "127.0.0.1:" + QByteArray::number(m_listener.port());
    }

    void openAndWait(const OpenListener &where = {kPath})
    {
        open(where);
        m_callback = m_listener.wait(kState, std::chrono::seconds(300));
    }

    [[nodiscard]] QByteArray get(const QByteArray &target) const { return "GET " + target + " HTTP/1.1\r\nHost: " + m_host + "\r\n\r\n"; }
    [[nodiscard]] QByteArray valid() const { return get("/oauth/callback?code=c0de&state=" + kState); }

    QByteArray answerTo(const QByteArray &request, const QString &host = QStringLiteral("127.0.0.1"))
    {
        RawClient client(m_listener.port(), host);
        client.say(request);
        return client.hearAll();
    }

    //! Still there for the real answer.
    void expectStillWaiting()
    {
        ASSERT_FALSE(m_callback.isFinished());
        EXPECT_TRUE(answerTo(valid()).startsWith("HTTP/1.1 200 OK"));
        EXPECT_OK(await(m_callback));
    }

    ManualClock m_clock;
    CallbackListener m_listener{m_clock};
    Async<BrowserCallback> m_callback;
    QByteArray m_host;
};

} // namespace sallyport::test
