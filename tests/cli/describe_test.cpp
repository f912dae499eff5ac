// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include "providers/all_providers.h"

#include <QFile>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

//! docs/providers.md is the output of `sallyport-cli providers`; whoever changes a table writes it anew.
TEST(Describe, DocumentationIsWhatTheTablesSay)
{
    QFile file(QStringLiteral(SALLYPORT_SOURCE_DIR "/docs/providers.md"));
    ASSERT_TRUE(file.open(QFile::ReadOnly)) << file.fileName().toStdString();
    EXPECT_EQ(QString::fromUtf8(file.readAll()), sallyport::describeProviders(sallyport::allProviders()))
        << "run: sallyport-cli providers > docs/providers.md";
}

TEST(Describe, EveryFieldOfAnAvailableProviderIsThere)
{
    const QString text = sallyport::describeProviders(sallyport::allProviders());
    int fields = 0;
    for (const auto *provider : sallyport::allProviders().providers()) {
        if (!provider->available)
            continue;
        for (const auto &field : provider->credential) {
            EXPECT_TRUE(text.contains(u"| `%1` |"_s.arg(QString::fromUtf8(field.id)))) << field.id;
            ++fields;
        }
    }
    EXPECT_GT(fields, 0);
}
