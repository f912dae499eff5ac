// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/callback_query.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<QString> decodedOnce(QByteArrayView text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes.append(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.append(static_cast<char>(high * 16 + low));
        i += 2;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString decoded = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::make_optional(std::move(decoded));
}

Error malformed()
{
    return {ErrorKind::Malformed, u"the address that the browser was sent back to cannot be understood"_s, u"Sign in again."_s};
}

} // namespace

Result<BrowserCallback> parseCallback(QByteArrayView query)
{
    BrowserCallback callback;
    for (const QByteArray &part : query.toByteArray().split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype sign = part.indexOf('=');
        const auto name = decodedOnce(sign < 0 ? part : part.first(sign));
        const auto value = decodedOnce(sign < 0 ? QByteArray() : part.sliced(sign + 1));
        if (!name || !value || parameterOf(callback, *name))
            return malformed();
        callback.query.append({*name, *value});
    }
    return callback;
}

std::optional<QString> parameterOf(const BrowserCallback &callback, QStringView name)
{
    const auto found = std::ranges::find_if(callback.query, [name](const auto &parameter) { return parameter.first == name; });
    return found == callback.query.end() ? std::nullopt : std::make_optional(found->second);
}

bool isAuthorizationAnswer(const BrowserCallback &callback)
{
    const auto code = parameterOf(callback, u"code");
    const auto error = parameterOf(callback, u"error");
    const auto state = parameterOf(callback, u"state");
    return state && !state->isEmpty() && code.has_value() != error.has_value() && !(code ? code : error)->isEmpty();
}

bool hasState(const BrowserCallback &callback, const QByteArray &expected)
{
    const auto state = parameterOf(callback, u"state");
    return state && !expected.isEmpty() && SecretValue::fromString(*state).sameAs(SecretValue(QByteArrayView(expected)));
}

} // namespace sallyport
