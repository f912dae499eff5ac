// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/secret_value.h"

#include <QDebug>

#include <gtest/gtest.h>

#include <concepts>
#include <sstream>

using namespace Qt::StringLiterals;
using sallyport::SecretValue;

namespace {

template<class T>
concept Printable = requires(QDebug debug, const T &value)
{
    debug << value;
};
template<class T>
concept Streamable = requires(std::ostream &out, const T &value)
{
    out << value;
};

static_assert(!Printable<SecretValue>);
static_assert(!Streamable<SecretValue>);
static_assert(!std::equality_comparable<SecretValue>);
static_assert(!std::convertible_to<SecretValue, QString>);
static_assert(!std::convertible_to<SecretValue, QByteArray>);
static_assert(!std::convertible_to<QByteArrayView, SecretValue>);

} // namespace

TEST(SecretValue, HoldsBytesAsTheyAre)
{
    const QByteArray bytes("\0\xff secret\n", 10);
    const SecretValue value{QByteArrayView(bytes)};
    EXPECT_EQ(value.size(), 10);
    EXPECT_EQ(value.reveal(), bytes);
}

TEST(SecretValue, TextIsUtf8)
{
    const auto value = SecretValue::fromString(u"pässwörd \U0001F511"_s);
    EXPECT_EQ(value.reveal(), "pässwörd \U0001F511"_ba);
    EXPECT_EQ(value.revealText(), u"pässwörd \U0001F511"_s);
}

TEST(SecretValue, DefaultAndEmptyAreEmpty)
{
    EXPECT_TRUE(SecretValue().isEmpty());
    EXPECT_TRUE(SecretValue(QByteArrayView()).isEmpty());
    EXPECT_TRUE(SecretValue().revealText().isEmpty());
    EXPECT_TRUE(SecretValue().sameAs(SecretValue(QByteArrayView(""))));
}

TEST(SecretValue, DoesNotDependOnItsSource)
{
    QByteArray source("changes");
    const SecretValue value{QByteArrayView(source)};
    source.fill('x');
    EXPECT_EQ(value.reveal(), "changes"_ba);
}

TEST(SecretValue, CopiesShareOneBufferThatLivesAsLongAsTheLast)
{
    auto first = std::make_unique<SecretValue>(QByteArrayView("shared"));
    const SecretValue second = *first;
    EXPECT_EQ(first->reveal().data(), second.reveal().data());
    first.reset();
    EXPECT_EQ(second.reveal(), "shared"_ba);
}

TEST(SecretValue, ComparesWholeContent)
{
    const auto value = SecretValue::fromString(u"hunter2"_s);
    EXPECT_TRUE(value.sameAs(SecretValue::fromString(u"hunter2"_s)));
    EXPECT_FALSE(value.sameAs(SecretValue::fromString(u"hunter3"_s)));
    EXPECT_FALSE(value.sameAs(SecretValue::fromString(u"hunter"_s)));
    EXPECT_FALSE(value.sameAs(SecretValue()));
}

TEST(Wipe, ClearsAndLeavesOtherCopiesAlone)
{
    QByteArray bytes("secret");
    bytes.detach();
    const QByteArray copy = bytes;
    sallyport::wipe(bytes);
    EXPECT_TRUE(bytes.isEmpty());
    EXPECT_EQ(copy, "secret"_ba);

    QString text = u"secret"_s + QString::number(1);
    const QString textCopy = text;
    sallyport::wipe(text);
    EXPECT_TRUE(text.isEmpty());
    EXPECT_EQ(textCopy, u"secret1"_s);
}

TEST(Wipe, AcceptsLiteralsAndEmptyOnes)
{
    QByteArray literal = "in read-only memory"_ba;
    sallyport::wipe(literal);
    EXPECT_TRUE(literal.isEmpty());
    QString nothing;
    sallyport::wipe(nothing);
    EXPECT_TRUE(nothing.isEmpty());
}
