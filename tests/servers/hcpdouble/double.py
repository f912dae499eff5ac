# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of HCP Vault Secrets: sign-in, the caller's identity, and the calls that open secrets. server.py starts it."""

import argparse
import pathlib
import re
import sys
import urllib.parse
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from vault import Clients, Refused, Store, refused  # noqa: E402

_SECRETS = re.compile(r"/secrets/2023-11-28/organizations/([^/]+)/projects/([^/]+)/apps/([^/]+)"
                      r"/secrets(?:/([^/]+?))?(?:/versions/(\d+))?:open")
_IDENTITY = "/iam/2019-12-10/caller-identity"


class Double(doubles.Double):
    """The service."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        known = dict(one.split(":", 1) for one in options.client)
        self.clients, self.store = Clients(known, options.token_life, self.now), Store(self.now)
        self.reader = next(iter(known))

    def identity(self, name: str) -> dict:
        service = {"id": f"id-of-{name}", "name": name, "organization_id": self.options.organization, "project_id": self.options.project,
                   "resource_name": f"iam/project/{self.options.project}/service-principal/{name}"}
        return {"principal": {"id": service["id"], "type": "SERVICE", "service": service, "group_ids": []}}

    def opened(self, who: str, place: re.Match, query: dict[str, str]) -> dict:
        organization, project, app, name, version = (part and urllib.parse.unquote(part) for part in place.groups())
        if who != self.reader or (organization, project) != (self.options.organization, self.options.project):
            raise refused(403, "the caller does not have permission to execute the specified operation")
        if app != self.options.app:
            raise refused(404, "app not found")
        if name is None:
            return self._page(query)
        return self.store.open_version(name, int(version)) if version else {"secret": self.store.open(name)}

    def _page(self, query: dict[str, str]) -> dict:
        size, first = int(query.get("pagination.page_size") or "3"), int(query.get("pagination.next_page_token") or "0")
        names = self.store.names()
        following = str(first + size) if first + size < len(names) else ""
        return {"secrets": [self.store.open(name) for name in names[first:first + size]],
                "pagination": {"next_page_token": following, "previous_page_token": ""}}

    def commands(self) -> dict[str, Callable]:
        return {**super().commands(), "put": self.store.put, "remove": self.store.remove, "expire-tokens": self.clients.expire}


class Handler(doubles.Handler):
    """From a path to an operation, from a refusal to its JSON."""

    def do_GET(self) -> None:
        path, query = self.target
        place = _SECRETS.fullmatch(path)
        operation = "identity" if path == _IDENTITY else "open" if place else ""
        self._answer(operation, lambda shared, who: shared.identity(who) if not place else
                     shared.opened(who, place, query))

    def do_POST(self) -> None:
        form = self.read_form()
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
        self.send_json(status, body)


def main() -> None:
    parser = doubles.arguments(__doc__)
    parser.add_argument("--token-life", type=int, required=True)
    for name in ("--organization", "--project", "--app"):
        parser.add_argument(name, required=True)
    parser.add_argument("--client", action="append", required=True)
    doubles.play(Double(parser.parse_args()))


if __name__ == "__main__":
    main()
