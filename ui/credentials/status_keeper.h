// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QObject>

namespace sallyport {

//! Writes down what fetching secrets shows of a credential, so that lists know it without a test: that it works, or what its sign-in
//! was refused with, and when.
class StatusKeeper final : public QObject {
    Q_OBJECT
public:
    explicit StatusKeeper(const Services &services, QObject *parent = nullptr);

    //! Lists tell minutes: what is known already is not told again sooner.
    static constexpr std::chrono::minutes kAtMostEvery{1};

private:
    void note(const QString &id, int revision, const Result<Done> &outcome);

    Services m_services;
};

} // namespace sallyport
