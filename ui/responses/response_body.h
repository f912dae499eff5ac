// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/request_runner.h"

#include <QByteArray>
#include <QString>

namespace sallyport {

//! A response body ready to be shown: secret values hidden, UTF-8, JSON laid out where that is affordable.
struct ResponseBody {
    QByteArray raw;
    QByteArray pretty;       //!< empty: none (no JSON, or too large)
    bool isJson = false;
    bool rawFitsEditor = true;    //!< a highlighting editor can carry it; otherwise only a paged view can
    bool prettyFitsEditor = true;
    int hiddenPlaces = 0;    //!< distinct secret values found in it
};

//! Above this a body is shown as received, page by page (docs/window.md has the measurements).
inline constexpr qsizetype kMaxEditorBytes = 5 << 20;
inline constexpr qsizetype kMaxEditorLine = 20'000;

//! May take long for large bodies; safe to call from any thread.
[[nodiscard]] ResponseBody prepareBody(const WireResponse &response, const Redactor &redactor);

//! Value of a header, case ignored; empty where there is none.
[[nodiscard]] QByteArray headerValue(const QList<HttpHeader> &headers, QByteArrayView name);

//! The timeline as text, one event a line: `> ` out, `< ` in, `* ` words. Secret values hidden.
[[nodiscard]] QByteArray timelineText(const WireResponse &response, const Redactor &redactor);

} // namespace sallyport
