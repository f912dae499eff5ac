// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The file side of CredentialStore: reading, moving aside, writing back.
#include "app/secrets/credential_store.h"

#include "app/base/json.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <tuple>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kFileVersion = 1;
constexpr qint64 kMaxFileBytes = 16 << 20;
constexpr QFile::Permissions kPrivate = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions kOthers =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

Error broken(const QString &what)
{
    return Error{ErrorKind::Malformed, what, {}};
}

//! The members of `values` that the form does not have, or whose type does not fit, stay where they are.
FormValues knownValues(FormSpec form, const Value &values)
{
    Value known{Value::Map()};
    for (const auto &[name, member] : values.map()) {
        Value one{Value::Map()};
        one.set(name, member);
        if (FormValues::fromJson(form, one))
            known.set(name, member);
    }
    const auto read = FormValues::fromJson(form, known);
    return read.value_or(FormValues());
}

Value mergedValues(const Value &raw, FormSpec form, const FormValues &values)
{
    Value merged{Value::Map()};
    for (const auto &[name, member] : raw.map()) {
        if (!findField(form, name.toStdString()))
            merged.set(name, member);
    }
    const Value ours = values.toJson(form);
    for (const auto &[name, member] : ours.map())
        merged.set(name, member);
    return merged;
}

QStringList sortedKeys(const QHash<QString, QString> &hash)
{
    QStringList keys = hash.keys();
    keys.sort();
    return keys;
}

} // namespace

Result<Done> CredentialStore::load()
{
    m_blocked.reset();
    m_stamp = stampOf(m_filePath);
    const auto bytes = readWholeFile(m_filePath, kMaxFileBytes);
    if (!bytes) {
        if (bytes.error().kind == ErrorKind::NotFound)
            return Done{};
        m_blocked = bytes.error();
        return bytes.error();
    }
    if (QFile::permissions(m_filePath) & kOthers)
        QFile::setPermissions(m_filePath, kPrivate);
    const auto root = json::parse(*bytes);
    auto adopted = root ? adopt(*root) : Result<Done>(root.error());
    if (!adopted && !m_blocked)
        return moveAside(adopted.error());
    emit changed();
    return adopted;
}

void CredentialStore::catchUp()
{
    const FileStamp stamp = stampOf(m_filePath);
    if (m_blocked || stamp == m_stamp)
        return;
    m_stamp = stamp;
    const auto bytes = readWholeFile(m_filePath, kMaxFileBytes);
    const auto root = bytes ? json::parse(*bytes) : Result<Value>(bytes.error());
    if (!root)
        return; // gone or damaged: the next write puts ours there, and keeps what it finds as the previous version
    const auto before = std::tuple(m_credentials, m_places, m_bindings, m_formerNames, m_foreign, m_root);
    forgetFile();
    if (!adopt(*root))
        std::tie(m_credentials, m_places, m_bindings, m_formerNames, m_foreign, m_root) = before;
    for (const Credential &old : std::get<0>(before)) {
        const Credential *now = findById(old.id);
        if (now && now->revision == old.revision)
            continue;
        m_secrets.remove(old.id);
        m_statuses.remove(old.id);
        emit credentialChanged(old.id);
    }
    emit changed();
}

Result<Done> CredentialStore::adopt(const Value &root)
{
    const QString version = root[u"version"].numberText();
    if (!root.isMap() || version.isEmpty() || !root[u"credentials"].isList())
        return broken(u"it is not a list of credentials"_s);
    if (version != QString::number(kFileVersion)) {
        m_blocked = Error{ErrorKind::Unavailable, u"%1 was written by a newer version of Sallyport"_s.arg(m_filePath),
                          u"Update Sallyport; the file is left as it is."_s};
        return *m_blocked;
    }
    for (const Value &entry : root[u"credentials"].list()) {
        if (auto adopted = adoptCredential(entry); !adopted)
            return adopted;
    }
    adoptBindings(root[u"bindings"]);
    for (const auto &[name, id] : root[u"formerNames"].map())
        m_formerNames.insert(name, id.toString());
    m_root = root;
    return Done{};
}

