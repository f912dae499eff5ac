// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/item_writer.h"

#include "app/store/item_reader.h"
#include "app/store/property_order.h"
#include "app/store/value_edit.h"

#include <QDateTime>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

// The order in which Insomnia writes members; others stay where they are.
const QStringList &requestOrder()
{
    static const QStringList kOrder{u"url"_s,        u"name"_s,           u"meta"_s,    u"method"_s,   u"body"_s,          u"parameters"_s,
                                    u"headers"_s, u"authentication"_s, u"scripts"_s, u"settings"_s, u"pathParameters"_s};
    return kOrder;
}

const QStringList &folderOrder()
{
    static const QStringList kOrder{u"name"_s,        u"meta"_s,    u"children"_s, u"scripts"_s, u"authentication"_s,
                                    u"environment"_s, u"environmentPropertyOrder"_s, u"headers"_s};
    return kOrder;
}

const QStringList &rowOrder()
{
    static const QStringList kOrder{u"id"_s, u"name"_s, u"value"_s, u"description"_s, u"disabled"_s};
    return kOrder;
}

const QStringList &bodyOrder()
{
    static const QStringList kOrder{u"mimeType"_s, u"text"_s, u"params"_s};
    return kOrder;
}

const QStringList &authenticationOrder()
{
    static const QStringList kOrder{u"type"_s, u"useISO88591"_s, u"disabled"_s, u"username"_s, u"password"_s, u"token"_s, u"prefix"_s};
    return kOrder;
}

void applyDisabled(Value &map, bool wasEnabled, bool isEnabled, const QStringList &order)
{
    if (wasEnabled == isEnabled)
        return;
    if (isEnabled)
        removeMember(map, u"disabled"_s);
    else
        setOrdered(map, u"disabled"_s, true, order);
}

void applyParameter(Value &row, const Parameter *before, const Parameter &now)
{
    const Parameter none;
    const Parameter &old = before ? *before : none;
    applyOptionalText(row, u"id"_s, old.id, now.id, rowOrder());
    if (!before || old.name != now.name)
        setOrdered(row, u"name"_s, now.name, rowOrder());
    if (!before || old.value != now.value)
        setOrdered(row, u"value"_s, now.value, rowOrder());
    applyOptionalText(row, u"description"_s, old.description, now.description, rowOrder());
    applyDisabled(row, old.enabled, now.enabled, rowOrder());
}

void applyBody(Value &item, const Body &before, const Body &now)
{
    if (before == now)
        return;
    if (now.kind == Body::Kind::None)
        return removeMember(item, u"body"_s);
    Value body = item[u"body"].isMap() ? item[u"body"] : Value(Value::Map());
    const bool isForm = now.kind == Body::Kind::Form;
    applyOptionalText(body, u"mimeType"_s, body[u"mimeType"].toString(), now.mimeType, bodyOrder());
    if (before.kind != now.kind) {
        for (const QString &other : {isForm ? u"text"_s : u"params"_s, u"fileName"_s})
            removeMember(body, other);
    }
    if (before.kind == Body::Kind::Unsupported) // its text or fields are not in the model
        removeMember(body, isForm ? u"params"_s : u"text"_s);
    if (isForm)
        applyRows(body, u"params"_s, before.fields, now.fields, bodyOrder(), applyParameter);
    else if (before.text != now.text || !body.find(u"text"))
        setOrdered(body, u"text"_s, now.text, bodyOrder());
    setOrdered(item, u"body"_s, std::move(body), requestOrder());
}

