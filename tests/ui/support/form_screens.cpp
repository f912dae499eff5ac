// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/form_screens.h"

#include "tests/support/async.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/scrolled_column.h"

#include <QLineEdit>
#include <QScreen>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace sallyport::test {

void FormScreens::checkForm(QWidget &form, const QString &name)
{
    check(form, name);
    const auto *column = form.findChild<ScrolledColumn *>();
    ASSERT_NE(column, nullptr);
    const bool isHighest = form.height() >= int(form.screen()->availableGeometry().height() * 0.9) - 1;
    EXPECT_TRUE(isHighest || column->verticalScrollBar()->maximum() == 0)
        << "scrolls " << column->verticalScrollBar()->maximum() << " although the screen has room: " << form.height();
}

void FormScreens::checkNewForm(const FormValues &values, const QString &name)
{
    auto dialog = std::make_unique<CredentialDialog>(desk.services, provider);
    dialog->nameField()->setText(u"prod"_s);
    dialog->form()->setValues(values);
    emit dialog->form()->changed();
    checkForm(*dialog, name);
}

void FormScreens::checkLink(const char *kind, const FormValues &reference, const QString &name)
{
    auto dialog = std::make_unique<LinkSecretDialog>(desk.services, *allProviders().findKind(QString::fromUtf8(kind)), u"wrk_1"_s,
                                                     u"api_key"_s, std::nullopt);
    checkForm(*dialog, name + u"-empty"_s);
    EXPECT_EQ(dialog->focusWidget(), dialog->form()->firstToFill()) << "the credential is chosen already";
    dialog->form()->setValues(reference);
    emit dialog->form()->changed();
    desk.clock.advance(LinkSecretDialog::kDebounce);
    ASSERT_TRUE(waitUntil([&] { return !dialog->answer()->isHidden(); }));
    EXPECT_EQ(dialog->answer()->text().toStdString(), "Found") << dialog->detail().toStdString();
    EXPECT_TRUE(dialog->detail().endsWith("value hidden"_L1)) << dialog->detail().toStdString();
    checkForm(*dialog, name);
}

void FormScreens::checkRefusedLink(const char *kind, const FormValues &reference, int status, const QString &name)
{
    network.setHandler([status](const HttpRequest &) {
        return reply(status, R"({"errors":["not for you"],"error":{"message":"not for you"}})");
    });
    const auto draw = [&](const QString &size) {
        const auto &vault = *allProviders().findKind(QString::fromUtf8(kind));
        auto dialog = std::make_unique<LinkSecretDialog>(desk.services, vault, u"wrk_1"_s, u"api_key"_s, std::nullopt);
        dialog->form()->setValues(reference);
        emit dialog->form()->changed();
        showAndSettle(*dialog);
        EXPECT_TRUE(waitUntil([&] {
            desk.clock.advance(LinkSecretDialog::kDebounce); // repetitions wait too
            return !dialog->findChild<MessageBanner *>()->message().isEmpty();
        }));
        checkForm(*dialog, name + size);
        EXPECT_NE(dialog->answer()->tone(), Tone::Ok);
    };
    draw({});
    const LargeFont large;
    draw(u"-large-font"_s);
}

} // namespace sallyport::test
