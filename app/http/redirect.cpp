// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/redirect.h"

#include <curl/curl.h>

#include <memory>

namespace sallyport {

namespace {

struct UrlDeleter {
    void operator()(CURLU *url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

QByteArray part(const Url &url, CURLUPart which, unsigned int flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK)
        return {};
    const QByteArray result(text);
    curl_free(text);
    return result;
}

Url parsed(const QByteArray &text)
{
    Url url(curl_url());
    const QByteArray whole = text.contains("://") ? text : "http://" + text;
    if (curl_url_set(url.get(), CURLUPART_URL, whole.constData(), CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS) != CURLUE_OK)
        url.reset();
    return url;
}

bool isHttp(const Url &url)
{
    const QByteArray scheme = part(url, CURLUPART_SCHEME);
    return scheme == "http" || scheme == "https";
}

bool sameOrigin(const Url &from, const Url &to)
{
    if (part(from, CURLUPART_HOST).compare(part(to, CURLUPART_HOST), Qt::CaseInsensitive) != 0)
        return false;
    const QByteArray fromPort = part(from, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const QByteArray toPort = part(to, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (part(from, CURLUPART_SCHEME) == part(to, CURLUPART_SCHEME))
        return fromPort == toPort;
    return part(to, CURLUPART_SCHEME) == "https" && fromPort == "80" && toPort == "443";
}

//! The user name and password of `from`, or none where that is empty.
void copyUser(const Url &from, const Url &to)
{
    for (const CURLUPart which : {CURLUPART_USER, CURLUPART_PASSWORD}) {
        const QByteArray text = from ? part(from, which) : QByteArray();
        curl_url_set(to.get(), which, text.isNull() ? nullptr : text.constData(), 0);
    }
}

bool isHarmless(const HttpHeader &header)
{
    const QByteArray name = header.name.toLower();
    return name == "accept" || name.startsWith("accept-") || name == "cache-control" || name == "pragma" || name == "user-agent";
}

bool describesBody(const HttpHeader &header)
{
    const QByteArray name = header.name.toLower();
    return name.startsWith("content-") || name == "transfer-encoding" || name == "expect";
}

bool becomesGet(int status, const QByteArray &method)
{
    if (status == 303)
        return method != "GET" && method != "HEAD";
    return (status == 301 || status == 302) && method == "POST";
}

} // namespace

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

RedirectDecision decideRedirect(const WireRequest &request, int status, const QByteArray &location)
{
    const Url from = parsed(request.url);
    Url to = parsed(request.url);
    if (!from || !to ||
        curl_url_set(to.get(), CURLUPART_URL, location.constData(), CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) != CURLUE_OK)
        return {{}, "The redirect was not followed: its address cannot be understood"};
    if (!isHttp(to))
        return {{}, "The redirect was not followed: it leads to something other than http or https"};
    WireRequest next = request;
    if (becomesGet(status, request.method)) {
        next.method = "GET";
        next.body.clear();
        next.headers.removeIf(describesBody);
    }
    const bool leaves = !sameOrigin(from, to);
    if (leaves && !next.body.isEmpty())
        return {{}, "The redirect was not followed: it would send the body to another host"};
    if (leaves)
        next.headers.removeIf([](const HttpHeader &header) { return !isHarmless(header); });
    copyUser(leaves ? Url() : parsed(request.url), to);
    next.url = part(to, CURLUPART_URL);
    return {next, leaves ? "Following the redirect to another host without headers that may hold secrets" : "Following the redirect"};
}

} // namespace sallyport
