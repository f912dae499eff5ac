// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/value.h"
#include "tests/support/aws_gate.h"
#include "tests/support/http_server.h"

#include <QMap>
#include <QSet>

#include <deque>

namespace sallyport::test {

//! AWS in the test's own process, as much of it as faults need: Secrets Manager, Parameter Store, STS, the portal and the token
//! endpoint of IAM Identity Center. It checks every signed request (AwsGate) before anything else, faults included, so that a test
//! that only sees failures still proves the requests. All of its secret texts hold the word `canary`.
//!
//! Operations: `secretsmanager.GetSecretValue` `secretsmanager.BatchGetSecretValue` `ssm.GetParameter` `ssm.GetParameters`
//! `sts.AssumeRole` `sts.GetCallerIdentity` `sso.GetRoleCredentials` `sso-oidc.CreateToken`, and `metadata` for whatever asks for
//! an instance's metadata here.
class AwsServer {
public:
    explicit AwsServer(const Clock &clock);

    [[nodiscard]] QString address() const { return QString::fromLatin1(m_http.origin()); }

    AwsGate gate;
    QMap<QString, QString> secrets;    //!< by name
    QMap<QString, QString> parameters; //!< by name
    QSet<QString> denied;              //!< names of secrets that nobody may read
    bool allowsBatches = true;
    std::chrono::seconds skew{0}; //!< how far its clock is ahead
    QSet<QByteArray> ssoTokens;   //!< those good now
    QSet<QByteArray> refreshTokens;

    //! A lasting key: `AKIDLASTING` with the secret `canary-lasting-key`.
    void addLastingKey();
    //! All sessions so far are over.
    void endSessions();

    //! The next `times` requests of that operation that pass the gate are answered so. Several wait behind each other.
    void fail(const QByteArray &operation, const Reply &reply, int times = 1);
    static constexpr int kAlways = 1'000'000;
    void heal() { m_faults.clear(); }

    [[nodiscard]] int calls(const QByteArray &operation) const { return m_calls.value(operation); }
    [[nodiscard]] int allCalls() const { return m_http.requestCount(); }
    //! Codes of the requests that the gate did not let pass.
    [[nodiscard]] const QByteArrayList &refusals() const { return m_refusals; }
    [[nodiscard]] qint64 bytesSent() const { return m_http.bytesSent(); } //!< by faults that never end

    //! A refusal as the JSON services write it.
    [[nodiscard]] static Reply refusal(const QByteArray &code, const QByteArray &words = "no", int status = 400);

private:
    struct Question;
    struct FaultyAnswers {
        Reply reply;
        int left = 0;
    };

    [[nodiscard]] QDateTime now() const;
    [[nodiscard]] Question questionOf(const LoopbackRequest &request) const;
    Reply handle(const LoopbackRequest &request);
    std::optional<Reply> nextFault(const QByteArray &operation);
    Reply answer(const Question &question);
    Reply finished(Reply reply);

    [[nodiscard]] Reply secretAnswer(const Value &body) const;
    [[nodiscard]] Reply batchAnswer(const Value &body) const;
    [[nodiscard]] Reply parameterAnswer(const Value &body) const;
    [[nodiscard]] Reply parametersAnswer(const Value &body) const;
    Reply assumeRoleAnswer();
    [[nodiscard]] Reply roleCredentialsAnswer(const LoopbackRequest &request);
    Reply tokenAnswer(const Value &body);
    AwsKey newSession(QByteArray &accessKey);

    const Clock &m_clock;
    QHash<QByteArray, std::deque<FaultyAnswers>> m_faults;
    QHash<QByteArray, int> m_calls;
    QByteArrayList m_refusals;
    int m_sessions = 0;
    int m_answers = 0;
    HttpServer m_http; //!< last: its requests use everything above
};

} // namespace sallyport::test
