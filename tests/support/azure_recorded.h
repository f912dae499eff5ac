// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/azure_cloud.h"

#include <QMap>

#include <vector>

//! Comparisons with what Microsoft's clients send, see `azurerecorder` in tests/servers/README.md.
namespace sallyport::test {

//! Where tests/servers lies.
[[nodiscard]] QString serversFolder();

//! azure-identity signs in at the recorder with that kind of credential (azuresdk/asker.py) and asks one question, which must be answered.
//! It sees these variables and nothing of this machine's.
void askMicrosoft(const Value &recorder, const QString &kind, const QString &clientId, const QStringList &question,
                  const QMap<QString, QString> &variables = {});

//! All that the recorder has seen since the last call.
[[nodiscard]] std::vector<Value> recorded(ServerChild &recorder);

//! The texts of `query` or `form` of a recorded request.
[[nodiscard]] QMap<QString, QString> fieldsOf(const Value &request, QStringView part);

} // namespace sallyport::test
