// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/vault_play.h"
#include "tests/ui/support/ui_services.h"
#include "ui/main/main_window.h"

#include <QByteArray>
#include <QString>

namespace sallyport::test {

//! A workspace as people have it: folders, all methods, environments, links to secrets, an entry we cannot edit.
[[nodiscard]] QByteArray shopWorkspace(const QByteArray &baseUrl = "https://staging.example.org");

//! The same with that many requests in folders of twenty.
[[nodiscard]] QByteArray manyRequests(int requests);

//! The value behind the linked secret of the small Vault; nothing that is shown may hold it.
[[nodiscard]] QString shopSecret();

//! A window on the shop's workspace, with a credential `team-a` that the small Vault accepts.
struct ShopWindow {
    explicit ShopWindow(const QByteArray &text = shopWorkspace());

    VaultPlay vault;
    UiServices desk;
    Credential credential;
    QString path;
    MainWindow window;

    //! Writes the file from outside, as another program would.
    void writeFile(const QByteArray &text) const;
    //! Lets staged edits become part of the document.
    void settle();
    [[nodiscard]] const RequestDraft *request(const QString &id) { return window.workspace().workspace().findRequest(id); }
};

//! An answer as the shop gives it, repeating the secret.
[[nodiscard]] RunRecord shopAnswer(const QString &requestId);

} // namespace sallyport::test
