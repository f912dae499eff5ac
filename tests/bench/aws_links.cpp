// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench-aws-links ADDRESS batch|single: a request that uses 1,000 variables, each linked to an AWS secret of its own, sent once. The
// server is bench-server. With `single` the links name versions, which AWS gives one a call only. Prints {"ms":...}.
#include "tests/bench/many_links.h"
#include "tests/support/one_credential.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

constexpr int kLinks = 1000;

Credential keysFor(const QString &address)
{
    Credential credential{.id = u"cred_bench"_s, .name = u"bench"_s, .providerId = u"aws"_s, .values = {}};
    credential.values.setText("type"_L1, u"temporary"_s);
    credential.values.setText("region"_L1, u"us-east-1"_s);
    credential.values.setText("endpoint"_L1, address);
    credential.values.setSecret("accessKeyId"_L1, SecretValue("AKIAIOSFODNN7EXAMPLE"));
    credential.values.setSecret("secretAccessKey"_L1, SecretValue("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    return credential;
}

QString tagOf(int number, bool single)
{
    const QString version = single ? u",\"VersionId\":\"11111111-2222-3333-4444-555555555555\""_s : QString();
    return u"{% vault 'aws', 'bench', '{\"SecretId\":\"s%1\"%2}' %}"_s.arg(number).arg(version);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 3 || (words[2] != "batch"_L1 && words[2] != "single"_L1))
        qFatal("usage: bench-aws-links ADDRESS batch|single");
    const bool single = words[2] == "single"_L1;
    test::OneCredential credential(keysFor(words[1]));
    CoreComposition core(credential);
    const Workspace workspace = bench::manyLinks(kLinks, words[1] + u"/api"_s, [single](int number) { return tagOf(number, single); });
    QTextStream(stdout) << QStringLiteral("{\"ms\":%1}\n").arg(bench::sendOnce(core, workspace, u"req_all"_s), 0, 'f', 3);
    return 0;
}
