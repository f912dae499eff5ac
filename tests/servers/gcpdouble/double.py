# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own contract server for Secret Manager and all that signs in to it. It runs with google-auth's interpreter; server.py starts it and
talks to its control port."""

import argparse
import json
import pathlib
import sys
from collections.abc import Callable

_HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(_HERE.parent), str(_HERE.parent / "googleauth")]
from kit import doubles, misbehaving  # noqa: E402
from kit.google_samples import DESTROYED, DISABLED, ENABLED  # noqa: E402
import endpoint  # noqa: E402
import service  # noqa: E402
from accounts import Accounts  # noqa: E402
from grants import Grants, Refused  # noqa: E402
from identity import Identity  # noqa: E402
from problems import Problem, made_to_fail  # noqa: E402
from store import LOCATION, NUMBER, OFF_PROJECT, Store  # noqa: E402

# What a host name serves; a loopback address serves all.
_HOSTS = {"oauth2.googleapis.com": "token", "sts.googleapis.com": "sts", "iamcredentials.googleapis.com": "iam",
          "metadata.google.internal": "metadata", "169.254.169.254": "metadata", "secretmanager.googleapis.com": "secrets",
          f"secretmanager.{LOCATION}.rep.googleapis.com": "secrets"}
_LOCATIONS = {"secretmanager.googleapis.com": "", f"secretmanager.{LOCATION}.rep.googleapis.com": LOCATION}
_SPOILT = "~"


class Double(doubles.Double):
    """All the services."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        folder = pathlib.Path(options.folder)
        self.accounts = Accounts(folder, options.project)
        self.grants = Grants(self.accounts.certificates, self.accounts.emails, self.now)
        self.identity = Identity(self.accounts, self.grants, folder, options.project)
        self.identity.write_files(f"http://{doubles.HOST}:{options.port}")
        self.store = Store(options.project)
        self.service = service.Service(self.store, self.grants.find)
        self.retry_after = ""

    # Control --------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable]:
        store = self.store
        return {**super().commands(), "about": self._about, "last": lambda: self.grants.last, "set": self.grants.set,
                "heal": self._heal, "misbehave": self._misbehave,
                "retry-after": self._set_retry_after, "page": self._set_page,
                "expire-tokens": lambda: {"count": self.grants.expire_tokens()},
                "create-secret": lambda name, *words: self._add(store.create(name), words),
                "add-version": lambda name, *words: self._add(store.find(name), words),
                "delete-secret": store.delete, "alias": store.alias, "fill": self._fill,
                "disable": lambda name, number: store.change(name, number, DISABLED),
                "enable": lambda name, number: store.change(name, number, ENABLED),
                "destroy": lambda name, number: store.change(name, number, DESTROYED)}

    def _about(self) -> dict:
        return {"files": self.accounts.files, "projectNumber": NUMBER, "offProject": OFF_PROJECT, "location": LOCATION}

    def _add(self, secret, words: tuple[str, ...]) -> dict:
        return {"name": secret.version_name(self.store.add(secret, " ".join(words).encode()).number)}

    def _fill(self, count: str, prefix: str = "fill-") -> dict:
        for number in range(int(count)):
            self._add(self.store.create(f"{prefix}{number:04}"), ("value", "of", f"{prefix}{number:04}"))
        return {"prefix": prefix, "count": int(count)}

    def _misbehave(self, times: str, way: str, operation: str = "*") -> None:
        known = [*misbehaving.WAYS, *service.SPOILT]
        if way not in known:
            raise ValueError(f"{way} is not known; known: {', '.join(known)}")
        self.faults.fail(times, "200", _SPOILT + way, operation)

    def _heal(self) -> None:
        self.faults.heal()
        self.offset_s, self.retry_after = 0.0, ""

    def _set_retry_after(self, *words: str) -> None:
        self.retry_after = " ".join(words)

    def _set_page(self, size: str) -> None:
        self.service.page = int(size)


