// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/callback_pages.h"

#include <QCryptographicHash>

namespace sallyport::callbackPage {

namespace {

// The colours of the window's two themes.
constexpr const char *kStyle = R"(
:root{color-scheme:light dark;--window:#F5F6F8;--surface:#FFFFFF;--border:#D8DDE3;--text:#1A1F26;--muted:#5A6572;
--ok:#17734A;--ok-soft:#E0F3E9;--warn:#8A5A00;--warn-soft:#FBF0D9;--bad:#B42332;--bad-soft:#FBE4E6}
@media (prefers-color-scheme:dark){:root{--window:#15181C;--surface:#1B1F24;--border:#333A43;--text:#E4E8ED;--muted:#9AA6B2;
--ok:#5CC795;--ok-soft:#173427;--warn:#E0B04F;--warn-soft:#3A2E14;--bad:#FF8A93;--bad-soft:#43202A}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:24px;
background:var(--window);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Cantarell,sans-serif}
main{width:100%;max-width:27rem;background:var(--surface);border:1px solid var(--border);border-radius:12px;padding:32px}
header{display:flex;align-items:center;gap:12px;color:var(--muted);font-weight:600;margin-bottom:24px}
header svg{width:32px;height:32px}
h1{font-size:1.375rem;line-height:1.3;font-weight:600;margin:0 0 8px}
p{margin:0;color:var(--muted)}
.mark{display:inline-block;border-radius:6px;padding:2px 10px;margin-bottom:12px;font-size:.875rem;font-weight:600}
.ok{color:var(--ok);background:var(--ok-soft)}
.warn{color:var(--warn);background:var(--warn-soft)}
.bad{color:var(--bad);background:var(--bad-soft)}
)";

// The program's icon without its gradients.
constexpr const char *kBrand =
    R"(<svg viewBox="0 0 128 128" aria-hidden="true"><rect x="6" y="6" width="116" height="116" rx="27" fill="#2A5FD0"/>)"
    R"(<path fill="#F4F8FF" d="M22 102V42a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v10h14V42a3 3 0 0 1 3-3h16a3 3 0 0 1 3 3v10h14V42)"
    R"(a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v60z"/><path fill="#14295C" d="M44 102V84a20 20 0 0 1 40 0v18z"/>)"
    R"(<path fill="#F6BC58" d="M51 102V84a13 13 0 0 1 26 0v18z"/>)"
    R"(<path fill="#14295C" d="M64 80a5.4 5.4 0 0 0-2.6 10.1L59.8 98h8.4l-1.6-7.9A5.4 5.4 0 0 0 64 80zM17 102h94v5H17z"/></svg>)";

struct Words {
    const char *tone; //!< a class of the style
    const char *mark;
    const char *title;
    const char *text;
};

LoopbackResponse page(int status, const Words &words)
{
    const QByteArray style(kStyle);
    const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    LoopbackResponse response;
    response.status = status;
    response.close = true;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"Referrer-Policy", "no-referrer"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Content-Security-Policy", "default-src 'none'; style-src 'sha256-" + hash +
                                                        "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}};
    response.body = QByteArray("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>") + words.title +
                    " - Sallyport</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>" + style +
                    "</style></head>\n<body><main><header>" + kBrand + "<span>Sallyport</span></header><span class=\"mark " + words.tone +
                    "\">" + words.mark + "</span><h1>" + words.title + "</h1><p>" + words.text + "</p></main></body></html>\n";
    return response;
}

} // namespace

LoopbackResponse received()
{
    return page(200, {"ok", "Received", "Return to Sallyport", "Your sign-in has reached Sallyport. You can close this page."});
}

LoopbackResponse declined()
{
    return page(200, {"warn", "Not signed in", "The sign-in was not completed",
                      "The sign-in service did not let you in, or you declined. Sallyport shows the reason; return there to try again."});
}

LoopbackResponse refused(int status)
{
    if (status == 404)
        return page(status, {"bad", "Not found", "There is nothing here", "This address belongs to a sign-in of Sallyport. Return there."});
    LoopbackResponse response = page(
        status, {"bad", "Not accepted", "This is not the expected answer",
                 "What the browser sent does not belong to the sign-in that Sallyport waits for, so it was ignored. Finish the sign-in "
                 "on its own page, or return to Sallyport and start again."});
    if (status == 405)
        response.headers.append(HttpHeader{"Allow", "GET"});
    return response;
}

} // namespace sallyport::callbackPage
