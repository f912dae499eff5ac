// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/batch_collector.h"

#include "tests/support/async.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

FormValues reference(int number)
{
    FormValues values;
    values.setText("path"_L1, QString::number(number));
    return values;
}

class BatchCollectorTest : public testing::Test {
protected:
    using Documents = BatchCollector::Documents;

    Async<SecretDocument> ask(int number, std::stop_token stop = {}, const QString &lane = u"lane"_s)
    {
        return m_collector.fetch(lane, 20, reference(number), std::move(stop),
                                 [this](const std::vector<FormValues> &references, std::stop_token token) {
            QStringList names;
            for (const FormValues &each : references)
                names.append(each.text("path"_L1));
            m_batches.append(names);
            m_stops.push_back(std::move(token));
            if (m_hold)
                return m_held.emplace_back().future();
            return answered<Documents>(documentsFor(names));
        });
    }

    static Documents documentsFor(const QStringList &names)
    {
        Documents documents;
        for (const QString &name : names)
            documents.emplace_back(SecretDocument{SecretValue::fromString(u"v"_s + name)});
        return documents;
    }

    BatchCollector m_collector;
    QList<QStringList> m_batches;
    std::vector<std::stop_token> m_stops;
    std::vector<Completer<Documents>> m_held;
    bool m_hold = false;
};

TEST_F(BatchCollectorTest, AThousandAskersAreFiftyBatches)
{
    std::vector<Async<SecretDocument>> all;
    for (int i = 0; i < 1000; ++i)
        all.push_back(ask(i));
    for (int i = 0; i < 1000; ++i) {
        const auto document = await(all[static_cast<std::size_t>(i)]);
        ASSERT_OK(document);
        EXPECT_EQ(document->content.revealText(), u"v%1"_s.arg(i));
    }
    EXPECT_EQ(m_batches.size(), 50);
    for (const QStringList &batch : m_batches)
        EXPECT_EQ(batch.size(), 20);
}

TEST_F(BatchCollectorTest, LanesDoNotMixAndLaterAskersGetABatchOfTheirOwn)
{
    const auto one = ask(1), other = ask(2, {}, u"another"_s);
    ASSERT_OK(await(one));
    ASSERT_OK(await(other));
    EXPECT_EQ(m_batches, (QList<QStringList>{{u"1"_s}, {u"2"_s}}));
    ASSERT_OK(await(ask(3)));
    EXPECT_EQ(m_batches.size(), 3);
}

TEST_F(BatchCollectorTest, WhoStoppedBeforeItLeftIsNotInTheBatch)
{
    std::stop_source stop;
    const auto gone = ask(1, stop.get_token()), stays = ask(2);
    stop.request_stop();
    EXPECT_EQ(await(gone).error().kind, ErrorKind::Cancelled);
    ASSERT_OK(await(stays));
    EXPECT_EQ(m_batches, QList<QStringList>{QStringList{u"2"_s}});
}

TEST_F(BatchCollectorTest, ABatchIsStoppedWithItsLastAsker)
{
    m_hold = true;
    std::stop_source first, second;
    const auto one = ask(1, first.get_token()), two = ask(2, second.get_token());
    ASSERT_TRUE(waitUntil([this] { return m_held.size() == 1; }));
    first.request_stop();
    EXPECT_EQ(await(one).error().kind, ErrorKind::Cancelled);
    QCoreApplication::processEvents();
    EXPECT_FALSE(m_stops[0].stop_requested());
    second.request_stop();
    EXPECT_EQ(await(two).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitUntil([this] { return m_stops[0].stop_requested(); }));
    m_held[0](documentsFor({u"1"_s, u"2"_s}));
    QCoreApplication::processEvents();
}

TEST_F(BatchCollectorTest, AFailureIsEverybodysAndAShortAnswerIsAnError)
{
    m_hold = true;
    const auto one = ask(1), two = ask(2);
    ASSERT_TRUE(waitUntil([this] { return m_held.size() == 1; }));
    m_held[0](documentsFor({u"1"_s}));
    ASSERT_OK(await(one));
    EXPECT_EQ(await(two).error().kind, ErrorKind::Internal);
    const auto three = ask(3);
    ASSERT_TRUE(waitUntil([this] { return m_held.size() == 2; }));
    m_held[1](Error{ErrorKind::Network, u"no route"_s, {}});
    EXPECT_EQ(await(three).error().message, u"no route"_s);
}

} // namespace
} // namespace sallyport::test
