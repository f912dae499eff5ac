// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/run/request_runner.h"

#include <QHash>
#include <QWidget>

#include <functional>
#include <optional>

class QComboBox;
class QPushButton;
class QTabWidget;
class QTimer;

namespace sallyport {

class AuthEditor;
class BodyEditor;
class FieldMessage;
class HeadersEditor;
class ParamsEditor;
class TemplateContext;
class TemplateLineEdit;

//! Edits one request. What is typed comes out as `draftEdited`; mistakes in templates show under the field where they are.
class RequestEditor final : public QWidget {
    Q_OBJECT
public:
    enum Tab { Params, BodyTab, Auth, Headers };

    //! Merges in what a request inherits; for the preview of the URL and the check of templates.
    using Prepare = std::function<Result<PreparedRequest>(const RequestDraft &)>;
    RequestEditor(TemplateContext *context, Prepare prepare, QWidget *parent = nullptr);

    //! Shows a request; fields that are equal are left alone. `inheritedAuth`: in words.
    void setRequest(const RequestDraft &draft, const QString &inheritedAuth);
    [[nodiscard]] const RequestDraft &draft() const { return m_draft; }
    void setBusy(bool busy);
    //! Checks all fields again, e.g. because the environment changed.
    void recheck();

    void focusUrl();
    //! Shows the tab and focuses the field that an error names.
    void focusPlace(const QString &place);
    void setCurrentTab(Tab tab);

signals:
    void draftEdited(const sallyport::RequestDraft &draft);
    void sendWished();
    void cancelWished();

private:
    void build();
    void collect();
    void updateTitles();
    void updateMethodColour();
    void showErrors(const std::vector<Error> &errors);
    void showError(const Error &error);
    [[nodiscard]] static Tab tabOf(const QString &place);

    TemplateContext *m_context;
    Prepare m_prepare;
    RequestDraft m_draft;
    QComboBox *m_method;
    TemplateLineEdit *m_url;
    FieldMessage *m_urlMessage;
    QPushButton *m_send;
    QTabWidget *m_tabs;
    ParamsEditor *m_params;
    BodyEditor *m_body;
    AuthEditor *m_auth;
    HeadersEditor *m_headers;
    QHash<int, FieldMessage *> m_messages; //!< by Tab
    QTimer *m_check;
    bool m_loading = false;
    bool m_busy = false;
};

} // namespace sallyport
