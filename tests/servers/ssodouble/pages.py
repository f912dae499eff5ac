# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees in the browser: the question, and what came of it."""

import html
import urllib.parse


def page(title: str, body: str) -> bytes:
    return (f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{html.escape(title)}</title>"
            f"<h1>{html.escape(title)}</h1>{body}</html>").encode()


def consent(action: str, fields: dict[str, str], client: str) -> bytes:
    """Buttons "Allow access" and "Deny", as the vendor calls them."""
    hidden = "".join(f'<input type=hidden name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in fields.items())
    return page("Allow access?", f'<p>{html.escape(client)} wants to access your accounts.</p><form method=post action="{action}">{hidden}'
                '<button id=allow name=decision value=allow>Allow access</button> '
                '<button id=deny name=decision value=deny>Deny</button></form>')


def with_query(uri: str, fields: dict[str, str]) -> str:
    return uri + "?" + urllib.parse.urlencode(fields)
