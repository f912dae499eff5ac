// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/http/conversation_driver.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "tests/support/async.h"
#include "tests/support/vault_inputs.h"

//! The Vault provider over the product's own transport, one conversation at a time.
namespace sallyport::test {

//! As the person's credential form would be filled in.
[[nodiscard]] FormValues tokenCredential(const QString &address, const QByteArray &token);
[[nodiscard]] FormValues appRoleCredential(const QString &address, const std::pair<QString, QByteArray> &role);

//! Refuses what a proxy in front of Vault may refuse; everything else goes through.
class FilteringTransport final : public Transport {
public:
    explicit FilteringTransport(Transport &real) : m_real(real) {}
    void refuse(const QString &pathPrefix) { m_refused.append(pathPrefix); }
    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override;

private:
    Transport &m_real;
    QStringList m_refused;
};

class VaultAsker {
public:
    explicit VaultAsker(FormValues credential);

    Result<AccessGrant> signIn();
    Result<AccessGrant> renew();
    Result<Identity> identify();
    Result<SecretDocument> fetch(const FormValues &reference, std::stop_token stop = {});
    //! The fetched content as text.
    Result<QByteArray> content(const FormValues &reference);
    Result<QStringList> suggest(QLatin1StringView field, const FormValues &reference);

    FilteringTransport &transport() { return m_transport; }
    FormValues &credential() { return m_inputs.credential; }
    AccessGrant &grant() { return m_inputs.grant; }

private:
    template<class T>
    Result<T> run(const Step<T> &step, std::stop_token stop = {})
    {
        return await(converse(step, m_interlocutor, std::move(stop)), std::chrono::seconds(40));
    }
    Inputs inputs(const FormValues &reference = {});

    SystemClock m_clock;
    QtTransport m_real{{ProxyPolicy::Mode::None, {}}};
    FilteringTransport m_transport{m_real};
    Interlocutor m_interlocutor{m_transport, m_clock};
    Inputs m_inputs;
};

} // namespace sallyport::test
