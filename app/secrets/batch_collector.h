// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/provider.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace sallyport {

//! Gathers fetches that come at the same time into batches: what is asked for before the event loop turns goes together, at most
//! `limit` in one. Whoever stops is left out; when all of a batch have stopped, so does the batch.
class BatchCollector final : public QObject {
    Q_OBJECT
public:
    using Documents = std::vector<Result<SecretDocument>>;
    //! Fetches the references of one batch (at least one); answers in their order.
    using Launch = std::function<Async<Documents>(const std::vector<FormValues> &, std::stop_token)>;

    explicit BatchCollector(QObject *parent = nullptr) : QObject(parent) {}

    //! `launch` is used for the batches of that lane until it is empty; lanes never share a batch.
    [[nodiscard]] Async<SecretDocument> fetch(const QString &lane, std::size_t limit, const FormValues &reference, std::stop_token stop,
                                              const Launch &launch);

private:
    struct Entry {
        FormValues reference;
        std::stop_token stop;
        Completer<SecretDocument> done;
    };
    struct Lane {
        std::size_t limit = 1;
        Launch launch;
        std::vector<Entry> waiting;
    };
    struct Batch;

    void depart(const QString &name);
    void send(std::vector<Entry> entries, const Launch &launch);

    QHash<QString, std::shared_ptr<Lane>> m_lanes;
};

} // namespace sallyport
