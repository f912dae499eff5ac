// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/redactor.h"

#include "app/base/json.h"
#include "tests/support/printers.h"

#include <QUrl>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

const QByteArray kMask = Redactor::mask().toUtf8();

Redactor redactorOf(std::initializer_list<QByteArray> values)
{
    QList<SecretValue> secrets;
    for (const QByteArray &value : values)
        secrets.append(SecretValue(QByteArrayView(value)));
    return Redactor(secrets);
}

//! What remains of a form of the secret between two words.
QByteArray hidden(const QByteArray &secret, const QByteArray &form)
{
    return redactorOf({secret}).redact("before " + form + " behind");
}

const QByteArray kBlank = "before " + kMask + " behind";

} // namespace

TEST(Redactor, WithoutSecretsNothingChanges)
{
    EXPECT_TRUE(Redactor().isEmpty());
    EXPECT_EQ(Redactor().redact("text"_ba), "text"_ba);
    EXPECT_EQ(Redactor().redact(u"text"_s), u"text"_s);
    EXPECT_EQ(Redactor().count("text"), 0);
    EXPECT_EQ(Redactor().redact(QByteArray()), QByteArray());
}

TEST(Redactor, HidesTheValueItself)
{
    EXPECT_EQ(hidden("hunter2!", "hunter2!"), kBlank);
    EXPECT_EQ(redactorOf({"hunter2!"}).redact("hunter2!"_ba), kMask);
    EXPECT_EQ(redactorOf({"hunter2!"}).redact("hunter2"_ba), "hunter2"_ba);
    EXPECT_EQ(redactorOf({"hunter2!"}).redact("Hunter2!"_ba), "Hunter2!"_ba);
    EXPECT_EQ(redactorOf({"hunter2!"}).redact(u"a hunter2! ж"_s), u"a "_s + Redactor::mask() + u" ж"_s);
}

