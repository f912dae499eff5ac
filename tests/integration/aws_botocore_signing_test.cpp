// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Our signatures are those of botocore, the vendor's own client: a thousand random requests, the same ones every time.
#include "providers/aws/sigv4.h"

#include "app/base/json.h"
#include "tests/support/printers.h"

#include <QFileInfo>
#include <QProcess>

#include <gtest/gtest.h>

#include <random>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

constexpr int kRequests = 1000;

struct Question {
    HttpRequest request;
    SigningKeys keys;
};

class RandomRequests {
public:
    Question next()
    {
        Question question{.request = {.method = oneOf({"GET", "POST", "PUT", "DELETE", "HEAD"}), .url = {}}, .keys = keys()};
        const QByteArray scheme = chance(80) ? "https" : "http";
        const QByteArray host = oneOf({"secretsmanager.eu-central-1.amazonaws.com", "h.example", "127.0.0.1", "[::1]"});
        const QByteArray port = oneOf({"", "", ":8443", ":4566", ":443", ":80"});
        question.request.url = QUrl::fromEncoded(scheme + "://" + host + port + path() + query());
        question.request.headers = headers();
        if (chance(60))
            question.request.body = bytes(static_cast<int>(number(0, 300)));
        return question;
    }

private:
    unsigned number(unsigned low, unsigned high) { return low + m_random() % (high - low + 1); }
    bool chance(unsigned percent) { return number(1, 100) <= percent; }
    QByteArray oneOf(const QByteArrayList &choices) { return choices[number(0, static_cast<unsigned>(choices.size()) - 1)]; }

    QByteArray bytes(int size)
    {
        QByteArray text;
        for (int i = 0; i < size; ++i)
            text += static_cast<char>(number(0, 255));
        return text;
    }

    QByteArray repeated(const QByteArrayList &pieces, unsigned most)
    {
        QByteArray text;
        for (unsigned i = number(0, most); i > 0; --i)
            text += oneOf(pieces);
        return text;
    }

    QByteArray path()
    {
        static const QByteArrayList pieces{"/",   "/",         "/.", "/..", "/a",  "b",    "-_.~", "%20", "%2F", "%25",
                                           "%3D", "%E2%82%AC", "@",  ":",   "=",   "+",    "!",    "*",   "'",   "(",
                                           ")",   "$",         ";",  ",",   "//c", "/./d", "/../", "...", "%ff"};
        const QByteArray text = repeated(pieces, 9);
        // The vendor's clients disagree about the slash that is left of a dot segment at the end; ours keeps it, as RFC 3986 does.
        const QByteArray end = text.endsWith("/.") || text.endsWith("/..") ? "end" : "";
        return text.isEmpty() || text.startsWith('/') ? text + end : '/' + text + end;
    }

    //! Encoded as AWS wants it, in any order: botocore takes an address's query as it is.
    QByteArray query()
    {
        static const QByteArrayList pieces{"a", "B", "1", "-", "_", ".", "~", "%20", "%2F", "%3D", "%26", "%2B", "%C3%BC", "%25"};
        QByteArrayList parts;
        for (unsigned i = number(0, 5); i > 0; --i)
            parts.append("k" + repeated(pieces, 3) + '=' + repeated(pieces, 5));
        return parts.isEmpty() ? QByteArray() : '?' + parts.join('&');
    }

    QList<HttpHeader> headers()
    {
        static const QByteArrayList names{"Content-Type", "X-Amz-Target", "X-Custom", "x-custom", "Accept",
                                          "User-Agent",   "Connection",   "TE",       "Expect"};
        static const QByteArrayList pieces{"a", "B", " ", "  ", "\t", "\"", "q  r", ",", ";", "=", "application/json", "1"};
        QList<HttpHeader> list;
        for (unsigned i = number(0, 6); i > 0; --i)
            list.append({oneOf(names), repeated(pieces, 8)});
        return list;
    }

