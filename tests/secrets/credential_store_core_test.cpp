// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/credential_store.h"

#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const Error kLocked{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};

class CredentialStoreTest : public testing::Test {
protected:
    QString path() const { return m_folder.filePath(u"config/credentials.json"_s); }

    std::unique_ptr<CredentialStore> open()
    {
        auto store = std::make_unique<CredentialStore>(test::fakeCatalog(), keychain, path());
        loaded = store->load();
        return store;
    }

    Result<Credential> save(CredentialStore &store, const Credential &credential) { return test::await(store.save(credential)); }

    Credential saved(CredentialStore &store, const QString &name = u"team-a"_s)
    {
        const auto made = save(store, test::fakeCredential(name));
        EXPECT_OK(made);
        return made.value_or(Credential{});
    }

    QByteArray fileBytes() const
    {
        QFile file(path());
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }

    void writeFile(const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path()).path());
        QFile file(path());
        ASSERT_TRUE(file.open(QFile::WriteOnly));
        ASSERT_EQ(file.write(bytes), bytes.size());
    }

    QStringList filesBeside() const { return QFileInfo(path()).dir().entryList(QDir::Files | QDir::Hidden, QDir::Name); }

    static std::string password(const Result<Credential> &credential)
    {
        return credential ? credential->values.secret("password"_L1).revealText().toStdString()
                          : credential.error().sentence().toStdString();
    }

    QTemporaryDir m_folder;
    test::MemoryKeychain keychain;
    Result<Done> loaded = Done{};
};

} // namespace

TEST_F(CredentialStoreTest, AMissingFileIsAnEmptyStore)
{
    const auto store = open();
    EXPECT_OK(loaded);
    EXPECT_TRUE(store->credentials().empty());
}

TEST_F(CredentialStoreTest, SecretsGoToTheKeychainAndNothingElseDoes)
{
    auto store = open();
    const Credential made = saved(*store);
    EXPECT_TRUE(made.id.startsWith(u"cred_"_s));
    EXPECT_EQ(made.id.size(), 5 + 32);
    EXPECT_EQ(made.revision, 1);
    ASSERT_TRUE(keychain.entries.contains(made.id));
    EXPECT_EQ(keychain.entries.value(made.id).reveal().toByteArray(), R"({"password":"pw-ann"})");
    EXPECT_FALSE(fileBytes().contains("pw-ann"));
    EXPECT_TRUE(fileBytes().contains("http://vault.test"));
    EXPECT_TRUE(store->credentials().front().values.secrets().isEmpty()) << "the list holds no secret";
}

TEST_F(CredentialStoreTest, EverythingIsThereAfterARestart)
{
    const QString id = saved(*open()).id;
    auto again = open();
    ASSERT_EQ(again->credentials().size(), 1u);
    EXPECT_EQ(again->credentials().front().values.text("server"_L1), u"http://vault.test"_s);
    EXPECT_EQ(password(test::await(again->withSecrets(id))), "pw-ann");
}

TEST_F(CredentialStoreTest, FileIsForItsOwnerOnly)
{
    saved(*open());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    EXPECT_FALSE(QFile::permissions(path()) & others);
    EXPECT_FALSE(QFile::permissions(QFileInfo(path()).path()) & (others | QFile::ExeGroup | QFile::ExeOther));
    QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::ReadGroup);
    open();
    EXPECT_FALSE(QFile::permissions(path()) & others) << "a file that others could read is closed again";
}

TEST_F(CredentialStoreTest, KeychainIsReadOnceForAllWhoAsk)
{
    const QString id = saved(*open()).id;
    auto store = open();
    std::vector<Async<Credential>> all;
    for (int i = 0; i < 100; ++i)
        all.push_back(store->find(u"fake"_s, u"team-a"_s, u"wrk"_s, {}));
    for (const auto &each : all)
        EXPECT_EQ(password(test::await(each)), "pw-ann");
    EXPECT_EQ(password(test::await(store->withSecrets(id))), "pw-ann");
    EXPECT_EQ(keychain.reads, 1);
}

TEST_F(CredentialStoreTest, NobodyHasToWaitForAPromptOfTheKeychain)
{
    saved(*open());
    auto store = open();
    keychain.silent = true;
    std::stop_source stop;
    const auto waiting = store->find(u"fake"_s, u"team-a"_s, u"wrk"_s, stop.get_token());
    test::waitUntil([this] { return keychain.reads == 1; });
    stop.request_stop();
    EXPECT_EQ(test::await(waiting).error().kind, ErrorKind::Cancelled);
}

