# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secret Manager over REST. Which path is which operation, which parameters it has and how its answer is written come from Google's own
client library; what the answer says comes from store.py."""

import base64
import dataclasses
import datetime
import urllib.parse

from google.api_core import path_template
from google.cloud import secretmanager_v1
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import rest_base
from google.protobuf import json_format

from grants import SCOPE
from problems import denied, insufficient_scopes, invalid, unauthenticated
from store import Store

_LARGEST_PAGE = 25000
_PERMISSIONS = {"AccessSecretVersion": "versions.access", "ListSecrets": "secrets.list", "GetSecret": "secrets.get",
                "ListSecretVersions": "versions.list", "GetSecretVersion": "versions.get"}
# Parameters that every Google API knows ("System parameters").
_SYSTEM = {"$alt", "alt", "$prettyPrint", "prettyPrint", "$fields", "fields", "key", "quotaUser", "$.xgafv"}
# Who may not do everything, by the part before the @.
_LIMITS = {"nolist": {"AccessSecretVersion"}, "nothing": set()}


def _routes() -> list[tuple[str, str, str]]:
    base = rest_base._BaseSecretManagerServiceRestTransport  # noqa: SLF001 - the rules stand nowhere else
    return [(operation, rule["method"].upper(), rule["uri"]) for operation in _PERMISSIONS
            for rule in getattr(base, f"_Base{operation}")._get_http_options()]  # noqa: SLF001


@dataclasses.dataclass
class Call:
    """One question: operation, resource name, its parts, parameters."""

    operation: str
    name: str
    parts: dict[str, str]
    query: dict[str, str]


def crc32c(data: bytes) -> int:
    """Castagnoli, reflected (RFC 3720, appendix B.4)."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def _table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _table()
_ROUTES = _routes()


def find(method: str, path: str, query: str) -> Call | None:
    """path as it was sent: the colon of ":access" is part of the address, an encoded one is not."""
    for operation, wanted, template in _ROUTES:
        if method == wanted and path_template.validate(template, path):
            verb = template.rpartition("}")[2]
            name = urllib.parse.unquote(path.removeprefix("/v1/").removesuffix(verb if verb.startswith(":") else ""))
            words = name.split("/") + [""]
            parts = dict(zip(words[0:-1:2], words[1::2]))
            return Call(operation, name, parts, dict(urllib.parse.parse_qsl(query, keep_blank_values=True)))
    return None


