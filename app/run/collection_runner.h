// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/request_runner.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <vector>

namespace sallyport {

//! What became of one request of a run.
struct RunStep {
    QString requestId;
    QString requestName;
    QString method;
    Result<RunRecord> outcome;
};

struct RunPlan {
    Workspace workspace;
    QString environmentId;                 //!< empty: the base environment only
    std::vector<QString> requestIds;       //!< in the order to run
    std::optional<VariableScope::Layer> overrides; //!< beats every environment
    SendOptions options;
    bool stopAtFailure = false;
    bool failOnStatus = false; //!< whether an answer outside 200..299 counts as a failure for stopAtFailure
};

//! Runs requests one after the other; bodies of answers are dropped once reported, so memory does not grow with the run.
class CollectionRunner final : public QObject {
    Q_OBJECT
public:
    explicit CollectionRunner(RequestRunner &runner, QObject *parent = nullptr);

    using Report = std::function<void(const RunStep &)>;
    //! Calls `report` after each request; answers when the last is done, stopped or cancelled.
    [[nodiscard]] Async<Done> run(RunPlan plan, Report report, std::stop_token stop);

private:
    struct State;
    void next(const std::shared_ptr<State> &state);
    [[nodiscard]] static Result<PreparedRequest> prepare(const RunPlan &plan, const RequestDraft &draft);

    RequestRunner &m_runner;
};

} // namespace sallyport
