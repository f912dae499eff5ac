// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random secrets and texts with a fixed seed: what comes out never holds any form of a secret, hiding twice changes
// nothing, and text and bytes agree. The forms are made by Qt's encoders and by hand, not by the code under test.
#include "app/secrets/redactor.h"

#include "tests/support/printers.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

#include <random>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

class Dice {
public:
    explicit Dice(unsigned seed) : m_random(seed) {} // NOLINT: the same every time

    int upTo(int most) { return static_cast<int>(m_random() % (static_cast<unsigned>(most) + 1)); }

    QString text(const QString &alphabet, int least, int most)
    {
        QString made;
        for (int left = least + upTo(most - least); left > 0; --left)
            made += alphabet.at(upTo(static_cast<int>(alphabet.size()) - 1));
        return made;
    }

private:
    std::mt19937 m_random;
};

const QStringList kAlphabets{
    u"ab"_s,
    u"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"_s,
    u"a\"'\\/<>&%+= \n\t;#25nu"_s,
    u"éжß漢a1 "_s,
    u"0123456789abcdef-"_s,
};

QByteArray jsonEscaped(const QString &text)
{
    return QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact).sliced(2).chopped(2);
}

QByteArray asciiJsonEscaped(const QString &text)
{
    QByteArray escaped;
    for (const QChar c : QString::fromUtf8(jsonEscaped(text)))
        escaped += c.unicode() < 0x80 ? QByteArray(1, c.toLatin1()) : "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    return escaped;
}

//! `%2F` as `%2f`.
QByteArray withLowerEscapes(QByteArray encoded)
{
    for (qsizetype i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1))
        encoded.replace(i, 3, encoded.sliced(i, 3).toLower());
    return encoded;
}

//! Forms of a secret that are the same wherever they stand.
QList<QByteArray> forms(const QString &secret)
{
    const QByteArray bytes = secret.toUtf8();
    const QByteArray json = jsonEscaped(secret);
    return {bytes,
            bytes.toBase64(QByteArray::OmitTrailingEquals),
            bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals),
            bytes.toPercentEncoding(),
            withLowerEscapes(bytes.toPercentEncoding()),
            bytes.toPercentEncoding(" ").replace(' ', '+'),
            bytes.toPercentEncoding().toPercentEncoding(),
            json,
            asciiJsonEscaped(secret),
            jsonEscaped(QString::fromUtf8(json)),
            json.toPercentEncoding(),
            secret.toHtmlEscaped().toUtf8(),
            secret.toHtmlEscaped().replace(u'\'', u"&#39;"_s).toUtf8(),
            bytes.toHex(),
            bytes.toHex().toUpper()};
}

//! Noise with forms of the secret, their halves and Base64 of it among other bytes.
QByteArray randomText(Dice &dice, const QStringList &secrets)
{
    QByteArray text;
    for (int pieces = dice.upTo(8); pieces >= 0; --pieces) {
        const QString &secret = secrets.at(dice.upTo(static_cast<int>(secrets.size()) - 1));
        const auto all = forms(secret);
        const QByteArray &form = all.at(dice.upTo(static_cast<int>(all.size()) - 1));
        const QByteArray noise = dice.text(kAlphabets.at(dice.upTo(static_cast<int>(kAlphabets.size()) - 1)), 0, 6).toUtf8();
        switch (dice.upTo(3)) {
        case 0:
            text += noise;
            break;
        case 1:
            text += (noise + secret.toUtf8() + noise).toBase64();
            break;
        case 2:
            text += form.first(form.size() / 2);
            break;
        default:
            text += form;
            break;
        }
    }
    return QString::fromUtf8(text).toUtf8(); // halves of characters become replacement characters
}

void expectNothingLeft(const QByteArray &shown, const QStringList &secrets)
{
    for (const QString &secret : secrets) {
        for (const QByteArray &form : forms(secret)) {
            ASSERT_FALSE(shown.contains(form)) << "form " << form.toStdString() << " of " << secrets.join(u"; "_s).toStdString() << " in "
                                               << shown.toStdString();
        }
    }
}

} // namespace

TEST(RedactorRandom, NeverShowsAFormAndIsIdempotentAndTheSameForText)
{
    Dice dice(7);
    int changed = 0;
    for (int round = 0; round < 4'000; ++round) {
        QStringList secrets;
        QList<SecretValue> values;
        for (int count = dice.upTo(2); count >= 0; --count) {
            secrets.append(dice.text(kAlphabets.at(dice.upTo(static_cast<int>(kAlphabets.size()) - 1)), 4, 24));
            values.append(SecretValue::fromString(secrets.back()));
        }
        const Redactor redactor(values);
        const QByteArray text = randomText(dice, secrets);
        const QByteArray shown = redactor.redact(text);
        changed += shown == text ? 0 : 1;
        expectNothingLeft(shown, secrets);
        if (HasFatalFailure())
            return;
        ASSERT_EQ(redactor.redact(shown), shown);
        ASSERT_EQ(redactor.redact(QString::fromUtf8(text)).toUtf8(), shown);
        ASSERT_EQ(redactor.count(shown), 0);
    }
    EXPECT_GT(changed, 2'500);
}

TEST(RedactorRandom, NeverShowsBase64OfTheSecretAmongOtherBytes)
{
    Dice dice(8);
    for (int round = 0; round < 3'000; ++round) {
        const QString secret = dice.text(kAlphabets.at(1), 12, 40);
        const QByteArray before = dice.text(kAlphabets.at(1), 0, 5).toUtf8();
        const QByteArray encoded = (before + secret.toUtf8() + dice.text(kAlphabets.at(1), 0, 5).toUtf8()).toBase64();
        const QByteArray shown = Redactor({SecretValue::fromString(secret)}).redact(encoded);
        const qsizetype inside = (before.size() * 4 + 2) / 3 + 1; // behind the first character that belongs to the secret alone
        ASSERT_FALSE(shown.contains(encoded.sliced(inside, 6))) << encoded.toStdString() << " " << shown.toStdString();
    }
}

TEST(RedactorRandom, LeavesTextAloneThatHoldsNoSecret)
{
    Dice dice(9);
    for (int round = 0; round < 500; ++round) {
        const Redactor redactor({SecretValue::fromString(dice.text(u"QRSTUV"_s, 8, 20))});
        const QByteArray text = dice.text(kAlphabets.at(2), 200, 400).toUtf8();
        ASSERT_EQ(redactor.redact(text), text);
    }
}

TEST(RedactorRandom, HostileTextsDoNotSlowItDown)
{
    // Near hits at every position; work that grows faster than the text would exceed the test's time limit.
    const Redactor redactor({SecretValue::fromString(u"\\\\\\\\%%%%&&&&"_s), SecretValue::fromString(u"aaaaaaaaaaaaaaab"_s)});
    for (const char *piece : {"\\", "%25", "&amp;", "%5c", "a", "\\u0026amp;", "="}) {
        const QByteArray text = QByteArray(piece).repeated(5'000);
        EXPECT_EQ(redactor.redact(text), text) << piece;
    }
}
