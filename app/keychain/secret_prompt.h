// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/base/clock.h"

#include <QObject>
#include <QString>

class QDBusVariant;

namespace sallyport {

//! Waits for the answer to one prompt of the Secret Service on the session bus.
class SecretPrompt final : public QObject {
    Q_OBJECT
public:
    SecretPrompt(QString path, QObject *parent);

    //! Shows it; answers whether it was dismissed (or could not be shown). Unavailable after the deadline: it is taken away.
    [[nodiscard]] Async<bool> show(Clock &clock, std::chrono::milliseconds deadline);

private:
    Q_SLOT void onCompleted(bool dismissed, const QDBusVariant &result);

    QString m_path;
    Completer<bool> m_done;
};

} // namespace sallyport
