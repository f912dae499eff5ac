// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collections/collection_model.h"

#include "ui/widgets/labels.h"

#include <QMimeData>

#include <functional>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kMimeType("application/x-sallyport-item-id");

} // namespace

struct CollectionModel::Node {
    QString id;
    QString name;
    QString badge;
    EntryKind kind = EntryKind::Folder;
    Node *parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    [[nodiscard]] bool hasSameShape(const Node &other) const
    {
        if (id != other.id || kind != other.kind || children.size() != other.children.size())
            return false;
        for (std::size_t i = 0; i < children.size(); ++i) {
            if (!children[i]->hasSameShape(*other.children[i]))
                return false;
        }
        return true;
    }

    [[nodiscard]] const Node *find(const QString &wanted) const
    {
        for (const auto &child : children) {
            if (child->id == wanted)
                return child.get();
            if (const Node *found = child->find(wanted))
                return found;
        }
        return nullptr;
    }

    [[nodiscard]] bool isWithin(const Node *ancestor) const
    {
        for (const Node *node = this; node; node = node->parent) {
            if (node == ancestor)
                return true;
        }
        return false;
    }

    void add(const std::vector<Item> &items)
    {
        for (const Item &item : items) {
            auto child = std::make_unique<Node>();
            child->id = item.id();
            child->name = item.name();
            child->parent = this;
            child->row = int(children.size());
            if (const auto *request = std::get_if<RequestDraft>(&item.content)) {
                child->kind = EntryKind::Request;
                child->badge = request->method;
            } else if (const auto *other = std::get_if<OtherItem>(&item.content)) {
                child->kind = EntryKind::Other;
                child->badge = other->kind;
            } else {
                child->add(std::get<Folder>(item.content).children);
            }
            children.push_back(std::move(child));
        }
    }
};

CollectionModel::CollectionModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

CollectionModel::~CollectionModel() = default;

std::unique_ptr<CollectionModel::Node> CollectionModel::build(const std::vector<Item> &items)
{
    auto root = std::make_unique<Node>();
    root->add(items);
    return root;
}

void CollectionModel::setItems(const std::vector<Item> &items)
{
    auto fresh = build(items);
    if (fresh->hasSameShape(*m_root)) {
        refresh(*m_root, *fresh);
        return;
    }
    beginResetModel();
    m_root = std::move(fresh);
    endResetModel();
}

void CollectionModel::refresh(Node &mine, const Node &other)
{
    for (std::size_t i = 0; i < mine.children.size(); ++i) {
        Node &child = *mine.children[i];
        const Node &fresh = *other.children[i];
        if (child.name != fresh.name || child.badge != fresh.badge) {
            child.name = fresh.name;
            child.badge = fresh.badge;
            emit dataChanged(indexOf(&child), indexOf(&child));
        }
        refresh(child, fresh);
    }
}

const CollectionModel::Node *CollectionModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.constInternalPointer()) : m_root.get();
}

QModelIndex CollectionModel::indexOf(const Node *node) const
{
    return !node || node == m_root.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

QModelIndex CollectionModel::indexOf(const QString &id) const
{
    return indexOf(m_root->find(id));
}

QModelIndex CollectionModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent)->children[std::size_t(row)].get());
}

QModelIndex CollectionModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(nodeAt(index)->parent) : QModelIndex();
}

int CollectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int CollectionModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant CollectionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeAt(index);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return node->name;
    case Qt::ToolTipRole:
        return plainToolTip(node->name);
    case Qt::AccessibleTextRole:
        return node->badge.isEmpty() ? node->name : u"%1, %2"_s.arg(node->name, node->badge);
    case IdRole:
        return node->id;
    case KindRole:
        return QVariant::fromValue(node->kind);
    case BadgeRole:
        return node->badge;
    default:
        return {};
    }
}

bool CollectionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    if (!index.isValid() || role != Qt::EditRole || name.isEmpty() || name == nodeAt(index)->name)
        return false;
    emit renameWished(nodeAt(index)->id, name);
    return true;
}

Qt::ItemFlags CollectionModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    const EntryKind kind = nodeAt(index)->kind;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
    if (kind != EntryKind::Other)
        flags |= Qt::ItemIsEditable;
    if (kind == EntryKind::Folder)
        flags |= Qt::ItemIsDropEnabled;
    else
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

QStringList CollectionModel::mimeTypes() const
{
    return {kMimeType};
}

QMimeData *CollectionModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(kMimeType, nodeAt(indexes.first())->id.toUtf8());
    return data;
}

bool CollectionModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int, const QModelIndex &parent) const
{
    if (action != Qt::MoveAction || !data->hasFormat(kMimeType))
        return false;
    const Node *moved = m_root->find(QString::fromUtf8(data->data(kMimeType)));
    const Node *target = nodeAt(parent);
    return moved && target->kind == EntryKind::Folder && !target->isWithin(moved);
}

bool CollectionModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    emit moveWished(QString::fromUtf8(data->data(kMimeType)), nodeAt(parent)->id, row);
    return false; // the view must not take the rows away: the document does, and the model follows it
}

} // namespace sallyport
