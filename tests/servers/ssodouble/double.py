# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of IAM Identity Center: sign-in (oidc), portal, and the pages a browser shows.

It runs with botocore's interpreter; server.py starts it and talks to its control port.
"""

import argparse
import json
import pathlib
import ssl
import sys
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from kit.doubles import Listener  # noqa: E402
import pages  # noqa: E402
from portal import Portal  # noqa: E402
from rules import Rules  # noqa: E402
from shapes import BEARER, Models, Problem  # noqa: E402

# Which operations a host name serves; any other name (the loopback address) serves all.
_HOSTS = {"oidc.": "sso-oidc", "portal.sso.": "sso"}


class Double:
    """What all connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.offset_s = 0.0
        self.models, self.faults = Models(), doubles.Faults()
        self.rules = Rules(options.start_url, self.now)
        accounts = (one.split(":", 1) for one in options.account)
        self.portal = Portal({account: roles.split(",") for account, roles in accounts}, options.cloud)
        self.lock = threading.Lock()
        self.started: dict[str, dict[str, str]] = {}
        self._options, self._listeners = options, []

    def now(self) -> float:
        return time.time() + self.offset_s

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

    # Listening ------------------------------------------------------------------------------

    def up(self) -> None:
        if not self._listeners:
            self._listeners = [Listener(self._options.port, Handler, self)]
            if self._options.certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self._options.certificate, self._options.key)
                self._listeners.append(Listener(self._options.tls_port, Handler, self, context))
            for listener in self._listeners:
                listener.start()

    def down(self) -> None:
        for listener in self._listeners:
            listener.close_all()
        self._listeners = []

    # Control --------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable]:
        rules = self.rules
        return {**self.faults.commands(), "down": self.down, "up": self.up, "set": self._set, "clock": self._set_clock,
                "waiting": lambda: {"userCodes": rules.waiting()},
                "approve": lambda code: rules.decide(code, "allow"), "deny": lambda code: rules.decide(code, "deny"),
                "revoke-tokens": lambda: {"count": rules.revoke_tokens()}, "expire-tokens": lambda: {"count": rules.expire_tokens()},
                "expire-registrations": lambda: {"count": rules.expire_registrations()}}

    def _set(self, name: str, value: str) -> dict:
        key = name.replace("-", "_")
        if not hasattr(self.rules.settings, key):
            raise ValueError(f"no setting {name}; known: {', '.join(vars(self.rules.settings))}")
        setattr(self.rules.settings, key, float({"on": "1", "off": "0"}.get(value, value)))
        return dict(vars(self.rules.settings))

    def _set_clock(self, seconds: str) -> None:
        self.offset_s = float(seconds)


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
            own[path](dict(urllib.parse.parse_qsl(text, keep_blank_values=True)))
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
            headers = {key.lower(): value for key, value in self.headers.items()}
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
        self.send(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("x-amzn-RequestId", str(uuid.uuid4())),
                           *(headers or [])], json.dumps(body).encode())

    def _send_page(self, status: int, body: bytes) -> None:
        self.send(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], body)

    def _redirect(self, uri: str, fields: dict[str, str]) -> None:
        self.send(302, [("Location", pages.with_query(uri, fields)), ("Cache-Control", "no-store")], b"")

    def log_message(self, form: str, *args: object) -> None:
        """Paths alone: codes and states stand in the query."""
        super().log_message(form, *(str(word).partition("?")[0] for word in args))

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.double.now() if timestamp is None else timestamp)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port", "--control", "--tls-port"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--start-url", "--certificate", "--key", "--cloud"):
        parser.add_argument(name, default="")
    parser.add_argument("--account", action="append", default=[])
    options = parser.parse_args()
    double = Double(options)
    double.up()
    Listener(options.control, doubles.Control, double.commands()).serve_forever()


if __name__ == "__main__":
    main()
