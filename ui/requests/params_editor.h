// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QWidget>

class QLabel;

namespace sallyport {

class ElidedLabel;
class FieldMessage;
class ParameterModel;
class RowTable;
class TemplateContext;

//! The parameters that a URL names in its path (`/users/:id`), each with what was entered for it before.
[[nodiscard]] std::vector<Parameter> pathParametersOf(const QString &url, const std::vector<Parameter> &known);

//! Query and path parameters, and the URL that comes of them.
class ParamsEditor final : public QWidget {
    Q_OBJECT
public:
    explicit ParamsEditor(TemplateContext *context, QWidget *parent = nullptr);

    void setParameters(const std::vector<Parameter> &query, const std::vector<Parameter> &path);
    [[nodiscard]] const std::vector<Parameter> &query() const;
    [[nodiscard]] const std::vector<Parameter> &path() const;
    [[nodiscard]] int enabledCount() const;
    //! Secrets in it must be hidden already.
    void setPreview(const QString &url);
    [[nodiscard]] FieldMessage *message() const { return m_message; }

signals:
    void edited();

private:
    void showPathTable();

    ParameterModel *m_query;
    ParameterModel *m_path;
    RowTable *m_queryTable;
    RowTable *m_pathTable;
    QLabel *m_pathTitle;
    ElidedLabel *m_preview;
    FieldMessage *m_message;
};

} // namespace sallyport
