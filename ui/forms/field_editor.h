// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/provider.h"

#include <QObject>

#include <functional>

class QWidget;

namespace sallyport {

//! Asked for values of a field when its list is opened.
using SuggestionSource = std::function<Async<std::vector<Suggestion>>(const QString &fieldId, std::stop_token stop)>;

//! One field of a form as a widget: reads and writes its answer.
class FieldEditor : public QObject {
    Q_OBJECT
public:
    FieldEditor(const FieldSpec &spec, QObject *parent) : QObject(parent), m_spec(spec) {}

    //! The editor that suits the field's kind.
    static FieldEditor *make(const FieldSpec &spec, QWidget *parent);

    [[nodiscard]] const FieldSpec &spec() const { return m_spec; }
    [[nodiscard]] QLatin1StringView id() const { return QLatin1StringView(m_spec.id); }

    [[nodiscard]] virtual QWidget *widget() const = 0;      //!< all of it
    [[nodiscard]] virtual QWidget *focusTarget() const = 0; //!< what the label belongs to and what shows a mistake
    virtual void read(FormValues &values) const = 0;
    virtual void write(const FormValues &values) = 0;
    virtual void setSuggestionSource(const SuggestionSource &) {}

signals:
    void edited();
    void submitted();                      //!< Return was pressed
    void noteChanged(const QString &note); //!< something to say under the field; empty: nothing

private:
    const FieldSpec &m_spec;
};

//! A text of a field's table, translated.
[[nodiscard]] QString fieldText(const char *text);

} // namespace sallyport