Result<Done> CredentialStore::adoptCredential(const Value &entry)
{
    const Credential base{entry[u"id"].toString(), entry[u"name"].toString(), entry[u"provider"].toString(), {}, 1, false};
    if (base.id.isEmpty() || base.name.isEmpty() || base.providerId.isEmpty())
        return broken(u"a credential has no id, name or provider"_s);
    if (findById(base.id) || findByName(base.name))
        return broken(u"two credentials are named \"%1\""_s.arg(base.name));
    const ProviderDescriptor *provider = m_catalog.find(base.providerId);
    if (!provider) {
        m_foreign.push_back(entry);
        return Done{};
    }
    Credential credential = base;
    credential.values = knownValues(provider->credential, entry[u"values"]);
    credential.revision = std::max(1, entry[u"revision"].numberText().toInt());
    credential.sessionOnly = entry[u"sessionOnly"].toBool();
    m_places.insert(credential.id, Place{entry[u"keychain"].toBool(), entry});
    m_credentials.push_back(credential);
    return Done{};
}

void CredentialStore::adoptBindings(const Value &bindings)
{
    for (const Value &binding : bindings.list())
        m_bindings.insert(binding[u"workspace"].toString() + u'\n' + binding[u"reference"].toString(), binding[u"credential"].toString());
}

void CredentialStore::forgetFile()
{
    m_credentials.clear();
    m_places.clear();
    m_bindings.clear();
    m_formerNames.clear();
    m_foreign.clear();
    m_root = Value(Value::Map());
}

Error CredentialStore::moveAside(const Error &why)
{
    forgetFile();
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    QString target = u"%1.broken-%2"_s.arg(m_filePath, stamp);
    for (int i = 2; QFileInfo::exists(target); ++i)
        target = u"%1.broken-%2-%3"_s.arg(m_filePath, stamp).arg(i);
    const QString name = QFileInfo(m_filePath).fileName();
    if (!QFile::rename(m_filePath, target)) {
        m_blocked = Error{ErrorKind::PermissionDenied, u"%1 is damaged (%2) and could not be moved aside"_s.arg(name, why.message),
                          u"Move %1 away by hand, then start again."_s.arg(m_filePath)};
        return *m_blocked;
    }
    return Error{ErrorKind::Malformed, u"%1 is damaged: %2"_s.arg(name, why.message),
                 u"It was moved to %1; the list of credentials starts empty. The keychain's entries are still there."_s.arg(target)};
}

Value CredentialStore::bindingsContent() const
{
    Value::List bindings;
    for (const QString &key : sortedKeys(m_bindings)) {
        Value binding{Value::Map()};
        binding.set(u"workspace"_s, key.section(u'\n', 0, 0));
        binding.set(u"reference"_s, key.section(u'\n', 1));
        binding.set(u"credential"_s, m_bindings.value(key));
        bindings.push_back(std::move(binding));
    }
    return bindings;
}

Value CredentialStore::fileContent() const
{
    Value::List credentials;
    for (const Credential &credential : m_credentials) {
        const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
        const Place place = m_places.value(credential.id);
        Value entry = place.raw;
        entry.set(u"id"_s, credential.id);
        entry.set(u"name"_s, credential.name);
        entry.set(u"provider"_s, credential.providerId);
        entry.set(u"revision"_s, Value::number(credential.revision));
        entry.set(u"keychain"_s, place.inKeychain);
        entry.set(u"sessionOnly"_s, credential.sessionOnly);
        entry.set(u"values"_s, mergedValues(place.raw[u"values"], provider->credential, credential.values));
        credentials.push_back(std::move(entry));
    }
    credentials.insert(credentials.end(), m_foreign.begin(), m_foreign.end());
    Value root = m_root;
    root.set(u"version"_s, Value::number(kFileVersion));
    root.set(u"credentials"_s, std::move(credentials));
    root.set(u"bindings"_s, bindingsContent());
    Value formerNames{Value::Map()};
    for (const QString &name : sortedKeys(m_formerNames))
        formerNames.set(name, m_formerNames.value(name));
    root.set(u"formerNames"_s, std::move(formerNames));
    return root;
}

Result<Done> CredentialStore::writeFile()
{
    if (m_blocked)
        return *m_blocked;
    const QString folder = QFileInfo(m_filePath).absolutePath();
    if (!QFileInfo::exists(folder)) {
        QDir().mkpath(folder);
        QFile::setPermissions(folder, kPrivate | QFile::ExeOwner);
    }
    const QByteArray content = json::writeIndented(fileContent()) + '\n';
    auto written = writeFileAtomically(m_filePath, content, {.keepPrevious = true, .privateToUser = true});
    m_stamp = stampOf(m_filePath);
    return written;
}

} // namespace sallyport
