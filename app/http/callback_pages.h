// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/loopback_server.h"

namespace sallyport {

//! What the browser shows after a sign-in. Whole pages without scripts, pictures from elsewhere or anything of the request.
namespace callbackPage {

[[nodiscard]] LoopbackResponse received(); //!< 200: a code came
[[nodiscard]] LoopbackResponse declined(); //!< 200: an error came in place of a code
//! For whatever is not the answer that is waited for; `status` is 400 or more.
[[nodiscard]] LoopbackResponse refused(int status);

} // namespace callbackPage

} // namespace sallyport
