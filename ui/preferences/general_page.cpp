// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/general_page.h"

#include "ui/forms/schema_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QComboBox>
#include <QVBoxLayout>

namespace sallyport {

GeneralPage::GeneralPage(const Services &services, QWidget *parent) : QWidget(parent)
{
    auto *banner = new MessageBanner(this);
    auto *form = new SchemaForm({}, this);
    auto *theme = new QComboBox(this);
    theme->setAccessibleName(tr("Theme"));
    theme->addItem(tr("As the system"), static_cast<int>(Settings::Theme::System));
    theme->addItem(tr("Light"), static_cast<int>(Settings::Theme::Light));
    theme->addItem(tr("Dark"), static_cast<int>(Settings::Theme::Dark));
    theme->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    theme->setCurrentIndex(theme->findData(static_cast<int>(services.settings.theme())));
    form->addLeadingRow(tr("Theme"), theme, tr("“As the system” follows the desktop, also when it changes."));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kSpace3);
    column->addWidget(new SectionHeader(tr("General"), tr("How Sallyport looks."), this));
    column->addWidget(banner);
    column->addWidget(form);
    column->addStretch(1);
    Settings *settings = &services.settings;
    connect(theme, &QComboBox::activated, this, [settings, theme, banner](int index) {
        const auto chosen = static_cast<Settings::Theme>(theme->itemData(index).toInt());
        const Result<Done> written = settings->setTheme(chosen);
        if (auto *application = qobject_cast<QApplication *>(QCoreApplication::instance()))
            applyTheme(*application, chosen);
        written ? banner->clear() : showError(*banner, written.error());
    });
}

} // namespace sallyport
