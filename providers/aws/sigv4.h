// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/sigv4.h"

//! The signatures of AWS, which others need too, under this provider's name.
namespace sallyport::aws {

using sallyport::hostHeader;
using sallyport::presign;
using sallyport::Signature;
using sallyport::signedRequest;
using sallyport::signHeaders;
using sallyport::SigningInput;
using sallyport::SigningKeys;

} // namespace sallyport::aws
