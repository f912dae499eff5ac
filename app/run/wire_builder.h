// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"
#include "app/run/request_runner.h"
#include "app/template/render.h"

namespace sallyport {

//! A text field of a request with its place in words, as errors name it.
struct RequestField {
    QString place; //!< `URL`, `header "X-Api-Key"`, `body`
    QString text;
};

//! Every text that will be filled in when the request is sent; rows that are switched off are left out.
[[nodiscard]] std::vector<RequestField> fieldsToRender(const RequestDraft &draft);

//! Fills in all fields and puts the request together: URL with path and query parameters, headers, authentication, body.
//! `values` must hold every secret the request needs. Errors: InvalidInput with field and column.
[[nodiscard]] Result<WireRequest> buildWireRequest(const PreparedRequest &request, const SecretValues &values, const SendOptions &options);

//! The URL as it will be sent, for a preview: secrets show as bullets, what cannot be filled in stays as written.
[[nodiscard]] QString previewUrl(const PreparedRequest &request);

} // namespace sallyport
