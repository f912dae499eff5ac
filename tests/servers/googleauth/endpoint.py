# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token endpoint on loopback. It runs with google-auth's interpreter; server.py starts it and talks to its control port."""

import argparse
import json
import pathlib
import sys
import urllib.parse
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from kit.doubles import Listener  # noqa: E402
from accounts import Accounts, email_of  # noqa: E402
from grants import Grants, Refused  # noqa: E402

FORM = "application/x-www-form-urlencoded"


class Endpoint:
    """What all connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.accounts = Accounts(pathlib.Path(options.folder), options.project)
        self.grants, self.faults = Grants(self.accounts.certificates, self.accounts.emails), doubles.Faults()
        self._about = {"files": self.accounts.files, "email": email_of("reader", options.project)}
        self._port, self._listener = options.port, None

    def up(self) -> None:
        if self._listener is None:
            self._listener = Listener(self._port, Handler, self)
            self._listener.start()

    def down(self) -> None:
        if self._listener is not None:
            self._listener.close_all()
            self._listener = None

    def commands(self) -> dict[str, Callable]:
        return {**self.faults.commands(), "about": lambda: self._about, "last": lambda: self.grants.last, "set": self.grants.set,
                "clock": self._set_clock, "down": self.down, "up": self.up}

    def _set_clock(self, seconds: str) -> None:
        self.grants.offset_s = float(seconds)


def exchange(handler: doubles.Handler, grants: Grants, faults: doubles.Faults, body: bytes) -> None:
    """Answers one question to a token endpoint."""
    form = dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    operation = "token." + form.get("grant_type", "").rpartition(":")[2]
    faults.asked(operation)
    fault = faults.take(operation)
    try:
        if handler.headers.get_content_type() != FORM or handler.headers.get("Authorization"):
            raise Refused("invalid_request", "A form without client authentication in a header is wanted.")
        if fault is not None:
            raise Refused(fault["code"], fault["message"], fault["status"])
        status, answer = 200, grants.exchange(form)
    except Refused as refused:
        status, answer = refused.status, refused.body
        faults.refused(answer["error"])
    text = b"" if answer.get("error") == "-" else json.dumps(answer, indent=2).encode()
    handler.send(status, [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-cache, no-store, max-age=0")], text)


class Handler(doubles.Handler):
    """One connection of a client."""

    def do_POST(self) -> None:
        body = self.read_body()
        if self.path == "/token":
            exchange(self, self.server.shared.grants, self.server.shared.faults, body)
        else:
            self.send(404, [("Content-Type", "text/html")], b"<title>Error 404 (Not Found)</title>")

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.server.shared.grants.now() if timestamp is None else timestamp)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port", "--control"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--folder", "--project"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    endpoint = Endpoint(options)
    endpoint.up()
    Listener(options.control, doubles.Control, endpoint.commands()).serve_forever()


if __name__ == "__main__":
    main()
