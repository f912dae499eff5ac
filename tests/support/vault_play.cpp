// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vault_play.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

Result<HttpReply> answerTo(const HttpRequest &request)
{
    const QString path = request.url.path();
    if (path.endsWith("/auth/approle/login"_L1))
        return reply(200,
                     R"({"auth":{"client_token":"hvs.play","lease_duration":1200,"renewable":true,"policies":["default","shop-read"]}})");
    if (path.endsWith("/auth/token/lookup-self"_L1))
        return reply(
            200,
            R"({"data":{"display_name":"approle-ci","policies":["default","shop-read"],"ttl":1200,"expire_time":"2027-01-15T08:20:00Z",)"
            R"("renewable":true}})");
    if (path.contains("/sys/internal/ui/mounts/"_L1))
        return reply(200, R"({"data":{"path":"secret/","type":"kv","options":{"version":"2"}}})");
    if (path.endsWith("/sys/internal/ui/mounts"_L1))
        return reply(200, R"({"data":{"secret":{"secret/":{"type":"kv","options":{"version":"2"},"description":"team secrets"}}}})");
    if (path.endsWith("/data/prod/shop"_L1))
        return reply(
            200,
            R"({"data":{"data":{"api_key":"k-4711","user":"shop","region":"eu"},"metadata":{"version":7,)"
            R"("created_time":"2026-03-01T10:00:00Z","deletion_time":"","destroyed":false}}})");
    if (path.endsWith("/metadata"_L1) || path.endsWith("/metadata/"_L1))
        return reply(200, R"({"data":{"keys":["dev/","prod/"]}})");
    if (path.endsWith("/metadata/prod"_L1) || path.endsWith("/metadata/prod/"_L1))
        return reply(200, R"({"data":{"keys":["mail","shop"]}})");
    return reply(404, R"({"errors":[]})");
}

} // namespace

VaultPlay::VaultPlay()
{
    setHandler(
        [this](const HttpRequest &request) { return refuseWith ? Result<HttpReply>(reply(refuseWith, refusal)) : answerTo(request); });
}

} // namespace sallyport::test
