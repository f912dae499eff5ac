// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/application.h"

#include "app/base/json.h"
#include "providers/azure/certificate.h"
#include "providers/azure/claims.h"
#include "providers/azure/grant.h"
#include "providers/azure/tables.h"
#include "providers/sdk/jws.h"
#include "providers/sdk/pkce.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr qint64 kAssertionLifeS = 600;
constexpr qint64 kToleratedSkewS = 60; //!< of a clock that is ahead of Microsoft's

//! What proves that we are the application: fields of the token request, and what in them must not be repeated.
struct Proof {
    FormFields fields;
    SecretValue hidden;
};

Step<AccessGrant> withProof(const Context &context, const Audience &wanted, const Endpoints &endpoints, const Proof &proof)
{
    const Settings &settings = context.settings;
    Audience audience = wanted;
    if (audience.tenant.isEmpty())
        audience.tenant = settings.tenant;
    TokenCall call{.url = endpoints.token,
                   .form = {{u"grant_type"_s, u"client_credentials"_s},
                            {u"client_id"_s, settings.clientId},
                            {u"scope"_s, wanted.resource + u"/.default"_s},
                            {u"claims"_s, claimsParameter(context.claims)}},
                   .purpose = u"sign in as application %1"_s.arg(printable(settings.clientId, 60)),
                   .hidden = {proof.hidden}};
    call.form += proof.fields;
    return chainOrFail<AccessGrant>(callEntra(context, call), [context, call, audience](const TokenReply &reply) -> Step<AccessGrant> {
        return grantFrom(context, call, reply, audience);
    });
}

// --- secret ---

Step<Proof> secretProof(const Context &context)
{
    const SecretValue secret(context.inputs.credential.secret(kClientSecret).reveal().toByteArray().trimmed());
    if (secret.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the client secret is missing"_s, u"Edit the credential and enter it."_s};
    return Proof{.fields = {{u"client_secret"_s, secret.revealText()}}, .hidden = secret};
}

// --- certificate ---

Proof assertionProof(const SecretValue &assertion)
{
    return {.fields = {{u"client_assertion_type"_s, u"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_s},
                       {u"client_assertion"_s, assertion.revealText()}},
            .hidden = assertion};
}

//! RFC 7523 3. Source: "Microsoft identity platform application authentication certificate credentials",
//! https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
Result<SecretValue> assertionFor(const Context &context, const QUrl &tokenUrl, const SigningCertificate &certificate,
                                 const SecretValue &random)
{
    const qint64 now = context.now().toSecsSinceEpoch();
    Value header{Value::Map()};
    header.set(u"alg"_s, QString::fromLatin1(jwsName(JwsAlgorithm::Ps256)));
    header.set(u"typ"_s, u"JWT"_s);
    header.set(u"x5t#S256"_s, QString::fromLatin1(base64Url(certificate.sha256)));
    Value claims{Value::Map()};
    claims.set(u"aud"_s, tokenUrl.toString(QUrl::FullyEncoded));
    claims.set(u"iss"_s, context.settings.clientId);
    claims.set(u"sub"_s, context.settings.clientId);
    claims.set(u"jti"_s, QString::fromLatin1(base64Url(random.reveal())));
    claims.set(u"iat"_s, Value::number(now));
    claims.set(u"nbf"_s, Value::number(now - kToleratedSkewS));
    claims.set(u"exp"_s, Value::number(now + kAssertionLifeS));
    return signJws(json::write(header), json::write(claims), certificate.keyPem, JwsAlgorithm::Ps256);
}

Step<Proof> certificateProof(const Context &context, const QUrl &tokenUrl)
{
    const QString path = answer(kCredentialForm, context.inputs.credential, kCertificatePath);
    if (path.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the certificate file is missing"_s, u"Edit the credential and choose it."_s};
    return askOrFail<Proof>(ReadFile{.path = path}, [context, tokenUrl, path](const FileContents &file) -> Step<Proof> {
        const auto certificate = readSigningCertificate(file.bytes, context.inputs.credential.secret(kCertificatePassword));
        if (!certificate)
            return certificate.error().within(u"while reading %1"_s.arg(printable(path, 200)));
        return askOrFail<Proof>(RandomBytes{16}, [context, tokenUrl, certificate = *certificate](const RandomReply &random) -> Step<Proof> {
            const auto assertion = assertionFor(context, tokenUrl, certificate, random.bytes);
            return assertion ? Step<Proof>(assertionProof(*assertion)) : Step<Proof>(assertion.error());
        });
    });
}

// --- a token that the application trusts ---

Step<Proof> federatedProof(const Context &context)
{
    const QString path = answer(kCredentialForm, context.inputs.credential, kFederatedTokenFile);
    if (path.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the token file is missing"_s, u"Edit the credential and choose it."_s};
    return askOrFail<Proof>(ReadFile{.path = path, .maxBytes = 64 << 10}, [path](const FileContents &file) -> Step<Proof> {
        const QByteArray token = file.bytes.trimmed();
        if (token.isEmpty())
            return Error{ErrorKind::InvalidInput, u"the token file %1 is empty"_s.arg(printable(path, 200)),
                         u"The service that runs this job should write a token there."_s};
        return assertionProof(SecretValue(token));
    });
}

Step<Proof> proofFor(const Context &context, const QUrl &tokenUrl)
{
    switch (context.settings.kind) {
    case Kind::Certificate:
        return certificateProof(context, tokenUrl);
    case Kind::Federated:
        return federatedProof(context);
    default:
        return secretProof(context);
    }
}

} // namespace

Step<AccessGrant> applicationGrant(const Context &context, const Audience &wanted)
{
    const QString tenant = wanted.tenant.isEmpty() ? context.settings.tenant : wanted.tenant;
    return chainOrFail<AccessGrant>(endpointsFor(context, tenant), [context, wanted](const Endpoints &endpoints) {
        return chainOrFail<AccessGrant>(proofFor(context, endpoints.token), [context, wanted, endpoints](const Proof &proof) {
            return withProof(context, wanted, endpoints, proof);
        });
    });
}

} // namespace sallyport::azure
