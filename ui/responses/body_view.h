// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/responses/response_body.h"

#include <QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace sallyport {

class CodeEditor;
class TextPages;

//! The Preview tab: the body, laid out or as received, with a search line.
class BodyView final : public QWidget {
    Q_OBJECT
public:
    explicit BodyView(QWidget *parent = nullptr);

    //! Shows a body. Large ones are made ready in another thread; `shown` follows when they are there.
    void setResponse(const std::shared_ptr<const RunRecord> &record);
    [[nodiscard]] const ResponseBody &body() const { return m_body; }
    void openSearch();

signals:
    void shown();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeSearchLine();
    void take(ResponseBody body);
    void present();
    void search(bool forward);

    ResponseBody m_body;
    int m_generation = 0; //!< answers of other threads for earlier bodies are dropped
    bool m_pretty = true;
    QPushButton *m_prettyButton = nullptr;
    QPushButton *m_rawButton = nullptr;
    QLabel *m_note = nullptr;
    QWidget *m_searchLine = nullptr;
    QLineEdit *m_searchField = nullptr;
    QLabel *m_searchResult = nullptr;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_message = nullptr;
    TextPages *m_pages = nullptr;
    CodeEditor *m_editor = nullptr; //!< made when first needed
};

} // namespace sallyport
