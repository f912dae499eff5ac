// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QWidget>

namespace sallyport {

//! How requests are sent: timeout, redirects, certificates.
class RequestsPage final : public QWidget {
    Q_OBJECT
public:
    explicit RequestsPage(const Services &services, QWidget *parent = nullptr);
};

} // namespace sallyport
