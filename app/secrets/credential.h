// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_values.h"

#include <QDateTime>
#include <QString>

namespace sallyport {

//! A person's way into a provider. The name is also its alias: what new links refer to it by.
struct Credential {
    QString id;         //!< made once, never shown: `cred_` + 32 hex digits
    QString name;       //!< unique (case ignored) among all credentials
    QString providerId; //!< `hashicorp`
    FormValues values;  //!< secret fields included
    int revision = 1;   //!< grows with each change; part of cache keys
    bool sessionOnly = false; //!< secret fields are kept in memory only
};

//! The values as they are kept: only those secret fields that the form shows and that are filled in. What belongs to another way of
//! signing in is left out.
[[nodiscard]] FormValues withShownSecrets(const FormValues &values, FormSpec form);
[[nodiscard]] FormValues withoutSecrets(FormValues values);

//! What the last check of a credential said; shown in lists. Holds no secret.
struct CredentialStatus {
    enum class State { Unknown, Ready, Failed };
    State state = State::Unknown;
    QString text;      //!< e.g. `Signed in as approle-ci`, or the error's sentence
    QDateTime checked; //!< UTC
    ErrorKind kind = ErrorKind::Internal; //!< of a failure; says which button mends it
};

} // namespace sallyport
