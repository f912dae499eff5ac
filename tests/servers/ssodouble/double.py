# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of IAM Identity Center: sign-in (oidc), portal, and the pages a browser shows.

It runs with botocore's interpreter; server.py starts it and talks to its control port.
"""

import argparse
import pathlib
import ssl
import sys
import uuid
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
import pages  # noqa: E402
from portal import Portal  # noqa: E402
from rules import Rules  # noqa: E402
from shapes import BEARER, Models, Problem  # noqa: E402

# Which operations a host name serves; any other name (the loopback address) serves all.
_HOSTS = {"oidc.": "sso-oidc", "portal.sso.": "sso"}


class Double(doubles.Double):
    """The service."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        self.models, self.rules = Models(), Rules(options.start_url, self.now)
        accounts = (one.split(":", 1) for one in options.account)
        self.portal = Portal({account: roles.split(",") for account, roles in accounts}, options.cloud)
        self.started: dict[str, dict[str, str]] = {}

    def answer(self, operation: str, fields: dict, page: str) -> dict:
        rules = self.rules
        table: dict[str, Callable[[], dict | None]] = {
            "RegisterClient": lambda: rules.register(fields), "StartDeviceAuthorization": lambda: rules.start_device(fields, page),
            "CreateToken": lambda: rules.token(fields), "Logout": lambda: rules.logout(fields["accessToken"]),
            "ListAccounts": lambda: self.portal.accounts(fields), "ListAccountRoles": lambda: self.portal.roles(fields),
            "GetRoleCredentials": lambda: self.portal.credentials(fields, rules.settings.credentials)}
        if operation not in table:
            raise Problem("InvalidRequest", f"{operation} is not played here", error="invalid_request")
        with self.lock:
            if "accessToken" in fields:
                rules.check_access(fields["accessToken"])
            return table[operation]() or {}

    # Control --------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable]:
        rules = self.rules
        return {**super().commands(), "set": lambda name, value: doubles.change(rules.settings, name, value),
                "waiting": lambda: {"userCodes": rules.waiting()},
                "approve": lambda code: rules.decide(code, "allow"), "deny": lambda code: rules.decide(code, "deny"),
                "revoke-tokens": lambda: {"count": rules.revoke_tokens()}, "expire-tokens": lambda: {"count": rules.expire_tokens()},
                "expire-registrations": lambda: {"count": rules.expire_registrations()}}


