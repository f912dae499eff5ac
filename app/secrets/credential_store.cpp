// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/credential_store.h"

#include "app/base/json.h"
#include "app/base/log.h"
#include "app/secrets/secret_link.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString bindingKey(const QString &workspaceId, const QString &reference)
{
    return workspaceId + u'\n' + reference;
}

QString newId()
{
    return u"cred_"_s + QUuid::createUuid().toString(QUuid::Id128);
}

SecretValue keychainEntry(const FormValues &secrets)
{
    QByteArray bytes = json::write(secrets.secretsToJson());
    SecretValue entry{QByteArrayView(bytes)};
    wipe(bytes);
    return entry;
}

QString enterAgain()
{
    return u"Enter its secret fields again in Preferences, Cloud Credentials."_s;
}

Error missing(const QString &id)
{
    return Error{ErrorKind::NotFound, u"no credential with the id \"%1\""_s.arg(id.left(60)), {}};
}

} // namespace

CredentialStore::CredentialStore(const Catalog &catalog, Keychain &keychain, QString filePath, QObject *parent) :
    QObject(parent), m_catalog(catalog), m_keychain(keychain), m_filePath(std::move(filePath))
{
}

const Credential *CredentialStore::findById(const QString &id) const
{
    const auto found = std::find_if(m_credentials.begin(), m_credentials.end(), [&id](const Credential &c) { return c.id == id; });
    return found == m_credentials.end() ? nullptr : &*found;
}

