// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/requests_page.h"

#include "ui/forms/schema_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QSpinBox>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int kLongestTimeout = 3600;

} // namespace

RequestsPage::RequestsPage(const Services &services, QWidget *parent) : QWidget(parent)
{
    auto *banner = new MessageBanner(this);
    auto *timeout = new QSpinBox(this);
    timeout->setAccessibleName(tr("Timeout in seconds"));
    timeout->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    timeout->setRange(1, kLongestTimeout);
    timeout->setSuffix(tr(" s"));
    timeout->setValue(static_cast<int>(services.settings.requestTimeout().count()));
    auto *redirects = new QCheckBox(tr("Follow redirects"), this);
    redirects->setChecked(services.settings.followRedirects());
    auto *verify = new QCheckBox(tr("Check certificates of servers"), this);
    verify->setChecked(services.settings.verifyTls());
    auto *form = new SchemaForm({}, this);
    form->addLeadingRow(tr("Timeout"), timeout, tr("For a whole request, from the first byte sent to the last one received."));
    form->addLeadingRow({}, redirects, tr("Off: the redirect itself is the answer."));
    form->addLeadingRow({}, verify, tr("Off: anybody on the way can read and change requests. Calls to vaults are always checked."));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kSpace3);
    column->addWidget(new SectionHeader(tr("Requests"), tr("How requests are sent. Changes apply to the next one."), this));
    column->addWidget(banner);
    column->addWidget(form);
    column->addStretch(1);
    const auto tell = [banner](const Result<Done> &written) { written ? banner->clear() : showError(*banner, written.error()); };
    Settings *settings = &services.settings;
    connect(timeout, &QSpinBox::valueChanged, this,
            [settings, tell](int s) { tell(settings->setRequestTimeout(std::chrono::seconds(s))); });
    connect(redirects, &QCheckBox::toggled, this, [settings, tell](bool on) { tell(settings->setFollowRedirects(on)); });
    connect(verify, &QCheckBox::toggled, this, [settings, tell](bool on) { tell(settings->setVerifyTls(on)); });
}

} // namespace sallyport