void applyAuthentication(Value &item, const Authentication &before, const Authentication &now, const QStringList &order)
{
    if (before == now)
        return;
    if (now.kind == Authentication::Kind::Inherit)
        return removeMember(item, u"authentication"_s);
    const bool isSameKind = before.kind == now.kind;
    Value map = isSameKind ? item[u"authentication"] : Value(Value::Map());
    const Authentication old = isSameKind ? before : Authentication();
    if (!isSameKind)
        map.set(u"type"_s, now.typeName);
    applyDisabled(map, old.enabled, now.enabled, authenticationOrder());
    if (now.kind == Authentication::Kind::Basic) {
        const auto set = [&](const QString &name, const QString &oldText, const QString &text) {
            if (!isSameKind || oldText != text)
                setOrdered(map, name, text, authenticationOrder());
        };
        set(u"username"_s, old.username, now.username);
        set(u"password"_s, old.password, now.password);
    }
    if (now.kind == Authentication::Kind::Bearer) {
        if (!isSameKind || old.token != now.token)
            setOrdered(map, u"token"_s, now.token, authenticationOrder());
        applyOptionalText(map, u"prefix"_s, old.prefix, now.prefix, authenticationOrder());
    }
    setOrdered(item, u"authentication"_s, std::move(map), order);
}

Value defaultSettings()
{
    const Value cookies = Value::Map{{u"send"_s, Value(true)}, {u"store"_s, Value(true)}};
    return Value::Map{{u"renderRequestBody"_s, Value(true)}, {u"encodeUrl"_s, Value(true)}, {u"followRedirects"_s, Value(u"global"_s)},
                      {u"cookies"_s, cookies}, {u"rebuildPath"_s, Value(true)}};
}

QString redirectsWord(RequestDraft::Redirects redirects)
{
    return redirects == RequestDraft::Redirects::Follow ? u"on"_s : redirects == RequestDraft::Redirects::Stay ? u"off"_s : u"global"_s;
}

void applySettings(Value &item, const RequestDraft &before, const RequestDraft &now)
{
    const bool isSame = before.renderBody == now.renderBody && before.encodeUrl == now.encodeUrl && before.redirects == now.redirects;
    if (isSame)
        return;
    Value settings = item[u"settings"].isMap() ? item[u"settings"] : defaultSettings();
    if (before.renderBody != now.renderBody)
        settings.set(u"renderRequestBody"_s, now.renderBody);
    if (before.encodeUrl != now.encodeUrl)
        settings.set(u"encodeUrl"_s, now.encodeUrl);
    if (before.redirects != now.redirects)
        settings.set(u"followRedirects"_s, redirectsWord(now.redirects));
    setOrdered(item, u"settings"_s, std::move(settings), requestOrder());
}

Body normalizedBody(Body body, const Body &before)
{
    switch (body.kind) {
    case Body::Kind::Unsupported:
        return before;
    case Body::Kind::None:
        return {};
    case Body::Kind::Json:
    case Body::Kind::Text:
        body.fields.clear();
        if (bodyKindOf(body.mimeType, true, false) != body.kind)
            body.mimeType = body.kind == Body::Kind::Json ? u"application/json"_s : u"text/plain"_s;
        return body;
    case Body::Kind::Form:
        body.text.clear();
        if (bodyKindOf(body.mimeType, false, false) != Body::Kind::Form)
            body.mimeType = u"application/x-www-form-urlencoded"_s;
        return body;
    }
    return body;
}

Authentication normalizedAuthentication(const Authentication &authentication, const Authentication &before)
{
    using Kind = Authentication::Kind;
    Authentication normal;
    normal.kind = authentication.kind;
    normal.enabled = authentication.enabled;
    switch (authentication.kind) {
    case Kind::Inherit:
        return before.kind == Kind::Inherit ? before : Authentication();
    case Kind::Unsupported:
        normal = before;
        if (before.kind == Kind::Unsupported)
            normal.enabled = authentication.enabled;
        return normal;
    case Kind::None:
        normal.typeName = u"none"_s;
        return normal;
    case Kind::Basic:
        normal.typeName = u"basic"_s;
        normal.username = authentication.username;
        normal.password = authentication.password;
        return normal;
    case Kind::Bearer:
        normal.typeName = u"bearer"_s;
        normal.token = authentication.token;
        normal.prefix = authentication.prefix;
        return normal;
    }
    return normal;
}

} // namespace

QString freshId(const QString &prefix)
{
    return prefix + QUuid::createUuid().toString(QUuid::Id128);
}

