# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the double of HCP Vault Secrets knows: clients, tokens, secrets, and how it refuses (codes of gRPC in JSON)."""

import base64
import datetime
import hmac
import secrets
import threading
import urllib.parse

AUDIENCE = "https://api.hashicorp.cloud"
_CODES = {400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 429: 8, 500: 13, 501: 12, 503: 14, 504: 4}


class Refused(Exception):
    """An answer that is no success; the body is ready."""

    def __init__(self, status: int, body: dict) -> None:
        super().__init__(body)
        self.status, self.body = status, body


def refused(status: int, message: str) -> Refused:
    """As the API refuses."""
    return Refused(status, {"code": _CODES.get(status, 2), "message": message, "details": []})


def _not_let_in(description: str, error: str = "access_denied", status: int = 401) -> Refused:
    """As the sign-in refuses (RFC 6749 5.2)."""
    return Refused(status, {"error": error, "error_description": description})


def _time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clients:
    """Client credentials for tokens, tokens for clients."""

    def __init__(self, known: dict[str, str], life_s: int, now) -> None:
        self._known, self._life_s, self._now = known, life_s, now
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def token(self, form: dict[str, str], authorization: str) -> dict:
        if form.get("grant_type") != "client_credentials":
            raise _not_let_in("Unsupported grant type", "unsupported_grant_type", 400)
        name, secret = self._given(form, authorization)
        if not hmac.compare_digest(self._known.get(name, secrets.token_hex()), secret):
            raise _not_let_in("Unauthorized")
        if form.get("audience") != AUDIENCE:
            raise _not_let_in("Service not enabled within domain", status=403)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[token] = (name, self._now() + self._life_s)
        return {"access_token": token, "expires_in": self._life_s, "token_type": "Bearer"}

    @staticmethod
    def _given(form: dict[str, str], authorization: str) -> tuple[str, str]:
        """From the header (RFC 6749 2.3.1: encoded as a form first) or from the form."""
        if not authorization.startswith("Basic "):
            return form.get("client_id", ""), form.get("client_secret", "")
        try:
            name, _, secret = base64.b64decode(authorization[6:], validate=True).decode().partition(":")
        except ValueError:
            raise _not_let_in("Unauthorized") from None
        return urllib.parse.unquote_plus(name), urllib.parse.unquote_plus(secret)

    def whose(self, authorization: str) -> str:
        token = authorization.removeprefix("Bearer ")
        with self._lock:
            name, until = self._tokens.get(token, ("", 0.0))
        if not authorization.startswith("Bearer ") or until <= self._now():
            raise refused(401, "the request does not have valid authentication credentials for the operation")
        return name

    def expire(self) -> dict:
        with self._lock:
            gone = len(self._tokens)
            self._tokens.clear()
        return {"expired": gone}


class Store:
    """The secrets of one app."""

    def __init__(self, now) -> None:
        self._now = now
        self._fixed: dict[str, list[str]] = {"STATIC": ["plain text value"], "VERSIONS": ["first", "second", "third"], "EMPTY": [""],
                                             "UNICODE": ["Grüße, 世界 🔑\n\tsecond line"], "odd name?": ["found all the same"]}

    def put(self, name: str, *words: str) -> dict:
        self._fixed.setdefault(name, []).append(" ".join(words))
        return {"version": len(self._fixed[name])}

    def remove(self, name: str) -> dict:
        del self._fixed[name]
        return {}

    def names(self) -> list[str]:
        return sorted([*self._fixed, "ROTATING", "DYNAMIC"])

    def open(self, name: str) -> dict:
        about = {"name": name, "created_at": _time(self._now() - 86400), "created_by_id": "creator", "sync_status": {}}
        if name == "DYNAMIC":
            return {**about, "type": "dynamic", "provider": "aws", "dynamic_instance": self._dynamic()}
        if name == "ROTATING":
            return {**about, "type": "rotating", "provider": "postgres", "latest_version": 2, "rotating_version": self._rotating(2)}
        versions = self._versions(name)
        return {**about, "type": "kv", "latest_version": len(versions), "static_version": self._static(versions, len(versions))}

    def open_version(self, name: str, number: int) -> dict:
        if name == "DYNAMIC":
            raise refused(400, "dynamic secrets have no versions")
        if name == "ROTATING":
            if number not in (1, 2):
                raise refused(404, "secret version not found")
            return {"type": "rotating", "rotating_version": self._rotating(number)}
        versions = self._versions(name)
        if not 1 <= number <= len(versions):
            raise refused(404, "secret version not found")
        return {"type": "kv", "static_version": self._static(versions, number)}

    def _versions(self, name: str) -> list[str]:
        if name not in self._fixed:
            raise refused(404, "secret not found")
        return self._fixed[name]

    def _static(self, versions: list[str], number: int) -> dict:
        made = {"version": number, "created_at": _time(self._now() - 3600), "created_by_id": "creator"}
        value = versions[number - 1]
        return {**made, "value": value} if value else made  # the service leaves out what is empty

    def _rotating(self, number: int) -> dict:
        return {"version": number, "values": {"user": f"user-{number}", "password": f"password-{number}"}, "keys": ["password", "user"],
                "created_at": _time(self._now() - 60), "expires_at": _time(self._now() + 1800), "created_by_id": "rotation"}

    def _dynamic(self) -> dict:
        return {"values": {"access_key": secrets.token_hex(8), "secret_key": secrets.token_hex(16)}, "created_at": _time(self._now()),
                "expires_at": _time(self._now() + 900), "ttl": "900s"}
