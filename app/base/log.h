// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

//! All logging categories of the program. None may ever carry a value that came from a vault, a credential, a
//! request or a response: names, kinds, sizes and durations only.
namespace sallyport {

Q_DECLARE_LOGGING_CATEGORY(lcHttp)    //!< sallyport.http: vault traffic, method and host
Q_DECLARE_LOGGING_CATEGORY(lcSecrets) //!< sallyport.secrets: sign-in, cache, keychain
Q_DECLARE_LOGGING_CATEGORY(lcStore)   //!< sallyport.store: files read and written
Q_DECLARE_LOGGING_CATEGORY(lcRun)     //!< sallyport.run: requests started and ended
Q_DECLARE_LOGGING_CATEGORY(lcUi)      //!< sallyport.ui

} // namespace sallyport
