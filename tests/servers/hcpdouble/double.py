# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of HCP Vault Secrets: sign-in, the caller's identity, and the calls that open secrets. server.py starts it."""

import argparse
import json
import pathlib
import re
import ssl
import sys
import threading
import urllib.parse
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from kit.doubles import Listener  # noqa: E402
from vault import Clients, Clock, Refused, Store, refused  # noqa: E402

_SECRETS = re.compile(r"/secrets/2023-11-28/organizations/([^/]+)/projects/([^/]+)/apps/([^/]+)"
                      r"/secrets(?:/([^/]+?))?(?:/versions/(\d+))?:open")
_IDENTITY = "/iam/2019-12-10/caller-identity"


class Double:
    """What all connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.clock, self.faults = Clock(), doubles.Faults()
        known = dict(one.split(":", 1) for one in options.client)
        self.clients, self.store = Clients(known, options.token_life, self.clock), Store(self.clock)
        self.reader = next(iter(known))
        self._options, self._listeners = options, []

    def identity(self, name: str) -> dict:
        service = {"id": f"id-of-{name}", "name": name, "organization_id": self._options.organization, "project_id": self._options.project,
                   "resource_name": f"iam/project/{self._options.project}/service-principal/{name}"}
        return {"principal": {"id": service["id"], "type": "SERVICE", "service": service, "group_ids": []}}

    def opened(self, who: str, place: re.Match, query: dict[str, str]) -> dict:
        organization, project, app, name, version = (part and urllib.parse.unquote(part) for part in place.groups())
        if who != self.reader or (organization, project) != (self._options.organization, self._options.project):
            raise refused(403, "the caller does not have permission to execute the specified operation")
        if app != self._options.app:
            raise refused(404, "app not found")
        if name is None:
            return self._page(query)
        return self.store.open_version(name, int(version)) if version else {"secret": self.store.open(name)}

    def _page(self, query: dict[str, str]) -> dict:
        size, first = int(query.get("pagination.page_size", "3")), int(query.get("pagination.next_page_token", "0"))
        names = self.store.names()
        following = str(first + size) if first + size < len(names) else ""
        return {"secrets": [self.store.open(name) for name in names[first:first + size]],
                "pagination": {"next_page_token": following, "previous_page_token": ""}}

    # Listening and control --------------------------------------------------------------------

    def up(self) -> None:
        if not self._listeners:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._options.certificate, self._options.key)
            self._listeners = [Listener(self._options.port, Handler, self), Listener(self._options.tls_port, Handler, self, context)]
            for listener in self._listeners:
                listener.start()

    def down(self) -> None:
        for listener in self._listeners:
            listener.close_all()
        self._listeners = []

    def commands(self) -> dict[str, Callable]:
        return {**self.faults.commands(), "put": self.store.put, "remove": self.store.remove, "expire-tokens": self.clients.expire,
                "clock": self.clock.move, "up": self.up, "down": self.down}


class Handler(doubles.Handler):
    """From a path to an operation, from a refusal to its JSON."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        place = _SECRETS.fullmatch(path)
        operation = "identity" if path == _IDENTITY else "open" if place else ""
        self._answer(operation, lambda shared, who: shared.identity(who) if not place else
                     shared.opened(who, place, dict(urllib.parse.parse_qsl(query))))

    def do_POST(self) -> None:
        form = dict(urllib.parse.parse_qsl(self.read_body().decode(), keep_blank_values=True))
        is_token = self.path == "/oauth2/token" and self.headers.get_content_type() == "application/x-www-form-urlencoded"
        self._answer("token" if is_token else "", lambda shared, _: shared.clients.token(form, self.headers.get("Authorization", "")))

    def _answer(self, operation: str, act: Callable[[Double, str], dict]) -> None:
        shared: Double = self.server.shared
        shared.faults.asked(operation)
        try:
            fault = shared.faults.take(operation)
            if fault is not None:
                raise refused(fault["status"], fault["message"])
            if not operation:
                raise refused(404, "no such operation")
            who = "" if operation == "token" else shared.clients.whose(self.headers.get("Authorization", ""))
            status, body = 200, act(shared, who)
        except Refused as problem:
            status, body = problem.status, problem.body
            shared.faults.refused(str(body.get("code", body.get("error"))))
        self.send(status, [("Content-Type", "application/json")], json.dumps(body).encode())

    def log_message(self, *words: object) -> None:
        """No query, no form: neither token nor secret reaches the log."""
        print(self.command, self.path.partition("?")[0], words[-2] if len(words) > 1 else "", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port", "--tls-port", "--control", "--token-life"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--certificate", "--key", "--organization", "--project", "--app"):
        parser.add_argument(name, required=True)
    parser.add_argument("--client", action="append", required=True)
    options = parser.parse_args()
    double = Double(options)
    double.up()
    Listener(options.control, doubles.Control, double.commands()).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
