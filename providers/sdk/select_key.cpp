// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/select_key.h"

#include "app/base/json.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const Value *findKey(const Value &root, const QString &key)
{
    if (const Value *literal = root.find(key))
        return literal;
    return key.startsWith(u'/') ? json::at(root, key) : nullptr;
}

constexpr std::size_t kMostKeys = 200;
constexpr int kDeepest = 4;

void addKeys(const Value &object, const QString &pointer, int depth, std::vector<Suggestion> &found)
{
    for (const auto &[name, member] : object.map()) {
        if (found.size() >= kMostKeys)
            return;
        const QString here = pointer + u'/' + QString(name).replace(u'~', u"~0"_s).replace(u'/', u"~1"_s);
        const QString value = depth == 0 ? name : here;
        found.push_back({value, printable(value, 120)});
        if (depth + 1 < kDeepest)
            addKeys(member, here, depth + 1, found);
    }
}

} // namespace

Result<SecretValue> selectKey(const SecretDocument &document, const QString &key)
{
    if (key.isEmpty())
        return document.content;
    const auto root = json::parse(document.content.reveal());
    if (!root || !(root->isMap() || root->isList())) {
        return Error{ErrorKind::NotFound, u"the secret is plain text, so it has no key \"%1\""_s.arg(key),
                     u"Leave the key empty to use the whole text."_s};
    }
    const Value *found = findKey(*root, key);
    if (!found) {
        const QString choice = root->isMap() ? u"Edit the link and choose one of its keys (there are %1)."_s.arg(root->map().size())
                                             : u"The secret is a list: use a JSON Pointer such as /0, or no key for all of it."_s;
        return Error{ErrorKind::NotFound, u"the secret has no key \"%1\""_s.arg(key), choice};
    }
    if (found->isNull()) // an empty text in its place would be sent unnoticed
        return Error{ErrorKind::NotFound, u"key \"%1\" of the secret is null"_s.arg(key), u"Put a value there, or choose another key."_s};
    return SecretValue::fromString(found->asText());
}

QStringList selectableKeys(const SecretDocument &document)
{
    const auto root = json::parse(document.content.reveal());
    QStringList keys;
    if (root) {
        for (const auto &[name, member] : root->map())
            keys.append(name);
    }
    return keys;
}

std::vector<Suggestion> suggestedKeys(const Value &content)
{
    std::vector<Suggestion> found;
    addKeys(content, {}, 0, found);
    return found;
}

} // namespace sallyport