TEST_F(CredentialStoreTest, NamesAreUniqueWhateverTheirCase)
{
    auto store = open();
    saved(*store);
    const auto twice = save(*store, test::fakeCredential(u"Team-A"_s));
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(twice.error().message, u"there is already a credential named \"team-a\""_s);
    EXPECT_EQ(keychain.entries.size(), 1);
    EXPECT_EQ(save(*store, test::fakeCredential(u"  "_s)).error().message, u"the credential needs a name"_s);
}

TEST_F(CredentialStoreTest, TwoSavesOfOneNameAtOnceGiveOneCredential)
{
    auto store = open();
    const auto one = store->save(test::fakeCredential());
    const auto two = store->save(test::fakeCredential());
    EXPECT_OK(test::await(one));
    EXPECT_FALSE(test::await(two).has_value());
    test::waitUntil([this] { return keychain.entries.size() == 1; });
    EXPECT_EQ(keychain.entries.size(), 1) << "the loser's entry is taken back";
    EXPECT_EQ(store->credentials().size(), 1u);
}

TEST_F(CredentialStoreTest, EditingRaisesTheRevisionAndSaysSo)
{
    auto store = open();
    Credential made = saved(*store);
    QStringList touched;
    QObject::connect(store.get(), &CredentialStore::credentialChanged, store.get(), [&touched](const QString &id) { touched.append(id); });
    made.name = u"team-b"_s;
    made.values.setSecret("password"_L1, SecretValue::fromString(u"new"_s));
    const auto edited = save(*store, made);
    ASSERT_OK(edited);
    EXPECT_EQ(edited->revision, 2);
    EXPECT_EQ(edited->id, made.id);
    EXPECT_EQ(touched, QStringList(made.id));
    EXPECT_EQ(store->findByName(u"team-a"_s), nullptr);
    EXPECT_EQ(password(test::await(open()->withSecrets(made.id))), "new");
}

TEST_F(CredentialStoreTest, SecretsOfAnotherWayOfSigningInAreNotKept)
{
    auto store = open();
    Credential made = saved(*store);
    made.values.setText("method"_L1, u"token"_s);
    made.values.setSecret("token"_L1, SecretValue::fromString(u"tok"_s));
    ASSERT_OK(save(*store, made));
    EXPECT_EQ(keychain.entries.value(made.id).reveal().toByteArray(), R"({"token":"tok"})");
}

