// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "app/http/loopback_server.h"

namespace sallyport::demo {

//! Answers every request with what it received, as JSON. `GET /_last` tells the request before with secrets masked and
//! `recognised`: which secrets of the demonstration it held; `GET /_count` how many there were.
class Echo {
public:
    //! Name and value of what must not be shown.
    explicit Echo(QList<std::pair<QString, QString>> secrets) : m_secrets(std::move(secrets)) {}

    [[nodiscard]] LoopbackResponse handle(const LoopbackRequest &request);

private:
    [[nodiscard]] Value masked(const Value &received) const;

    QList<std::pair<QString, QString>> m_secrets;
    Value m_last;
    qint64 m_count = 0;
};

} // namespace sallyport::demo
