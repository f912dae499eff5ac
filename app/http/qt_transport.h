// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/transport.h"

#include <QObject>

#include <memory>

class QNetworkAccessManager;

namespace sallyport {

//! How vault traffic leaves the machine. `http_proxy` and the like are used only if asked for; loopback and link-local
//! addresses never go through a proxy. A proxy that does not answer is an error, never bypassed.
struct ProxyPolicy {
    enum class Mode { None, Environment, Manual };
    Mode mode = Mode::Environment;
    QUrl manual{}; //!< for Manual; user and password included
};

//! Transport over QNetworkAccessManager, hardened as docs/decisions describe. One limit of that class remains: it cannot tell
//! a chunked body that was cut off from a whole one, so whoever asked must see that the document is complete. A header without
//! end is refused by HeaderWatch, except through a proxy, where only the deadline ends it.
class QtTransport final : public QObject, public Transport {
    Q_OBJECT
public:
    explicit QtTransport(ProxyPolicy proxy = {}, QObject *parent = nullptr);
    ~QtTransport() override;

    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sallyport
