// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run/wire_builder.h"

#include "app/secrets/redactor.h"

#include <QUrl>

#include <algorithm>
#include <optional>
#include <string_view>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr auto kFormType = "application/x-www-form-urlencoded"_L1;

//! Characters of a URL that need no encoding: unreserved, delimiters (RFC 3986, 2.2 and 2.3).
bool isUrlCharacter(char c)
{
    constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?[]#";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

//! Encodes what a URL cannot carry; what is encoded already stays as it is.
QByteArray urlEncoded(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    QByteArray encoded;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const bool isEscape = bytes[i] == '%' && i + 2 < bytes.size() && isHexDigit(bytes[i + 1]) && isHexDigit(bytes[i + 2]);
        if (isEscape || isUrlCharacter(bytes[i]))
            encoded += bytes[i];
        else
            encoded += '%' + bytes.sliced(i, 1).toHex().toUpper();
    }
    return encoded;
}

//! Fills in texts one after the other and keeps the first error.
class Filler {
public:
    Filler(const VariableScope &scope, const SecretValues &values) : m_scope(scope), m_values(values) {}

    QString operator()(const QString &text, const QString &place)
    {
        if (m_error || text.isEmpty())
            return {};
        auto rendered = render(text, m_scope, m_values, place);
        if (rendered)
            return std::move(*rendered).text;
        m_error = rendered.error();
        return {};
    }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    const VariableScope &m_scope;
    const SecretValues &m_values;
    std::optional<Error> m_error;
};

QString rowPlace(QLatin1StringView kind, const Parameter &row)
{
    return u"%1 \"%2\""_s.arg(kind, row.name);
}

void addRows(std::vector<RequestField> &fields, QLatin1StringView kind, const std::vector<Parameter> &rows)
{
    for (const Parameter &row : rows) {
        if (!row.enabled)
            continue;
        fields.push_back({rowPlace(kind, row), row.name});
        fields.push_back({rowPlace(kind, row), row.value});
    }
}

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

QByteArray formEncoded(const QString &text)
{
    return QUrl::toPercentEncoding(text, " ", {}).replace(' ', '+');
}

//! `name=value&...` of the rows that are on; a row without a name is left out.
QByteArray joinPairs(Filler &fill, QLatin1StringView kind, const std::vector<Parameter> &rows, QByteArray (*encode)(const QString &))
{
    QByteArray joined;
    for (const Parameter &row : rows) {
        if (!row.enabled)
            continue;
        const QString name = fill(row.name, rowPlace(kind, row));
        const QString value = fill(row.value, rowPlace(kind, row));
        if (name.isEmpty())
            continue;
        joined += (joined.isEmpty() ? "" : "&") + encode(name);
        if (!value.isEmpty())
            joined += '=' + encode(value);
    }
    return joined;
}

//! Replaces the path segments `:name` by the values of the path parameters.
QString withPathParameters(Filler &fill, QString url, const std::vector<Parameter> &parameters)
{
    const qsizetype authority = url.indexOf("://"_L1);
    const qsizetype pathStart = url.indexOf(u'/', authority < 0 ? 0 : authority + 3);
    if (pathStart < 0)
        return url;
    qsizetype pathEnd = url.indexOf(u'?', pathStart);
    pathEnd = pathEnd < 0 ? url.size() : pathEnd;
    QStringList segments = url.sliced(pathStart, pathEnd - pathStart).split(u'/');
    for (const Parameter &parameter : parameters) {
        const QString marker = u':' + parameter.name;
        for (QString &segment : segments) {
            if (parameter.enabled && segment == marker)
                segment = QString::fromLatin1(encoded(fill(parameter.value, rowPlace("path parameter"_L1, parameter))));
        }
    }
    return url.replace(pathStart, pathEnd - pathStart, segments.join(u'/'));
}

QString withScheme(const QString &url)
{
    return url.isEmpty() || url.contains("://"_L1) ? url : u"http://"_s + url;
}

//! Splits off the fragment, which is never sent, and appends the query.
QByteArray composeUrl(const QString &filled, const QByteArray &query, bool encode)
{
    const QString base = withScheme(filled.section(u'#', 0, 0).trimmed());
    QByteArray url = encode ? urlEncoded(base) : base.toUtf8();
    if (!query.isEmpty())
        url += (url.contains('?') ? '&' : '?') + query;
    return url;
}

QByteArray buildUrl(Filler &fill, const RequestDraft &draft)
{
    const QString filled = fill(draft.url, u"URL"_s);
    const QString url = withPathParameters(fill, filled, draft.pathParameters);
    return composeUrl(url, joinPairs(fill, "query parameter"_L1, draft.queryParameters, encoded), draft.encodeUrl);
}

bool hasHeader(const QList<HttpHeader> &headers, QByteArrayView name)
{
    return std::any_of(headers.begin(), headers.end(), [name](const HttpHeader &header) {
        return header.name.compare(name, Qt::CaseInsensitive) == 0;
    });
}

