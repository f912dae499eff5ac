// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dated_transport.h"

#include <algorithm>

namespace sallyport::test {

Async<HttpReply> DatedTransport::send(const HttpRequest &request, std::stop_token stop)
{
    HttpRequest bounded = request;
    bounded.deadline = std::min(bounded.deadline, longest);
    Completer<HttpReply> done;
    m_real.send(bounded, std::move(stop)).then(this, [this, done](const Result<HttpReply> &reply) {
        done(reply.transform([this](HttpReply received) {
            received.received = m_clock.wallTime();
            return received;
        }));
    });
    return done.future();
}

} // namespace sallyport::test