    SigningKeys keys()
    {
        return {.accessKeyId = "AKIA" + QByteArray::number(number(0, 999999)),
                .secret = SecretValue(repeated({"a", "/", "+", "Z", "9"}, 40)),
                .sessionToken = SecretValue(chance(50) ? repeated({"tok", "/", "+", "=", "%"}, 60) : QByteArray()),
                .region = oneOf({"us-east-1", "eu-central-1", "cn-north-1", "fake-region-10"}),
                .service = oneOf({"secretsmanager", "ssm", "sts", "execute-api"}),
                .utc = QDateTime::fromSecsSinceEpoch(number(946684800, 4000000000), Qt::UTC)};
    }

    std::mt19937 m_random{20260304}; // NOLINT: the same every time
};

QString textOf(QByteArrayView bytes)
{
    return QString::fromLatin1(bytes);
}

//! The question for botocore, about the request as it goes over the wire.
QByteArray asJson(const Question &question, const HttpRequest &sent)
{
    Value::List headers;
    for (const HttpHeader &header : question.request.headers)
        headers.push_back(Value(Value::List{textOf(header.name), textOf(header.value)}));
    return json::write(Value(Value::Map{
        {u"method"_s, textOf(sent.method)},
        {u"url"_s, textOf(sent.url.toEncoded())},
        {u"headers"_s, Value(headers)},
        {u"body"_s, textOf(sent.body.toBase64())},
        {u"accessKeyId"_s, textOf(question.keys.accessKeyId)},
        {u"secret"_s, textOf(question.keys.secret.reveal())},
        {u"token"_s, textOf(question.keys.sessionToken.reveal())},
        {u"region"_s, textOf(question.keys.region)},
        {u"service"_s, textOf(question.keys.service)},
        {u"time"_s, question.keys.utc.toString(u"yyyyMMdd'T'HHmmss'Z'"_s)},
    }));
}

QByteArrayList signedByBotocore(const QString &python, const QByteArrayList &questions)
{
    const QString script = QFileInfo(QStringLiteral(SALLYPORT_SOURCE_DIR "/tests/servers/botocore/sign.py")).absoluteFilePath();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(python, {script});
    process.write(questions.join('\n') + '\n');
    process.closeWriteChannel();
    EXPECT_TRUE(process.waitForFinished(120'000));
    EXPECT_EQ(process.exitCode(), 0);
    return process.readAllStandardOutput().trimmed().split('\n');
}

//! The headers of a signature by name, as botocore's answer has them.
QMap<QString, QString> addedTo(const HttpRequest &sent)
{
    QMap<QString, QString> added;
    for (const HttpHeader &header : sent.headers) {
        if (header.name == "Authorization" || header.name == "X-Amz-Date" || header.name == "X-Amz-Security-Token")
            added[textOf(header.name)] = textOf(header.value);
    }
    return added;
}

QMap<QString, QString> addedBy(const QByteArray &answer)
{
    QMap<QString, QString> added;
    const Value parsed = json::parse(answer).value_or(Value());
    for (const auto &[name, value] : parsed[u"headers"].map())
        added[name] = value.toString();
    return added;
}

TEST(AwsSignature, IsThatOfBotocoreForRandomRequests)
{
    const QString python = qEnvironmentVariable("SALLYPORT_BOTOCORE_PYTHON");
    if (python.isEmpty())
        GTEST_SKIP() << "NOT INSTALLED: botocore (SALLYPORT_BOTOCORE_PYTHON is not set; scripts/test --servers installs it)";
    RandomRequests random;
    QByteArrayList questions;
    QList<HttpRequest> ours;
    for (int i = 0; i < kRequests; ++i) {
        const Question question = random.next();
        ASSERT_TRUE(question.request.url.isValid());
        ours.append(signedRequest(question.request, question.keys));
        questions.append(asJson(question, ours.last()));
    }
    const QByteArrayList theirs = signedByBotocore(python, questions);
    ASSERT_EQ(theirs.size(), kRequests);
    for (int i = 0; i < kRequests; ++i) {
        ASSERT_TRUE(addedTo(ours[i]).contains(u"Authorization"_s));
        ASSERT_EQ(addedTo(ours[i]), addedBy(theirs[i])) << questions[i].toStdString();
    }
}

} // namespace
} // namespace sallyport::test
