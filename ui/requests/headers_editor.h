// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QWidget>

namespace sallyport {

class FieldMessage;
class ParameterModel;
class RowTable;
class TemplateContext;

//! The headers of a request, or those that a folder gives to what is in it.
class HeadersEditor final : public QWidget {
    Q_OBJECT
public:
    explicit HeadersEditor(TemplateContext *context, QWidget *parent = nullptr);

    void setHeaders(const std::vector<Parameter> &headers);
    [[nodiscard]] const std::vector<Parameter> &headers() const;
    [[nodiscard]] int enabledCount() const;
    //! Goes to the header that a place of an error names, e.g. `header "X-Api-Key"`.
    void focusPlace(const QString &place);
    [[nodiscard]] FieldMessage *message() const { return m_message; }
    [[nodiscard]] RowTable *table() const { return m_table; }

signals:
    void edited();

private:
    ParameterModel *m_model;
    RowTable *m_table;
    FieldMessage *m_message;
};

} // namespace sallyport