class Handler(doubles.Handler):
    """One connection of a client."""

    @property
    def double(self) -> Double:
        return self.server.shared  # type: ignore[return-value]

    def do_GET(self) -> None:
        path, fields = self.target
        if path == "/" or path.startswith("/computeMetadata"):
            self._serve("metadata", "metadata" + path, lambda: self._metadata(path, fields))
        elif path == "/subject":
            self._serve("subject", "subject", self._subject)
        elif path == "/elsewhere":
            self.double.faults.asked("elsewhere.token" if self.headers.get("Authorization") else "elsewhere")
            self._send_json(200, {})
        else:
            self._secrets(path, self.path.partition("?")[2])

    def do_POST(self) -> None:
        body, path = self.read_body(), self.path
        target = Identity.target_of(path)
        if path == "/token" and self._serves("token"):
            self._token(body)
        elif path == "/v1/token":
            self._serve("sts", "sts.token", lambda: self._exchange(body))
        elif target:
            self._serve("iam", "iam.generateAccessToken", lambda: self._impersonate(target, body))
        else:
            self._not_found()

    # Services -------------------------------------------------------------------------------

    def _token(self, body: bytes) -> None:
        """A fault of the wire comes before all else; the rest is the endpoint's own work."""
        operation = "token." + doubles.fields(body.decode("utf-8", "replace")).get("grant_type", "").rpartition(":")[2]
        fault = self.double.faults.peek(operation)
        if fault is not None and fault["code"].startswith(_SPOILT):
            self.double.faults.asked(operation)
            misbehaving.misbehave(self, self.double.faults.take(operation)["code"][1:])
        else:
            endpoint.exchange(self, self.double.grants, self.double.faults, body)

    def _exchange(self, body: bytes) -> None:
        if self.headers.get_content_type() != endpoint.FORM or self.headers.get("Authorization"):
            raise Refused("invalid_request", "A form without client authentication is wanted.")
        form = doubles.fields(body.decode("utf-8", "replace"))
        self._send_json(200, self.double.identity.exchange(form))

    def _impersonate(self, target: str, body: bytes) -> None:
        self._send_json(200, self.double.identity.impersonate(target, self.headers.get("Authorization", ""), body))

    def _metadata(self, path: str, fields: dict[str, str]) -> None:
        told = [("Metadata-Flavor", "Google"), ("Server", "Metadata Server for VM")]
        # A forwarded question comes from another machine; one without the header from a page in a browser.
        if "X-Forwarded-For" in self.headers or (self.headers.get("Metadata-Flavor") != "Google" and path != "/"):
            self.send(403, [("Content-Type", "text/html"), *told], b"<title>Error 403 (Forbidden)</title>")
            return
        status, kind, text = self.double.identity.metadata(path, fields)
        self.send(status, [("Content-Type", kind), *told], text.encode())

    def _subject(self) -> None:
        if self.headers.get("X-Job") != "42":
            self._send_json(403, {"error": "who are you?"})
        else:
            self._send_json(200, {"id_token": self.double.identity.subject})

    def _secrets(self, path: str, query: str) -> None:
        call = service.find(self.command, path, query)
        if call is None:
            self._not_found()
            return
        self._serve("secrets", call.operation,
                    lambda: self._send_json(200, self.double.service.answer(call, self.lower_headers, _LOCATIONS.get(self._host()))))

    # Parts ----------------------------------------------------------------------------------

    def _host(self) -> str:
        """A test that cannot use the real names says which one it meant."""
        return (self.headers.get("X-Forwarded-Host") or self.headers.get("Host", "")).partition(":")[0]

    def _serves(self, what: str) -> bool:
        return _HOSTS.get(self._host(), what) == what

    def _serve(self, what: str, operation: str, answer: Callable[[], None]) -> None:
        faults = self.double.faults
        faults.asked(operation)
        if not self._serves(what):
            self._not_found()
            return
        fault = faults.take(operation)
        self._spoil_with = fault["code"][1:] if fault and fault["code"].startswith(_SPOILT) else ""
        try:
            if self._spoil_with and self._spoil_with in misbehaving.WAYS:
                misbehaving.misbehave(self, self._spoil_with)
                return
            if fault and not self._spoil_with:
                raise made_to_fail(fault["status"], fault["code"], fault["message"])
            with self.double.lock:
                answer()
        except Refused as refused:
            faults.refused(refused.body["error"])
            self._send_json(refused.status, refused.body)
        except Problem as problem:
            self._refuse(problem)

    _spoil_with = ""

    def _refuse(self, problem: Problem) -> None:
        self.double.faults.refused(problem.reason or problem.status)
        headers = [("Retry-After", self.double.retry_after)] if self.double.retry_after else []
        if problem.code == 401:
            headers.append(("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/", error="invalid_token"'))
        if problem.status == "-":
            self.send(problem.code, headers, b"")
        else:
            self._send_json(problem.code, problem.body(), headers)

    def _not_found(self) -> None:
        self.double.faults.refused("404")
        self.send(404, [("Content-Type", "text/html; charset=UTF-8")], b"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>")

    def _send_json(self, status: int, body: dict, headers: list[tuple[str, str]] | None = None) -> None:
        if self._spoil_with and status == 200 and "payload" in body:
            body = service.spoil(self._spoil_with, body)
        told = [("Content-Type", "application/json; charset=UTF-8"), ("Vary", "Origin"), ("X-XSS-Protection", "0"), *(headers or [])]
        self.send(status, told, json.dumps(body, indent=2).encode())


def main() -> None:
    parser = doubles.arguments(__doc__)
    for name in ("--folder", "--project"):
        parser.add_argument(name, required=True)
    doubles.play(Double(parser.parse_args()))


if __name__ == "__main__":
    main()
