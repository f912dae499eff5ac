// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakes.h"

namespace sallyport::test {

//! Plays the few answers of a Vault server that the forms ask for: one AppRole, one key-value engine `secret` of
//! version 2 with `prod/shop`. For screens; the contract of Vault is tested elsewhere.
class VaultPlay final : public FakeTransport {
public:
    VaultPlay();
    int refuseWith = 0; //!< a status for everything, 0: none
    QByteArray refusal; //!< its body
};

} // namespace sallyport::test