TEST(Redactor, MaskSaysNothingAboutTheLength)
{
    EXPECT_EQ(redactorOf({"abcd"}).redact("abcd"_ba), redactorOf({QByteArray(5'000, 'x')}).redact(QByteArray(5'000, 'x')));
}

TEST(Redactor, ShortValuesAreNotHiddenButCounted)
{
    const Redactor redactor = redactorOf({"1", "abc", "", "éé", "long enough"});
    EXPECT_EQ(redactor.ignored(), 3);
    EXPECT_EQ(redactor.redact("1 abc éé"_ba), "1 abc éé"_ba);
    EXPECT_FALSE(redactor.isEmpty());
    EXPECT_EQ(redactorOf({"абвг"}).ignored(), 0);
    EXPECT_TRUE(redactorOf({"abc"}).isEmpty());
}

TEST(Redactor, HidesBase64AtEveryAlignmentInBothAlphabets)
{
    const QByteArray secret = "s3cr\xfft>>??value";
    for (const char *before : {"", "u", "us", "user:"}) {
        for (const char *behind : {"", "x", "xy", "\n"}) {
            const QByteArray whole = before + secret + behind;
            for (const auto options : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
                const QByteArray encoded = whole.toBase64(options);
                const QByteArray shown = redactorOf({secret}).redact("Basic " + encoded);
                EXPECT_TRUE(shown.contains(kMask)) << encoded.toStdString();
                // The secret's own characters are gone: at most those of what stands around are left.
                EXPECT_LE(shown.size() - 6 - kMask.size(), QByteArray(before).toBase64().size() + QByteArray(behind).toBase64().size() + 1)
                    << shown.toStdString();
            }
        }
    }
}

TEST(Redactor, HidesBase64InLines)
{
    const QByteArray secret("a long secret value that fills more than one line of sixty-four characters, like a key does");
    const QByteArray encoded = secret.toBase64();
    for (const QByteArray lineBreak : {"\n", "\r\n", "\\n", "\\r\\n"}) {
        QByteArray wrapped;
        for (qsizetype i = 0; i < encoded.size(); i += 64)
            wrapped += encoded.mid(i, 64) + (i + 64 < encoded.size() ? lineBreak : QByteArray());
        EXPECT_EQ(hidden(secret, wrapped), kBlank) << wrapped.toStdString();
    }
}

TEST(Redactor, HidesPercentEncodedForms)
{
    const QByteArray secret = "p&ss w/rd+ünïq=%41";
    const QByteArray encoded = secret.toPercentEncoding();
    EXPECT_EQ(hidden(secret, encoded), kBlank);
    EXPECT_EQ(hidden(secret, encoded.toLower()), kBlank);
    EXPECT_EQ(hidden(secret, secret.toPercentEncoding(" ").replace(' ', '+')), kBlank); // form
    EXPECT_EQ(hidden(secret, secret.toPercentEncoding("/=&+")), kBlank);                // lenient in a path
    EXPECT_EQ(hidden(secret, encoded.toPercentEncoding()), kBlank);                     // twice
    QByteArray everything;
    for (const char c : secret)
        everything += '%' + QByteArray(1, c).toHex();
    EXPECT_EQ(hidden(secret, everything), kBlank);
    QUrl url(u"https://host.example/"_s);
    url.setQuery(u"q="_s + QString::fromUtf8(secret.toPercentEncoding()));
    EXPECT_TRUE(redactorOf({secret}).redact(url.toString(QUrl::PrettyDecoded)).endsWith(u"q="_s + Redactor::mask()));
}

TEST(Redactor, HidesJsonEscapedForms)
{
    const QByteArray secret = "q\"uo/te\\ <b>é\U0001F511\x01\n\ttab'";
    const QByteArray quoted = json::write(Value(QString::fromUtf8(secret)));
    const QByteArray inner = quoted.sliced(1).chopped(1);
    EXPECT_EQ(hidden(secret, inner), kBlank);
    EXPECT_EQ(hidden(secret, QByteArray(inner).replace("/", "\\/")), kBlank);
    EXPECT_EQ(hidden(secret, QByteArray(inner).replace("<", "\\u003c").replace(">", "\\u003E").replace("'", "\\u0027")), kBlank);
    EXPECT_EQ(hidden(secret, QByteArray(inner).replace("é", "\\u00e9").replace("\U0001F511", "\\ud83d\\uDD11")), kBlank);
    QByteArray allUnicode;
    for (const QChar c : QString::fromUtf8(secret))
        allUnicode += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    EXPECT_EQ(hidden(secret, allUnicode), kBlank);
}

TEST(Redactor, HidesJsonInsideJson)
{
    const QByteArray secret = "-----BEGIN-----\nq\"uo\\te\n-----END-----";
    QByteArray text = secret;
    for (int depth = 1; depth <= 3; ++depth) {
        text = json::write(Value(QString::fromUtf8(text))).sliced(1).chopped(1);
        EXPECT_EQ(hidden(secret, text), kBlank) << depth;
        EXPECT_EQ(hidden(secret, text.toPercentEncoding()), kBlank) << depth;
    }
}

TEST(Redactor, HidesXmlAndHtmlEscapedForms)
{
    const QByteArray secret = "a<b>&\"c'd é";
    EXPECT_EQ(hidden(secret, QString::fromUtf8(secret).toHtmlEscaped().toUtf8()), kBlank);
    EXPECT_EQ(hidden(secret, "a&lt;b&gt;&amp;&quot;c&apos;d é"), kBlank);
    EXPECT_EQ(hidden(secret, "a&#60;b&#x3E;&#38;&#034;c&#x27;d &#233;"), kBlank);
    EXPECT_EQ(hidden(secret, QString::fromUtf8(secret).toHtmlEscaped().toHtmlEscaped().toUtf8()), kBlank);
    EXPECT_EQ(hidden(secret, "a\\u0026lt;b\\u0026gt;\\u0026amp;\\\"c'd é"), kBlank);
}

TEST(Redactor, HidesHexUtf16AndQuotedPrintable)
{
    const QByteArray secret = "s3cret Ünit=";
    EXPECT_EQ(hidden(secret, secret.toHex()), kBlank);
    EXPECT_EQ(hidden(secret, secret.toHex().toUpper()), kBlank);
    EXPECT_EQ(hidden(secret, "s3cret =C3=9Cnit=3D"), kBlank);
    const QString text = QString::fromUtf8(secret);
    const QByteArray wide(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    const QByteArray shown = redactorOf({secret}).redact("x" + wide + "y");
    EXPECT_TRUE(shown.startsWith("x" + kMask)) << shown.toStdString();
    EXPECT_LE(shown.size(), kMask.size() + 3);
}

TEST(Redactor, HidesEachLineOfALongValue)
{
    const Redactor redactor = redactorOf({"-----BEGIN KEY-----\r\nAbCdEfGh\r\nab\r\n-----END KEY-----\n"});
    EXPECT_EQ(redactor.redact("x AbCdEfGh y"_ba), "x " + kMask + " y");
    EXPECT_EQ(redactor.redact("x ab y"_ba), "x ab y"_ba);
    EXPECT_EQ(redactor.redact("-----BEGIN KEY-----\nAbCdEfGh\nzz"_ba), kMask + "\n" + kMask + "\nzz");
    EXPECT_EQ(redactor.redact(QByteArray("AbCdEfGh").toBase64()), kMask);
}

TEST(Redactor, HidesWhatAJsonValueHolds)
{
    const Redactor redactor = redactorOf({R"({"user":"admin","password":"hun\"ter","nested":[{"pin":123456,"port":8080}],"on":true})"});
    EXPECT_EQ(redactor.redact("u=admin&p=hun%22ter&pin=123456&port=8080&on=true"_ba),
              "u=" + kMask + "&p=" + kMask + "&pin=" + kMask + "&port=8080&on=true");
}

TEST(Redactor, OverlappingAndTouchingPlacesBecomeOne)
{
    EXPECT_EQ(redactorOf({"abcdef", "efghij"}).redact("--abcdefghij--"_ba), "--" + kMask + "--");
    EXPECT_EQ(redactorOf({"abcdef", "cdef"}).redact("--abcdef-cdef-"_ba), "--" + kMask + "-" + kMask + "-");
    EXPECT_EQ(redactorOf({"abab"}).redact("-ababab-"_ba), "-" + kMask + "-");
    EXPECT_EQ(redactorOf({"abcd"}).redact("-abcdabcd-"_ba), "-" + kMask + "-");
}

TEST(Redactor, BinaryValues)
{
    const QByteArray secret("\x00\xff\xfe\x80 bin\xc3", 9);
    EXPECT_EQ(hidden(secret, secret), kBlank);
    EXPECT_EQ(hidden(secret, secret.toPercentEncoding()), kBlank);
    EXPECT_EQ(hidden(secret, secret.toHex()), kBlank);
    EXPECT_EQ(hidden(secret, secret.toBase64()), kBlank);
}

TEST(Redactor, ValuesMadeOfTheMaskAreHiddenWithAnother)
{
    const QString bullets(8, QChar(Redactor::kBullet));
    const Redactor redactor = redactorOf({bullets.toUtf8(), "abcd"});
    const QString once = redactor.redact(u"x abcd "_s + bullets + u" y"_s);
    EXPECT_EQ(once, u"x ****** ****** y"_s);
    EXPECT_EQ(redactor.redact(once), once);
    EXPECT_EQ(redactorOf({"a•••", "b***"}).redact("a••• b***"_ba), "###### ######"_ba);
}

TEST(Redactor, CountsDistinctValuesInWhateverForm)
{
    const Redactor redactor = redactorOf({"first value", "second\nline", "third value"});
    EXPECT_EQ(redactor.count("first value first+value " + QByteArray("first value").toHex()), 1);
    EXPECT_EQ(redactor.count("first%20value ... second ... line"), 2);
    EXPECT_EQ(redactor.count("nothing"), 0);
}

TEST(Redactor, UntouchedTextIsNotCopied)
{
    const QByteArray body(1'000, 'x');
    EXPECT_TRUE(redactorOf({"secret"}).redact(body).isSharedWith(body));
    const QString lone = u"lone "_s + QChar(0xd800);
    EXPECT_EQ(redactorOf({"secret"}).redact(lone), lone);
}

TEST(Redactor, CopiesHideTheSame)
{
    auto first = std::make_unique<Redactor>(redactorOf({"secret"}));
    const Redactor copy = *first;
    first.reset();
    EXPECT_EQ(copy.redact("a secret"_ba), "a " + kMask);
}

TEST(Redactor, ManyValuesAreAllHidden)
{
    QList<SecretValue> secrets;
    QByteArray text;
    QByteArray expected;
    for (int i = 0; i < 1'000; ++i) {
        const QByteArray value = "value-" + QByteArray::number(i * 7919).toHex();
        secrets.append(SecretValue(QByteArrayView(value)));
        text += value + '\n';
        expected += kMask + '\n';
    }
    EXPECT_EQ(Redactor(secrets).count(text), 1'000);
    EXPECT_FALSE(Redactor(secrets).redact(text).contains("value"));
}
