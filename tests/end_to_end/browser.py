# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser for sign-in pages: Debian's Chromium without a window, driven through chromedriver's HTTP interface alone.

Source: W3C WebDriver, https://www.w3.org/TR/webdriver2/. Pages are driven by CSS selectors.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PROGRAMS = ("chromium", "chromedriver")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver, 12.1: the name of an element's reference
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
              "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
              "--no-proxy-server")


def missing() -> list[str]:
    """What is not installed of what a browser needs."""
    return [name for name in PROGRAMS if not shutil.which(name)]


class NotThere(Exception):
    """What was asked of the browser cannot be done, now."""


class Browser:
    """One browser with a profile of its own. Certificates are not checked: tests sign theirs themselves. Use as a context."""

    def __enter__(self) -> "Browser":
        self._folder = tempfile.mkdtemp(prefix="sallyport-browser-")
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self._folder, "LANG": "C.UTF-8"}
        self._log = open(pathlib.Path(self._folder) / "chromedriver.log", "wb")
        self._driver = subprocess.Popen(["chromedriver", "--port=0", "--allowed-ips=127.0.0.1"], env=environment, text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            self._address = f"http://127.0.0.1:{self._port()}"
            options = {"args": [*_ARGUMENTS, f"--user-data-dir={self._folder}/profile"], "binary": shutil.which("chromium")}
            wanted = {"alwaysMatch": {"acceptInsecureCerts": True, "goog:chromeOptions": options}}
            self._session = f"/session/{self._ask('POST', '/session', {'capabilities': wanted})['sessionId']}"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_session"):
            with contextlib.suppress(OSError, NotThere):
                self._ask("DELETE", self._session)
        self._driver.terminate()
        self._driver.communicate(timeout=10)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _port(self) -> int:
        assert self._driver.stdout is not None
        for line in self._driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                return int(found[1])
        raise NotThere("chromedriver did not start")

    def _ask(self, method: str, path: str, body: dict | None = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise NotThere(json.load(refusal)["value"]["message"].partition("\n")[0]) from None

    def _element(self, selector: str) -> str:
        found = self._ask("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        return f"{self._session}/element/{found[_ELEMENT]}"

    @staticmethod
    def _patiently(what: str, attempt, seconds: float):
        """The first answer of attempt() that is true and no NotThere."""
        end, why = time.monotonic() + seconds, ""
        while time.monotonic() < end:
            try:
                if answer := attempt():
                    return answer
            except NotThere as problem:
                why = str(problem)
            time.sleep(0.05)
        raise TimeoutError(f"no {what} within {seconds} s. {why}")

    # Pages ----------------------------------------------------------------------------------

    def go(self, address: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": address})

    def url(self) -> str:
        return self._ask("GET", f"{self._session}/url")

    def wait_url(self, beginning: str, seconds: float = 15) -> str:
        """The address once it begins so."""
        return self._patiently(f"page at {beginning}", lambda: self.url() if self.url().startswith(beginning) else None, seconds)

    def text(self, selector: str = "body") -> str:
        return self._ask("GET", f"{self._element(selector)}/text")

    def wait_text(self, part: str, selector: str = "body", seconds: float = 15) -> str:
        """The text of an element once it holds the part."""
        return self._patiently(f"“{part}”", lambda: self.text(selector) if part in self.text(selector) else None, seconds)

    def wait(self, selector: str, seconds: float = 15) -> None:
        self._patiently(selector, lambda: self._element(selector), seconds)

    def click(self, selector: str, seconds: float = 15) -> None:
        """Clicks as soon as it is there and can be clicked."""
        self._patiently(selector, lambda: self._ask("POST", f"{self._element(selector)}/click", {}) or True, seconds)

    def fill(self, selector: str, text: str, seconds: float = 15) -> None:
        """Empties a field and types into it."""
        self.wait(selector, seconds)
        self._ask("POST", f"{self._element(selector)}/clear", {})
        self._ask("POST", f"{self._element(selector)}/value", {"text": text})
