// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/interlocutor.h"

#include <QObject>
#include <QUrl>

#include <functional>

class QWidget;

namespace sallyport {

//! The person's side of sign-ins: shows the questions that conversations ask (a one-time code, whether a command may run, a page in the
//! browser, a code to enter elsewhere). Each is a dialog of its own that closes by itself when its sign-in is given up.
class PersonQuestions final : public QObject {
    Q_OBJECT
public:
    //! `window` is what the dialogs stand before where no other window of ours is active. Answers the interlocutor's questions as
    //! long as this object lives.
    PersonQuestions(Interlocutor &interlocutor, QWidget *window);
    ~PersonQuestions() override;

    //! How a page is opened; says whether that worked. The desktop's own way at first.
    using PageOpener = std::function<bool(const QUrl &)>;
    void setPageOpener(PageOpener opener) { m_openPage = std::move(opener); }

private:
    [[nodiscard]] QWidget *front() const;
    [[nodiscard]] Async<UserAnswer> askUser(const AskUser &question, std::stop_token stop);
    [[nodiscard]] Async<Done> askConsent(const RunCommand &question, std::stop_token stop);

    [[nodiscard]] Async<Done> showPage(const BrowserSession &session, std::stop_token stop);
    void showCode(const ShowCode &question, const std::stop_source &conversation);

    Interlocutor &m_interlocutor;
    PageOpener m_openPage;
    QWidget *m_window;
};

} // namespace sallyport
