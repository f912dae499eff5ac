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
    //! When to renew, where the provider knows better than "after two thirds of its life". In the past: renew is asked
    //! before each use, e.g. to see whether the file it came from has changed.
    std::optional<QDateTime> renewAfter{};
    bool kept = false;                  //!< said by renew: nothing was to be done, this is the grant that was held
    //! Secret fields of the credential that outlive the program, e.g. a refresh token; their table says `kept`. The core puts them into the
    //! keychain with the others, and later sign-ins find them in Inputs::credential. Empty: those that are there stay.
    FormValues keep{};
    QString account{}; //!< who signed in, as a name for a new credential; may be empty
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

//! What became of several secrets that were asked for in one call.
struct BatchAnswer {
    std::vector<Result<SecretDocument>> documents; //!< in the order of the references
    bool refused = false; //!< such calls are not allowed to us: each secret is then fetched alone, without a new attempt
};

//! Fetching many secrets of one kind at once, where a vault can do that.
struct BatchSpec {
    int limit; //!< references in one call
    //! Secrets with equal groups can share a call; an empty group is fetched alone.
    QString (*group)(const FormValues &credential, const FormValues &reference);
    //! As ProviderDescriptor::fetch, for `references` in place of Inputs::reference.
    Step<BatchAnswer> (*fetch)(const Inputs &, const std::vector<FormValues> &references);
};

//! A way to sign in that needs the person: a browser, a code to type elsewhere.
struct SignInWay {
    const char *id;
    const char *label; //!< of a button, translatable: `Sign In with Browser`
    const char *help;  //!< translatable
};

//! One kind of secret that can be linked, e.g. AWS has two. Shown in *Link to Secret >*.
struct SecretKindSpec {
    const char *id;    //!< unique over all providers, e.g. `hashicorp`; icon name
    const char *label; //!< `HashiCorp Vault`
    FormSpec reference;
    //! The chip's text, e.g. `secret/prod/shop`, without the selector.
    QString (*summary)(const FormValues &reference);
    const BatchSpec *batch = nullptr; //!< null: one call for each secret
    //! Tags name the provider, as for its first kind: whoever reads one tells the two apart by the names of their fields.
    bool sharesTag = false;
    //! Whether such a credential can open secrets of this kind; null: each of the provider's can. Others are not offered for links.
    bool (*serves)(const FormValues &credential) = nullptr;
};

//! A provider: tables and a few functions that return conversations. Functions may be null where noted.
struct ProviderDescriptor {
    const char *id;        //!< `hashicorp`; first argument of the tag; INSOMNIA_<ID>_... ; icon name
    const char *name;      //!< `HashiCorp`
    const char *shortName; //!< for chips: `Vault`
    FormSpec credential;   //!< without the name of the credential, which all have
    std::span<const SecretKindSpec> secrets;
    bool available = true; //!< false: announced in menus, not usable yet

    //! Signs in without the person where that can be done; Unauthenticated where it cannot. Returns a grant at once (empty)
    //! where each call is signed by itself.
    Step<AccessGrant> (*signIn)(const Inputs &) = nullptr;
    //! Extends a grant; null where that is not known. Failure leads to signIn.
    Step<AccessGrant> (*renew)(const Inputs &) = nullptr;
    //! Who we are. Called with a grant.
    Step<Identity> (*identify)(const Inputs &) = nullptr;
    //! Fetches one secret. An Unauthenticated error means "this grant is no longer good": one new sign-in follows.
    Step<SecretDocument> (*fetch)(const Inputs &, const SecretKindSpec &) = nullptr;
    //! Values for a field of the reference that says `suggests`; null where nothing can be listed.
    Step<std::vector<Suggestion>> (*suggest)(const Inputs &, const SecretKindSpec &, QLatin1StringView fieldId) = nullptr;
    //! Values for a field of the credential that says `suggests`, e.g. the profiles in the person's own configuration. Called without a
    //! grant.
    Step<std::vector<Suggestion>> (*suggestSetting)(const Inputs &, QLatin1StringView fieldId) = nullptr;
    //! The ways in which the person can sign in to such a credential, the best first; null or empty: signIn needs nobody.
    std::span<const SignInWay> (*signInWays)(const FormValues &credential) = nullptr;
    //! Signs in with the person's help. What outlives the program is kept where signIn finds it.
    Step<AccessGrant> (*signInWith)(const Inputs &, QLatin1StringView wayId) = nullptr;
    //! The credential of a job whose environment sets none of our variables: the vendor's own search order. Null: there is none.
    FormValues (*ambient)() = nullptr;
    //! One line about a credential for lists, e.g. `AppRole · vault.example.org`. Holds no secret.
    QString (*describe)(const FormValues &credential) = nullptr;
    //! Where the credential's traffic goes, e.g. origin plus namespace: part of cache keys.
    QString (*authority)(const FormValues &credential) = nullptr;
};

} // namespace sallyport
