// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The provider `fake`: as small as a provider can be, with every feature that the core knows about.
#include "tests/support/fakes.h"

#include <QUrlQuery>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

constexpr std::array kMethods{ChoiceSpec{"password", "Password"}, ChoiceSpec{"token", "Token"}};

constexpr std::array kCredential{
    FieldSpec{.id = "server", .label = "Server", .kind = FieldKind::Url, .required = true, .environment = "SERVER",
              .vendorEnvironment = "FAKE_ADDR"},
    FieldSpec{.id = "method", .label = "Method", .kind = FieldKind::Choice, .defaultValue = "password", .choices = kMethods,
              .environment = "METHOD"},
    FieldSpec{.id = "user", .label = "User", .required = true, .shownWhen = {"method", "password"}, .environment = "USER"},
    FieldSpec{.id = "password", .label = "Password", .kind = FieldKind::Secret, .required = true, .shownWhen = {"method", "password"},
              .environment = "PASSWORD"},
    FieldSpec{.id = "token", .label = "Token", .kind = FieldKind::Secret, .required = true, .shownWhen = {"method", "token"},
              .environment = "TOKEN", .vendorEnvironment = "FAKE_TOKEN"},
    FieldSpec{.id = "namespace", .label = "Namespace", .environment = "NAMESPACE", .vendorEnvironment = "FAKE_NAMESPACE"},
    FieldSpec{.id = "tries", .label = "Tries", .kind = FieldKind::Number, .defaultValue = "3", .environment = "TRIES"},
};
static_assert(isWellFormed(kCredential));

constexpr std::array kEngines{ChoiceSpec{"plain", "Plain"}, ChoiceSpec{"versioned", "Versioned"}};

constexpr std::array kReference{
    FieldSpec{.id = "engine", .label = "Engine", .kind = FieldKind::Choice, .defaultValue = "versioned", .choices = kEngines},
    FieldSpec{.id = "path", .label = "Path", .required = true, .suggests = true},
    FieldSpec{.id = "version", .label = "Version", .kind = FieldKind::Number, .shownWhen = {"engine", "versioned"}},
    FieldSpec{.id = "key", .label = "Key", .role = FieldRole::Selector},
};
static_assert(isWellFormed(kReference));

QUrl urlOf(const Inputs &inputs, const QString &path)
{
    QUrl url(inputs.credential.text("server"_L1));
    url.setPath(path);
    return url;
}

HttpRequest call(const Inputs &inputs, const QByteArray &method, const QString &path)
{
    HttpRequest request{.method = method, .url = urlOf(inputs, path)};
    request.headers.append({"X-Token", inputs.grant.values.secret("token"_L1).reveal().toByteArray()});
    return request;
}

AccessGrant grantFrom(const QByteArray &body, const QDateTime &now)
{
    const QList<QByteArray> words = body.split(' ');
    AccessGrant grant;
    grant.values.setSecret("token"_L1, SecretValue(QByteArrayView(words.value(0))));
    grant.issued = now;
    if (const qint64 life = words.value(1).toLongLong(); life > 0)
        grant.expires = now.addSecs(life);
    grant.renewable = words.value(2) == "1";
    return grant;
}

Step<AccessGrant> granted(const HttpRequest &request, const QDateTime &now)
{
    return askOrFail<AccessGrant>(request, [now](const HttpReply &answer) -> Step<AccessGrant> {
        if (answer.status != 200)
            return Error{ErrorKind::InvalidInput, u"wrong user or password"_s, {}};
        return grantFrom(answer.body, now);
    });
}

Step<AccessGrant> signIn(const Inputs &inputs)
{
    if (inputs.credential.text("method"_L1) == "token"_L1) {
        AccessGrant grant;
        grant.values.setSecret("token"_L1, inputs.credential.secret("token"_L1));
        grant.obtained = false;
        return grant;
    }
    HttpRequest request{.method = "POST", .url = urlOf(inputs, u"/sign-in"_s)};
    request.body = inputs.credential.text("user"_L1).toUtf8() + ':' + inputs.credential.secret("password"_L1).reveal().toByteArray();
    return granted(request, inputs.now);
}

Step<AccessGrant> renew(const Inputs &inputs)
{
    return granted(call(inputs, "POST", u"/renew"_s), inputs.now);
}

Error refusal(int status)
{
    if (status == 401)
        return Error{ErrorKind::Unauthenticated, u"the token is not good any more"_s, {}};
    if (status == 404)
        return Error{ErrorKind::NotFound, u"no such secret"_s, {}};
    return Error{ErrorKind::Unavailable, u"the vault answered %1"_s.arg(status), {}};
}

