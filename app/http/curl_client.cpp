// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/curl_client.h"

#include "app/http/curl_errors.h"
#include "app/http/curl_loop.h"
#include "app/http/curl_transfer.h"

namespace sallyport {

class CurlClient::Private {
public:
    CurlLoop loop;
};

CurlClient::CurlClient(QObject *parent) : QObject(parent), d(std::make_unique<Private>()) {}

CurlClient::~CurlClient()
{
    qDeleteAll(findChildren<CurlTransfer *>(Qt::FindDirectChildrenOnly));
}

Async<WireResponse> CurlClient::send(const WireRequest &request, std::stop_token stop)
{
    if (stop.stop_requested())
        return answered<WireResponse>(cancelledError());
    if (const auto good = checkWireRequest(request); !good)
        return answered<WireResponse>(good.error());
    auto *transfer = new CurlTransfer(request, d->loop, this);
    return transfer->start(stop);
}

} // namespace sallyport
