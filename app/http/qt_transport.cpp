// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/qt_transport.h"

#include "app/http/message_check.h"
#include "app/http/proxy_choice.h"
#include "app/http/tls_setup.h"
#include "app/http/transport_call.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>

#include <vector>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr qsizetype kSha1Size = 20;

//! Gives QNetworkAccessManager exactly one proxy, so that there is no second one to fall back to.
class OneProxy final : public QNetworkProxyFactory {
public:
    explicit OneProxy(ProxyPolicy policy) : m_policy(std::move(policy)) {}

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const auto proxy = chooseProxy(m_policy, query.url(), readEnvironment);
        // an unusable proxy was reported before the call; should it get here, it must lead nowhere
        return {proxy ? *proxy : QNetworkProxy(QNetworkProxy::HttpProxy, u"invalid."_s, 1)};
    }

private:
    ProxyPolicy m_policy;
};

//! A cookie jar that keeps nothing.
class NoCookies final : public QNetworkCookieJar {
public:
    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

Result<Done> checkRequest(const HttpRequest &request)
{
    const QString scheme = request.url.scheme();
    if (!request.url.isValid() || (scheme != "https"_L1 && scheme != "http"_L1) || request.url.host().isEmpty())
        return Error{ErrorKind::InvalidInput, u"the address \"%1\" is not an http or https address"_s.arg(request.url.toDisplayString()),
                     u"Write it as https://host:port."_s};
    if (!request.url.userInfo().isEmpty())
        return Error{ErrorKind::InvalidInput, u"the address of %1 holds a user name or password"_s.arg(hostAndPort(request.url)),
                     u"Remove what stands before the @."_s};
    if (!request.tls.serverSha1.isEmpty() && (scheme != "https"_L1 || request.tls.serverSha1.size() != kSha1Size))
        return Error{ErrorKind::InvalidInput, u"%1 cannot be told by a certificate"_s.arg(hostAndPort(request.url)),
                     u"That takes an address with https and a SHA-1 thumbprint."_s};
    return checkMessage(request.method, request.headers);
}

} // namespace

class QtTransport::Private {
public:
    //! The shared connections of an identity, or new ones where a call must not share. A server that is told by its certificate is only
    //! known by a call that saw the handshake: such a call takes no connection that is there, and leaves none.
    Result<std::shared_ptr<TransportChannel>> channelFor(const HttpRequest &request)
    {
        const bool isShared = !request.freshConnection && request.tls.serverSha1.isEmpty();
        const QByteArray stamp = stampOf(request.tls);
        retireSpoilt();
        if (const auto known = find(request.tls); isShared && known && known->stamp == stamp)
            return known;
        const auto tls = tlsConfiguration(request.tls);
        if (!tls)
            return tls.error();
        auto channel = std::make_shared<TransportChannel>();
        channel->tls = *tls;
        channel->stamp = stamp;
        channel->manager = std::make_unique<QNetworkAccessManager>();
        channel->manager->setProxyFactory(new OneProxy(proxy));
        channel->manager->setCookieJar(new NoCookies);
        channel->manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        if (isShared)
            keep(request.tls, channel);
        return channel;
    }

    ProxyPolicy proxy;

private:
    struct Entry {
        TlsFiles files;
        std::shared_ptr<TransportChannel> channel;
    };

    [[nodiscard]] std::shared_ptr<TransportChannel> find(const TlsFiles &files) const
    {
        for (const Entry &entry : m_entries) {
            if (entry.files == files)
                return entry.channel;
        }
        return {};
    }

    void keep(const TlsFiles &files, const std::shared_ptr<TransportChannel> &channel)
    {
        std::erase_if(m_entries, [&files](const Entry &entry) { return entry.files == files; });
        m_entries.push_back({files, channel});
    }

    //! Connections on which a call timed out are not used again. They rest before they are deleted: their thread may be busy
    //! with a server that never stops sending, and deleting would wait for it.
    void retireSpoilt()
    {
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(m_retired, [now](const Retired &retired) { return now - retired.since > kRest; });
        for (const Entry &entry : m_entries) {
            if (entry.channel->spoilt)
                m_retired.push_back({entry.channel, now});
        }
        std::erase_if(m_entries, [](const Entry &entry) { return entry.channel->spoilt; });
    }

    struct Retired {
        std::shared_ptr<TransportChannel> channel;
        std::chrono::steady_clock::time_point since;
    };
    static constexpr std::chrono::seconds kRest{60};

    std::vector<Entry> m_entries;
    std::vector<Retired> m_retired;
};

QtTransport::QtTransport(ProxyPolicy proxy, QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->proxy = std::move(proxy);
}

QtTransport::~QtTransport()
{
    qDeleteAll(findChildren<TransportCall *>(Qt::FindDirectChildrenOnly));
}

Async<HttpReply> QtTransport::send(const HttpRequest &request, std::stop_token stop)
{
    if (stop.stop_requested())
        return answered<HttpReply>(cancelledError());
    if (const auto good = checkRequest(request); !good)
        return answered<HttpReply>(good.error());
    const auto proxy = chooseProxy(d->proxy, request.url, readEnvironment);
    if (!proxy)
        return answered<HttpReply>(proxy.error());
    const auto channel = d->channelFor(request);
    if (!channel)
        return answered<HttpReply>(channel.error());
    auto *call = new TransportCall(request, *channel, *proxy, this);
    return call->start(stop);
}

} // namespace sallyport
