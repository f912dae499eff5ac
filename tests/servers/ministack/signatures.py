# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may pass the front: every signature is computed again by awssig, which others wrote, for the service and region that the question
belongs to. Refusals are worded as the vendor's services word them (API references of Secrets Manager, SSM and STS, "Common Errors")."""

import dataclasses
import datetime
import threading
import time
import urllib.parse
from collections.abc import Callable

from awssig import AWSSigV4Verifier, InvalidSignatureError

TOLERANCE_S = 300
_TARGETS = {"secretsmanager": "secretsmanager", "AmazonSSM": "ssm"}
_STS_VERSION = "2011-06-15"
_UNSIGNED = ("sts.AssumeRoleWithWebIdentity", "sts.AssumeRoleWithSAML")
# What STS calls by another name, with 403 instead of 400.
_STS_NAMES = {"MissingAuthenticationTokenException": "MissingAuthenticationToken", "InvalidSignatureException": "SignatureDoesNotMatch",
              "IncompleteSignatureException": "IncompleteSignature", "UnrecognizedClientException": "InvalidClientTokenId",
              "ExpiredTokenException": "ExpiredToken"}


class Refusal(Exception):
    """An answer that ends the question; code is that of the JSON services."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclasses.dataclass
class Question:
    """One HTTP request. Header names are lower case, with all their values."""

    method: str
    path: str
    headers: dict[str, list[str]]
    body: bytes
    operation: str = ""

    def header(self, name: str) -> str:
        return ",".join(self.headers.get(name, []))

    @property
    def service(self) -> str:
        return self.operation.partition(".")[0]


def operation_of(question: Question) -> str:
    """"secretsmanager.GetSecretValue", "ssm.GetParameter", "sts.AssumeRole"; empty for anything else."""
    target, _, name = question.header("x-amz-target").partition(".")
    if target in _TARGETS:
        return f"{_TARGETS[target]}.{name}"
    form = urllib.parse.parse_qs(question.body.decode("utf-8", "replace"))
    if form.get("Version") == [_STS_VERSION] and len(form.get("Action", [])) == 1:
        return f"sts.{form['Action'][0]}"
    return ""


def refusal_name(service: str, refusal: Refusal) -> tuple[int, str]:
    if service == "sts" and refusal.code in _STS_NAMES:
        return 403, _STS_NAMES[refusal.code]
    return refusal.status, refusal.code


@dataclasses.dataclass
class Key:
    secret: str
    token: str = ""
    expires: float = 0.0  # seconds since 1970; 0: never


class KeyRing:
    """All keys the cloud has given out; sessions are learned from the answers that pass."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self._lock = threading.Lock()

    def add(self, access_key: str, key: Key) -> None:
        with self._lock:
            self._keys[access_key] = key

    def get(self, access_key: str) -> Key | None:
        with self._lock:
            return self._keys.get(access_key)

    def expire_sessions(self) -> int:
        """Ends all sessions that are known now; gives their number."""
        with self._lock:
            sessions = [key for key in self._keys.values() if key.token]
            for key in sessions:
                key.expires = 1.0
        return len(sessions)


class _Verifier(AWSSigV4Verifier):
    # The library takes the fields of a form for query parameters; the vendor's services do not.
    content_type = None


class Gate:
    """Checks a question; raises Refusal. offset_s() is how far our clock is from the real one."""

    def __init__(self, region: str, keys: KeyRing, offset_s: Callable[[], float]) -> None:
        self._region, self._keys, self._offset_s = region, keys, offset_s

    def check(self, question: Question, host: str) -> None:
        if question.operation in _UNSIGNED:
            return
        if "authorization" not in question.headers:
            raise Refusal("MissingAuthenticationTokenException", "Missing Authentication Token")
        verifier = _Verifier(request_method=question.method, uri_path=question.path.partition("?")[0],
                             query_string=question.path.partition("?")[2], headers=question.headers, body=question.body,
                             region=self._region, service=question.service, key_mapping=self._secret, timestamp_mismatch=None)
        self._check_headers(question, verifier, host)
        self._check_time(verifier)
        self._check_key(verifier)
        try:
            verifier.verify()
        except InvalidSignatureError:
            raise Refusal("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. "
                          "Check your AWS Secret Access Key and signing method.") from None

    def _secret(self, access_key: str, _token: str = "") -> str:
        key = self._keys.get(access_key)
        return key.secret if key else ""

    @staticmethod
    def _check_headers(question: Question, verifier: _Verifier, host: str) -> None:
        try:
            signed = set(verifier.authorization_header_parameters["SignedHeaders"].split(";"))
            verifier.access_key  # noqa: B018 - raises when the scope names another day, region or service
        except (AttributeError, KeyError, ValueError) as problem:
            raise Refusal("InvalidSignatureException", f"Credential should be scoped correctly: {problem}") from None
        must = {"host"} | {name for name in question.headers if name.startswith("x-amz-")} | ({"content-type"} & question.headers.keys())
        if must - signed:
            raise Refusal("InvalidSignatureException", f"'{sorted(must - signed)[0]}' must be a 'SignedHeader' in the AWS Authorization.")
        if question.header("host") != host:
            raise Refusal("InvalidSignatureException", f"This host is {host}, not {question.header('host')}")

    def _check_time(self, verifier: _Verifier) -> None:
        signed = verifier.request_timestamp.timestamp()
        now = time.time() + self._offset_s()
        if signed < now - TOLERANCE_S:
            raise Refusal("InvalidSignatureException", f"Signature expired: {_stamp(signed)} is now earlier than "
                          f"{_stamp(now - TOLERANCE_S)} ({_stamp(now)} - 5 min.)")
        if signed > now + TOLERANCE_S:
            raise Refusal("InvalidSignatureException", f"Signature not yet current: {_stamp(signed)} is still later than "
                          f"{_stamp(now + TOLERANCE_S)} ({_stamp(now)} + 5 min.)")

    def _check_key(self, verifier: _Verifier) -> None:
        key = self._keys.get(verifier.access_key)
        if key is None or (verifier.session_token or "") != key.token:
            raise Refusal("UnrecognizedClientException", "The security token included in the request is invalid.")
        if key.expires and key.expires < time.time() + self._offset_s():
            raise Refusal("ExpiredTokenException", "The security token included in the request is expired")


def _stamp(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
