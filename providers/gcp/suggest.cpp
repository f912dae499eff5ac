// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/suggest.h"

#include "app/base/json.h"
#include "providers/gcp/secret_manager.h"
#include "providers/gcp/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/select_key.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

using Suggestions = std::vector<Suggestion>;
using Items = std::vector<Value>;

constexpr int kMostPages = 20;
constexpr std::size_t kMostItems = 5000;

//! A list that is being read page by page.
struct Listing {
    SignedIn session;
    SecretPlace place;
    QString path; //!< `projects/p/secrets`
    QString purpose;
    QStringView member; //!< of each page
    QString pageToken{};
    int pages = 0;
    Items found{};
};

Step<Items> listed(const Listing &listing)
{
    QByteArray query = "pageSize=250";
    if (!listing.pageToken.isEmpty())
        query += "&pageToken=" + QUrl::toPercentEncoding(listing.pageToken);
    const Call call = secretCall(listing.session, listing.place, listing.path, listing.purpose, query);
    return chainOrFail<Items>(exchange(listing.session.context, call), [listing, call](const Reply &reply) -> Step<Items> {
        if (!reply.isGood())
            return secretRefusal(listing.session, call, reply, listing.place);
        Listing next = listing;
        const Value::List &page = reply.json[listing.member].list();
        next.found.insert(next.found.end(), page.begin(), page.end());
        next.pageToken = reply.json[u"nextPageToken"].toString();
        const bool isLast = next.pageToken.isEmpty() || next.pageToken == listing.pageToken; // a token that comes again ends it
        if (isLast || ++next.pages >= kMostPages || next.found.size() >= kMostItems)
            return next.found;
        return listed(next);
    });
}

QString labelsOf(const Value &secret)
{
    QStringList labels;
    for (const auto &[name, value] : secret[u"labels"].map())
        labels.append(u"%1=%2"_s.arg(name, value.toString()));
    return labels.mid(0, 4).join(u", "_s);
}

//! By plain names where these mean the same, so that links stay short and portable.
Step<Suggestions> listSecrets(const SignedIn &session, const FormValues &reference)
{
    const auto place = listingFrom(reference.text(kSecretName), session.project);
    if (!place)
        return place.error();
    const bool isPlain = place->location.isEmpty() && place->project == session.project;
    const Listing listing{.session = session,
                          .place = *place,
                          .path = place->parent() + u"/secrets"_s,
                          .purpose = u"list the secrets of %1"_s.arg(place->parent()),
                          .member = u"secrets"};
    return chainOrFail<Suggestions>(listed(listing), [place = *place, isPlain](const Items &secrets) -> Step<Suggestions> {
        Suggestions found;
        for (const Value &secret : secrets) {
            SecretPlace one = place;
            one.secret = secret[u"name"].toString().section(u'/', -1);
            if (!one.secret.isEmpty())
                found.push_back(
                    {isPlain ? one.secret : one.secretPath(), labelFrom({one.secret, timeLabel(secret[u"createTime"]), labelsOf(secret)})});
        }
        std::stable_sort(found.begin(), found.end(), [](const Suggestion &a, const Suggestion &b) { return a.value < b.value; });
        return found;
    });
}

Suggestions versionsFrom(const Items &versions)
{
    Suggestions found{{u"latest"_s, u"latest · the one that was added last"_s}};
    for (const Value &version : versions) {
        const QString number = version[u"name"].toString().section(u'/', -1);
        if (!number.isEmpty())
            found.push_back({number, labelFrom({number, version[u"state"].toString().toLower(), timeLabel(version[u"createTime"])})});
    }
    return found;
}

//! Aliases stand in the secret itself, which not everybody may see who may list its versions.
Step<Suggestions> withAliases(const SignedIn &session, const SecretPlace &place, const Suggestions &found)
{
    const Call call = secretCall(session, place, place.secretPath(), u"look at secret \"%1\""_s.arg(place.secret));
    return chain<Suggestions>(exchange(session.context, call), [found](const Result<Reply> &reply) -> Step<Suggestions> {
        Suggestions all = found;
        if (!reply)
            return reply.error().kind == ErrorKind::Cancelled ? Step<Suggestions>(reply.error()) : Step<Suggestions>(all);
        for (const auto &[alias, number] : reply->json[u"versionAliases"].map())
            all.push_back({alias, labelFrom({alias, u"alias of version %1"_s.arg(number.asText())})});
        return all;
    });
}

Step<Suggestions> listVersions(const SignedIn &session, const FormValues &reference)
{
    FormValues unversioned = reference;
    unversioned.remove(kVersion);
    const auto place = placeFrom(unversioned, session.project);
    if (!place)
        return place.error();
    const Listing listing{.session = session,
                          .place = *place,
                          .path = place->secretPath() + u"/versions"_s,
                          .purpose = u"list the versions of secret \"%1\""_s.arg(place->secret),
                          .member = u"versions"};
    return chainOrFail<Suggestions>(
        listed(listing), [session, place = *place](const Items &versions) { return withAliases(session, place, versionsFrom(versions)); });
}

} // namespace

Step<Suggestions> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId)
{
    if (fieldId == kSecretKey) {
        return chainOrFail<Suggestions>(fetch(inputs, kind), [](const SecretDocument &document) -> Step<Suggestions> {
            return suggestedKeys(json::parse(document.content.reveal()).value_or(Value()));
        });
    }
    const bool ofVersions = fieldId == kVersion;
    return chainOrFail<Suggestions>(openSession(inputs), [reference = inputs.reference, ofVersions](const SignedIn &session) {
        return ofVersions ? listVersions(session, reference) : listSecrets(session, reference);
    });
}

} // namespace sallyport::gcp
