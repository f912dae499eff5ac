// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/model/workspace.h"

#include <QSet>

namespace sallyport {

//! The environment with other rows. One in JSON form stays so while JSON can say what the rows say; a disabled row, a
//! row of type Secret or two rows of one name turn it into a table. Members whose rows did not change keep their value as it was.
[[nodiscard]] Environment withRows(const Environment &environment, const std::vector<Variable> &rows);

//! Whether the rows mean exactly what an environment in JSON form holds; rows without a name mean nothing yet.
[[nodiscard]] bool areRowsOf(const Environment &environment, const std::vector<Variable> &rows);

//! The environment with other data, in the form it has: in a table, rows of the same name keep their id and place, disabled rows stay.
[[nodiscard]] Environment withData(const Environment &environment, const Value &data);

//! The data as JSON text for people.
[[nodiscard]] QString jsonText(const Environment &environment);

//! Reads what a person typed. Errors: InvalidInput with line and column; also where it is no object.
[[nodiscard]] Result<Value> dataFromJson(const QString &text);

//! What is wrong with a row's JSON value; empty: nothing, or the row is no JSON.
[[nodiscard]] QString jsonFault(const Variable &row);

//! Names that more than one enabled row has.
[[nodiscard]] QSet<QString> repeatedNames(const std::vector<Variable> &rows);

//! `name`, or `name 2`, `name 3` ... where it is taken.
[[nodiscard]] QString freeName(const QString &name, const QStringList &taken);

} // namespace sallyport
