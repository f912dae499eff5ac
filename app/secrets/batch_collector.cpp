// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/batch_collector.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace sallyport {

//! A batch under way, and who still waits for it.
struct BatchCollector::Batch {
    std::vector<Completer<SecretDocument>> done;
    std::vector<std::unique_ptr<std::stop_callback<std::function<void()>>>> onStop;
    std::stop_source stop;
    std::size_t gone = 0;
};

Async<SecretDocument> BatchCollector::fetch(const QString &lane, std::size_t limit, const FormValues &reference, std::stop_token stop,
                                            const Launch &launch)
{
    auto &waiting = m_lanes[lane];
    if (!waiting) {
        waiting = std::make_shared<Lane>(Lane{std::max<std::size_t>(limit, 1), launch, {}});
        QMetaObject::invokeMethod(this, [this, lane] { depart(lane); }, Qt::QueuedConnection);
    }
    waiting->waiting.push_back({reference, std::move(stop), {}});
    return waiting->waiting.back().done.future();
}

void BatchCollector::depart(const QString &name)
{
    const auto lane = m_lanes.take(name);
    std::vector<Entry> batch;
    for (Entry &entry : lane->waiting) {
        if (entry.stop.stop_requested()) {
            entry.done(cancelledError());
            continue;
        }
        batch.push_back(std::move(entry));
        if (batch.size() == lane->limit)
            send(std::exchange(batch, {}), lane->launch);
    }
    if (!batch.empty())
        send(std::move(batch), lane->launch);
}

void BatchCollector::send(std::vector<Entry> entries, const Launch &launch)
{
    auto batch = std::make_shared<Batch>();
    std::vector<FormValues> references;
    for (const Entry &entry : entries) {
        references.push_back(entry.reference);
        batch->done.push_back(entry.done);
        // Put off, so that a batch is never stopped from within somebody's request to stop.
        auto leave = [this, weak = std::weak_ptr<Batch>(batch), done = entry.done] {
            done(cancelledError());
            QMetaObject::invokeMethod(
                this,
                [weak] {
                    if (const auto live = weak.lock(); live && ++live->gone == live->done.size())
                        live->stop.request_stop();
                },
                Qt::QueuedConnection);
        };
        batch->onStop.push_back(std::make_unique<std::stop_callback<std::function<void()>>>(entry.stop, std::function<void()>(leave)));
    }
    launch(references, batch->stop.get_token()).then(this, [batch](const Result<Documents> &documents) {
        for (std::size_t i = 0; i < batch->done.size(); ++i) {
            if (!documents)
                batch->done[i](documents.error());
            else if (i < documents->size())
                batch->done[i]((*documents)[i]);
            else
                batch->done[i](Error{ErrorKind::Internal, u"a batch has no answer for this secret"_s, {}});
        }
    });
}

} // namespace sallyport
