// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/http/curl_client.h"
#include "app/model/workspace.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secret_resolver.h"
#include "app/template/render.h"
#include "app/template/variable_scope.h"

#include <QObject>

#include <memory>

namespace sallyport {

//! How requests are sent, apart from what the request itself says.
struct SendOptions {
    std::chrono::milliseconds timeout{30'000};
    bool followRedirects = true;
    bool verifyTls = true;
    QString caFile{};
    QByteArray proxy{};
    qint64 maxBodyBytes = qint64(1) << 30;
};

//! A request with the folders, headers and authentication it inherits: what will be sent, templates not yet filled in.
struct PreparedRequest {
    RequestDraft draft; //!< inherited headers and authentication merged in
    VariableScope scope;
    QString workspaceId;
    std::vector<SecretUse> secrets; //!< each tag once
};

//! What became of one request. Bodies and headers are as received; whatever is shown passes `redactor`.
struct RunRecord {
    QString requestId;
    QString requestName;
    QByteArray method;
    QString redactedUrl;
    WireResponse response;
    Redactor redactor;
    int hiddenValues = 0; //!< how many secret values went into the request
};

//! The main job: prepare, resolve what is used, fill in, send. An unresolved secret means nothing is sent.
class RequestRunner final : public QObject {
    Q_OBJECT
public:
    RequestRunner(const Catalog &catalog, SecretResolver &resolver, CurlClient &client, QObject *parent = nullptr);

    //! Merges what is inherited and finds the secrets that are needed. Nothing is fetched or sent. Errors: InvalidInput with
    //! field and column.
    //! `overrides`, where given, beat every environment.
    [[nodiscard]] static Result<PreparedRequest> prepare(const Workspace &workspace, const QString &environmentId,
                                                         const RequestDraft &draft,
                                                         const std::optional<VariableScope::Layer> &overrides = std::nullopt);

    [[nodiscard]] Async<RunRecord> send(const PreparedRequest &request, const SendOptions &options, std::stop_token stop);

private:
    void sendResolved(const PreparedRequest &request, const std::vector<Result<SecretValue>> &outcomes, const SendOptions &options,
                      const std::stop_token &stop, const Completer<RunRecord> &done);
    [[nodiscard]] static Error redacted(Error error, const Redactor &redactor);

    const Catalog &m_catalog;
    SecretResolver &m_resolver;
    CurlClient &m_client;
};

} // namespace sallyport