TEST_F(CredentialStoreTest, ALockedKeychainIsNeverNoCredential)
{
    const QString id = saved(*open()).id;
    auto store = open();
    keychain.failReads = kLocked;
    const auto locked = test::await(store->withSecrets(id));
    ASSERT_FALSE(locked.has_value());
    EXPECT_EQ(locked.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(locked.error().sentence(), u"the keychain is locked (while reading the secret fields of credential \"team-a\")"_s);
    keychain.failReads.reset();
    EXPECT_EQ(password(test::await(store->withSecrets(id))), "pw-ann") << "and it works as soon as it is unlocked";
}

TEST_F(CredentialStoreTest, AnEntryThatIsReallyGoneIsSaidToBeGone)
{
    const QString id = saved(*open()).id;
    keychain.entries.clear();
    const auto gone = test::await(open()->withSecrets(id));
    EXPECT_EQ(gone.error().kind, ErrorKind::Unauthenticated) << "the credential has to be entered again";
    keychain.entries.insert(id, SecretValue(QByteArrayView("not ours")));
    EXPECT_EQ(test::await(open()->withSecrets(id)).error().kind, ErrorKind::Malformed);
}

TEST_F(CredentialStoreTest, AFailedSaveChangesNothing)
{
    auto store = open();
    keychain.failWrites = kLocked;
    EXPECT_EQ(save(*store, test::fakeCredential()).error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(store->credentials().empty());
    EXPECT_FALSE(QFileInfo::exists(path())) << "no file is a fallback for a keychain";
    keychain.failWrites.reset();
    Credential made = saved(*store);
    keychain.failWrites = kLocked;
    made.name = u"other"_s;
    EXPECT_FALSE(save(*store, made).has_value());
    EXPECT_NE(store->findByName(u"team-a"_s), nullptr);
}

TEST_F(CredentialStoreTest, AFileThatCannotBeWrittenTakesTheKeychainEntryBack)
{
    writeFile("{}"); // the folder is there; now put a folder where the file should go
    QFile::remove(path());
    QDir().mkpath(path());
    CredentialStore store(test::fakeCatalog(), keychain, path());
    const auto made = save(store, test::fakeCredential());
    ASSERT_FALSE(made.has_value());
    EXPECT_TRUE(test::waitUntil([this] { return keychain.entries.isEmpty(); }));
    EXPECT_TRUE(store.credentials().empty());
}

TEST_F(CredentialStoreTest, SessionOnlySecretsAreNowhereButInMemory)
{
    auto store = open();
    Credential credential = test::fakeCredential();
    credential.sessionOnly = true;
    keychain.failReads = keychain.failWrites = keychain.failRemoves = kLocked;
    const auto made = save(*store, credential);
    ASSERT_OK(made);
    EXPECT_EQ(password(test::await(store->withSecrets(made->id))), "pw-ann");
    EXPECT_EQ(keychain.writes, 0);
    EXPECT_FALSE(fileBytes().contains("pw-ann"));
    const auto later = test::await(open()->withSecrets(made->id));
    EXPECT_EQ(later.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(later.error().message, u"the secret fields of credential \"team-a\" were kept for an earlier session only"_s);
}

TEST_F(CredentialStoreTest, TurningToSessionOnlyTakesTheEntryOutOfTheKeychain)
{
    auto store = open();
    Credential made = saved(*store);
    made.sessionOnly = true;
    ASSERT_OK(save(*store, made));
    EXPECT_TRUE(keychain.entries.isEmpty());
    EXPECT_EQ(password(test::await(store->withSecrets(made.id))), "pw-ann");
}

TEST_F(CredentialStoreTest, DeletingTakesTheKeychainEntryFirst)
{
    auto store = open();
    const Credential made = saved(*store);
    ASSERT_OK(store->bind(u"cloudCred_x"_s, u"wrk"_s, made.id));
    keychain.failRemoves = kLocked;
    const auto refused = test::await(store->remove(made.id));
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(refused.error().sentence().contains(u"nothing has changed"_s));
    EXPECT_EQ(store->credentials().size(), 1u);
    EXPECT_EQ(password(test::await(store->withSecrets(made.id))), "pw-ann");
    keychain.failRemoves.reset();
    ASSERT_OK(test::await(store->remove(made.id)));
    EXPECT_TRUE(store->credentials().empty());
    EXPECT_TRUE(keychain.entries.isEmpty());
    EXPECT_FALSE(fileBytes().contains(made.id.toUtf8())) << "bindings to it are gone too";
}

TEST_F(CredentialStoreTest, AReferenceIsAnAliasAnIdOrWhatWasBound)
{
    auto store = open();
    const Credential made = saved(*store);
    const auto id = [&store](const QString &reference, const QString &workspace) {
        const Credential *found = store->bound(u"fake"_s, reference, workspace);
        return found ? found->id : QString();
    };
    EXPECT_EQ(id(u"team-a"_s, u"w1"_s), made.id);
    EXPECT_EQ(id(made.id, u"w1"_s), made.id);
    EXPECT_EQ(id(u"cloudCred_0123"_s, u"w1"_s), QString());
    EXPECT_EQ(store->bound(u"soon"_s, u"team-a"_s, u"w1"_s), nullptr) << "of another provider";
    const auto unknown = test::await(store->find(u"fake"_s, u"cloudCred_0123"_s, u"w1"_s, {}));
    EXPECT_EQ(unknown.error().kind, ErrorKind::InvalidInput);
    ASSERT_OK(store->bind(u"cloudCred_0123"_s, u"w1"_s, made.id));
    EXPECT_EQ(password(test::await(store->find(u"fake"_s, u"cloudCred_0123"_s, u"w1"_s, {}))), "pw-ann");
    EXPECT_EQ(id(u"cloudCred_0123"_s, u"w2"_s), QString()) << "a binding is for one workspace";
    EXPECT_EQ(open()->bound(u"fake"_s, u"cloudCred_0123"_s, u"w1"_s)->id, made.id) << "and is remembered";
    EXPECT_FALSE(store->bind(u"x"_s, u"w1"_s, u"cred_unknown"_s).has_value());
}

TEST_F(CredentialStoreTest, ARenamedCredentialIsFoundByTheNamesItHad)
{
    auto store = open();
    Credential made = saved(*store, u"Team A"_s);
    const auto rename = [&](const QString &name) {
        made.name = name;
        const auto renamed = save(*store, made);
        ASSERT_OK(renamed);
        made = *renamed;
    };
    const auto idIn = [](const CredentialStore &from, const QString &reference) {
        const Credential *found = from.bound(u"fake"_s, reference, u"w1"_s);
        return found ? found->id : QString();
    };
    rename(u"team-b"_s);
    rename(u"team-c"_s);
    for (const QString &name : {u"Team A"_s, u"team a"_s, u"team-b"_s, u"team-c"_s}) {
        EXPECT_EQ(idIn(*store, name), made.id) << name.toStdString();
        EXPECT_EQ(idIn(*open(), name), made.id) << name.toStdString() << " after a restart";
    }
    const Credential other = saved(*store, u"Team A"_s);
    EXPECT_EQ(idIn(*store, u"team a"_s), other.id) << "the name is another one's now";
    ASSERT_OK(test::await(store->remove(other.id)));
    EXPECT_EQ(idIn(*store, u"team a"_s), QString()) << "and was given away";
    rename(u"team-b"_s);
    EXPECT_EQ(idIn(*store, u"team-c"_s), made.id);
    ASSERT_OK(test::await(store->remove(made.id)));
    EXPECT_EQ(idIn(*store, u"team-c"_s), QString());
    EXPECT_FALSE(fileBytes().contains("team-c"));
}

TEST_F(CredentialStoreTest, ARenamingThatCannotBeWrittenIsForgotten)
{
    auto store = open();
    Credential made = saved(*store, u"team-a"_s);
    QFile::remove(path());
    QDir().mkpath(path()); // a folder where the file should go
    made.name = u"team-b"_s;
    ASSERT_FALSE(save(*store, made).has_value());
    EXPECT_EQ(store->bound(u"fake"_s, u"team-b"_s, u"w1"_s), nullptr);
    ASSERT_TRUE(QDir(path()).removeRecursively());
    saved(*store, u"other"_s);
    EXPECT_TRUE(fileBytes().contains("\"formerNames\": {}")) << fileBytes().toStdString();
}

TEST_F(CredentialStoreTest, ABrokenFileIsMovedAsideAndKept)
{
    for (const char *bytes : {"{\"version\":1,", "[]", "{\"version\":1}", "{\"version\":1,\"credentials\":[{\"name\":\"x\"}]}"}) {
        writeFile(bytes);
        auto store = open();
        ASSERT_FALSE(loaded.has_value()) << bytes;
        EXPECT_EQ(loaded.error().kind, ErrorKind::Malformed);
        EXPECT_TRUE(loaded.error().hint.contains(u".broken-"_s));
        EXPECT_TRUE(store->credentials().empty());
        saved(*store);
        EXPECT_EQ(open()->credentials().size(), 1u) << "the store is usable";
        QFile::remove(path());
    }
    const QStringList aside = filesBeside().filter(u".broken-"_s);
    EXPECT_EQ(aside.size(), 4) << "each is still there";
}

TEST_F(CredentialStoreTest, AFileOfANewerVersionIsLeftAlone)
{
    const QByteArray bytes = R"({"version":2,"credentials":[],"new":true})";
    writeFile(bytes);
    auto store = open();
    EXPECT_EQ(loaded.error().kind, ErrorKind::Unavailable);
    EXPECT_FALSE(save(*store, test::fakeCredential()).has_value());
    EXPECT_EQ(fileBytes(), bytes);
    EXPECT_TRUE(keychain.entries.isEmpty());
}

TEST_F(CredentialStoreTest, TwoWindowsKeepEachOthersCredentials)
{
    const auto one = open();
    const auto two = open();
    saved(*one, u"team-a"_s);
    const Credential second = saved(*two, u"team-b"_s);
    EXPECT_NE(two->findByName(u"team-a"_s), nullptr);
    EXPECT_EQ(open()->credentials().size(), 2U);
    EXPECT_EQ(save(*one, test::fakeCredential(u"team-b"_s)).error().kind, ErrorKind::InvalidInput) << "the other window has taken the name";
    EXPECT_OK(one->bind(u"foreign"_s, u"wrk"_s, second.id));
    EXPECT_OK(test::await(one->remove(one->findByName(u"team-a"_s)->id)));
    two->catchUp();
    EXPECT_EQ(two->findByName(u"team-a"_s), nullptr);
    ASSERT_NE(two->bound(second.providerId, u"foreign"_s, u"wrk"_s), nullptr);
    EXPECT_EQ(open()->credentials().size(), 1U);
}

TEST_F(CredentialStoreTest, WhatAnotherWindowChangedIsReadAnewAndWhatWasObtainedWithItIsVoid)
{
    const auto one = open();
    Credential changed = saved(*one);
    const auto two = open();
    EXPECT_EQ(password(test::await(two->withSecrets(changed.id))), "pw-ann");
    QStringList told;
    QObject::connect(two.get(), &CredentialStore::credentialChanged, two.get(), [&told](const QString &id) { told.append(id); });
    changed.values.setSecret("password"_L1, SecretValue::fromString(u"another"_s));
    EXPECT_OK(save(*one, changed));
    two->catchUp();
    EXPECT_EQ(told, QStringList(changed.id));
    EXPECT_EQ(password(test::await(two->withSecrets(changed.id))), "another");
    two->catchUp();
    EXPECT_EQ(told.size(), 1) << "nothing has changed since";
}

TEST_F(CredentialStoreTest, AFileThatAnotherProgramBreaksDoesNotTakeOursAway)
{
    auto store = open();
    saved(*store, u"team-a"_s);
    writeFile("[");
    saved(*store, u"team-b"_s);
    EXPECT_EQ(open()->credentials().size(), 2U);
}

TEST_F(CredentialStoreTest, WhatThisVersionDoesNotKnowIsWrittenBack)
{
    writeFile(R"({"version":1,"theme":{"a":1.10},"credentials":[
        {"id":"cred_1","name":"mine","provider":"fake","note":"by hand","values":{"server":"http://v.test","future":["x"]}},
        {"id":"cred_2","name":"later","provider":"vault-of-2030","values":{"a":1}}],"bindings":[]})");
    auto store = open();
    ASSERT_OK(loaded);
    ASSERT_EQ(store->credentials().size(), 1u);
    Credential mine = store->credentials().front();
    EXPECT_EQ(mine.values.text("server"_L1), u"http://v.test"_s);
    mine.values.setText("namespace"_L1, u"ns"_s);
    ASSERT_OK(save(*store, mine));
    const auto root = json::parse(fileBytes());
    ASSERT_OK(root);
    EXPECT_EQ((*root)[u"theme"][u"a"].numberText(), u"1.10"_s);
    const Value::List &list = (*root)[u"credentials"].list();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0][u"note"].toString(), u"by hand"_s);
    EXPECT_EQ(list[0][u"values"][u"future"].list().size(), 1u);
    EXPECT_EQ(list[0][u"values"][u"namespace"].toString(), u"ns"_s);
    EXPECT_EQ(list[1][u"provider"].toString(), u"vault-of-2030"_s);
    EXPECT_EQ(list[1][u"values"][u"a"].numberText(), u"1"_s);
}

TEST_F(CredentialStoreTest, SecretsLongerThanAKeychainEntryAreRefused)
{
    auto store = open();
    Credential credential = test::fakeCredential();
    credential.values.setSecret("password"_L1, SecretValue(QByteArrayView(QByteArray(3000, 'x'))));
    EXPECT_EQ(save(*store, credential).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(keychain.writes, 0);
}

TEST_F(CredentialStoreTest, StatusesAreAnnouncedAndNotStored)
{
    auto store = open();
    const Credential made = saved(*store);
    int changes = 0;
    QObject::connect(store.get(), &CredentialStore::changed, store.get(), [&changes] { ++changes; });
    store->setStatus(made.id, {CredentialStatus::State::Ready, u"Signed in as ann"_s, {}});
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(store->status(made.id).text, u"Signed in as ann"_s);
    EXPECT_EQ(open()->status(made.id).state, CredentialStatus::State::Unknown);
}

} // namespace sallyport
