// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"

#include <QLabel>

#include <optional>

namespace sallyport {

//! The line under a field that says what is wrong with it; takes no room while nothing is.
class FieldMessage final : public QLabel {
    Q_OBJECT
public:
    explicit FieldMessage(QWidget *parent = nullptr);

    //! `withPlace`: names the field first, where several share one line.
    void setError(const std::optional<Error> &error, bool withPlace = false);
};

} // namespace sallyport
