// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Small costs on the hot path: a cache hit, a template, a redaction, a look at 10,000 requests.
#include "app/base/clock.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secret_cache.h"
#include "app/store/workspace_document.h"
#include "app/template/render.h"

#include <QHash>

#include <benchmark/benchmark.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

SecretCacheKey keyOf(int number)
{
    return {u"cred_0123456789abcdef0123456789abcdef"_s, 1, u"https://vault.example.org:8200 admin/"_s, u"hashicorp"_s,
            u"{\"kvVersion\":\"v2\",\"secretEnginePath\":\"secret\",\"secretName\":\"prod/shop-%1\",\"version\":\"\"}"_s.arg(number)};
}

void cacheHit(benchmark::State &state)
{
    SystemClock clock;
    SecretCache cache(clock);
    for (int i = 0; i < 1000; ++i)
        cache.store(keyOf(i), SecretDocument{SecretValue(R"({"api_key":"value"})"), SecretDocument::Form::Json, {}, {}, {}, {}});
    const SecretCacheKey key = keyOf(500);
    const QString selector = u"api_key"_s;
    for (auto _ : state)
        benchmark::DoNotOptimize(cache.findSelected(key, selector));
}
BENCHMARK(cacheHit);

//! The limit: one look-up of the same key in a plain QHash.
void plainHashHit(benchmark::State &state)
{
    QHash<SecretCacheKey, int> table;
    for (int i = 0; i < 1000; ++i)
        table.insert(keyOf(i), i);
    const SecretCacheKey key = keyOf(500);
    for (auto _ : state)
        benchmark::DoNotOptimize(table.find(key));
}
BENCHMARK(plainHashHit);

void renderUrl(benchmark::State &state)
{
    const VariableScope scope({{u"Base"_s, Value(Value::Map{{u"base_url"_s, Value(u"https://shop.example.org"_s)}, {u"v"_s, Value(u"v2"_s)},
                                                            {u"user"_s, Value(u"anna"_s)}, {u"page"_s, Value(u"7"_s)}})}});
    const QString text = u"{{ _.base_url }}/{{ _.v }}/users/{{ _.user }}?page={{ _.page }}"_s;
    for (auto _ : state)
        benchmark::DoNotOptimize(render(text, scope, {}, u"URL"_s));
}
BENCHMARK(renderUrl);

void redactMegabyte(benchmark::State &state)
{
    const Redactor redactor({SecretValue("s3cr3t-token-0123456789"), SecretValue("another-value-abcdef")});
    const QByteArray body =
        QByteArray(R"({"id":1234,"name":"some ordinary text of an answer","ok":true},)").repeated(16'000).first(1 << 20);
    for (auto _ : state)
        benchmark::DoNotOptimize(redactor.redact(body));
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * body.size());
}
BENCHMARK(redactMegabyte);

QByteArray tenThousandRequests()
{
    QByteArray text = "type: collection.insomnia.rest/5.0\nname: Large\nmeta:\n  id: wrk_large\ncollection:\n";
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray number = QByteArray::number(i);
        text += "  - url: \"{{ _.base_url }}/items/" + number + "\"\n    name: Request " + number + "\n    meta:\n      id: req_" + number +
                "\n      created: 1700000000000\n      modified: 1700000000000\n      sortKey: -" + number +
                "\n    method: GET\n    headers:\n      - name: Accept\n        value: application/json\n"
                "      - name: X-Request\n        value: \"{{ _.token }}\"\n    authentication:\n      type: bearer\n"
                "      token: \"{{ _.token }}\"\n"
                "    settings:\n      renderRequestBody: true\n      encodeUrl: true\n      followRedirects: global\n";
    }
    return text;
}

void openTenThousand(benchmark::State &state)
{
    const QByteArray text = tenThousandRequests();
    for (auto _ : state)
        benchmark::DoNotOptimize(WorkspaceDocument::parse(text, u"large.yaml"_s));
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * text.size());
}
BENCHMARK(openTenThousand)->Unit(benchmark::kMillisecond);

void editOneOfTenThousand(benchmark::State &state)
{
    const auto opened = WorkspaceDocument::parse(tenThousandRequests(), u"large.yaml"_s);
    RequestDraft draft = *opened->workspace().findRequest(u"req_5000"_s);
    for (auto _ : state) {
        WorkspaceDocument document = *opened;
        draft.name = u"Renamed"_s;
        benchmark::DoNotOptimize(document.setRequest(draft));
    }
}
BENCHMARK(editOneOfTenThousand)->Unit(benchmark::kMillisecond);

} // namespace
