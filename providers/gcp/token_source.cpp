// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/token_source.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/aws_token.h"
#include "providers/gcp/executable_token.h"
#include "providers/gcp/pinned_addresses.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr qint64 kMaxTokenBytes = 128 << 10;
constexpr std::chrono::milliseconds kSourceDeadline{10'000};

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

const QString &makeAnew()
{
    static const QString text = u"Have the file made anew: gcloud iam workload-identity-pools create-cred-config."_s;
    return text;
}

Result<TokenFormat> formatOf(const Value &source)
{
    const Value &format = source[u"format"];
    const QString type = format[u"type"].toString(u"text"_s);
    if (type == "text"_L1)
        return TokenFormat{};
    const QString member = format[u"subject_token_field_name"].toString();
    if (type == "json"_L1 && !member.isEmpty())
        return TokenFormat{member};
    return invalid(u"the format of its credential_source is neither text nor json with subject_token_field_name"_s, makeAnew());
}

bool fitsHeader(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

Result<TokenSource> urlSource(const Value &source, const TokenFormat &format, const QStringList &hosts)
{
    const auto url = subjectTokenAddress(source[u"url"].toString(), hosts);
    if (!url)
        return url.error();
    UrlToken token{.url = *url, .format = format};
    for (const auto &[name, value] : source[u"headers"].map()) {
        const QByteArray key = name.toUtf8();
        const QByteArray text = value.toString().toUtf8();
        if (!value.isString() || key.isEmpty() || key.contains(':') || key.contains(' ') || !fitsHeader(key) || !fitsHeader(text))
            return invalid(u"its credential_source has a header that cannot be sent"_s, makeAnew());
        token.headers.append(HttpHeader{key, text});
    }
    return TokenSource(token);
}

Result<TokenSource> executableSource(const Value &executable, const Settings &settings)
{
    if (!settings.mayRunCommands)
        return invalid(u"it gets its token by a command, which is not allowed"_s,
                       u"If you know that command, allow executables in the credential, or set "
                       "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES to 1."_s);
    ExecutableToken token{.commandLine = executable[u"command"].toString(), .outputFile = executable[u"output_file"].toString()};
    if (token.commandLine.trimmed().isEmpty())
        return invalid(u"its executable has no command"_s, makeAnew());
    if (const Value &timeout = executable[u"timeout_millis"]; !timeout.isNull())
        token.timeoutMs = timeout.numberText().toInt();
    if (token.timeoutMs < 5'000 || token.timeoutMs > 120'000)
        return invalid(u"its executable has a timeout_millis that is not between 5000 and 120000"_s, makeAnew());
    return TokenSource(token);
}

//! What is in the file or answer; white space around a token is no part of it.
Result<SecretValue> tokenIn(QByteArrayView content, const TokenFormat &format, const QString &from)
{
    QByteArray token = content.trimmed().toByteArray();
    if (!format.member.isEmpty()) {
        const auto document = json::parse(content);
        token = document ? (*document)[format.member].toString().toUtf8() : QByteArray();
        if (token.isEmpty())
            return Error{ErrorKind::Malformed,
                         u"%1 holds no token: there is no JSON object with %2"_s.arg(from, printable(format.member, 60)),
                         u"Check what writes it, and the format in the credential configuration file."_s};
    }
    if (token.isEmpty())
        return Error{ErrorKind::Malformed, u"%1 holds no token"_s.arg(from), u"Check what writes it."_s};
    const SecretValue secret{QByteArrayView(token)};
    wipe(token);
    return secret;
}

struct SubjectTokenOf {
    const Context &context;
    const ExternalAccount &account;
    QString where;

    Step<SecretValue> operator()(const VariableToken &) const { return context.settings.subjectToken; }
    Step<SecretValue> operator()(const FileToken &source) const
    {
        return askOrFail<SecretValue>(ReadFile{.path = source.path, .maxBytes = kMaxTokenBytes},
                                      [source](const FileContents &contents) -> Step<SecretValue> {
                                          return tokenIn(contents.bytes, source.format, u"the file %1"_s.arg(printable(source.path, 200)));
                                      });
    }
    Step<SecretValue> operator()(const UrlToken &source) const;
    Step<SecretValue> operator()(const AwsToken &source) const { return awsToken(context, account, source, where); }
    Step<SecretValue> operator()(const ExecutableToken &source) const { return executableToken(context, account, source, where); }
};

Step<SecretValue> SubjectTokenOf::operator()(const UrlToken &source) const
{
    const QString host = hostOf(source.url);
    HttpRequest request{.url = source.url, .headers = source.headers, .deadline = kSourceDeadline, .maxReplyBytes = kMaxTokenBytes};
    if (source.url.scheme() == "https"_L1)
        request.tls = context.settings.tls;
    return ask<SecretValue>(request, [source, host](const Result<HttpReply> &reply) -> Step<SecretValue> {
        if (!reply)
            return reply.error().within(u"while asking %1 for the identity provider's token"_s.arg(host));
        if (reply->status == 200)
            return tokenIn(reply->body, source.format, u"the answer of %1"_s.arg(host));
        Error error = refusal({.service = Service::Sts, .purpose = u"get the identity provider's token"_s, .url = source.url},
                              {.status = reply->status});
        error.hint = u"Check the job's permissions (on GitHub: id-token: write) and the source in the credential configuration file."_s;
        return error;
    });
}

} // namespace

Result<TokenSource> tokenSourceFrom(const Value &file, const Settings &settings)
{
    const Value &source = file[u"credential_source"];
    if (!source.isMap())
        return invalid(u"it has no credential_source"_s, u"Have the file made anew, or name a token variable in the credential."_s);
    if (source.find(u"environment_id"))
        return awsSourceFrom(source);
    if (source.find(u"certificate"))
        return invalid(u"it uses a client certificate (X.509), which is not supported"_s, u"Use a token of OpenID Connect."_s);
    const bool hasFile = source[u"file"].isString();
    const bool hasUrl = source[u"url"].isString();
    const bool hasExecutable = source[u"executable"].isMap();
    if (int(hasFile) + int(hasUrl) + int(hasExecutable) != 1)
        return invalid(u"its credential_source is not exactly one of file, url and executable"_s, makeAnew());
    if (hasExecutable)
        return executableSource(source[u"executable"], settings);
    const auto format = formatOf(source);
    if (!format)
        return format.error();
    if (hasUrl)
        return urlSource(source, *format, settings.tokenHosts);
    return TokenSource(FileToken{source[u"file"].toString(), *format});
}

Step<SecretValue> subjectToken(const Context &context, const ExternalAccount &account, const QString &where)
{
    return std::visit(SubjectTokenOf{context, account, where}, account.source);
}

} // namespace sallyport::gcp
