// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/responses/response_body.h"

#include "ui/editors/json_layout.h"

#include <QStringDecoder>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

qsizetype longestLine(const QByteArray &text)
{
    qsizetype longest = 0;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype newline = text.indexOf('\n', start);
        const qsizetype end = newline < 0 ? text.size() : newline;
        longest = std::max(longest, end - start);
        start = end + 1;
    }
    return longest;
}

bool fitsEditor(const QByteArray &text)
{
    return text.size() <= kMaxEditorBytes && !text.contains('\0') && longestLine(text) <= kMaxEditorLine;
}

// Bodies in another character set become UTF-8, so that one search and one redaction see them.
QByteArray asUtf8(const QByteArray &body, const QByteArray &contentType)
{
    const qsizetype at = contentType.toLower().indexOf("charset=");
    if (at < 0)
        return body;
    const QByteArray name = contentType.mid(at + 8).split(';').first().trimmed().replace('"', "");
    QStringDecoder decoder(name.constData());
    if (!decoder.isValid() || name.toLower() == "utf-8")
        return body;
    return QString(decoder(body)).toUtf8();
}

bool looksLikeJson(const QByteArray &body, const QByteArray &contentType)
{
    if (contentType.contains("json"))
        return true;
    if (contentType.contains("html") || contentType.contains("xml"))
        return false;
    const auto first = std::find_if(body.begin(), body.end(), [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; });
    return first != body.end() && (*first == '{' || *first == '[');
}

const char *signOf(TimelineEntry::Kind kind)
{
    switch (kind) {
    case TimelineEntry::Kind::HeaderIn:
    case TimelineEntry::Kind::DataIn:
        return "< ";
    case TimelineEntry::Kind::HeaderOut:
    case TimelineEntry::Kind::DataOut:
        return "> ";
    case TimelineEntry::Kind::Info:
        break;
    }
    return "* ";
}

} // namespace

QByteArray headerValue(const QList<HttpHeader> &headers, QByteArrayView name)
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

ResponseBody prepareBody(const WireResponse &response, const Redactor &redactor)
{
    const QByteArray contentType = headerValue(response.headers, "Content-Type");
    ResponseBody body;
    body.raw = asUtf8(response.body, contentType);
    if (!redactor.isEmpty()) {
        body.hiddenPlaces = redactor.count(body.raw);
        if (body.hiddenPlaces > 0)
            body.raw = redactor.redact(body.raw);
    }
    body.isJson = looksLikeJson(body.raw, contentType);
    body.rawFitsEditor = fitsEditor(body.raw);
    if (body.isJson && body.raw.size() <= kMaxEditorBytes) {
        body.pretty = layOutJson(body.raw);
        body.prettyFitsEditor = fitsEditor(body.pretty);
    }
    return body;
}

QByteArray timelineText(const WireResponse &response, const Redactor &redactor)
{
    QByteArray text;
    for (const TimelineEntry &entry : response.timeline) {
        const QByteArray at = QByteArray::number(double(entry.at.count()) / 1000, 'f', 1).rightJustified(9) + " ms  ";
        for (const QByteArray &line : entry.text.trimmed().split('\n'))
            text += at + signOf(entry.kind) + line.trimmed() + '\n';
    }
    return redactor.redact(text);
}

} // namespace sallyport
