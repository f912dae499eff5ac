// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/base/clock.h"
#include "app/http/browser_session.h"
#include "app/http/browser_sign_ins.h"
#include "app/http/transport.h"
#include "providers/sdk/conversation.h"

#include <QHash>
#include <QObject>
#include <QProcessEnvironment>
#include <QSet>

#include <functional>

namespace sallyport {

//! Answers the questions of conversations. The desktop program and the console give different voices to AskUser and
//! OpenBrowser; a question nobody can answer here is an Unavailable error.
class Interlocutor : public QObject {
    Q_OBJECT
public:
    Interlocutor(Transport &transport, Clock &clock, QObject *parent = nullptr);

    using AskUserHandler = std::function<Async<UserAnswer>(const AskUser &, std::stop_token)>;
    //! Asked before the first run of each distinct command line; an error refuses it. None: commands are refused.
    using ConsentHandler = std::function<Async<Done>(const RunCommand &, std::stop_token)>;
    void setAskUserHandler(AskUserHandler handler) { m_askUser = std::move(handler); }
    void setConsentHandler(ConsentHandler handler) { m_consent = std::move(handler); }
    //! None: sign-in by browser is Unavailable.
    void setBrowserHandler(BrowserHandler handler) { m_browser.setHandler(std::move(handler)); }
    //! None: authorization code flows are Unavailable.
    void setAuthorizationHandler(AuthorizationHandler handler) { m_authorize = std::move(handler); }
    //! None: sign-in by a code on another page is Unavailable.
    void setShowCodeHandler(ShowCodeHandler handler) { m_showCode = std::move(handler); }

    //! The environment that ReadEnvironment looks into; at first the one this program was started with.
    void setEnvironment(const QProcessEnvironment &environment) { m_environment = environment; }

    //! `conversation` is stopped when the conversation is over, for whatever reason; what its questions opened ends then.
    [[nodiscard]] Async<Answer> answer(const Question &question, const std::stop_source &conversation);

    //! Forgets all notes and refills all retry budgets.
    void forgetNotes();

private:
    // one for each kind of question
    Async<Answer> reply(const HttpRequest &question, std::stop_token stop);
    Async<Answer> reply(const ReadFile &question, std::stop_token stop);
    Async<Answer> reply(const RunCommand &question, std::stop_token stop);
    Async<Answer> reply(const AskUser &question, std::stop_token stop);
    Async<Answer> reply(const OpenListener &question, std::stop_token stop);
    Async<Answer> reply(const OpenBrowser &question, std::stop_token stop);
    Async<Answer> reply(const AuthorizeWithBrowser &question, std::stop_token stop);
    Async<Answer> reply(const RandomBytes &question, std::stop_token stop);
    Async<Answer> reply(const Wait &question, std::stop_token stop);
    Async<Answer> reply(const WriteFile &question, std::stop_token stop);
    Async<Answer> reply(const ReadEnvironment &question, std::stop_token stop);
    Async<Answer> reply(const Recall &question, std::stop_token stop);
    Async<Answer> reply(const Remember &question, std::stop_token stop);
    Async<Answer> pause(const Wait &question, std::stop_token stop);
    [[nodiscard]] bool spend(const QByteArray &budget, int cost);
    void payBack(const QByteArray &budget);
    Async<Answer> show(const ShowCode &question, const std::stop_source &conversation);
    Async<Done> consentTo(const RunCommand &question, std::stop_token stop);

    Transport &m_transport;
    Clock &m_clock;
    AskUserHandler m_askUser;
    ConsentHandler m_consent;
    ShowCodeHandler m_showCode;
    AuthorizationHandler m_authorize;
    BrowserSignIns m_browser;
    QSet<QString> m_allowed; //!< command lines
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    QHash<QString, QString> m_notes;
    QHash<QByteArray, int> m_budgets; //!< what is left of each; a budget that is not here is full
    SingleFlight<QString, Done> m_consents;
};

} // namespace sallyport
