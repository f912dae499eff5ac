# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token endpoint on loopback. It runs with google-auth's interpreter; server.py starts it and talks to its control port."""

import argparse
import json
import pathlib
import sys
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from accounts import Accounts, email_of  # noqa: E402
from grants import Grants, Refused  # noqa: E402

FORM = "application/x-www-form-urlencoded"


class Endpoint(doubles.Double):
    """The endpoint and whom it knows."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        self.accounts = Accounts(pathlib.Path(options.folder), options.project)
        self.grants = Grants(self.accounts.certificates, self.accounts.emails, self.now)
        self._about = {"files": self.accounts.files, "email": email_of("reader", options.project)}

    def commands(self) -> dict[str, Callable]:
        return {**super().commands(), "about": lambda: self._about, "last": lambda: self.grants.last, "set": self.grants.set}


def exchange(handler: doubles.Handler, grants: Grants, faults: doubles.Faults, body: bytes) -> None:
    """Answers one question to a token endpoint."""
    form = doubles.fields(body.decode("utf-8", "replace"))
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


def main() -> None:
    parser = doubles.arguments(__doc__)
    for name in ("--folder", "--project"):
        parser.add_argument(name, required=True)
    doubles.play(Endpoint(parser.parse_args()))


if __name__ == "__main__":
    main()