class Handler(doubles.Handler):
    """One connection of a client or browser."""

    def do_GET(self) -> None:
        self._serve({"/authorize": self._authorize, "/device": self._show_device})

    def do_POST(self) -> None:
        self._serve({"/authorize/decision": self._decide_authorize, "/device/decision": self._decide_device})

    def _serve(self, own: dict[str, Callable[[dict[str, str]], None]]) -> None:
        body = self.read_body()
        path, _, query = self.path.partition("?")
        if path in own:
            self.double.faults.asked(path.lstrip("/"))
            text = query if self.command == "GET" else body.decode("utf-8", "replace")
            own[path](doubles.fields(text))
            return
        found = self.double.models.find(self.command, path)
        host = self.headers.get("Host", "")
        wanted = next((service for start, service in _HOSTS.items() if host.startswith(start)), None)
        if found is None or wanted not in (None, found[0]):
            self._refuse(path, Problem("UnknownOperation", f"{self.command} {path} is not known at {host}", 404))
            return
        self._operate(*found, query, body)

    @property
    def double(self) -> Double:
        return self.server.shared  # type: ignore[return-value]

    def _operate(self, service: str, operation, query: str, body: bytes) -> None:
        name = f"{service}.{operation.name}"
        self.double.faults.asked(name)
        fault = self.double.faults.take(name)
        try:
            if fault is not None:
                raise Problem(fault["code"].removesuffix("Exception"), fault["message"], fault["status"],
                              "made_to_fail" if service == "sso-oidc" else "")
            headers = self.lower_headers
            if BEARER in headers and service != "sso":
                raise Problem("InvalidRequest", f"{BEARER} is for the portal alone", error="invalid_request")
            asked = self.double.models.read(service, operation, query, headers, body)
            answer = self.double.answer(operation.name, asked.fields, self._base() + "/device")
            self.double.models.check_output(operation, answer)
            self._send_json(200, answer)
        except Problem as problem:
            self._refuse(name, problem)

    def _base(self) -> str:
        scheme = "https" if isinstance(self.request, ssl.SSLSocket) else "http"
        return f"{scheme}://{self.headers.get('Host', '')}"

    # Pages ----------------------------------------------------------------------------------

    def _authorize(self, asked: dict[str, str]) -> None:
        try:
            redirect = self.double.rules.authorize(asked)
        except Problem as problem:
            # Never sent on: the address may be an attacker's (RFC 6749, 4.1.2.1).
            self._send_page(400, pages.page("Not allowed", f"<p id=error>{problem.error}</p>"))
            return
        error = self.double.rules.check_authorize(asked)
        if error:
            self._redirect(redirect, {"error": error, "state": asked.get("state", "")})
        elif self.double.rules.settings.auto:
            self._finish(asked, "allow")
        else:
            ticket = uuid.uuid4().hex
            self.double.started[ticket] = asked
            self._send_page(200, pages.consent("/authorize/decision", {"ticket": ticket}, asked["client_id"]))

    def _decide_authorize(self, form: dict[str, str]) -> None:
        asked = self.double.started.pop(form.get("ticket", ""), None)
        if asked is None:
            self._send_page(400, pages.page("Too late", "<p>This question was answered before.</p>"))
        else:
            self._finish(asked, form.get("decision", "deny"))

    def _finish(self, asked: dict[str, str], decision: str) -> None:
        if decision != "allow":
            self._redirect(asked["redirect_uri"], {"error": "access_denied", "state": asked["state"]})
            return
        with self.double.lock:
            code = self.double.rules.make_code(asked)
        self._redirect(asked["redirect_uri"], {"code": code, "state": asked["state"]})

    def _show_device(self, asked: dict[str, str]) -> None:
        code = asked.get("user_code", "")
        self._send_page(200, pages.consent("/device/decision", {"user_code": code}, code))

    def _decide_device(self, form: dict[str, str]) -> None:
        try:
            with self.double.lock:
                self.double.rules.decide(form.get("user_code", ""), form.get("decision", "deny"))
        except ValueError:
            self._send_page(400, pages.page("Not known", "<p>No device waits with this code.</p>"))
            return
        self._send_page(200, pages.page("Done", "<p id=done>You can close this window.</p>"))

    # Answers --------------------------------------------------------------------------------

    def _refuse(self, name: str, problem: Problem) -> None:
        code = problem.code + ("" if problem.code.endswith("Exception") or problem.code == "-" else "Exception")
        self.double.faults.refused(code)
        if problem.code == "-":
            self.send(problem.status, [("Content-Type", "text/plain")], b"")
        elif name.startswith("sso-oidc."):
            body = {"error": problem.error or "server_error", "error_description": problem.message}
            self._send_json(problem.status, body, [("x-amzn-ErrorType", code)])
        else:
            self._send_json(problem.status, {"message": problem.message}, [("x-amzn-ErrorType", code)])

    def _send_json(self, status: int, body: dict, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_json(status, body, [("Cache-Control", "no-store"), ("x-amzn-RequestId", str(uuid.uuid4())), *(headers or [])])

    def _send_page(self, status: int, body: bytes) -> None:
        self.send(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], body)

    def _redirect(self, uri: str, fields: dict[str, str]) -> None:
        self.send(302, [("Location", pages.with_query(uri, fields)), ("Cache-Control", "no-store")], b"")


def main() -> None:
    parser = doubles.arguments(__doc__)
    parser.add_argument("--start-url", required=True)
    parser.add_argument("--cloud", default="")
    parser.add_argument("--account", action="append", default=[])
    doubles.play(Double(parser.parse_args()))


if __name__ == "__main__":
    main()
