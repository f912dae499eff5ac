// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/many_links.h"

#include "tests/support/async.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace sallyport::bench {

Workspace manyLinks(int count, const QString &url, const std::function<QString(int)> &tag)
{
    Workspace workspace;
    workspace.id = u"wrk_bench"_s;
    Value::Map variables;
    RequestDraft all{.id = u"req_all"_s, .name = u"all"_s, .url = url};
    for (int i = 0; i < count; ++i) {
        const QString name = u"v%1"_s.arg(i);
        variables.emplace_back(name, Value(tag(i)));
        all.body.text += u"{{ _.%1 }}"_s.arg(name);
    }
    all.body.kind = Body::Kind::Text;
    workspace.baseEnvironment.data = Value(std::move(variables));
    workspace.items = {Item{all}, Item{RequestDraft{.id = u"req_none"_s, .name = u"none"_s, .url = url}}};
    return workspace;
}

double sendOnce(CoreComposition &core, const Workspace &workspace, const QString &requestId)
{
    QElapsedTimer timer;
    timer.start();
    const auto prepared = RequestRunner::prepare(workspace, {}, *workspace.findRequest(requestId));
    if (!prepared)
        qFatal("%s", qPrintable(prepared.error().sentence()));
    const auto record = test::await(core.runner.send(*prepared, {}, {}), std::chrono::minutes(2));
    if (!record)
        qFatal("%s", qPrintable(record.error().sentence()));
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace sallyport::bench
