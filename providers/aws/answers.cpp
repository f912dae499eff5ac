// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/answers.h"

#include "app/base/json.h"
#include "providers/sdk/plain_text.h"

#include <QXmlStreamReader>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr int kDeepest = 20;

constexpr std::array kThrottling{
    QStringView(u"Throttling"),
    QStringView(u"Throttled"),
    QStringView(u"RequestThrottled"),
    QStringView(u"TooManyRequests"),
    QStringView(u"SlowDown"),
    QStringView(u"ProvisionedThroughputExceeded"),
    QStringView(u"RequestLimitExceeded"),
    QStringView(u"BandwidthLimitExceeded"),
    QStringView(u"LimitExceeded"),
    QStringView(u"TransactionInProgress"),
    QStringView(u"EC2Throttled"),
};
constexpr std::array kAboutTime{
    QStringView(u"AuthFailure"),        QStringView(u"InvalidSignature"),     QStringView(u"RequestExpired"),
    QStringView(u"RequestInTheFuture"), QStringView(u"RequestTimeTooSkewed"), QStringView(u"SignatureDoesNotMatch"),
};
constexpr std::array kTransient{
    QStringView(u"RequestTimeout"),
    QStringView(u"PriorRequestNotComplete"),
    QStringView(u"IDPCommunicationError"),
};

QStringView withoutSuffix(QStringView code)
{
    constexpr QStringView kSuffix = u"Exception";
    return code.endsWith(kSuffix) ? code.chopped(kSuffix.size()) : code;
}

template<class List>
bool holds(const List &list, const QString &code)
{
    return std::find(list.begin(), list.end(), withoutSuffix(code)) != list.end();
}

Error notXml()
{
    return {ErrorKind::Malformed, u"the answer is no XML that can be understood"_s, {}};
}

Result<Value> elementValue(QXmlStreamReader &reader, int depth)
{
    QString text;
    Value children;
    if (depth > kDeepest)
        return notXml();
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement: {
            const QString name = reader.name().toString();
            auto child = elementValue(reader, depth + 1);
            if (!child)
                return child;
            children.set(name, *child);
            break;
        }
        case QXmlStreamReader::Characters:
            text += reader.text();
            break;
        case QXmlStreamReader::EndElement:
            return children.isNull() ? Value(text) : children;
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::EntityReference:
        case QXmlStreamReader::Invalid:
            return notXml();
        default:
            break;
        }
    }
    return notXml();
}

QString firstText(const Value &map, std::initializer_list<QStringView> names)
{
    for (const QStringView name : names) {
        if (QString text = map[name].toString(); !text.isEmpty())
            return text;
    }
    return {};
}

//! Secrets Manager, SSM and the portal say it in one header, some services in another, STS in its XML as well.
QString requestIdOf(const HttpReply &answer, const Value &body, const QList<SecretValue> &hidden)
{
    for (const QByteArrayView name : {"x-amzn-RequestId", "x-amz-request-id"}) {
        if (const QByteArray id = answer.header(name); !id.isEmpty())
            return wordsFrom(QString::fromUtf8(id), hidden).left(80);
    }
    return wordsFrom(body[u"RequestId"].toString(), hidden).left(80);
}

void takeRefusal(Reply &reply, const Call &call, const HttpReply &answer, const QList<SecretValue> &hidden)
{
    const bool isXml = call.protocol == Protocol::Query;
    const Value &body = isXml ? reply.json[u"Error"] : reply.json;
    const QString named = firstText(body, {u"__type", u"Code", u"code", u"error"});
    const QString inHeader = QString::fromUtf8(answer.header("x-amzn-ErrorType"));
    const bool preferHeader = call.protocol == Protocol::Json && !inHeader.isEmpty();
    reply.code = printable(bareCode(preferHeader || named.isEmpty() ? inHeader : named), 100);
    reply.message = wordsFrom(firstText(body, {u"message", u"Message", u"error_description"}), hidden);
}

Result<Value> bodyOf(const Call &call, const QByteArray &body)
{
    if (call.protocol == Protocol::Query)
        return xmlValue(body);
    if (body.trimmed().isEmpty())
        return Value(Value::Map());
    auto parsed = json::parse(body);
    if (parsed && !parsed->isMap())
        return Error{ErrorKind::Malformed, u"the answer is no JSON object"_s, {}};
    return parsed;
}

} // namespace

Result<Value> xmlValue(const QByteArray &text)
{
    QXmlStreamReader reader(text);
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement: {
            auto value = elementValue(reader, 1);
            while (value && !reader.atEnd())
                reader.readNext();
            return value && !reader.hasError() ? value : notXml();
        }
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::Invalid:
            return notXml();
        default:
            break;
        }
    }
    return notXml();
}

QString bareCode(const QString &code)
{
    const QString name = code.section(u':', 0, 0).trimmed();
    return name.mid(name.lastIndexOf(u'#') + 1);
}

QString wordsFrom(const QString &message, const QList<SecretValue> &hidden)
{
    // What follows the first line of a refused signature is the whole request with its session token.
    QString words = message.trimmed().section(u'\n', 0, 0).trimmed();
    for (const SecretValue &secret : hidden) {
        if (!secret.isEmpty())
            words.replace(secret.revealText(), u"******"_s);
    }
    return printable(words, 400);
}

Result<Reply> replyFrom(const Call &call, const HttpReply &answer, const QList<SecretValue> &hidden)
{
    Reply reply{.status = answer.status, .received = answer.received};
    const auto body = bodyOf(call, answer.body);
    if (body)
        reply.json = *body;
    reply.requestId = requestIdOf(answer, reply.json, hidden);
    if (reply.isGood() && body)
        return reply;
    if (reply.isGood())
        return withRequestId({ErrorKind::Malformed, u"the answer is not what AWS sends (status %1)"_s.arg(reply.status),
                              u"A proxy or a sign-in page may be answering instead of AWS. Check the endpoint and the network."_s},
                             reply);
    takeRefusal(reply, call, answer, hidden);
    return reply;
}

bool isThrottling(const QString &code)
{
    return holds(kThrottling, code);
}

bool isAboutTime(const QString &code)
{
    return holds(kAboutTime, code);
}

bool isTransient(const Reply &reply)
{
    const bool serverFault = reply.status == 500 || reply.status == 502 || reply.status == 503 || reply.status == 504;
    return serverFault || reply.status == 429 || isThrottling(reply.code) || holds(kTransient, reply.code);
}

} // namespace sallyport::aws
