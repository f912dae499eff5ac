// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/title_strip.h"

#include "ui/editors/display_text.h"
#include "ui/main/window_actions.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

QIcon dotIcon(const QColor &colour)
{
    if (!colour.isValid())
        return {};
    QPixmap dot(24, 24);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(6, 6, 12, 12);
    return QIcon(dot);
}

QPushButton *linkButton(QAction *action, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    setButtonKind(button, ButtonKind::Link);
    button->setToolTip(u"%1 (%2)"_s.arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

TitleStrip::TitleStrip(const WindowActions &actions, QMenu *menu, QWidget *parent)
    : QWidget(parent), m_menuButton(new QToolButton(this)), m_name(new ElidedLabel({}, this)), m_separator(new QLabel(u"›"_s, this)),
      m_environmentLabel(new QLabel(tr("Environment"), this)), m_environments(new QComboBox(this)),
      m_manage(linkButton(actions[Command::Environments], tr("Manage"), this))
{
    fillWith(this, QPalette::Window);
    m_menuButton->setIcon(icon(u"more"_s, &Tokens::text));
    connect(m_menuButton, &QToolButton::clicked, menu,
            [this, menu] { menu->popup(m_menuButton->mapToGlobal(m_menuButton->rect().bottomLeft())); });
    m_menuButton->setAutoRaise(true);
    m_menuButton->setFixedSize(metrics::kControlHeight, metrics::kControlHeight);
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu (F10)"));
    m_menuButton->setShortcut(Qt::Key_F10);
    auto *brand = new QLabel(u"Sallyport"_s, this);
    brand->setFont(strongFont());
    setMuted(m_environmentLabel);
    setMuted(m_separator);
    m_environmentLabel->setBuddy(m_environments);
    m_environments->setAccessibleName(tr("Environment"));
    m_environments->setMinimumWidth(fontMetrics().averageCharWidth() * 22);
    m_environments->setSizeAdjustPolicy(QComboBox::AdjustToContents);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::kSpace2, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_menuButton);
    row->addWidget(brand);
    row->addWidget(m_separator);
    row->addWidget(m_name, 1);
    row->addWidget(m_environmentLabel);
    row->addWidget(m_environments);
    row->addWidget(m_manage);
    row->addWidget(linkButton(actions[Command::Preferences], tr("Preferences"), this));
    connect(m_environments, &QComboBox::activated, this,
            [this](int index) { emit environmentChosen(m_environments->itemData(index).toString()); });
}

void TitleStrip::setWorkspace(const Workspace &workspace, const QString &environmentId, bool isOpen)
{
    m_name->setText(harmlessText(workspace.name));
    for (QWidget *widget : {static_cast<QWidget *>(m_separator), static_cast<QWidget *>(m_environmentLabel),
                            static_cast<QWidget *>(m_environments), m_manage})
        widget->setVisible(isOpen);
    m_environments->clear();
    m_environments->addItem(tr("Base only"), QString());
    for (const Environment &sub : workspace.subEnvironments)
        m_environments->addItem(dotIcon(QColor(sub.color)), harmlessText(sub.name), sub.id);
    m_environments->setCurrentIndex(std::max(0, m_environments->findData(environmentId)));
}

} // namespace sallyport
