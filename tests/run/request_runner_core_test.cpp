// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The main job with a vault made of a function and a real server that receives the request.
#include "app/run/collection_runner.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"
#include "tests/support/http_server.h"
#include "tests/support/manual_clock.h"
#include "tests/support/one_credential.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

QString tag(const QString &path)
{
    return u"{% vault 'fake', 'team-a', '{\"path\":\"%1\"}' %}"_s.arg(path);
}

class Runner : public testing::Test {
protected:
    Runner()
    {
        credentials.credential.id = u"cred_1"_s;
        vault.secrets.insert(u"a"_s, "first-secret-value");
        vault.secrets.insert(u"b"_s, "second-secret-value");
        workspace.id = u"wrk_1"_s;
        workspace.baseEnvironment.data =
            Value(Value::Map{{u"a"_s, Value(tag(u"a"_s))}, {u"b"_s, Value(tag(u"b"_s))}, {u"gone"_s, Value(tag(u"gone"_s))}});
    }

    RequestDraft draft(const QString &text)
    {
        RequestDraft request;
        request.id = u"req_1"_s;
        request.name = u"Ping"_s;
        request.url = QString::fromLatin1(echo.origin()) + u"/?q="_s + text;
        return request;
    }

    Result<RunRecord> send(const RequestDraft &request, std::stop_token stop = {})
    {
        const auto prepared = RequestRunner::prepare(workspace, {}, request);
        return prepared ? test::await(runner.send(*prepared, {}, std::move(stop))) : Result<RunRecord>(prepared.error());
    }

    test::ManualClock clock;
    test::FakeVault vault;
    test::OneCredential credentials{test::fakeCredential()};
    Interlocutor interlocutor{vault, clock};
    Authorizer authorizer{test::fakeCatalog(), interlocutor, clock};
    SecretCache cache{clock};
    SecretResolver resolver{test::fakeCatalog(), credentials, authorizer, cache, interlocutor, clock};
    CurlClient client;
    RequestRunner runner{test::fakeCatalog(), resolver, client};
    test::HttpServer echo{[](const LoopbackRequest &request) { return test::Reply::text("got " + request.target); }};
    Workspace workspace;
};

} // namespace

TEST_F(Runner, FillsInSecretsAndHidesThemInTheRecord)
{
    const auto record = send(draft(u"{{ _.a }}-{{ _.b }}-{{ _.a }}"_s));
    ASSERT_OK(record);
    EXPECT_EQ(echo.requests().front().target, "/?q=first-secret-value-second-secret-value-first-secret-value");
    EXPECT_EQ(vault.fetches, 2);
    EXPECT_EQ(vault.signIns, 1);
    EXPECT_EQ(record->hiddenValues, 2);
    EXPECT_FALSE(record->redactedUrl.contains(u"secret-value"_s)) << record->redactedUrl.toStdString();
    EXPECT_FALSE(record->redactor.redact(record->response.body).contains("secret-value"));
}

TEST_F(Runner, OneSecretThatFailsMeansNothingIsSent)
{
    const auto record = send(draft(u"{{ _.a }}{{ _.gone }}"_s));
    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(record.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(record.error().sentence().contains(u"variable \"gone\""_s)) << record.error().sentence().toStdString();
    ASSERT_TRUE(record.error().location.has_value());
    EXPECT_EQ(record.error().location->place, u"URL"_s);
    EXPECT_EQ(echo.requestCount(), 0);
}

TEST_F(Runner, AMistakeInAnotherFileIsToldAtTheFieldThatNeedsTheSecret)
{
    credentials.failure = Error{ErrorKind::InvalidInput, u"config, line 2: no role"_s, {}}.at({u"config"_s, 2});
    const auto record = send(draft(u"{{ _.a }}"_s));
    ASSERT_FALSE(record.has_value());
    EXPECT_TRUE(record.error().message.contains(u"config, line 2"_s));
    ASSERT_TRUE(record.error().location.has_value());
    EXPECT_EQ(record.error().location->place, u"URL"_s);
}

TEST_F(Runner, SecondSendComesFromTheCache)
{
    EXPECT_OK(send(draft(u"{{ _.a }}"_s)));
    EXPECT_OK(send(draft(u"{{ _.a }}"_s)));
    EXPECT_EQ(vault.fetches, 1);
    clock.advance(std::chrono::minutes(31));
    EXPECT_OK(send(draft(u"{{ _.a }}"_s)));
    EXPECT_EQ(vault.fetches, 2);
    EXPECT_EQ(echo.requestCount(), 3);
}

TEST_F(Runner, StopWhileFetchingSendsNothing)
{
    vault.hold();
    std::stop_source stop;
    const auto prepared = RequestRunner::prepare(workspace, {}, draft(u"{{ _.a }}"_s));
    ASSERT_OK(prepared);
    const auto sending = runner.send(*prepared, {}, stop.get_token());
    ASSERT_TRUE(test::waitUntil([&] { return vault.waiting() == 1; }));
    stop.request_stop();
    const auto record = test::await(sending);
    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(record.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(vault.stopped(), 1);
    EXPECT_EQ(echo.requestCount(), 0);
}

TEST_F(Runner, UnknownProviderAndUnknownSettingAreErrorsBeforeAnythingIsAsked)
{
    for (const QString &bad : {u"{% vault 'nobody', 'x', '{}' %}"_s,
                               u"{% vault 'fake', 'x', '{\"path\":\"a\",\"serverAddress\":\"http://evil\"}' %}"_s}) {
        const auto record = send(draft(bad));
        ASSERT_FALSE(record.has_value());
        EXPECT_EQ(record.error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_EQ(vault.requests().size(), 0u);
    EXPECT_EQ(echo.requestCount(), 0);
}

TEST_F(Runner, ErrorsOfTheTransferHideSecrets)
{
    RequestDraft request = draft({});
    request.url = u"http://127.0.0.1:%1/{{ _.a }}"_s.arg(test::closedPort());
    const auto record = send(request);
    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(record.error().kind, ErrorKind::Network);
    EXPECT_FALSE((record.error().sentence() + record.error().hint).contains(u"first-secret"_s));
}

TEST_F(Runner, CollectionRunsInOrderAndReportsEachOnce)
{
    RequestDraft first = draft(u"1{{ _.a }}"_s);
    RequestDraft broken = draft(u"{{ _.missing }}"_s);
    broken.id = u"req_2"_s;
    RequestDraft last = draft(u"3"_s);
    last.id = u"req_3"_s;
    workspace.items = {Item{first}, Item{broken}, Item{last}};
    CollectionRunner collection(runner);
    RunPlan plan{.workspace = workspace,
                 .environmentId = {},
                 .requestIds = {u"req_1"_s, u"req_2"_s, u"req_3"_s},
                 .overrides = {},
                 .options = {}};
    QStringList seen;
    EXPECT_OK(test::await(collection.run(plan, [&](const RunStep &step) {
        seen.append(step.requestId + (step.outcome ? u" ok"_s : u" failed"_s));
    }, {})));
    EXPECT_EQ(seen, QStringList({u"req_1 ok"_s, u"req_2 failed"_s, u"req_3 ok"_s}));
    seen.clear();
    plan.stopAtFailure = true;
    EXPECT_OK(test::await(collection.run(plan, [&](const RunStep &step) { seen.append(step.requestId); }, {})));
    EXPECT_EQ(seen, QStringList({u"req_1"_s, u"req_2"_s}));
}
