// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/sdk/conversation.h"
#include "providers/sdk/provider.h"

#include <QList>
#include <QUrl>

namespace sallyport::hashicorp {

//! Everything that all calls of one conversation have in common.
struct Session {
    QUrl address;      //!< without trailing slash, query and fragment
    QByteArray token;  //!< empty before signing in
    QString nameSpace; //!< `admin/team`; may be empty
    bool namespaceInPath = false;
    TlsFiles tls;
    QDateTime now;             //!< UTC, when the conversation began
    int jitterMs = 0;          //!< 0-499, spreads the retries of many programs
    QList<SecretValue> hidden; //!< never to be repeated in an error, whatever the server says
    QString service = QStringLiteral("Vault"); //!< what answers there, for sentences
};

//! How often a call may be repeated by itself.
enum class Repeat {
    Freely,         //!< reading: after 412, 429 and 5xx
    IfNotProcessed, //!< a login spends a secret id: only where the server says that it did nothing
    Never,
};

//! One question to Vault, below `/v1/`.
struct Call {
    QByteArray method = "GET";
    QString path;       //!< `secret/data/prod/shop`, not encoded
    QString purpose;    //!< completes "could not ...", e.g. `read "secret/data/prod/shop"`
    QByteArray query{}; //!< encoded, e.g. `version=2`
    Value body{};       //!< null: none
    Repeat repeat = Repeat::Freely;
    bool anonymous = false; //!< without token and namespace
    QList<int> passes{};    //!< refusals that the caller wants to judge by itself
    bool redirects = true;  //!< whether a standby node's answer is followed
};

//! CA file and client certificate of the credential. Errors: InvalidInput, where one half of the certificate is missing.
[[nodiscard]] Result<TlsFiles> tlsOf(const FormValues &credential);

//! The server's address as the credential says it. Errors: InvalidInput.
[[nodiscard]] Result<QUrl> addressOf(const FormValues &credential);
//! `vault.example.org:8200`, fit for sentences.
[[nodiscard]] QString hostOf(const QUrl &address);

//! Errors: InvalidInput, naming the field that cannot be used.
[[nodiscard]] Result<Session> openSession(const Inputs &inputs);
[[nodiscard]] HttpRequest requestFor(const Session &session, const Call &call);

//! A path without slashes around it. Errors: InvalidInput for empty paths and for `.`, `..` and empty segments, which
//! would address something else than what is written.
[[nodiscard]] Result<QString> checkedPath(const QString &path, const QString &label);

} // namespace sallyport::hashicorp
