// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/welcome_pane.h"

#include "ui/editors/display_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/pill_label.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxRecent = 5;
constexpr int kColumnWidth = 560;

QString shortPath(const QString &path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

} // namespace

WelcomePane::WelcomePane(bool withDemo, QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)),
      m_start(
          new EmptyState(u"document"_s, tr("Open a workspace"),
                         tr("A workspace is an Insomnia v5 file: requests in folders, and environments whose variables can be linked to "
                            "secrets in a vault. It stays a file of yours; Sallyport keeps what it does not know."),
                         this)),
      m_recent(new QVBoxLayout)
{
    fillWith(this, QPalette::Base);
    setFocusProxy(m_start->setPrimary(tr("Open…"), [this] { emit openWished(); }));
    m_start->setSecondary(tr("New…"), [this] { emit newWished(); });
    if (withDemo)
        m_start->setSecondary(tr("Try the Demo"), [this] { emit demoWished(); });
    auto *start = new QWidget(this);
    auto *column = new QVBoxLayout(start);
    column->addWidget(m_start, 3);
    m_recent->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    column->addLayout(m_recent, 2);
    m_stack->addWidget(start);
    m_stack->addWidget(makeBrokenPage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

void WelcomePane::welcome(const QStringList &recentFiles)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int shown = 0;
    for (const QString &path : recentFiles) {
        if (shown == kMaxRecent || !QFileInfo::exists(path))
            continue;
        if (shown++ == 0) {
            auto *title = new QLabel(tr("Recent"), this);
            title->setFont(strongFont());
            m_recent->addWidget(title, 0, Qt::AlignHCenter);
        }
        auto *button = new ElidedButton(harmlessText(shortPath(path)), this);
        setButtonKind(button, ButtonKind::Link);
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileWished(path); }, Qt::QueuedConnection);
        m_recent->addWidget(button, 0, Qt::AlignHCenter);
    }
    m_stack->setCurrentIndex(0);
}

QWidget *WelcomePane::makeBrokenPage()
{
    auto *page = new QWidget(this);
    auto *badge = new PillLabel(Tone::Bad, tr("Not opened"), page);
    m_brokenTitle = new QLabel(page);
    m_brokenTitle->setFont(titleFont());
    m_brokenText = new QLabel(page);
    m_brokenPlace = new QLabel(page);
    m_brokenPlace->setFont(fixedFont());
    setMuted(m_brokenPlace);
    for (QLabel *label : {m_brokenTitle, m_brokenText, m_brokenPlace}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *again = new QPushButton(tr("Try Again"), page);
    auto *other = new QPushButton(tr("Open Another…"), page);
    setButtonKind(again, ButtonKind::Primary);
    connect(again, &QPushButton::clicked, this, [this] { emit fileWished(m_brokenPath); }, Qt::QueuedConnection);
    connect(other, &QPushButton::clicked, this, &WelcomePane::openWished);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(again);
    buttons->addWidget(other);
    buttons->addStretch();
    auto *holder = new QWidget(page);
    holder->setMaximumWidth(kColumnWidth);
    auto *column = new QVBoxLayout(holder);
    column->setSpacing(metrics::kSpace3);
    column->addWidget(badge, 0, Qt::AlignLeft);
    column->addWidget(m_brokenTitle);
    column->addWidget(m_brokenText);
    column->addWidget(m_brokenPlace);
    column->addLayout(buttons);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(2);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(holder, 8);
    middle->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(3);
    return page;
}

void WelcomePane::showBroken(const QString &path, const Error &error)
{
    m_brokenPath = path;
    m_brokenTitle->setText(tr("%1 cannot be opened").arg(harmlessText(QFileInfo(path).fileName())));
    m_brokenText->setText(harmlessText(errorText(error)));
    QString place = shortPath(path);
    if (error.location && error.location->line > 0)
        place += tr(", line %1").arg(error.location->line);
    if (error.location && error.location->line > 0 && error.location->column > 0)
        place += tr(", column %1").arg(error.location->column);
    m_brokenPlace->setText(harmlessText(place));
    m_stack->setCurrentIndex(1);
}

} // namespace sallyport
