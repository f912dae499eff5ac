# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorder itself; server.py starts it."""

import argparse
import base64
import json
import pathlib
import sys
import time
import urllib.parse
from collections.abc import Callable

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from kit.doubles import Listener  # noqa: E402

TOKEN = "recorded-access-token"
_ARC_VERSION = "2020-06-01"
_SECRET = {"value": "recorded value", "contentType": "text/plain",
           "attributes": {"enabled": True, "created": 1700000000, "updated": 1700000000}}


def _unsigned(claims: dict) -> str:
    """A token that nobody checks."""
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256", "typ": "JWT"}, claims))
    return ".".join(parts) + ".c2lnbmF0dXJl"


class Recorder(doubles.Double):
    """What all connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        self.base = f"https://127.0.0.1:{options.tls_port}"
        self._seen: list[dict] = []
        self._nonces: dict[str, str] = {}  # by code
        self._claims, self._claims_times = "", 0
        self._arc = ("", "")  # where the agent says that its key is, and what it is

    def add(self, request: dict) -> None:
        with self.lock:
            self._seen.append(request)

    def recorded(self) -> dict:
        """All so far, and forgets it."""
        with self.lock:
            seen, self._seen = self._seen, []
        return {"requests": seen}

    # Answers ----------------------------------------------------------------------------------

    def answer(self, path: str, query: dict, form: dict, headers: dict) -> tuple[int, list[tuple[str, str]], dict]:
        if path.endswith("/v2.0/.well-known/openid-configuration"):
            return 200, [], self._discovery(path.split("/")[1])
        if path.endswith("/oauth2/v2.0/authorize"):
            return self._authorize(query)
        if path.endswith("/oauth2/v2.0/token"):
            return 200, [], self._token(form)
        if path.endswith("/oauth2/v2.0/devicecode"):
            return 200, [], {"user_code": "ABCD1234", "device_code": "recorded-device-code", "verification_uri": f"{self.base}/devicelogin",
                             "expires_in": 900, "interval": 1, "message": "enter the code"}
        if path.endswith(("/metadata/identity/oauth2/token", "/msi/token")):
            return self._identity(query, headers)
        if path.startswith(("/secrets/", "/keys/", "/certificates/")):
            return self._vault(path, headers)
        return 404, [], {"error": "not played here"}

    def _authorize(self, query: dict) -> tuple[int, list[tuple[str, str]], dict]:
        """The person agrees at once; the answer comes in the query, whichever way was asked for."""
        code = f"recorded-code-{len(self._nonces)}"
        self._nonces[code] = query.get("nonce", "")
        back = urllib.parse.urlencode({"code": code, "state": query.get("state", ""), "session_state": "recorded-session"})
        return 302, [("Location", f"{query.get('redirect_uri', '')}?{back}")], {}

    def set_arc(self, realm: str = "", key: str = "") -> None:
        self._arc = (realm, key)

    def _identity(self, query: dict, headers: dict) -> tuple[int, list[tuple[str, str]], dict]:
        realm, key = self._arc
        if query.get("api-version") == _ARC_VERSION and headers.get("authorization") != f"Basic {key}":
            return 401, [("WWW-Authenticate", f"Basic realm={realm}")], {"error": "no key"}
        named = {name: query[name] for name in ("client_id", "object_id", "msi_res_id") if name in query}
        return 200, [], {"access_token": TOKEN, "expires_in": "86400", "expires_on": str(int(time.time()) + 86400), "token_type": "Bearer",
                         "resource": query.get("resource", ""), "client_id": "identity", **named}

    def _discovery(self, tenant: str) -> dict:
        at = f"{self.base}/{tenant}"
        return {"issuer": f"{at}/v2.0", "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
                "token_endpoint": f"{at}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{at}/oauth2/v2.0/devicecode", "jwks_uri": f"{at}/discovery/v2.0/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"]}

    def _token(self, form: dict) -> dict:
        tokens = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": TOKEN}
        if form.get("grant_type") == "client_credentials":
            return tokens
        now = int(time.time())
        about = {"aud": form.get("client_id"), "iss": f"{self.base}/{self.options.tenant}/v2.0", "iat": now, "nbf": now,
                 "exp": now + 3600, "sub": "ada", "oid": "ada", "tid": self.options.tenant, "preferred_username": "ada@sallyport.example"}
        if nonce := self._nonces.get(form.get("code", "")):
            about["nonce"] = nonce
        return {**tokens, "scope": form.get("scope", ""), "refresh_token": "recorded-refresh-token", "id_token": _unsigned(about)}

    def set_claims(self, times: str, *words: str) -> None:
        self._claims, self._claims_times = " ".join(words), int(times)

    def _take_claims(self) -> str:
        with self.lock:
            self._claims_times -= 1
            return self._claims if self._claims_times >= 0 else ""

    def _vault(self, path: str, headers: dict) -> tuple[int, list[tuple[str, str]], dict]:
        where = f'Bearer authorization="{self.base}/{self.options.tenant}", resource="https://vault.azure.net"'
        if not headers.get("authorization"):
            return 401, [("WWW-Authenticate", where)], {"error": {"code": "Unauthorized", "message": "no token"}}
        parts = [part for part in path.split("/") if part]
        if claims := self._take_claims():
            asked = base64.b64encode(claims.encode()).decode()
            where += f', error="insufficient_claims", claims="{asked}"'
            return 401, [("WWW-Authenticate", where)], {"error": {"code": "Unauthorized", "message": "claims are missing"}}
        version = parts[2] if len(parts) > 2 else "0123456789abcdef0123456789abcdef"
        return 200, [], {**_SECRET, "id": f"{self.base}/{parts[0]}/{parts[1]}/{version}"}

    # Listening and control ----------------------------------------------------------------------

    def listeners(self) -> list[Listener]:
        fabric = doubles.tls_context(self.options.fabric_certificate, self.options.fabric_key)
        return [*super().listeners(), Listener(self.options.fabric_port, Handler, self, fabric)]

    def commands(self) -> dict[str, Callable]:
        return {**super().commands(), "recorded": self.recorded, "arc": self.set_arc, "claims": self.set_claims}


class Handler(doubles.Handler):
    """Every method is the same to it."""

    def do_GET(self) -> None:
        recorder: Recorder = self.server.shared
        (path, query), form, headers = self.target, self.read_form(), self.lower_headers
        recorder.faults.asked(path)
        recorder.add({"method": self.command, "path": path, "query": query, "form": form, "headers": headers})
        fault = recorder.faults.take(path)
        if fault:
            status, more, body = fault["status"], [], {"error": fault["code"]}
        else:
            status, more, body = recorder.answer(path, query, form, headers)
        self.send_json(status, body, more)

    do_POST = do_GET


def main() -> None:
    parser = doubles.arguments(__doc__)
    parser.add_argument("--fabric-port", type=int, required=True)
    for name in ("--fabric-certificate", "--fabric-key", "--tenant"):
        parser.add_argument(name, required=True)
    doubles.play(Recorder(parser.parse_args()))


if __name__ == "__main__":
    main()
