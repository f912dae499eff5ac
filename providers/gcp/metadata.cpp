// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/metadata.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/names.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::gcp {

namespace {

constexpr milliseconds kDeadline{3'000};
constexpr milliseconds kPause{1'000};
constexpr qint64 kMaxReplyBytes = 256 << 10;
const HttpHeader kFlavor{"Metadata-Flavor", "Google"};

Error notThere(const QString &why)
{
    return {ErrorKind::NotFound, u"there is no metadata server: %1"_s.arg(why), {}};
}

//! `host` or `host:port` as an address. Errors: InvalidInput, naming the variable.
Result<QUrl> addressFrom(const QString &authority, const QString &variable)
{
    const QUrl url(u"http://"_s + authority, QUrl::StrictMode);
    const bool isPlain = url.path().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (url.isValid() && !url.host().isEmpty() && isPlain)
        return url;
    return Error{ErrorKind::InvalidInput, u"%1 is no host, or host and port"_s.arg(variable),
                 u"Correct the environment that this program was started with."_s};
}

struct Server {
    Context context;
    QUrl ping;
    QUrl address;
    QString scope;

    [[nodiscard]] HttpRequest request(const QString &path, const QString &query = {}) const
    {
        QUrl url = address;
        url.setPath(u"/computeMetadata/v1/"_s + path);
        if (!query.isEmpty())
            url.setQuery(query);
        return {.url = url, .headers = {kFlavor}, .deadline = kDeadline, .maxReplyBytes = kMaxReplyBytes};
    }
};

Result<Server> serverFrom(const Context &context, QLatin1StringView scope)
{
    QString variable = u"GCE_METADATA_HOST"_s;
    QString host = context.settings.variable(variable);
    if (host.isEmpty()) {
        variable = u"GCE_METADATA_ROOT"_s;
        host = context.settings.variable(variable);
    }
    const QString ip = context.settings.variable(u"GCE_METADATA_IP"_s);
    const auto address = addressFrom(host.isEmpty() ? u"metadata.google.internal"_s : host, variable);
    const QString pinged = !ip.isEmpty() ? ip : host.isEmpty() ? u"169.254.169.254"_s : host;
    const auto ping = addressFrom(pinged, ip.isEmpty() ? variable : u"GCE_METADATA_IP"_s);
    if (!address || !ping)
        return address ? ping.error() : address.error();
    return Server{context, *ping, *address, QString(scope)};
}

//! A metadata server says so in a header; anything else that answers is not believed.
bool isMetadata(const HttpReply &reply)
{
    return reply.header("Metadata-Flavor") == "Google";
}

bool isPassing(const Result<HttpReply> &reply)
{
    return reply ? reply->status == 429 || reply->status == 503 || reply->status >= 500
                 : reply.error().kind == ErrorKind::Network || reply.error().kind == ErrorKind::Timeout;
}

//! One question, asked twice where the first gets no good answer.
Step<HttpReply> asked(const HttpRequest &request, const QString &purpose, int tries = 2)
{
    return ask<HttpReply>(request, [=](const Result<HttpReply> &reply) -> Step<HttpReply> {
        if (isPassing(reply) && tries > 1)
            return askOrFail<HttpReply>(Wait{.duration = kPause}, [=](const Waited &) { return asked(request, purpose, tries - 1); });
        return reply ? reply : reply.error().within(u"while asking the metadata server to %1"_s.arg(purpose));
    });
}

Error refused(const HttpRequest &request, const HttpReply &reply, const QString &purpose)
{
    const Call call{.service = Service::Token, .purpose = purpose, .url = request.url};
    Error error = refusal(call, {.status = reply.status});
    if (reply.status == 404)
        error.kind = ErrorKind::Unauthenticated;
    error.hint = u"Check which service account this machine runs as."_s;
    return error;
}

//! Where a small question goes unanswered the token is good nevertheless.
Step<QByteArray> textOrNothing(const HttpRequest &request)
{
    return ask<QByteArray>(request, [](const Result<HttpReply> &reply) -> Step<QByteArray> {
        if (!reply)
            return reply.error().kind == ErrorKind::Cancelled ? Step<QByteArray>(reply.error()) : QByteArray();
        return reply->status == 200 && isMetadata(*reply) ? reply->body.trimmed() : QByteArray();
    });
}

Step<Token> withProject(const Server &server, const Token &token)
{
    return chainOrFail<Token>(textOrNothing(server.request(u"project/project-id"_s)), [token](const QByteArray &text) -> Step<Token> {
        Token complete = token;
        if (const QString project = QString::fromUtf8(text); checkProject(project))
            complete.project = project;
        return complete;
    });
}

Step<Token> withAccount(const Server &server, const Token &token)
{
    const HttpRequest request = server.request(u"instance/service-accounts/default/"_s, u"recursive=true"_s);
    return chainOrFail<Token>(textOrNothing(request), [server, token](const QByteArray &text) {
        Token complete = token;
        const auto account = json::parse(text);
        complete.principal = account ? printable((*account)[u"email"].toString(), 120) : QString();
        complete.origin = {u"the metadata server of this machine"_s};
        return withProject(server, complete);
    });
}

Step<Token> withToken(const Server &server)
{
    const HttpRequest request = server.request(u"instance/service-accounts/default/token"_s, u"scopes="_s + server.scope);
    const QString purpose = u"get a token of this machine's service account"_s;
    return chainOrFail<Token>(asked(request, purpose), [=](const HttpReply &answer) -> Step<Token> {
        if (answer.status != 200)
            return refused(request, answer, purpose);
        const auto reply = replyFrom(answer, {});
        if (!reply)
            return reply.error().within(u"while asking the metadata server to %1"_s.arg(purpose));
        const Call call{.service = Service::Token, .purpose = purpose, .url = request.url};
        const auto token = tokenFrom(server.context, call, *reply);
        return token ? withAccount(server, *token) : Step<Token>(token.error());
    });
}

} // namespace

Step<Token> metadataToken(const Context &context, QLatin1StringView scope)
{
    if (context.settings.variable(u"NO_GCE_CHECK"_s).toLower() == "true"_L1)
        return notThere(u"NO_GCE_CHECK is set"_s);
    const auto server = serverFrom(context, scope);
    if (!server)
        return server.error();
    const HttpRequest ping{.url = server->ping, .headers = {kFlavor}, .deadline = kDeadline, .maxReplyBytes = kMaxReplyBytes};
    return ask<Token>(ping, [server = *server](const Result<HttpReply> &reply) -> Step<Token> {
        if (!reply)
            return reply.error().kind == ErrorKind::Cancelled ? reply.error() : notThere(u"nobody answers"_s);
        return isMetadata(*reply) && reply->status == 200 ? withToken(server) : notThere(u"what answers is something else"_s);
    });
}

} // namespace sallyport::gcp
