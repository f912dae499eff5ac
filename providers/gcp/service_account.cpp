// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/service_account.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/sdk/jws.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/web_form.h"

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr qint64 kLifeS = 3600; // the longest that Google accepts
constexpr QByteArrayView kAssertionGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

//! One sign-in with a key.
struct SigningIn {
    Context context;
    ServiceAccountKey key;
    QString where;
    QString scope;
    qint64 skewMs = 0; //!< how far the endpoint's clock is ahead
    bool skewCorrected = false;

    [[nodiscard]] QDateTime signingTime() const { return context.now.addMSecs(skewMs); }
    [[nodiscard]] Token token(const SecretValue &value) const
    {
        return {.value = value, .issued = context.now, .principal = key.email, .project = key.project};
    }
};

Value::Map lifeClaims(const SigningIn &signing)
{
    const qint64 issued = signing.signingTime().toSecsSinceEpoch();
    return {{u"iat"_s, Value::number(issued)}, {u"exp"_s, Value::number(issued + kLifeS)}};
}

Result<SecretValue> signedToken(const SigningIn &signing, Value::Map claims)
{
    const Value header(Value::Map{{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, signing.key.keyId}});
    return signJws(json::write(header), json::write(Value(std::move(claims))), signing.key.privateKey, JwsAlgorithm::Rs256);
}

//! The audience is Google's own endpoint wherever the assertion is sent, as in Google's libraries.
Result<SecretValue> assertion(const SigningIn &signing)
{
    Value::Map claims = lifeClaims(signing);
    claims.emplace_back(u"iss"_s, signing.key.email);
    claims.emplace_back(u"aud"_s, QString(kTokenAddress));
    claims.emplace_back(u"scope"_s, signing.scope);
    return signedToken(signing, std::move(claims));
}

Step<Token> selfSigned(const SigningIn &signing)
{
    Value::Map claims = lifeClaims(signing);
    claims.emplace_back(u"iss"_s, signing.key.email);
    claims.emplace_back(u"sub"_s, signing.key.email);
    claims.emplace_back(u"scope"_s, signing.scope);
    const auto value = signedToken(signing, std::move(claims));
    if (!value)
        return value.error();
    Token token = signing.token(*value);
    token.expires = signing.context.now.addSecs(kLifeS);
    token.origin = {u"%1, signed here"_s.arg(signing.where)};
    return token;
}

Call callFor(const SigningIn &signing, const SecretValue &signedAssertion)
{
    return {.service = Service::Token,
            .purpose = u"sign in as %1"_s.arg(printable(signing.key.email, 120)),
            .url = tokenAddress(signing.context.settings),
            .method = "POST",
            .headers = {formHeader()},
            .body = webForm({{"assertion", signedAssertion.reveal().toByteArray()}, {"grant_type", kAssertionGrant.toByteArray()}})};
}

//! Whether the clock can be why an assertion was refused: it says so, or nothing else was said and the clocks differ.
bool isAboutTime(const Reply &reply)
{
    return reply.code == "invalid_grant"_L1 && reply.ahead && !reply.message.contains("signature"_L1, Qt::CaseInsensitive) &&
           !reply.message.contains("account"_L1, Qt::CaseInsensitive);
}

Error refused(const SigningIn &signing, const Call &call, const Reply &reply)
{
    Error error = tokenRefusal(call, reply, signing.where);
    if (isAboutTime(reply) && std::abs(*reply.ahead) >= kToleratedSkewMs)
        error.hint = u"This computer's clock is %1 minutes off: set it right."_s.arg(std::abs(*reply.ahead) / 60'000);
    return error;
}

Step<Token> trade(const SigningIn &signing);

Step<Token> tradeWithTheirClock(SigningIn signing, qint64 skewMs)
{
    signing.skewMs = skewMs;
    signing.skewCorrected = true;
    return askOrFail<Token>(Remember{skewNote(tokenAddress(signing.context.settings)), QString::number(skewMs)},
                            [signing](const Remembered &) { return trade(signing); });
}

Step<Token> judge(const SigningIn &signing, const Call &call, const Reply &reply)
{
    if (reply.isGood()) {
        const auto got = tokenFrom(signing.context, call, reply);
        if (!got)
            return got.error();
        Token token = signing.token(got->value);
        token.expires = got->expires;
        token.origin = {signing.where};
        return token;
    }
    const bool isOff = isAboutTime(reply) && std::abs(*reply.ahead - signing.skewMs) >= kToleratedSkewMs;
    if (isOff && !signing.skewCorrected)
        return tradeWithTheirClock(signing, *reply.ahead);
    return refused(signing, call, reply);
}

Step<Token> trade(const SigningIn &signing)
{
    const auto signedAssertion = assertion(signing);
    if (!signedAssertion)
        return signedAssertion.error();
    SigningIn next = signing;
    next.context.hidden.append(*signedAssertion);
    const Call call = callFor(next, *signedAssertion);
    return chainOrFail<Token>(exchange(next.context, call), [next, call](const Reply &reply) { return judge(next, call, reply); });
}

} // namespace

Step<Token> serviceAccountToken(const Context &context, const ServiceAccountKey &key, const QString &where, QLatin1StringView scope)
{
    const SigningIn signing{.context = context, .key = key, .where = where, .scope = QString(scope)};
    const bool self = isSelfSigned(context.settings);
    const QUrl address = self ? secretManagerAddress(context.settings, {}) : tokenAddress(context.settings);
    return ask<Token>(Recall{skewNote(address)}, [signing, self](const Result<Recalled> &note) {
        SigningIn first = signing;
        first.skewMs = note ? note->text.toLongLong() : 0;
        return self ? selfSigned(first) : trade(first);
    });
}

bool isSelfSigned(const Settings &settings)
{
    return settings.selfSigned || settings.universe != kDefaultUniverse;
}

QString skewNote(const QUrl &address)
{
    return u"gcp/skew/%1"_s.arg(address.authority());
}

} // namespace sallyport::gcp
