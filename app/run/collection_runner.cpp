// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run/collection_runner.h"

namespace sallyport {

struct CollectionRunner::State {
    RunPlan plan;
    Report report;
    std::stop_token stop;
    std::size_t index = 0;
    Completer<Done> done;
};

CollectionRunner::CollectionRunner(RequestRunner &runner, QObject *parent) : QObject(parent), m_runner(runner) {}

Async<Done> CollectionRunner::run(RunPlan plan, Report report, std::stop_token stop)
{
    auto state = std::make_shared<State>(State{std::move(plan), std::move(report), std::move(stop), 0, {}});
    next(state);
    return state->done.future();
}

Result<PreparedRequest> CollectionRunner::prepare(const RunPlan &plan, const RequestDraft &draft)
{
    return RequestRunner::prepare(plan.workspace, plan.environmentId, draft, plan.overrides);
}

void CollectionRunner::next(const std::shared_ptr<State> &state)
{
    if (state->stop.stop_requested())
        return state->done(cancelledError());
    if (state->index >= state->plan.requestIds.size())
        return state->done(Done{});
    const RequestDraft *draft = state->plan.workspace.findRequest(state->plan.requestIds[state->index++]);
    if (!draft)
        return next(state);
    const auto prepared = prepare(state->plan, *draft);
    const Async<RunRecord> sent = prepared ? m_runner.send(*prepared, state->plan.options, state->stop)
                                           : answered<RunRecord>(prepared.error());
    Async<RunRecord>(sent).then(this, [this, state, draft](const Result<RunRecord> &outcome) {
        state->report(RunStep{draft->id, draft->name, draft->method, outcome});
        const bool badStatus = outcome && (outcome->response.status < 200 || outcome->response.status > 299);
        const bool failed = !outcome || (state->plan.failOnStatus && badStatus);
        if (failed && state->plan.stopAtFailure)
            return state->done(Done{});
        next(state);
    });
}

} // namespace sallyport
