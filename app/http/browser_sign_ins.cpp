// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/browser_sign_ins.h"

#include "app/http/callback_listener.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Error noBrowser()
{
    return {ErrorKind::Unavailable, u"this program cannot open a browser to sign in"_s,
            u"Use the desktop program, or choose another way to sign in."_s};
}

} // namespace

BrowserSignIns::BrowserSignIns(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
}

BrowserSignIns::~BrowserSignIns() = default;

Result<ListenerReady> BrowserSignIns::listen(const OpenListener &where, std::stop_token conversation)
{
    if (!m_handler)
        return noBrowser();
    auto listener = std::make_unique<CallbackListener>(m_clock);
    const auto opened = listener->open(where);
    if (!opened)
        return opened.error();
    const quint64 number = ++m_last;
    auto *kept = listener.release();
    kept->setParent(this);
    m_listeners.insert(number, {kept, conversation});
    connect(kept, &CallbackListener::closed, this, [this, kept, number] {
        m_listeners.remove(number);
        m_clock.after(CallbackListener::kConnectionTime, kept, [kept] { kept->deleteLater(); }); // its last page is on its way
    });
    kept->endOn(std::move(conversation));
    return ListenerReady{kept->redirectUri(), number};
}

Async<BrowserCallback> BrowserSignIns::show(const OpenBrowser &page, const std::stop_token &conversation)
{
    if (!m_handler)
        return answered<BrowserCallback>(noBrowser());
    auto *listener = find(page.listener, conversation);
    if (!listener)
        return answered<BrowserCallback>(
            Error{ErrorKind::Timeout, u"the listener for the browser's return is closed"_s, u"Sign in again."_s});
    const auto allowed = checkPage(page.url);
    if (!allowed) {
        listener->end(allowed.error());
        return answered<BrowserCallback>(allowed.error());
    }
    if (!listener->canWait(page.expectedState))
        return listener->wait(page.expectedState, page.deadline); // for its error
    Completer<BrowserCallback> done;
    std::stop_source shown;
    listener->wait(page.expectedState, page.deadline).then(this, [done, shown](const Result<BrowserCallback> &callback) mutable {
        shown.request_stop();
        done(callback);
    });
    const BrowserSession session(page, listener->redirectUri(), m_clock.wallTime().addMSecs(page.deadline.count()), listener);
    m_handler(session, shown.get_token()).then(listener, [listener](const Result<Done> &answer) {
        if (!answer)
            listener->end(answer.error());
    });
    return done.future();
}

CallbackListener *BrowserSignIns::find(quint64 number, const std::stop_token &conversation) const
{
    const auto entry = m_listeners.constFind(number);
    return entry != m_listeners.cend() && entry->conversation == conversation ? entry->listener : nullptr;
}

} // namespace sallyport
