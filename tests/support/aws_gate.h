// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/http_request_parser.h"

#include <QDateTime>
#include <QHash>

#include <optional>

namespace sallyport::test {

//! An access key that was given out.
struct AwsKey {
    QByteArray secret;
    QByteArray token{};                 //!< of a session; empty for lasting keys
    std::optional<QDateTime> expires{}; //!< UTC; none: never
};

//! A refusal by its name among the JSON services.
struct AwsRefusal {
    QByteArray code;
    QByteArray words;
};

//! Lets nobody pass whose signature it cannot find again from the request as it came over the wire. Written from the description
//! ("Create a signed AWS API request", AWS IAM user guide) and sharing nothing with our signer; for the path `/` alone, which is
//! that of all services here.
class AwsGate {
public:
    QHash<QByteArray, AwsKey> keys; //!< by access key id
    QByteArray region = "eu-west-1";
    QByteArray host; //!< what `Host` must be

    //! Nothing where the request may pass at that time.
    [[nodiscard]] std::optional<AwsRefusal> check(const LoopbackRequest &request, const QByteArray &service, const QDateTime &now) const;
};

} // namespace sallyport::test
