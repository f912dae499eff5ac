// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace sallyport {

//! Fields as a form (application/x-www-form-urlencoded) or a query: in UTF-8, all but letters, digits and `-._~` encoded (RFC 3986, 2.3).
[[nodiscard]] QByteArray webForm(const QList<std::pair<QByteArray, QByteArray>> &fields);
[[nodiscard]] QByteArray webFormOfTexts(const QList<std::pair<QString, QString>> &fields);

} // namespace sallyport