def _stamp(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


class Service:
    """find_token(text) gives the access token that is good now, or nothing."""

    def __init__(self, store: Store, find_token) -> None:
        self.store, self._find_token, self.page = store, find_token, _LARGEST_PAGE

    def answer(self, call: Call, headers: dict[str, str], location: str | None) -> dict:
        """location: that of the host name that was asked; empty: the global one; None: a loopback address, which has all."""
        if location is not None and location != call.parts.get("locations", ""):
            raise invalid()
        self._check_caller(call, headers)
        request = self._parse(call)
        answer = getattr(self, "_" + call.operation)(call, request)
        numbers = call.query.get("$alt", "").endswith("enum-encoding=int")
        return json_format.MessageToDict(type(answer).pb(answer), use_integers_for_enums=numbers)

    def _check_caller(self, call: Call, headers: dict[str, str]) -> None:
        kind, _, text = headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or not text:
            raise unauthenticated("CREDENTIALS_MISSING")
        token = self._find_token(text)
        if token is None:
            raise unauthenticated("ACCESS_TOKEN_EXPIRED" if text.startswith("ya29.") else "ACCESS_TOKEN_TYPE_UNSUPPORTED")
        if SCOPE not in token.scopes:
            raise insufficient_scopes()
        if "x-goog-user-project" in headers:
            self.store.check_project(headers["x-goog-user-project"])
        self.store.check_project(call.parts.get("projects", ""))
        if call.operation not in _LIMITS.get(token.email.partition("@")[0], _PERMISSIONS):
            raise denied(f"secretmanager.{_PERMISSIONS[call.operation]}", call.name)

    @staticmethod
    def _parse(call: Call):
        """Refuses parameters that the operation does not have, as the real service does."""
        request = getattr(secretmanager_v1, f"{call.operation}Request")()
        fields = {name: value for name, value in call.query.items() if name not in _SYSTEM}
        try:
            json_format.ParseDict(fields, type(request).pb(request))
        except json_format.ParseError as problem:
            raise invalid(f"Invalid JSON payload received. {problem}") from None
        return request

    # Operations -----------------------------------------------------------------------------

    def _AccessSecretVersion(self, call: Call, _request):  # noqa: N802 - the vendor's names
        secret = self.store.secret(call.parts)
        version = self.store.version(secret, call.parts["versions"])
        data = self.store.payload(secret, version)
        return secretmanager_v1.AccessSecretVersionResponse(
            name=secret.version_name(version.number), payload={"data": data, "data_crc32c": crc32c(data)})

    def _GetSecret(self, call: Call, _request):  # noqa: N802
        return self._describe(self.store.secret(call.parts))

    def _GetSecretVersion(self, call: Call, _request):  # noqa: N802
        secret = self.store.secret(call.parts)
        return self._describe_version(secret, self.store.version(secret, call.parts["versions"]))

    def _ListSecrets(self, call: Call, request):  # noqa: N802
        found = self.store.secrets(call.parts.get("locations", ""), request.filter)
        page, token = self._page(found, request)
        return secretmanager_v1.ListSecretsResponse(secrets=[self._describe(one) for one in page], next_page_token=token,
                                                    total_size=0 if request.filter else len(found))

    def _ListSecretVersions(self, call: Call, request):  # noqa: N802
        secret = self.store.secret(call.parts)
        found = self.store.versions(secret, request.filter)
        page, token = self._page(found, request)
        return secretmanager_v1.ListSecretVersionsResponse(
            versions=[self._describe_version(secret, one) for one in page], next_page_token=token,
            total_size=0 if request.filter else len(found))

    def _page(self, found: list, request) -> tuple[list, str]:
        if request.page_size < 0:
            raise invalid("page_size must not be negative.")
        start, size = 0, min(request.page_size or _LARGEST_PAGE, self.page)
        if request.page_token:
            start = self._position(request)
        end = start + size
        token = base64.urlsafe_b64encode(f"{end} {request.filter}".encode()).decode() if end < len(found) else ""
        return found[start:end], token

    @staticmethod
    def _position(request) -> int:
        try:
            start, _, wanted = base64.urlsafe_b64decode(request.page_token).decode().partition(" ")
            if wanted == request.filter:
                return int(start)
        except ValueError:
            pass
        raise invalid("The provided page token is invalid.")

    @staticmethod
    def _describe(secret):
        replication = {} if secret.location else {"automatic": {}}
        return secretmanager_v1.Secret(name=secret.name, replication=replication or None, create_time=_stamp(secret.created),
                                       labels=secret.labels, version_aliases=secret.aliases, etag='"1"')

    @staticmethod
    def _describe_version(secret, version):
        return secretmanager_v1.SecretVersion(name=secret.version_name(version.number), create_time=_stamp(version.created),
                                              state=version.state, etag='"1"')


def spoil(way: str, answer: dict) -> dict:
    """A payload that is not what it says."""
    payload = dict(answer["payload"])
    if way == "wrong-crc":
        payload["dataCrc32c"] = str(int(payload["dataCrc32c"]) ^ 1)
    elif way == "bad-crc":
        payload["dataCrc32c"] = "many"
    elif way == "number-crc":
        payload["dataCrc32c"] = int(payload["dataCrc32c"])
    elif way == "no-crc":
        del payload["dataCrc32c"]
    elif way == "bad-base64":
        payload["data"] = "@@@" + payload.get("data", "")
    elif way == "no-payload":
        return {"name": answer["name"]}
    return {**answer, "payload": payload}


SPOILT = ("wrong-crc", "bad-crc", "number-crc", "no-crc", "bad-base64", "no-payload")
# The check value of the algorithm; a table that is wrong would be wrong on both sides of nothing.
assert crc32c(b"123456789") == 3808858755
