// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_dialog.h"

#include "ui/preferences/general_page.h"
#include "ui/preferences/requests_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focus_order.h"
#include "ui/widgets/scrolled_column.h"
#include "ui/widgets/side_list.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace sallyport {

namespace {

constexpr QSize kSize{990, 560};

} // namespace

PreferencesDialog::PreferencesDialog(const Services &services, UsersOfCredential usersOf, QWidget *parent)
    : QDialog(parent), m_pages(new SideList(this)), m_stack(new QStackedWidget(this)),
      m_credentials(new CloudCredentialsPage(services, std::move(usersOf), this))
{
    setWindowTitle(tr("Preferences"));
    setAttribute(Qt::WA_DeleteOnClose);
    fillWith(this, QPalette::Base);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->addItems({tr("General"), tr("Requests"), tr("Cloud Credentials")});
    m_stack->addWidget(new ScrolledColumn(new GeneralPage(services), this));
    m_stack->addWidget(new ScrolledColumn(new RequestsPage(services), this));
    m_stack->addWidget(m_credentials);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_pages);
    row->addWidget(m_stack, 1);
    connect(m_pages, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    showPage(Page::CloudCredentials);
    constexpr int kUsualCharacter = 8; // the window grows with the font
    resize((kSize * qMax(kUsualCharacter, fontMetrics().averageCharWidth()) / kUsualCharacter).expandedTo(minimumSizeHint()));
}

bool PreferencesDialog::focusNextPrevChild(bool next)
{
    return moveFocus(QList<QWidget *>{m_pages} + readingOrder(*m_stack->currentWidget()), next);
}

void PreferencesDialog::keyPressEvent(QKeyEvent *event)
{
    if (!pressFocused(*event))
        QDialog::keyPressEvent(event);
}

void PreferencesDialog::showPage(Page page)
{
    m_pages->setCurrentRow(static_cast<int>(page));
}

} // namespace sallyport
