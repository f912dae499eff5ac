#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has Google's own clients perform an operation and tells what they sent, so that our requests can be compared.

Standard input: {"credential": content of a credential file, or null for the metadata server, "now": seconds since 1970,
"environment": {...}, "selfSigned": true where a key shall sign access tokens itself, "read": "projects/P/secrets/S/versions/V" or absent,
"list": "projects/P" or absent}.

Standard output: {"requests": [{"method", "scheme", "host", "path", "query": [[name, value], ...], "headers": {...}, "body", "form", "json",
"assertion", "status", "answer", "answerHeaders"}, ...], "token": the access token in the end, "value": base64 of what was read,
"names": what was listed}. Names of headers are lower case; "form", "json" and "assertion" are the body taken apart, or null.

The clients talk to a server on loopback; only the address is exchanged below them, so all else is what the real hosts would get.
"""

import base64
import datetime
import json
import os
import pathlib
import sys
import tempfile
import urllib.parse

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_ACCOUNT = {"aliases": ["default"], "email": "machine@sample-project.iam.gserviceaccount.com", "scopes": [_SCOPE]}
_SECRET = "projects/123456789012/secrets/sample-text"
_PAYLOAD = {"name": f"{_SECRET}/versions/7", "payload": {"data": base64.b64encode(b"recorded value").decode(), "dataCrc32c": "1931569321"}}

# The metadata service of a machine at AWS.
_INSTANCE = {"/latest/api/token": "session-of-metadata", "/latest/meta-data/placement/availability-zone": "eu-central-1b",
             "/latest/meta-data/iam/security-credentials": "builds", "/latest/meta-data/iam/security-credentials/builds": json.dumps(
                 {"AccessKeyId": "ASIAINSTANCE", "SecretAccessKey": "secret-of-instance", "Token": "token-of-instance"})}


def answer_for(host: str, path: str, now: float) -> tuple[int, str, object]:
    """What the recorder says: enough for a client to go on."""
    if host == "oauth2.googleapis.com":
        return 200, _JSON, {"access_token": "ya29.of-token-endpoint", "expires_in": 3599, "token_type": "Bearer"}
    if host == "sts.googleapis.com":
        return 200, _JSON, {"access_token": "ya29.of-sts", "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
                            "token_type": "Bearer", "expires_in": 3600}
    if host == "iamcredentials.googleapis.com":
        end = datetime.datetime.fromtimestamp(now + 3600, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return 200, _JSON, {"accessToken": "ya29.of-impersonation", "expireTime": end}
    if path.startswith("/computeMetadata/") or (host == "169.254.169.254" and path == "/"):
        return metadata(path)
    if host == "secretmanager.googleapis.com":
        listed = {"secrets": [{"name": _SECRET, "replication": {"automatic": {}}}], "totalSize": 1}
        return 200, _JSON, _PAYLOAD if path.endswith(":access") else listed
    if host == "169.254.169.254" and path in _INSTANCE:
        return 200, "text/plain", _INSTANCE[path]
    if path == "/subject":
        return 200, _JSON, {"id_token": "subject.of.url"}
    return 404, _JSON, {"error": {"code": 404, "message": "not played here", "status": "NOT_FOUND"}}


def metadata(path: str) -> tuple[int, str, object]:
    rest = path.removeprefix("/computeMetadata/v1/")
    if rest.endswith("/token"):
        return 200, _JSON, {"access_token": "ya29.of-metadata", "expires_in": 3299, "token_type": "Bearer"}
    if rest == "instance/service-accounts/default/":
        return 200, _JSON, _ACCOUNT
    known = {"/": "computeMetadata/\n", "project/project-id": "sample-project", "universe/universe-domain": "googleapis.com",
             "instance/service-accounts/default/email": _ACCOUNT["email"]}
    return (200, "text/plain", known[rest]) if rest in known else (404, "text/plain", "")


def take_apart(segment: str) -> object:
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


class Recorder(doubles.Handler):
    """Writes down each question. Listener.shared is the list."""

    now = 0.0

    def _answer(self) -> None:
        body, kind = self.read_body().decode("utf-8", "replace"), self.headers.get_content_type()
        headers = self.lower_headers
        path, _, query = self.path.partition("?")
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True)) if kind == _FORM and body else None
        assertion = (form or {}).get("assertion")
        host = headers["host"]
        status, answer_kind, answer = answer_for(host, urllib.parse.unquote(path), self.now)
        text = answer if isinstance(answer, str) else json.dumps(answer)
        flavor = {"Metadata-Flavor": "Google"} if path == "/" or "computeMetadata" in path else {}
        answer_headers = {"Content-Type": answer_kind, **flavor}
        self.server.shared.append({
            "method": self.command, "scheme": headers.pop("x-recorded-scheme"), "host": host, "path": path,
            "query": urllib.parse.parse_qsl(query, keep_blank_values=True), "headers": headers, "body": body, "form": form,
            "json": json.loads(body) if kind == _JSON and body else None,
            "assertion": assertion and {"header": take_apart(assertion.split(".")[0]), "claims": take_apart(assertion.split(".")[1])},
            "status": status, "answer": text, "answerHeaders": answer_headers})
        self.send(status, list(answer_headers.items()), text.encode())

    do_GET = do_POST = do_PUT = _answer

    def log_message(self, *_: object) -> None:
        pass


def session_for(port: int):
    """A session of requests whose every question goes to the recorder, with the host it was meant for."""
    import requests
    from requests.adapters import HTTPAdapter

    class Detour(HTTPAdapter):
        def send(self, request, **options):
            parts = urllib.parse.urlsplit(request.url)
            request.headers["Host"], request.headers["X-Recorded-Scheme"] = parts.netloc, parts.scheme
            request.url = urllib.parse.urlunsplit(("http", f"{doubles.HOST}:{port}", parts.path or "/", parts.query, ""))
            return super().send(request, **{**options, "verify": False, "proxies": {}})

    session = requests.Session()
    detour(session, Detour())
    return session


def detour(session, adapter) -> None:
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, adapter)


def credentials_for(question: dict, request):
    import google.auth
    from google.auth import aws, identity_pool, pluggable
    content = question.get("credential")
    if content is None:
        return google.auth.default(scopes=[_SCOPE], request=request)[0]
    if content.get("type") == "external_account":
        # The general call would ask for the project's name as well.
        source = content["credential_source"]
        kind = aws if "environment_id" in source else pluggable if "executable" in source else identity_pool
        return kind.Credentials.from_info(content, scopes=[_SCOPE])
    credentials = google.auth.load_credentials_from_dict(content, scopes=[_SCOPE], request=request)[0]
    return credentials.with_always_use_jwt_access(True) if question.get("selfSigned") else credentials


def perform(question: dict, port: int) -> dict:
    from google.auth import _helpers
    from google.auth.transport.requests import Request
    from google.cloud import secretmanager_v1
    now = datetime.datetime.fromtimestamp(question["now"], datetime.UTC).replace(tzinfo=None)
    _helpers.utcnow = lambda: now
    session = session_for(port)
    request = Request(session)
    credentials = credentials_for(question, request)
    credentials.refresh(request)
    found = {"token": credentials.token}
    client = secretmanager_v1.SecretManagerServiceClient(transport="rest", credentials=without_refresh(credentials.token, credentials))
    detour(client.transport._session, session.get_adapter("https://"))
    if "read" in question:
        found["value"] = base64.b64encode(client.access_secret_version(name=question["read"], retry=None).payload.data).decode()
    if "list" in question:
        found["names"] = [secret.name for secret in client.list_secrets(parent=question["list"], retry=None)]
    return found


def without_refresh(token: str, source: object = None):
    """The token alone, and the project that calls are counted for: the client would sign in once more."""
    from google.oauth2.credentials import Credentials

    class Fixed(Credentials):
        def refresh(self, _request) -> None:
            """Stays as it is, so that a refusal is what the caller gets."""

    return Fixed(token, quota_project_id=getattr(source, "quota_project_id", None))


def main() -> int:
    question = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="sallyport-record-") as home:
        os.environ.clear()
        os.environ.update(HOME=home, PATH="/usr/bin:/bin", **question.get("environment", {}))
        seen: list[dict] = []
        Recorder.now = question["now"]
        listener = doubles.Listener(0, Recorder, seen)
        listener.start()
        found = perform(question, listener.server_address[1])
        print(json.dumps({"requests": seen, **found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
