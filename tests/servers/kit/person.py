# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at a sign-in page, without a browser: fills in forms, keeps cookies, follows redirects to the very last address."""

import html.parser
import http.cookiejar
import ssl
import urllib.error
import urllib.parse
import urllib.request

from kit.places import ServerError

_MOST_PAGES = 25


class _Page(html.parser.HTMLParser):
    """The first form of a page, and where its link "cancel" leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.cancel = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form" and self.action is None:
            self.action, self._inside = about.get("action", ""), True
        elif tag == "input" and self._inside and about.get("name"):
            self.fields[about["name"]] = about.get("value", "")
        elif tag == "a" and about.get("href", "").endswith("/abort"):
            self.cancel = about["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Person:
    """Trusts one authority; answers forms with what they were told."""

    def __init__(self, ca_file: str, **answers: str) -> None:
        self._answers = answers
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca_file)),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay())

    def visit(self, url: str, cancels: bool = False) -> tuple[str, str]:
        """Goes on until a page has no form, or an address leads away from the server that it began at: that one is not asked any more.
        Answers the last address and page."""
        data: bytes | None = None
        home, gave_up = urllib.parse.urlsplit(url).netloc, False
        for _ in range(_MOST_PAGES):
            if urllib.parse.urlsplit(url).netloc != home:
                return url, ""
            status, where, text = self._ask(url, data)
            if 300 <= status < 400:
                url, data = urllib.parse.urljoin(url, where), None
                continue
            page = _Page(text)
            if page.action is None or status >= 400 or gave_up:
                return url, text
            if cancels and page.cancel:
                url, data, gave_up = urllib.parse.urljoin(url, page.cancel), None, True
            else:
                fields = {name: self._answers.get(name, value) for name, value in page.fields.items()}
                url, data = urllib.parse.urljoin(url, page.action), urllib.parse.urlencode(fields).encode()
        raise ServerError(f"no end of pages at {url}")

    def _ask(self, url: str, data: bytes | None) -> tuple[int, str, str]:
        try:
            with self._opener.open(urllib.request.Request(url, data=data), timeout=20) as answer:
                return answer.status, "", answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as other:
            with other:
                return other.code, other.headers.get("Location", ""), other.read().decode("utf-8", "replace")