const Credential *CredentialStore::findByName(const QString &name) const
{
    const auto found = std::find_if(m_credentials.begin(), m_credentials.end(),
                                    [&name](const Credential &c) { return c.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == m_credentials.end() ? nullptr : &*found;
}

std::vector<Credential>::iterator CredentialStore::locate(const QString &id)
{
    return std::find_if(m_credentials.begin(), m_credentials.end(), [&id](const Credential &c) { return c.id == id; });
}

const Credential *CredentialStore::bound(const QString &providerId, const QString &reference, const QString &workspaceId) const
{
    const QString chosen = m_bindings.value(bindingKey(workspaceId, reference));
    const QString renamed = m_formerNames.value(reference.toCaseFolded());
    for (const Credential *candidate : {findByName(reference), findById(reference), findById(chosen), findById(renamed)}) {
        if (candidate && candidate->providerId == providerId)
            return candidate;
    }
    return nullptr;
}

const Credential *CredentialStore::bound(const VaultTag &tag, const QString &workspaceId) const
{
    const CredentialName named = credentialNamed(tag, m_catalog);
    return bound(named.providerId, named.reference, workspaceId);
}

Result<Done> CredentialStore::bind(const QString &reference, const QString &workspaceId, const QString &credentialId)
{
    catchUp();
    if (!findById(credentialId))
        return missing(credentialId);
    const auto before = m_bindings;
    m_bindings.insert(bindingKey(workspaceId, reference), credentialId);
    auto written = writeFile();
    if (!written)
        m_bindings = before;
    else
        emit changed();
    return written;
}

Async<Credential> CredentialStore::find(const QString &providerId, const QString &reference, const QString &workspaceId,
                                        std::stop_token stop)
{
    if (stop.stop_requested())
        return answered<Credential>(cancelledError());
    if (const Credential *meant = bound(providerId, reference, workspaceId))
        return secretsOf(meant->id, std::move(stop));
    const QString which = reference.isEmpty() ? u"the link names no credential"_s
                                              : u"nobody has said yet which credential \"%1\" is"_s.arg(reference.left(80));
    return answered<Credential>(
        Error{ErrorKind::InvalidInput, which, u"Choose the credential once for this workspace, or edit the link."_s});
}

Async<Credential> CredentialStore::withSecrets(const QString &id)
{
    return secretsOf(id, {});
}

//! Whoever stops need not wait for the keychain (or for a person at its prompt); the reading itself goes on.
Async<Credential> CredentialStore::secretsOf(const QString &id, std::stop_token stop)
{
    const Credential *stored = findById(id);
    if (!stored)
        return answered<Credential>(missing(id));
    Credential whole = *stored;
    if (const auto known = m_secrets.constFind(id); known != m_secrets.cend()) {
        whole.values.addSecrets(*known);
        return answered<Credential>(whole);
    }
    if (!m_places.value(id).inKeychain) {
        if (whole.sessionOnly)
            return answered<Credential>(
                Error{ErrorKind::Unauthenticated,
                      u"the secret fields of credential \"%1\" were kept for an earlier session only"_s.arg(whole.name), enterAgain()});
        return answered<Credential>(whole);
    }
    return m_reads.join(u"%1 %2"_s.arg(id).arg(whole.revision), std::move(stop), this, [this, whole](const std::stop_token &) {
        return readSecrets(whole);
    });
}

Async<Credential> CredentialStore::readSecrets(const Credential &stored)
{
    Completer<Credential> done;
    m_keychain.read(stored.id).then(this, [this, stored, done](const Result<std::optional<SecretValue>> &entry) {
        done(withEntry(stored, entry).within(u"while reading the secret fields of credential \"%1\""_s.arg(stored.name)));
    });
    return done.future();
}

Result<Credential> CredentialStore::withEntry(Credential stored, const Result<std::optional<SecretValue>> &entry)
{
    if (!entry)
        return entry.error();
    if (!entry->has_value())
        return Error{ErrorKind::Unauthenticated, u"the keychain has no entry for it"_s, enterAgain()};
    const auto object = json::parse((*entry)->reveal());
    if (!object || !object->isMap())
        return Error{ErrorKind::Malformed, u"the keychain's entry is not one of Sallyport's"_s, enterAgain()};
    FormValues secrets;
    secrets.addSecretsFromJson(*object);
    const Credential *current = findById(stored.id);
    if (current && current->revision == stored.revision)
        m_secrets.insert(stored.id, secrets);
    stored.values.addSecrets(secrets);
    return stored;
}

Result<Done> CredentialStore::checkName(const Credential &credential) const
{
    if (credential.name.trimmed().isEmpty())
        return Error{ErrorKind::InvalidInput, u"the credential needs a name"_s, {}};
    const Credential *other = findByName(credential.name.trimmed());
    if (other && other->id != credential.id) {
        return Error{ErrorKind::InvalidInput, u"there is already a credential named \"%1\""_s.arg(other->name),
                     u"Choose another name: links refer to credentials by it."_s};
    }
    return Done{};
}

//! The credential as it will be: with an id, the next revision, and only the secret fields in use.
Result<Credential> CredentialStore::prepared(const Credential &credential) const
{
    const ProviderDescriptor *provider = m_catalog.find(credential.providerId);
    if (!provider)
        return Error{ErrorKind::InvalidInput, u"unknown vault provider \"%1\""_s.arg(credential.providerId.left(60)), {}};
    if (m_blocked)
        return *m_blocked;
    const auto named = checkName(credential);
    if (!named)
        return named.error();
    const Credential *old = findById(credential.id);
    if (!credential.id.isEmpty() && !old)
        return missing(credential.id);
    Credential next = credential;
    next.name = credential.name.trimmed();
    next.id = old ? old->id : newId();
    next.revision = old ? old->revision + 1 : 1;
    next.values = withShownSecrets(credential.values, provider->credential);
    if (const qsizetype size = keychainEntry(next.values).size(); size > kMaxSecretBytes) {
        return Error{ErrorKind::InvalidInput,
                     u"the secret fields take %1 bytes together, keychain entries hold %2"_s.arg(size).arg(kMaxSecretBytes),
                     u"Put the long one into a file and name the file instead."_s};
    }
    return next;
}

Async<Credential> CredentialStore::save(const Credential &credential)
{
    catchUp();
    const auto next = prepared(credential);
    if (!next)
        return answered<Credential>(next.error());
    Completer<Credential> done;
    saveSecrets(*next, [this, next = *next, done](const Result<Done> &kept) {
        if (!kept)
            return done(kept.error().within(u"while saving credential \"%1\""_s.arg(next.name)));
        done(commitSave(next));
    });
    return done.future();
}

void CredentialStore::saveSecrets(const Credential &credential, const Then &then)
{
    const bool hadEntry = m_places.value(credential.id).inKeychain;
    if (!credential.sessionOnly && credential.values.hasSecrets()) {
        m_keychain.write(credential.id, keychainEntry(credential.values)).then(this, then);
        return;
    }
    if (!hadEntry)
        return then(Done{});
    m_keychain.remove(credential.id).then(this, [then, credential](const Result<Done> &removed) {
        // A keychain that cannot be reached is the very reason for keeping secrets in memory only.
        if (!removed && credential.sessionOnly)
            qCWarning(lcSecrets) << "an older keychain entry could not be removed:" << traitsOf(removed.error().kind).name;
        then(credential.sessionOnly ? Result<Done>(Done{}) : removed);
    });
}

Result<Credential> CredentialStore::commitSave(const Credential &credential)
{
    catchUp();
    const auto credentialsBefore = m_credentials;
    const auto placesBefore = m_places;
    const auto namesBefore = m_formerNames;
    const auto named = checkName(credential); // somebody may have taken the name meanwhile
    if (!named) {
        restoreSecrets(credential);
        return named.error();
    }
    Credential stored = credential;
    stored.values = withoutSecrets(credential.values);
    const auto old = locate(credential.id);
    if (old != m_credentials.end()) {
        stored.revision = old->revision + 1; // another save may have come in between
        if (old->name != stored.name)
            m_formerNames.insert(old->name.toCaseFolded(), stored.id);
        *old = stored;
    } else {
        m_credentials.push_back(stored);
    }
    m_formerNames.remove(stored.name.toCaseFolded());
    Place &place = m_places[credential.id];
    place.inKeychain = !credential.sessionOnly && credential.values.hasSecrets();
    if (const auto written = writeFile(); !written) {
        m_credentials = credentialsBefore;
        m_places = placesBefore;
        m_formerNames = namesBefore;
        restoreSecrets(credential);
        return written.error();
    }
    FormValues secrets;
    secrets.addSecrets(credential.values);
    m_secrets.insert(credential.id, secrets);
    m_statuses.remove(credential.id);
    emit credentialChanged(credential.id);
    emit changed();
    stored.values.addSecrets(secrets);
    return stored;
}

Async<Done> CredentialStore::keep(const QString &id, const FormValues &secrets)
{
    Completer<Done> done;
    withSecrets(id).then(this, [this, id, secrets, done](const Result<Credential> &known) {
        const Credential *stored = findById(id);
        if (!stored)
            return done(missing(id));
        Credential whole = known.value_or(*stored);
        whole.values.addSecrets(secrets);
        FormValues all;
        all.addSecrets(whole.values);
        m_secrets.insert(id, all);
        keepWhole(whole).then(this, [done](const Result<Done> &kept) { done(kept); });
    });
    return done.future();
}

Async<Done> CredentialStore::keepWhole(const Credential &credential)
{
    const SecretValue entry = keychainEntry(credential.values);
    if (credential.sessionOnly)
        return answered<Done>(Done{});
    if (entry.size() > kMaxSecretBytes)
        return answered<Done>(Error{ErrorKind::InvalidInput, u"what the sign-in leaves takes more room than keychain entries have"_s,
                                    u"Sign in again next time."_s});
    Completer<Done> done;
    m_keychain.write(credential.id, entry).then(this, [this, id = credential.id, done](const Result<Done> &written) {
        done(written ? keptInKeychain(id) : written);
    });
    return done.future();
}

Result<Done> CredentialStore::keptInKeychain(const QString &id)
{
    catchUp();
    if (!findById(id)) // deleted meanwhile
        return missing(id);
    Place &place = m_places[id];
    return std::exchange(place.inKeychain, true) ? Result<Done>(Done{}) : writeFile();
}

//! Puts the keychain back to what the file says after a save that came to nothing; as well as can be done.
void CredentialStore::restoreSecrets(const Credential &attempted)
{
    const auto report = [](const Result<Done> &restored) {
        if (!restored)
            qCWarning(lcSecrets) << "the keychain could not be put back after a failed save:" << traitsOf(restored.error().kind).name;
    };
    const bool wasWritten = !attempted.sessionOnly && attempted.values.hasSecrets();
    const auto known = m_secrets.constFind(attempted.id);
    if (m_places.value(attempted.id).inKeychain && known != m_secrets.cend())
        m_keychain.write(attempted.id, keychainEntry(*known)).then(this, report);
    else if (!m_places.value(attempted.id).inKeychain && wasWritten)
        m_keychain.remove(attempted.id).then(this, report);
}

Async<Done> CredentialStore::remove(const QString &id)
{
    const Credential *stored = findById(id);
    if (!stored)
        return answered<Done>(missing(id));
    if (m_blocked)
        return answered<Done>(*m_blocked);
    if (!m_places.value(id).inKeychain)
        return answered<Done>(commitRemove(id));
    Completer<Done> done;
    m_keychain.remove(id).then(this, [this, id, name = stored->name, done](const Result<Done> &removed) {
        done(removed ? commitRemove(id) : removed.within(u"while deleting credential \"%1\"; nothing has changed"_s.arg(name)));
    });
    return done.future();
}

Result<Done> CredentialStore::commitRemove(const QString &id)
{
    catchUp();
    const auto found = locate(id);
    if (found == m_credentials.end())
        return Done{};
    const auto credentialsBefore = m_credentials;
    const auto placesBefore = m_places;
    const auto bindingsBefore = m_bindings;
    const auto namesBefore = m_formerNames;
    const auto isOfIt = [&id](const QHash<QString, QString>::iterator &it) { return it.value() == id; };
    m_credentials.erase(found);
    m_places.remove(id);
    m_bindings.removeIf(isOfIt);
    m_formerNames.removeIf(isOfIt);
    if (auto written = writeFile(); !written) {
        m_credentials = credentialsBefore;
        m_places = placesBefore;
        m_bindings = bindingsBefore;
        m_formerNames = namesBefore;
        return written;
    }
    m_secrets.remove(id);
    m_statuses.remove(id);
    emit credentialChanged(id);
    emit changed();
    return Done{};
}

CredentialStatus CredentialStore::status(const QString &id) const
{
    return m_statuses.value(id);
}

void CredentialStore::setStatus(const QString &id, const CredentialStatus &status)
{
    m_statuses.insert(id, status);
    emit changed();
}

} // namespace sallyport
