// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/objects.h"

#include "app/base/json.h"
#include "providers/azure/tables.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/select_key.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

using Suggestions = std::vector<Suggestion>;
using Items = Value::List;

constexpr int kMaxPages = 100;
constexpr std::size_t kMaxItems = 2000; //!< more is no list to choose from

//! Pages that lead from one to the next. Empty pages in between are usual.
struct Paging {
    Context context;
    VaultCall call;
    Items items{};
    QSet<QByteArray> seen{}; //!< addresses
};

//! The server chooses where its next page is; only the vault that was asked may be it.
std::optional<VaultCall> nextPage(const VaultCall &call, const QString &link)
{
    const QUrl url(link, QUrl::StrictMode);
    const bool same = url.isValid() && url.scheme() == "https"_L1 && url.userInfo().isEmpty() && !url.hasFragment() &&
                      url.host() == call.vault.host.host && url.port(443) == call.vault.host.port;
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (!same || path != call.path)
        return std::nullopt;
    VaultCall next = call;
    next.query = url.query(QUrl::FullyEncoded).toLatin1();
    return next;
}

Error strayed(const VaultCall &call)
{
    return {ErrorKind::Malformed,
            u"could not %1: the next part of the list is said to be somewhere else than in this vault, so it was not asked for"_s.arg(
                call.purpose),
            u"Type the name instead."_s};
}

Step<Items> page(const Paging &paging)
{
    const QByteArray address = paging.call.url().toEncoded();
    if (paging.seen.contains(address) || paging.seen.size() >= kMaxPages || paging.items.size() >= kMaxItems)
        return paging.items;
    return chainOrFail<Items>(callVault(paging.context, paging.call), [paging, address](const Value &answer) -> Step<Items> {
        Paging next = paging;
        next.seen.insert(address);
        const Items &found = answer[u"value"].list();
        next.items.insert(next.items.end(), found.begin(), found.end());
        const QString link = answer[u"nextLink"].toString();
        if (link.isEmpty())
            return next.items;
        const auto call = nextPage(paging.call, link);
        if (!call)
            return strayed(paging.call);
        next.call = *call;
        return page(next);
    });
}

QString identifierOf(const Value &item)
{
    const QString id = item[u"id"].toString();
    return id.isEmpty() ? item[u"kid"].toString() : id; // keys have `kid`
}

bool isDisabled(const Value &item)
{
    return item[u"attributes"][u"enabled"].isBool() && !item[u"attributes"][u"enabled"].toBool();
}

Step<Suggestions> names(const Context &context, const Place &place)
{
    const Place all{place.vault, place.kind, {}, {}};
    const VaultCall call{.vault = place.vault,
                         .path = all.path(),
                         .query = kApiVersion + "&maxresults=25",
                         .purpose = u"list the %1 of %2"_s.arg(QString::fromLatin1(collectionOf(place.kind)), place.vault.host.name()),
                         .right = u"List"_s};
    return chainOrFail<Suggestions>(page({context, call}), [](const Items &items) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &item : items) {
            const QString name = identifierOf(item).section(u'/', 4, 4);
            if (!name.isEmpty())
                found.push_back({name, printable(name, 127) + (isDisabled(item) ? u" · disabled"_s : QString())});
        }
        return found;
    });
}

struct Version {
    QString id;
    qint64 created;
    bool disabled;
};

Suggestions inOrder(std::vector<Version> versions)
{
    std::stable_sort(versions.begin(), versions.end(), [](const Version &a, const Version &b) { return a.created > b.created; });
    Suggestions found;
    for (const Version &version : versions) {
        const QString day = QDateTime::fromSecsSinceEpoch(version.created, Qt::UTC).toString(u"yyyy-MM-dd HH:mm"_s);
        found.push_back({version.id, u"%1 · %2%3"_s.arg(day, version.id.left(8), version.disabled ? u" · disabled"_s : QString())});
    }
    return found;
}

Step<Suggestions> versions(const Context &context, const Place &place)
{
    const Place latest{place.vault, place.kind, place.name, {}};
    const VaultCall call{.vault = place.vault,
                         .path = latest.path() + "/versions",
                         .query = kApiVersion + "&maxresults=25",
                         .purpose = u"list the versions of \"%1\" in %2"_s.arg(place.name, place.vault.host.name()),
                         .right = u"List"_s};
    return chainOrFail<Suggestions>(page({context, call}), [](const Items &items) -> Step<Suggestions> {
        std::vector<Version> found;
        for (const Value &item : items) {
            const QString id = printable(identifierOf(item).section(u'/', 5, 5), 64);
            if (!id.isEmpty())
                found.push_back({id, item[u"attributes"][u"created"].numberText().toLongLong(), isDisabled(item)});
        }
        return inOrder(std::move(found));
    });
}

} // namespace

Step<Suggestions> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId)
{
    if (fieldId == kSecretKey) {
        return chainOrFail<Suggestions>(fetch(inputs, kind), [](const SecretDocument &document) -> Step<Suggestions> {
            return suggestedKeys(json::parse(document.content.reveal()).value_or(Value()));
        });
    }
    const auto context = openContext(inputs);
    if (!context)
        return context.error();
    const auto place = vaultOf(inputs.reference, context->settings);
    if (!place)
        return place.error();
    if (fieldId == kVersion && place->name.isEmpty())
        return Suggestions();
    return fieldId == kVersion ? versions(*context, *place) : names(*context, *place);
}

} // namespace sallyport::azure
