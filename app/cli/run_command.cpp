// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_command.h"

#include "app/cli/reporter.h"
#include "app/cli/selection.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! What lives as long as the run does.
struct Run {
    Run(RequestRunner &requests, QTextStream &out, QTextStream &err, const RunArguments &arguments)
        : runner(requests), reporter(out, err, arguments.verbose, arguments.failOnStatus)
    {
    }
    CollectionRunner runner;
    Reporter reporter;
};

QString environmentName(const RunPlan &plan)
{
    const Environment *environment = plan.workspace.findEnvironment(plan.environmentId);
    return environment && !plan.environmentId.isEmpty() ? environment->name : u"base environment"_s;
}

Result<RunPlan> planFor(const RunArguments &arguments, QTextStream &err)
{
    const auto document = selectWorkspace(arguments);
    if (!document)
        return document.error();
    for (const Error &warning : document->warnings()) {
        const SourceLocation at = warning.location.value_or(SourceLocation());
        err << terminalSafe(u"warning: %1, line %2: %3\n"_s.arg(at.place, QString::number(at.line), warning.sentence()));
    }
    err.flush();
    return makePlan(*document, arguments);
}

} // namespace

Async<int> runCollection(const RunArguments &arguments, RequestRunner &runner, QTextStream &out, QTextStream &err, std::stop_token stop)
{
    auto run = std::make_shared<Run>(runner, out, err, arguments);
    const auto plan = planFor(arguments, err);
    if (!plan) {
        run->reporter.failed(plan.error());
        return answered<int>(run->reporter.exitCode());
    }
    run->reporter.started(plan->workspace, environmentName(*plan), plan->requestIds.size());
    Completer<int> done;
    run->runner.run(*plan, [run](const RunStep &step) { run->reporter.step(step); }, std::move(stop))
        .then(&runner, [run, done](const Result<Done> &outcome) {
            if (outcome)
                run->reporter.finished();
            else
                run->reporter.failed(outcome.error());
            done(run->reporter.exitCode());
        });
    return done.future();
}

} // namespace sallyport
