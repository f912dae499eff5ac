// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run/wire_builder.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

PreparedRequest prepared(RequestDraft draft, Value::Map variables = {})
{
    return PreparedRequest{std::move(draft), VariableScope({{u"Base"_s, Value(std::move(variables))}}), u"wrk_1"_s, {}};
}

RequestDraft draftTo(const QString &url)
{
    RequestDraft draft;
    draft.url = url;
    return draft;
}

QByteArray urlOf(const RequestDraft &draft)
{
    const auto wire = buildWireRequest(prepared(draft), {}, {});
    return wire ? wire->url : wire.error().message.toUtf8();
}

QByteArray headerOf(const WireRequest &wire, QByteArrayView name)
{
    for (const HttpHeader &header : wire.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return "(none)";
}

} // namespace

TEST(WireBuilder, UrlsAreEncodedOnceAndKeepWhatIsEncoded)
{
    EXPECT_EQ(urlOf(draftTo(u"127.0.0.1:8080/a b"_s)), "http://127.0.0.1:8080/a%20b");
    EXPECT_EQ(urlOf(draftTo(u"https://host/%2Fkept?x=1&y=ü#fragment"_s)), "https://host/%2Fkept?x=1&y=%C3%BC");
    EXPECT_EQ(urlOf(draftTo(u"http://[::1]:80/x"_s)), "http://[::1]:80/x");
}

TEST(WireBuilder, QueryParametersAreAppended)
{
    RequestDraft draft = draftTo(u"http://host/p?a=1"_s);
    draft.queryParameters = {
        {.name = u"q"_s, .value = u"x & y=z"_s}, {.name = u"flag"_s}, {.name = u"off"_s, .enabled = false}, {.value = u"nameless"_s}};
    EXPECT_EQ(urlOf(draft), "http://host/p?a=1&q=x%20%26%20y%3Dz&flag");
}

TEST(WireBuilder, PathParametersReplaceWholeSegments)
{
    RequestDraft draft = draftTo(u"http://host:8080/users/:id/:idx?at=:id"_s);
    draft.pathParameters = {{.name = u"id"_s, .value = u"a/b c"_s}};
    EXPECT_EQ(urlOf(draft), "http://host:8080/users/a%2Fb%20c/:idx?at=:id");
}

TEST(WireBuilder, WithoutEncodingTheUrlGoesAsWritten)
{
    RequestDraft draft = draftTo(u"http://host/a|b"_s);
    draft.encodeUrl = false;
    EXPECT_EQ(urlOf(draft), "http://host/a|b");
}

TEST(WireBuilder, BasicAndBearerMakeTheHeaderUnlessThePersonWroteOne)
{
    RequestDraft draft = draftTo(u"http://host"_s);
    draft.authentication = {.kind = Authentication::Kind::Basic, .username = u"anna"_s, .password = u"pä:ss"_s};
    EXPECT_EQ(headerOf(*buildWireRequest(prepared(draft), {}, {}), "authorization"), "Basic " + QByteArray("anna:p\xc3\xa4:ss").toBase64());
    draft.authentication = {.kind = Authentication::Kind::Bearer, .token = u"t0k"_s};
    EXPECT_EQ(headerOf(*buildWireRequest(prepared(draft), {}, {}), "authorization"), "Bearer t0k");
    draft.authentication.prefix = u"Token"_s;
    EXPECT_EQ(headerOf(*buildWireRequest(prepared(draft), {}, {}), "authorization"), "Token t0k");
    draft.headers = {{.name = u"authorization"_s, .value = u"mine"_s}};
    const auto wire = buildWireRequest(prepared(draft), {}, {});
    EXPECT_EQ(headerOf(*wire, "authorization"), "mine");
    EXPECT_EQ(wire->headers.size(), 1);
    draft.headers.clear();
    draft.authentication.enabled = false;
    EXPECT_EQ(headerOf(*buildWireRequest(prepared(draft), {}, {}), "authorization"), "(none)");
}

TEST(WireBuilder, BodiesBringTheirTypeUnlessThePersonWroteOne)
{
    RequestDraft draft = draftTo(u"http://host"_s);
    draft.body = {.kind = Body::Kind::Json, .mimeType = u"application/json"_s, .text = u"{\"n\":\"{{ _.n }}\"}"_s};
    const auto json = buildWireRequest(prepared(draft, {{u"n"_s, Value(u"ü"_s)}}), {}, {});
    ASSERT_OK(json);
    EXPECT_EQ(json->body, "{\"n\":\"\xc3\xbc\"}");
    EXPECT_EQ(headerOf(*json, "content-type"), "application/json");
    draft.renderBody = false;
    EXPECT_EQ(buildWireRequest(prepared(draft), {}, {})->body, "{\"n\":\"{{ _.n }}\"}");
    draft.body = {.kind = Body::Kind::Form, .fields = {{.name = u"a b"_s, .value = u"1+1=2&"_s}, {.name = u"c"_s, .value = u"ü"_s}}};
    const auto form = buildWireRequest(prepared(draft), {}, {});
    EXPECT_EQ(form->body, "a+b=1%2B1%3D2%26&c=%C3%BC");
    EXPECT_EQ(headerOf(*form, "content-type"), "application/x-www-form-urlencoded");
    draft.headers = {{.name = u"Content-Type"_s, .value = u"text/x"_s}};
    EXPECT_EQ(headerOf(*buildWireRequest(prepared(draft), {}, {}), "content-type"), "text/x");
}

