// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/qt_transport.h"

#include <QNetworkProxy>

#include <functional>

namespace sallyport {

//! Reads an environment variable; a parameter so that tests need not change their own.
using EnvironmentReader = std::function<QString(const char *)>;

//! The process's own environment.
[[nodiscard]] QString readEnvironment(const char *name);

//! True for addresses that no proxy may see: this machine, link-local, and the metadata services of clouds.
[[nodiscard]] bool isNeverProxied(const QString &host);

//! True where `exceptions`, in the manner of no_proxy (names with their sub-domains, addresses, CIDR, `*`), covers the host.
[[nodiscard]] bool isExcepted(const QString &host, const QString &exceptions);

//! The one proxy to use for `url`, or QNetworkProxy::NoProxy. http_proxy is read in lower case only (a CGI server sets the
//! upper-case one from a request header), as curl does. InvalidInput for a proxy address that cannot be used.
[[nodiscard]] Result<QNetworkProxy> chooseProxy(const ProxyPolicy &policy, const QUrl &url, const EnvironmentReader &environment);

} // namespace sallyport
