// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakes.h"

#include <QUrlQuery>

#include <utility>

using namespace Qt::StringLiterals;

namespace sallyport::test {

HttpReply reply(int status, const QByteArray &body)
{
    return HttpReply{status, {}, body, {}};
}

struct FakeTransport::Waiting {
    HttpRequest request;
    Completer<HttpReply> done;
    std::unique_ptr<std::stop_callback<std::function<void()>>> onStop;
};

Async<HttpReply> FakeTransport::send(const HttpRequest &request, std::stop_token stop)
{
    m_requests.push_back(request);
    Completer<HttpReply> done;
    if (stop.stop_requested()) {
        ++m_stopped;
        done(cancelledError());
        return done.future();
    }
    if (!m_holding) {
        answer(request, done);
        return done.future();
    }
    auto waiting = std::make_shared<Waiting>(Waiting{request, done, nullptr});
    m_waiting.push_back(waiting);
    std::function<void()> giveUpThis = [this, raw = waiting.get()] { giveUp(raw); };
    waiting->onStop = std::make_unique<std::stop_callback<std::function<void()>>>(std::move(stop), std::move(giveUpThis));
    return done.future();
}

void FakeTransport::giveUp(Waiting *waiting)
{
    ++m_stopped;
    waiting->done(cancelledError());
    // Not from inside of its own callback.
    QMetaObject::invokeMethod(this, [this, waiting] {
        std::erase_if(m_waiting, [waiting](const auto &each) { return each.get() == waiting; });
    }, Qt::QueuedConnection);
}

void FakeTransport::release()
{
    m_holding = false;
    releaseSome(m_waiting.size());
}

void FakeTransport::releaseSome(std::size_t count)
{
    for (std::size_t i = 0; i < count && !m_waiting.empty(); ++i) {
        const auto next = m_waiting.front();
        m_waiting.erase(m_waiting.begin());
        if (!next->done.isAnswered())
            answer(next->request, next->done);
    }
}

void FakeTransport::answer(const HttpRequest &request, const Completer<HttpReply> &done)
{
    if (!m_script.empty()) {
        done(m_script.front());
        m_script.erase(m_script.begin());
        return;
    }
    done(m_handler ? m_handler(request) : Result<HttpReply>(Error{ErrorKind::Network, u"nothing scripted"_s, {}}));
}

Async<std::optional<SecretValue>> MemoryKeychain::read(const QString &key)
{
    ++reads;
    using Entry = std::optional<SecretValue>;
    if (silent) {
        m_unanswered.emplace_back();
        return m_unanswered.back().future();
    }
    if (failReads)
        return answered<Entry>(*failReads);
    const auto found = entries.constFind(key);
    return answered<Entry>(found == entries.cend() ? Entry() : Entry(*found));
}

Async<Done> MemoryKeychain::write(const QString &key, const SecretValue &value)
{
    ++writes;
    if (failWrites)
        return answered<Done>(*failWrites);
    entries.insert(key, value);
    return answered<Done>(Done{});
}

Async<Done> MemoryKeychain::remove(const QString &key)
{
    ++removes;
    if (failRemoves)
        return answered<Done>(*failRemoves);
    entries.remove(key);
    return answered<Done>(Done{});
}

FakeVault::FakeVault()
{
    setHandler([this](const HttpRequest &request) { return serve(request); });
}

Result<HttpReply> FakeVault::serve(const HttpRequest &request)
{
    const QString path = request.url.path();
    if (path == "/sign-in"_L1)
        return signIn(request);
    const auto header =
        std::find_if(request.headers.begin(), request.headers.end(), [](const HttpHeader &h) { return h.name == "X-Token"; });
    const QByteArray token = header == request.headers.end() ? QByteArray() : header->value;
    if (path == "/renew"_L1)
        return renew(token);
    const bool known = acceptsTokens && tokens.contains(token);
    if (path.startsWith("/secret/"_L1))
        return known ? fetch(request) : (++fetches, reply(401));
    if (!known)
        return reply(401);
    if (path == "/me"_L1)
        return reply(200, "ann");
    if (path == "/batch"_L1)
        return fetchBatch(request);
    return path == "/list"_L1 ? reply(200, QStringList(secrets.keys()).join(u'\n').toUtf8()) : reply(404);
}

HttpReply FakeVault::signIn(const HttpRequest &request)
{
    ++signIns;
    const QList<QByteArray> parts = request.body.split(':');
    const bool right = parts.size() == 2 && people.contains(QString::fromUtf8(parts[0]))
        && people.value(QString::fromUtf8(parts[0])).toUtf8() == parts[1];
    return right && signInWorks ? reply(200, issue()) : reply(403);
}

HttpReply FakeVault::renew(const QByteArray &token)
{
    ++renewals;
    if (!renewalWorks || !tokens.contains(token))
        return reply(403);
    return reply(200, token + ' ' + QByteArray::number(life) + (renewable ? " 1" : " 0"));
}

QByteArray FakeVault::issue()
{
    const QByteArray token = "token-" + QByteArray::number(++m_issued);
    tokens.insert(token);
    return token + ' ' + QByteArray::number(life) + (renewable ? " 1" : " 0");
}

HttpReply FakeVault::fetch(const HttpRequest &request)
{
    ++fetches;
    QString path = request.url.path().sliced(8);
    const QString version = QUrlQuery(request.url).queryItemValue(u"version"_s);
    if (!version.isEmpty())
        path += u'@' + version;
    const auto found = secrets.constFind(path);
    return found == secrets.cend() ? reply(404) : reply(200, *found);
}

HttpReply FakeVault::fetchBatch(const HttpRequest &request)
{
    ++batches;
    if (!allowsBatches)
        return reply(403);
    QByteArrayList lines;
    for (const QByteArray &path : request.body.trimmed().split('\n'))
        lines.append(secrets.value(QString::fromUtf8(path), "-"));
    return reply(200, lines.join('\n'));
}

Credential fakeCredential(const QString &name)
{
    Credential credential{{}, name, u"fake"_s, {}, 1, false};
    credential.values.setText("server"_L1, u"http://vault.test"_s);
    credential.values.setText("user"_L1, u"ann"_s);
    credential.values.setSecret("password"_L1, SecretValue::fromString(u"pw-ann"_s));
    return credential;
}

} // namespace sallyport::test
