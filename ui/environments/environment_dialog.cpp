// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/environment_dialog.h"

#include "ui/editors/template_context.h"
#include "ui/environments/environment_edit.h"
#include "ui/environments/environment_list_model.h"
#include "ui/environments/environment_page.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/focus_order.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/side_list.h"

#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

EnvironmentDialog::EnvironmentDialog(const Services &services, Edit edit, QWidget *parent)
    : QDialog(parent), m_services(services), m_edit(std::move(edit)), m_model(new EnvironmentListModel(this)), m_list(new QListView(this)),
      m_context(new TemplateContext(services, this)), m_banner(new MessageBanner(this)), m_page(new EnvironmentPage(m_context, this))
{
    setWindowTitle(tr("Environments"));
    resize(900, 520);
    build();
    connect(m_model, &EnvironmentListModel::renameWished, this, [this](const QString &id, const QString &name) {
        const Environment *known = m_workspace.findEnvironment(id);
        if (!known)
            return;
        Environment renamed = *known;
        renamed.name = name;
        (void)m_edit(tr("Rename Environment"), [&renamed](WorkspaceDocument &document) { return document.setEnvironment(renamed); }, {});
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const QString id = index.data(EnvironmentListModel::IdRole).toString();
        if (!index.isValid() || id == m_current)
            return;
        (void)m_page->commit();
        m_current = id;
        showCurrent();
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &EnvironmentDialog::showMenu);
    connect(m_page, &EnvironmentPage::edited, this, &EnvironmentDialog::takeEdit);
    connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this, &EnvironmentDialog::undoWished);
    connect(new QShortcut(QKeySequence::Redo, this), &QShortcut::activated, this, &EnvironmentDialog::redoWished);
}

void EnvironmentDialog::build()
{
    fillWith(this, QPalette::Base);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Environments"));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    styleAsSideList(m_list);
    m_list->setItemDelegate(new EnvironmentListDelegate(m_list));
    auto *add = new QPushButton(tr("+ Environment"), this);
    add->setAccessibleName(tr("Add environment"));
    add->setAutoDefault(false);
    setButtonKind(add, ButtonKind::Link);
    connect(add, &QPushButton::clicked, this, &EnvironmentDialog::addEnvironment);
    auto *side = new QWidget(this);
    fillWith(side, QPalette::Window);
    side->setFixedWidth(std::max(190, fontMetrics().averageCharWidth() * 26));
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(metrics::kSpace2, metrics::kSpace2, metrics::kSpace2, metrics::kSpace3);
    column->addWidget(m_list, 1);
    column->addWidget(add, 0, Qt::AlignLeft);

    auto *done = new QPushButton(tr("Done"), this);
    setButtonKind(done, ButtonKind::Primary);
    done->setAutoDefault(false);
    connect(done, &QPushButton::clicked, this, &QWidget::close);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(20, metrics::kSpace2, 20, metrics::kSpace4);
    foot->addStretch();
    foot->addWidget(done);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banner);
    right->addWidget(m_page, 1);
    right->addLayout(foot);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(side);
    layout->addLayout(right, 1);
}

void EnvironmentDialog::setWorkspace(const Workspace &workspace, const QString &activeId)
{
    m_workspace = workspace;
    m_active = activeId;
    m_model->setWorkspace(workspace, activeId);
    if (!workspace.findEnvironment(m_current))
        m_current = workspace.findEnvironment(activeId) ? activeId : workspace.baseEnvironment.id;
    m_list->setCurrentIndex(m_model->index(m_model->rowOf(m_current)));
    showCurrent();
}

void EnvironmentDialog::select(const QString &environmentId, const QString &variable)
{
    m_list->setCurrentIndex(m_model->index(std::max(0, m_model->rowOf(environmentId))));
    if (!variable.isEmpty())
        m_page->selectVariable(variable);
}

void EnvironmentDialog::showCurrent()
{
    const Environment *environment = m_workspace.findEnvironment(m_current);
    if (!environment)
        return;
    const bool base = m_current == m_workspace.baseEnvironment.id;
    const auto kind = m_model->index(m_model->rowOf(m_current)).data(EnvironmentListModel::KindRole).value<EnvironmentListModel::Kind>();
    m_context->setScope(VariableScope::forItem(m_workspace, base ? QString() : m_current, {}), m_workspace.id);
    m_page->setPlainRows(kind == EnvironmentListModel::Kind::Folder);
    if (base)
        return m_page->setEnvironment(*environment, tr("Base"), tr("Variables of all environments; the others override them."));
    if (kind == EnvironmentListModel::Kind::Folder) {
        const QString name = m_model->index(m_model->rowOf(m_current)).data(Qt::EditRole).toString();
        return m_page->setEnvironment(*environment, name, tr("Variables of this folder; they override the environment for what is in it."));
    }
    m_page->setEnvironment(*environment, environment->name, tr("Variables of this environment; they override Base."));
}

