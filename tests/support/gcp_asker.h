// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/desk.h"
#include "tests/support/gcp_inputs.h"
#include "tests/support/impatient_clock.h"
#include "tests/support/server_child.h"

//! The GCP provider over the product's own transport, one conversation at a time; see tests/servers/README.md for the servers.
namespace sallyport::test {

class GcpAsker {
public:
    //! A person without any environment, whose credential is of that type.
    explicit GcpAsker(const char *type);

    //! Signs in with that credential file, by type `keyFile` or `federation`, or as what GOOGLE_APPLICATION_CREDENTIALS names.
    void useFile(const QString &path);
    //! All addresses of Google are this one.
    void leadTo(const QString &address);
    void setVariable(const QString &name, const QString &value);

    Result<AccessGrant> signIn();
    Result<Identity> identify();
    Result<SecretDocument> fetch(Fields reference);
    //! The content, or `error: ` and what the person is told.
    QByteArray contentOf(Fields reference);
    QByteArray contentOf(const char *secret, const char *version = "latest");
    QStringList suggestions(QLatin1StringView field, Fields reference = {});

    FormValues &credential() { return m_inputs.credential; }
    [[nodiscard]] const AccessGrant &grant() const { return m_inputs.grant; }
    ImpatientClock &clock() { return m_desk.clock; }
    //! Here it is so much later than everywhere else.
    void setClockAhead(std::chrono::milliseconds ahead) { m_desk.clock.ahead = ahead; }
    //! No answer may take longer.
    void setDeadline(std::chrono::milliseconds longest) { m_desk.transport.longest = longest; }

private:
    DeskWith<ImpatientClock> m_desk;
    QProcessEnvironment m_environment;
    Inputs m_inputs;
};

} // namespace sallyport::test
