// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/claims.h"

#include "app/base/json.h"

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

QString noteOf(const Settings &settings)
{
    return u"azure/claims/%1/%2/%3"_s.arg(settings.authority.authority(), settings.tenant, settings.clientId);
}

} // namespace

Remember claimsNoted(const Settings &settings, const QByteArray &claims)
{
    return {noteOf(settings), QString::fromUtf8(claims)};
}

Step<AccessGrant> withClaims(const Context &context, const std::function<Step<AccessGrant>(const Context &)> &signIn)
{
    return askOrFail<AccessGrant>(Recall{noteOf(context.settings)}, [context, signIn](const Recalled &noted) {
        Context asking = context;
        asking.claims = noted.text.toUtf8();
        return chainOrFail<AccessGrant>(signIn(asking), [asking](const AccessGrant &grant) -> Step<AccessGrant> {
            if (asking.claims.isEmpty())
                return grant;
            return askOrFail<AccessGrant>(claimsNoted(asking.settings, {}),
                                          [grant](const Remembered &) -> Step<AccessGrant> { return grant; });
        });
    });
}

QString claimsParameter(const QByteArray &claims)
{
    Value all = json::parse(claims).value_or(Value(Value::Map()));
    Value accessToken = all[u"access_token"].isMap() ? all[u"access_token"] : Value(Value::Map());
    accessToken.set(u"xms_cc"_s, Value(Value::Map{{u"values"_s, Value(Value::List{Value(u"cp1"_s)})}}));
    all.set(u"access_token"_s, accessToken);
    return QString::fromUtf8(json::write(all));
}

} // namespace sallyport::azure