Step<Identity> identify(const Inputs &inputs)
{
    return askOrFail<Identity>(call(inputs, "GET", u"/me"_s), [](const HttpReply &answer) -> Step<Identity> {
        if (answer.status != 200)
            return refusal(answer.status);
        return Identity{QString::fromUtf8(answer.body), {}, {}};
    });
}

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &)
{
    HttpRequest request = call(inputs, "GET", u"/secret/"_s + inputs.reference.text("path"_L1));
    if (const QString version = inputs.reference.text("version"_L1); !version.isEmpty())
        request.url.setQuery(u"version="_s + version);
    return askOrFail<SecretDocument>(request, [](const HttpReply &answer) -> Step<SecretDocument> {
        if (answer.status != 200)
            return refusal(answer.status);
        const auto form = answer.body.startsWith('{') ? SecretDocument::Form::Json : SecretDocument::Form::Text;
        return SecretDocument{SecretValue(QByteArrayView(answer.body)), form, u"1"_s, {}, u"found"_s, {}};
    });
}

Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &, QLatin1StringView)
{
    return askOrFail<std::vector<Suggestion>>(call(inputs, "GET", u"/list"_s),
                                              [](const HttpReply &answer) -> Step<std::vector<Suggestion>> {
        if (answer.status != 200)
            return refusal(answer.status);
        std::vector<Suggestion> found;
        for (const QByteArray &line : answer.body.split('\n'))
            found.push_back({QString::fromUtf8(line), {}});
        return found;
    });
}

QString describe(const FormValues &credential)
{
    return credential.text("user"_L1) + u" at "_s + credential.text("server"_L1);
}

QString authority(const FormValues &credential)
{
    const QString space = credential.text("namespace"_L1);
    return credential.text("server"_L1) + (space.isEmpty() ? QString() : u" "_s + space);
}

QString summary(const FormValues &reference)
{
    return reference.text("path"_L1);
}

//! Secrets below `many/` can be fetched together, two at a time.
QString batchGroup(const FormValues &, const FormValues &reference)
{
    return reference.text("path"_L1).startsWith("many/"_L1) ? u"many"_s : QString();
}

Step<BatchAnswer> fetchBatch(const Inputs &inputs, const std::vector<FormValues> &references)
{
    HttpRequest request = call(inputs, "POST", u"/batch"_s);
    for (const FormValues &reference : references)
        request.body += reference.text("path"_L1).toUtf8() + '\n';
    return askOrFail<BatchAnswer>(request, [](const HttpReply &answer) -> Step<BatchAnswer> {
        if (answer.status == 403)
            return BatchAnswer{{}, true};
        if (answer.status != 200)
            return refusal(answer.status);
        BatchAnswer batch;
        for (const QByteArray &line : answer.body.split('\n')) {
            if (line == "-")
                batch.documents.emplace_back(refusal(404));
            else
                batch.documents.emplace_back(SecretDocument{SecretValue(QByteArrayView(line))});
        }
        return batch;
    });
}

constexpr BatchSpec kBatch{.limit = 2, .group = batchGroup, .fetch = fetchBatch};

//! `code`: the person's code is the token. Only the user `someone` signs in like that.
constexpr std::array kWays{SignInWay{"code", "Sign In with a Code", "Asks for the code."}};

std::span<const SignInWay> signInWays(const FormValues &credential)
{
    return credential.text("user"_L1) == "someone"_L1 ? std::span<const SignInWay>(kWays) : std::span<const SignInWay>();
}

Step<AccessGrant> signInWith(const Inputs &, QLatin1StringView)
{
    return askOrFail<AccessGrant>(AskUser{u"Enter the code"_s, u"Code"_s}, [](const UserAnswer &answer) -> Step<AccessGrant> {
        AccessGrant grant;
        grant.values.setSecret("token"_L1, answer.text);
        grant.account = u"someone@fake.test"_s;
        return grant;
    });
}

Step<std::vector<Suggestion>> suggestSetting(const Inputs &inputs, QLatin1StringView)
{
    return std::vector<Suggestion>{{inputs.credential.text("user"_L1) + u"-suggested"_s, {}}};
}

constexpr std::array kSecrets{
    SecretKindSpec{.id = "fake", .label = "Fake Vault", .reference = kReference, .summary = summary, .batch = &kBatch}};

constexpr ProviderDescriptor kFake{
    .id = "fake", .name = "Fake", .shortName = "Fake", .credential = kCredential, .secrets = kSecrets, .signIn = signIn,
    .renew = renew, .identify = identify, .fetch = fetch, .suggest = suggest, .suggestSetting = suggestSetting,
    .signInWays = signInWays, .signInWith = signInWith,
    .describe = describe, .authority = authority,
};

constexpr std::array kSoonSecrets{SecretKindSpec{.id = "soon", .label = "Soon Vault"}};
constexpr ProviderDescriptor kSoon{.id = "soon", .name = "Soon", .shortName = "Soon", .secrets = kSoonSecrets, .available = false};

constexpr std::array<const ProviderDescriptor *, 2> kAll{&kFake, &kSoon};

} // namespace

const Catalog &fakeCatalog()
{
    static const Catalog kCatalog{kAll};
    return kCatalog;
}

const ProviderDescriptor &fakeProvider()
{
    return kFake;
}

} // namespace sallyport::test
