// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/echo.h"

#include "app/base/json.h"

#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::demo {

namespace {

constexpr std::array<QByteArrayView, 6> kPrivateHeaders{"authorization", "proxy-authorization", "cookie",
                                                        "x-api-key",     "x-auth-token",        "x-vault-token"};

const QString &dots()
{
    static const QString kDots = u"******"_s;
    return kDots;
}

LoopbackResponse answered(int status, const Value &body)
{
    return LoopbackResponse::of(status, "application/json", json::writeIndented(body) + '\n');
}

//! Repeated headers are joined, as a reader expects.
Value headersOf(const LoopbackRequest &request)
{
    Value headers{Value::Map()};
    for (const HttpHeader &header : request.headers) {
        const QString name = QString::fromUtf8(header.name);
        const QString value = QString::fromUtf8(header.value);
        const Value *before = headers.find(name);
        headers.set(name, before ? Value(before->toString() + u", "_s + value) : Value(value));
    }
    return headers;
}

Value received(const LoopbackRequest &request)
{
    return Value(Value::Map{{u"method"_s, QString::fromUtf8(request.method)},
                            {u"path"_s, QString::fromUtf8(request.path())},
                            {u"query"_s, QString::fromUtf8(request.query())},
                            {u"headers"_s, headersOf(request)},
                            {u"body"_s, QString::fromUtf8(request.body)}});
}

//! `Bearer abc` keeps its first word, which is no secret.
QString withoutCredentials(const QString &value)
{
    const qsizetype space = value.indexOf(u' ');
    return space < 0 ? dots() : value.left(space + 1) + dots();
}

bool isPrivate(const QString &header)
{
    const QByteArray name = header.toLatin1().toLower();
    return std::find(kPrivateHeaders.begin(), kPrivateHeaders.end(), QByteArrayView(name)) != kPrivateHeaders.end();
}

//! The ways in which a secret travels in a request.
QStringList formsOf(const QString &secret)
{
    return {secret, QString::fromLatin1(QUrl::toPercentEncoding(secret)), QString::fromLatin1(secret.toUtf8().toBase64())};
}

} // namespace

LoopbackResponse Echo::handle(const LoopbackRequest &request)
{
    if (request.path() == "/_last")
        return m_last.isNull() ? answered(404, Value(Value::Map{{u"error"_s, u"nothing received yet"_s}})) : answered(200, masked(m_last));
    if (request.path() == "/_count")
        return answered(200, Value(Value::Map{{u"requests"_s, Value::number(m_count)}}));
    m_last = received(request);
    ++m_count;
    return answered(200, m_last);
}

Value Echo::masked(const Value &original) const
{
    QString text = QString::fromUtf8(json::write(original));
    QStringList recognised;
    for (const auto &[name, secret] : m_secrets) {
        for (const QString &form : formsOf(secret)) {
            if (!text.contains(form))
                continue;
            text.replace(form, dots());
            recognised.append(name);
        }
    }
    recognised.removeDuplicates();
    Value result = json::parse(text.toUtf8()).value_or(Value(Value::Map()));
    Value headers{Value::Map()};
    for (const auto &[name, value] : result[u"headers"].map())
        headers.set(name, isPrivate(name) ? withoutCredentials(value.toString()) : value.toString());
    result.set(u"headers"_s, headers);
    Value::List names;
    for (const QString &name : recognised)
        names.emplace_back(name);
    result.set(u"recognised"_s, Value(std::move(names)));
    return result;
}

} // namespace sallyport::demo
