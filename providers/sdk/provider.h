// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"
#include "providers/sdk/form_values.h"
#include "providers/sdk/schema.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace sallyport {

//! What a sign-in yields: whatever later calls need, as secret fields, and until when.
struct AccessGrant {
    FormValues values;                  //!< e.g. `token`
    std::optional<QDateTime> issued;    //!< UTC
    std::optional<QDateTime> expires;   //!< UTC; none: never
    bool renewable = false;
    bool obtained = true;               //!< false where the person gave it: then nothing can sign in anew
};

//! Who a credential turned out to be; shown by *Test*, holds no secret.
struct Identity {
    QString name;                     //!< e.g. a display name, an ARN, an e-mail
    QStringList details;              //!< e.g. "policies default, shop-read", in reading order
    std::optional<QDateTime> expires; //!< UTC; none: never
};

//! A fetched secret before a key is picked out of it.
struct SecretDocument {
    enum class Form { Text, Json, Binary };
    SecretValue content;
    Form form = Form::Text;
    QString version; //!< as the vault names it; may be empty
    std::optional<std::chrono::seconds> maxAge; //!< where the vault limits how long it may be kept
    QString note;    //!< what was found out on the way, e.g. `KV version 2 (detected)`; holds no secret
    FormValues detected; //!< locator fields that were left to detection, as found; written into new links
};

//! One thing to pick from a list.
struct Suggestion {
    QString value;
    QString label; //!< where it differs from the value
};

//! All that a conversation ever knows. Time is handed in, so that everything can be tested.
struct Inputs {
    FormValues credential;
    AccessGrant grant;
    FormValues reference; //!< which secret; empty for sign-in
    QDateTime now;        //!< UTC
};

//! One kind of secret that can be linked, e.g. AWS has two. Shown in *Link to Secret >*.
struct SecretKindSpec {
    const char *id;    //!< unique over all providers, e.g. `hashicorp`; icon name
    const char *label; //!< `HashiCorp Vault`
    FormSpec reference;
    //! The chip's text, e.g. `secret/prod/shop`, without the selector.
    QString (*summary)(const FormValues &reference);
};

//! A provider: tables and a few functions that return conversations. Functions may be null where noted.
struct ProviderDescriptor {
    const char *id;        //!< `hashicorp`; first argument of the tag; INSOMNIA_<ID>_... ; icon name
    const char *name;      //!< `HashiCorp`
    const char *shortName; //!< for chips: `Vault`
    FormSpec credential;   //!< without the name of the credential, which all have
    std::span<const SecretKindSpec> secrets;
    bool available = true; //!< false: announced in menus, not usable yet

    //! Signs in. Returns a grant at once (empty) where each call is signed by itself.
    Step<AccessGrant> (*signIn)(const Inputs &) = nullptr;
    //! Extends a grant; null where that is not known. Failure leads to signIn.
    Step<AccessGrant> (*renew)(const Inputs &) = nullptr;
    //! Who we are. Called with a grant.
    Step<Identity> (*identify)(const Inputs &) = nullptr;
    //! Fetches one secret. An Unauthenticated error means "this grant is no longer good": one new sign-in follows.
    Step<SecretDocument> (*fetch)(const Inputs &, const SecretKindSpec &) = nullptr;
    //! Values for a field of the reference that says `suggests`; null where nothing can be listed.
    Step<std::vector<Suggestion>> (*suggest)(const Inputs &, const SecretKindSpec &, QLatin1StringView fieldId) = nullptr;
    //! One line about a credential for lists, e.g. `AppRole · vault.example.org`. Holds no secret.
    QString (*describe)(const FormValues &credential) = nullptr;
    //! Where the credential's traffic goes, e.g. origin plus namespace: part of cache keys.
    QString (*authority)(const FormValues &credential) = nullptr;
};

} // namespace sallyport