void addHeaders(WireRequest &wire, Filler &fill, const RequestDraft &draft)
{
    for (const Parameter &row : draft.headers) {
        if (!row.enabled)
            continue;
        const QString name = fill(row.name, rowPlace("header"_L1, row)).trimmed();
        const QString value = fill(row.value, rowPlace("header"_L1, row));
        if (!name.isEmpty())
            wire.headers.append({name.toUtf8(), value.toUtf8()});
    }
}

void addAuthentication(WireRequest &wire, Filler &fill, const Authentication &authentication)
{
    if (!authentication.enabled || hasHeader(wire.headers, "Authorization"))
        return;
    if (authentication.kind == Authentication::Kind::Basic) {
        QByteArray pair = (fill(authentication.username, u"username"_s) + u':' + fill(authentication.password, u"password"_s)).toUtf8();
        wire.headers.append({"Authorization", "Basic " + pair.toBase64()});
        wipe(pair);
    } else if (authentication.kind == Authentication::Kind::Bearer) {
        const QString prefix = fill(authentication.prefix, u"bearer prefix"_s).trimmed();
        const QString token = fill(authentication.token, u"bearer token"_s);
        wire.headers.append({"Authorization", (prefix.isEmpty() ? "Bearer"_ba : prefix.toUtf8()) + ' ' + token.toUtf8()});
    }
}

void addBody(WireRequest &wire, Filler &fill, const RequestDraft &draft)
{
    const Body &body = draft.body;
    QByteArray type = body.mimeType.toUtf8();
    if (body.kind == Body::Kind::Form) {
        wire.body = joinPairs(fill, "form field"_L1, body.fields, formEncoded);
        type = type.isEmpty() ? QByteArray(kFormType.data(), kFormType.size()) : type;
    } else if (body.kind == Body::Kind::Json || body.kind == Body::Kind::Text) {
        wire.body = (draft.renderBody ? fill(body.text, u"body"_s) : body.text).toUtf8();
    }
    const bool hasBody = body.kind != Body::Kind::None && body.kind != Body::Kind::Unsupported;
    if (hasBody && !type.isEmpty() && !hasHeader(wire.headers, "Content-Type"))
        wire.headers.append({"Content-Type", type});
}

bool follows(const RequestDraft &draft, const SendOptions &options)
{
    return draft.redirects == RequestDraft::Redirects::Global ? options.followRedirects
                                                             : draft.redirects == RequestDraft::Redirects::Follow;
}

} // namespace

std::vector<RequestField> fieldsToRender(const RequestDraft &draft)
{
    std::vector<RequestField> fields{{u"URL"_s, draft.url}};
    addRows(fields, "path parameter"_L1, draft.pathParameters);
    addRows(fields, "query parameter"_L1, draft.queryParameters);
    addRows(fields, "header"_L1, draft.headers);
    const Authentication &authentication = draft.authentication;
    if (authentication.enabled && authentication.kind == Authentication::Kind::Basic) {
        fields.push_back({u"username"_s, authentication.username});
        fields.push_back({u"password"_s, authentication.password});
    }
    if (authentication.enabled && authentication.kind == Authentication::Kind::Bearer) {
        fields.push_back({u"bearer prefix"_s, authentication.prefix});
        fields.push_back({u"bearer token"_s, authentication.token});
    }
    if (draft.body.kind == Body::Kind::Form)
        addRows(fields, "form field"_L1, draft.body.fields);
    else if (draft.renderBody)
        fields.push_back({u"body"_s, draft.body.text});
    return fields;
}

Result<WireRequest> buildWireRequest(const PreparedRequest &request, const SecretValues &values, const SendOptions &options)
{
    const RequestDraft &draft = request.draft;
    Filler fill(request.scope, values);
    WireRequest wire;
    wire.method = draft.method.trimmed().toUtf8();
    wire.url = buildUrl(fill, draft);
    addHeaders(wire, fill, draft);
    addAuthentication(wire, fill, draft.authentication);
    addBody(wire, fill, draft);
    if (fill.error())
        return *fill.error();
    wire.followRedirects = follows(draft, options);
    wire.verifyTls = options.verifyTls;
    wire.caFile = options.caFile;
    wire.proxy = options.proxy;
    wire.timeout = options.timeout;
    wire.maxBodyBytes = options.maxBodyBytes;
    return wire;
}

QString previewUrl(const PreparedRequest &request)
{
    SecretValues bullets;
    for (const SecretUse &use : request.secrets)
        bullets.insert(use.tag.key(), SecretValue::fromString(Redactor::mask()));
    Filler fill(request.scope, bullets);
    const QByteArray url = buildUrl(fill, request.draft);
    return fill.error() ? request.draft.url : QUrl::fromPercentEncoding(url);
}

} // namespace sallyport
