// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/web_form.h"

#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(WebForm, EncodesAllButWhatIsUnreserved)
{
    EXPECT_EQ(webForm({{"grant_type", "refresh token"}, {"a&b", "c=d+e"}, {"plain", "aZ09-._~"}}),
              "grant_type=refresh%20token&a%26b=c%3Dd%2Be&plain=aZ09-._~");
    EXPECT_EQ(webForm({{"bytes", QByteArray("\0\xff", 2)}}), "bytes=%00%FF");
}

TEST(WebForm, TextsAreUtf8)
{
    EXPECT_EQ(webFormOfTexts({{u"straße"_s, u"é"_s}, {u"empty"_s, {}}}), "stra%C3%9Fe=%C3%A9&empty=");
}

TEST(WebForm, NoFieldsAreAnEmptyForm)
{
    EXPECT_EQ(webFormOfTexts({}), QByteArray());
}

} // namespace
} // namespace sallyport::test
