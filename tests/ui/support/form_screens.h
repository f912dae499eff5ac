// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/all_providers.h"
#include "tests/ui/support/themed_screens.h"
#include "tests/ui/support/ui_services.h"
#include "ui/widgets/framed_dialog.h"

namespace sallyport::test {

//! The forms of one provider, over a network that answers as the test says. Forms open as high as they need.
class FormScreens : public ThemedScreens {
protected:
    FormScreens(QStringView providerId, FakeTransport::Handler answers)
        : network(std::move(answers)), provider(*allProviders().find(providerId))
    {
    }

    //! A form with its own scrolling: it scrolls only where the screen has no more room.
    void checkForm(QWidget &form, const QString &name);
    //! A new credential that is filled in like this.
    void checkNewForm(const FormValues &values, const QString &name);
    //! A link to a secret of that kind, empty and filled in; the network has that secret.
    void checkLink(const char *kind, const FormValues &reference, const QString &name);
    //! The same link where every call is refused with that status, also with a font twice as large.
    void checkRefusedLink(const char *kind, const FormValues &reference, int status, const QString &name);

    FakeTransport network;
    UiServices desk{allProviders(), network};
    const ProviderDescriptor &provider;
};

} // namespace sallyport::test