TEST(WireBuilder, HeadersKeepOrderCaseAndDuplicates)
{
    RequestDraft draft = draftTo(u"http://host"_s);
    draft.headers = {{.name = u"X-b"_s, .value = u"1"_s},
                     {.name = u"x-A"_s, .value = u"2"_s},
                     {.name = u"X-b"_s, .value = u"3"_s},
                     {.name = u"X-Off"_s, .enabled = false}};
    const auto wire = buildWireRequest(prepared(draft), {}, {});
    const QList<HttpHeader> expected{{"X-b", "1"}, {"x-A", "2"}, {"X-b", "3"}};
    EXPECT_EQ(wire->headers, expected);
}

TEST(WireBuilder, ErrorsNameTheField)
{
    RequestDraft draft = draftTo(u"http://host"_s);
    draft.headers = {{.name = u"X-Key"_s, .value = u"{{ _.missing }}"_s}};
    const auto wire = buildWireRequest(prepared(draft), {}, {});
    ASSERT_FALSE(wire.has_value());
    ASSERT_TRUE(wire.error().location.has_value());
    EXPECT_EQ(wire.error().location->place, u"header \"X-Key\""_s);
}

TEST(WireBuilder, PreviewHidesSecrets)
{
    const QString tag = u"{% vault 'hashicorp', 'team', '{\"secretName\":\"a\"}' %}"_s;
    PreparedRequest request = prepared(draftTo(u"http://host/"_s + tag));
    request.secrets = *requiredSecrets(request.draft.url, request.scope, u"URL"_s);
    ASSERT_EQ(request.secrets.size(), 1u);
    EXPECT_EQ(previewUrl(request), u"http://host/"_s + Redactor::mask());
}

TEST(Prepare, InheritsHeadersAndAuthenticationFromFolders)
{
    RequestDraft request = draftTo(u"http://host"_s);
    request.id = u"req_1"_s;
    request.headers = {{.name = u"x-own"_s, .value = u"inner"_s}};
    Folder inner{.id = u"fld_2"_s,
                 .children = {Item{request}},
                 .headers = {{.name = u"X-Own"_s, .value = u"outer"_s}, {.name = u"X-Folder"_s, .value = u"2"_s}}};
    Folder outer{.id = u"fld_1"_s,
                 .children = {Item{inner}},
                 .headers = {{.name = u"X-Folder"_s, .value = u"1"_s}, {.name = u"X-Top"_s, .value = u"t"_s}}};
    outer.authentication = {.kind = Authentication::Kind::Bearer, .token = u"t"_s};
    Workspace workspace;
    workspace.items = {Item{outer}};
    const auto ready = RequestRunner::prepare(workspace, {}, request);
    ASSERT_OK(ready);
    QStringList headers;
    for (const Parameter &row : ready->draft.headers)
        headers.append(row.name + u'=' + row.value);
    EXPECT_EQ(headers.join(u' '), u"X-Top=t X-Folder=2 x-own=inner"_s);
    EXPECT_EQ(ready->draft.authentication.kind, Authentication::Kind::Bearer);
}

TEST(Prepare, RefusesWhatCannotBeSentAsMeant)
{
    Workspace workspace;
    EXPECT_EQ(RequestRunner::prepare(workspace, {}, draftTo(u" "_s)).error().location->place, u"URL"_s);
    RequestDraft draft = draftTo(u"http://host"_s);
    draft.body = {.kind = Body::Kind::Unsupported, .mimeType = u"multipart/form-data"_s};
    EXPECT_EQ(RequestRunner::prepare(workspace, {}, draft).error().kind, ErrorKind::InvalidInput);
    draft.body = {};
    draft.authentication = {.kind = Authentication::Kind::Unsupported, .typeName = u"oauth2"_s};
    EXPECT_TRUE(RequestRunner::prepare(workspace, {}, draft).error().message.contains(u"oauth2"_s));
}

TEST(Prepare, ListsEachSecretOnceAndOnlyThoseThatAreUsed)
{
    const QString used = u"{% vault 'hashicorp', 'team', '{\"secretName\":\"used\"}' %}"_s;
    const QString unused = u"{% vault 'hashicorp', 'team', '{\"secretName\":\"unused\"}' %}"_s;
    Workspace workspace;
    workspace.baseEnvironment.data = Value(Value::Map{{u"used"_s, Value(used)}, {u"unused"_s, Value(unused)}});
    RequestDraft draft = draftTo(u"http://host/{{ _.used }}"_s);
    draft.headers = {{.name = u"X"_s, .value = u"{{ _.used }}"_s}, {.name = u"Y"_s, .value = u"{{ _.unused }}"_s, .enabled = false}};
    const auto ready = RequestRunner::prepare(workspace, {}, draft);
    ASSERT_OK(ready);
    ASSERT_EQ(ready->secrets.size(), 1u);
    EXPECT_EQ(ready->secrets[0].via, QStringList{u"used"_s});
}