void EnvironmentDialog::takeEdit(const Environment &environment)
{
    const auto changed = m_edit(
        tr("Edit Variables"), [&environment](WorkspaceDocument &document) { return document.setEnvironment(environment); },
        u"environment:"_s + environment.id);
    if (changed)
        m_banner->clear();
    else
        showError(*m_banner, changed.error());
}

QStringList EnvironmentDialog::names() const
{
    QStringList names;
    for (const Environment &sub : m_workspace.subEnvironments)
        names.push_back(sub.name);
    return names;
}

void EnvironmentDialog::addEnvironment()
{
    Environment fresh;
    fresh.name = freeName(tr("New Environment"), names());
    fresh.form = Environment::Form::Table;
    QString id;
    const auto added = m_edit(
        tr("Add Environment"),
        [&](WorkspaceDocument &document) -> Result<Done> {
            const auto made = document.addSubEnvironment(fresh);
            if (!made)
                return made.error();
            id = *made;
            return Done{};
        },
        {});
    if (!added)
        return showError(*m_banner, added.error());
    select(id);
    m_list->edit(m_list->currentIndex());
}

void EnvironmentDialog::duplicateEnvironment(const QString &id)
{
    const Environment *original = m_workspace.findEnvironment(id);
    if (!original)
        return;
    const QString name = freeName(tr("%1 copy").arg(original->name), names());
    QString copyId;
    const auto copied = m_edit(
        tr("Duplicate Environment"),
        [&](WorkspaceDocument &document) -> Result<Done> {
            const auto made = document.duplicate(id, name);
            copyId = made.value_or(QString());
            return made.transform([](const QString &) { return Done{}; });
        },
        {});
    if (!copied)
        return showError(*m_banner, copied.error());
    select(copyId);
}

void EnvironmentDialog::removeEnvironment(const QString &id)
{
    const Environment *environment = m_workspace.findEnvironment(id);
    if (!environment)
        return;
    const QString name = environment->name;
    if (!m_edit(tr("Delete Environment"), [&id](WorkspaceDocument &document) { return document.remove(id); }, {}))
        return;
    m_banner->showMessage(MessageBanner::Kind::Info, tr("was deleted."), name);
    m_banner->addRemedy(tr("Undo"), [this] {
        m_banner->clear();
        emit undoWished();
    });
}

void EnvironmentDialog::setColour(const QString &id, const QString &colour)
{
    const Environment *known = m_workspace.findEnvironment(id);
    if (!known)
        return;
    Environment changed = *known;
    changed.color = colour;
    (void)m_edit(tr("Colour Environment"), [&changed](WorkspaceDocument &document) { return document.setEnvironment(changed); }, {});
}

void EnvironmentDialog::addColours(QMenu *menu, const QString &id)
{
    const Tokens &t = lightTokens(); // what goes into the file does not depend on the theme
    QMenu *colours = menu->addMenu(tr("Colour"));
    colours->addAction(tr("None"), this, [this, id] { setColour(id, {}); });
    for (const auto &[name, colour] : {std::pair(tr("Green"), t.ok), std::pair(tr("Amber"), t.warn), std::pair(tr("Red"), t.bad),
                                       std::pair(tr("Blue"), t.accent), std::pair(tr("Violet"), t.link)}) {
        QPixmap dot(16, 16);
        dot.fill(Qt::transparent);
        QPainter painter(&dot);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(3, 3, 10, 10);
        painter.end();
        colours->addAction(QIcon(dot), name, this, [this, id, colour = colour] { setColour(id, colour.name()); });
    }
}

void EnvironmentDialog::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString id = index.data(EnvironmentListModel::IdRole).toString();
    const auto kind = index.data(EnvironmentListModel::KindRole).value<EnvironmentListModel::Kind>();
    if (index.isValid() && kind != EnvironmentListModel::Kind::Folder) {
        menu->addAction(tr("Use for Requests"), this, [this, id, kind] {
            emit useWished(kind == EnvironmentListModel::Kind::Base ? QString() : id);
        });
        menu->addSeparator();
    }
    menu->addAction(tr("New Environment"), this, &EnvironmentDialog::addEnvironment);
    if (index.isValid() && kind == EnvironmentListModel::Kind::Sub) {
        QAction *rename = menu->addAction(tr("Rename"), this, [this, index = QPersistentModelIndex(index)] { m_list->edit(index); });
        rename->setShortcut(Qt::Key_F2);
        menu->addAction(tr("Duplicate"), this, [this, id] { duplicateEnvironment(id); });
        addColours(menu, id);
        menu->addSeparator();
        menu->addAction(tr("Delete"), this, [this, id] { removeEnvironment(id); });
    }
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void EnvironmentDialog::keyPressEvent(QKeyEvent *event)
{
    if (!pressFocused(*event))
        QDialog::keyPressEvent(event);
}

void EnvironmentDialog::reject()
{
    if (m_page->commit()) // otherwise the JSON has a mistake, which is shown where it is
        QDialog::reject();
}

} // namespace sallyport