Value freshMeta(const QString &id)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return Value::Map{{u"id"_s, Value(id)}, {u"created"_s, Value::number(now)}, {u"modified"_s, Value::number(now)},
                      {u"isPrivate"_s, Value(false)}};
}

RequestDraft normalized(RequestDraft request, const RequestDraft &before)
{
    request.id = before.id;
    if (request.method.isEmpty())
        request.method = u"GET"_s;
    request.body = normalizedBody(std::move(request.body), before.body);
    request.authentication = normalizedAuthentication(request.authentication, before.authentication);
    return request;
}

Folder normalized(Folder folder, const Folder &before)
{
    folder.id = before.id;
    folder.children = before.children;
    folder.authentication = normalizedAuthentication(folder.authentication, before.authentication);
    if (folder.environment) {
        Environment old = before.environment.value_or(Environment());
        old.id = folder.id.isEmpty() ? QString() : folder.id + u":environment"_s;
        folder.environment->form = Environment::Form::Json; // files know no other form here
        folder.environment->name.clear();
        folder.environment->color.clear();
        folder.environment = normalized(*folder.environment, old);
    }
    return folder;
}

void applyRequest(Value &item, const RequestDraft &before, const RequestDraft &request)
{
    applyText(item, u"url"_s, before.url, request.url, requestOrder());
    applyText(item, u"name"_s, before.name, request.name, requestOrder());
    applyText(item, u"method"_s, before.method, request.method, requestOrder());
    applyBody(item, before.body, request.body);
    applyRows(item, u"parameters"_s, before.queryParameters, request.queryParameters, requestOrder(), applyParameter);
    applyRows(item, u"headers"_s, before.headers, request.headers, requestOrder(), applyParameter);
    applyAuthentication(item, before.authentication, request.authentication, requestOrder());
    applySettings(item, before, request);
    applyRows(item, u"pathParameters"_s, before.pathParameters, request.pathParameters, requestOrder(), applyParameter);
}

void applyFolder(Value &item, const Folder &before, const Folder &folder)
{
    applyText(item, u"name"_s, before.name, folder.name, folderOrder());
    applyAuthentication(item, before.authentication, folder.authentication, folderOrder());
    if (!folder.environment) {
        removeMember(item, u"environment"_s);
        removeMember(item, u"environmentPropertyOrder"_s);
    } else if (!before.environment || before.environment->data != folder.environment->data) {
        const Value oldData = item[u"environment"];
        setOrdered(item, u"environment"_s, folder.environment->data, folderOrder());
        if (const Value *order = std::as_const(item).find(u"environmentPropertyOrder"); order)
            item.set(u"environmentPropertyOrder"_s, propertyOrderFor(*order, oldData, folder.environment->data));
    }
    applyRows(item, u"headers"_s, before.headers, folder.headers, folderOrder(), applyParameter);
}

Value freshRequest(const RequestDraft &request)
{
    Value meta = freshMeta(request.id);
    meta.set(u"sortKey"_s, Value::number(-QDateTime::currentMSecsSinceEpoch()));
    Value item = Value::Map{{u"url"_s, Value(request.url)}, {u"name"_s, Value(request.name)}, {u"meta"_s, std::move(meta)},
                            {u"method"_s, Value(request.method)}, {u"settings"_s, defaultSettings()}};
    RequestDraft before;
    before.url = request.url;
    before.name = request.name;
    before.method = request.method;
    applyRequest(item, before, request);
    return item;
}

Value freshFolder(const Folder &folder)
{
    Value meta = freshMeta(folder.id);
    meta.set(u"sortKey"_s, Value::number(-QDateTime::currentMSecsSinceEpoch()));
    removeMember(meta, u"isPrivate"_s);
    Value item = Value::Map{{u"name"_s, Value(folder.name)}, {u"meta"_s, std::move(meta)}, {u"children"_s, Value(Value::List())}};
    Folder before;
    before.name = folder.name;
    applyFolder(item, before, folder);
    return item;
}

} // namespace sallyport
