// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/links/secret_menu.h"

#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SecretMenu", text);
}

void addAction(QMenu &menu, const QString &label, const QString &iconName, const std::function<void()> &action)
{
    if (action)
        QObject::connect(menu.addAction(icon(iconName), label), &QAction::triggered, &menu, action);
}

void addKinds(QMenu &menu, const Catalog &catalog, const std::function<void(const QString &)> &link)
{
    for (const Catalog::Kind &kind : catalog.kinds()) {
        const QString id = QString::fromUtf8(kind.secret->id);
        const QString label = QString::fromUtf8(kind.secret->label);
        QAction *action = menu.addAction(icon(id), kind.provider->available ? label + u"…"_s : tr("%1 – coming later").arg(label));
        action->setEnabled(kind.provider->available);
        QObject::connect(action, &QAction::triggered, &menu, [id, link] { link(id); });
    }
}

} // namespace

void addSecretActions(QMenu &menu, const Catalog &catalog, bool linked, const SecretMenuActions &actions)
{
    if (actions.link) {
        QMenu *kinds = menu.addMenu(icon(u"link"_s), tr("Link to Secret"));
        addKinds(*kinds, catalog, actions.link);
    }
    if (!linked)
        return;
    addAction(menu, tr("Edit Link…"), u"gear"_s, actions.edit);
    addAction(menu, tr("Refresh Now"), u"refresh"_s, actions.refresh);
    addAction(menu, tr("Reveal for 10 Seconds"), u"eye"_s, actions.reveal);
    addAction(menu, tr("Copy Reference"), u"copy"_s, actions.copyReference);
    addAction(menu, tr("Unlink"), u"unlink"_s, actions.unlink);
}

void copyReference(const QString &reference)
{
    QGuiApplication::clipboard()->setText(reference);
}

} // namespace sallyport
