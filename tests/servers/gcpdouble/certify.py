#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that the contract server's answers are what Google's own clients accept. Exit code 0: all steps hold; 1: one does not.

google-auth signs in with every kind of credential, google-cloud-secret-manager asks over REST. Below them only the address is exchanged:
the server still sees the real host names, and serves at each of them its own part alone.
"""

import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from kit import driving, google_client, google_samples, modules  # noqa: E402
from kit.certifying import Failed, step  # noqa: E402
from kit.driving import Started  # noqa: E402

record = modules.load("google_record", HERE.parent / "googleauth" / "record.py")
SECRETS = f"projects/{google_samples.PROJECT}/secrets"
SIGNS_IN = ("reader", "pkcs1", "person", "impersonated", "impersonatedByKey", "chained", "federatedFile", "federatedJson", "federatedUrl",
            "federatedExecutable", "federatedImpersonated")
IS_REFUSED = {"otherKey": "Invalid JWT Signature", "unknownKeyId": "Invalid JWT Signature", "personRevoked": "expired or revoked",
              "personReauthentication": "reauth", "personWrongClient": "invalid_client", "impersonatedDenied": "getAccessToken",
              "chainedWithoutDelegate": "getAccessToken", "federatedStranger": "not signed by a known key"}


class Caller:
    """Google's clients, led to one server."""

    def __init__(self, server: Started) -> None:
        from google.auth.transport.requests import Request
        self.server, self.ready = server, server.ready
        self.session = record.session_for(self.ready["port"])
        self._request = Request(self.session)

    def token(self, name: str | None, self_signed: bool = False) -> str:
        """Of a credential file, or of the metadata server."""
        content = json.loads(pathlib.Path(self.ready["files"][name]).read_text(encoding="utf-8")) if name else None
        credentials = record.credentials_for({"credential": content, "selfSigned": self_signed}, self._request)
        credentials.refresh(self._request)
        return credentials.token

    def client(self, token: str, host: str = "secretmanager.googleapis.com"):
        from google.cloud import secretmanager_v1
        client = secretmanager_v1.SecretManagerServiceClient(transport="rest", credentials=record.without_refresh(token),
                                                             client_options={"api_endpoint": host})
        record.detour(client.transport._session, self.session.get_adapter("https://"))  # noqa: SLF001
        return client


def outcome(call, **fields: object) -> object:
    """The answer, or status and reason of a refusal."""
    try:
        return call(**fields)
    except Exception as problem:  # noqa: BLE001 - what it is is the outcome
        return f"{type(problem).__name__} {getattr(problem, 'reason', None) or ''} {problem}"


def read(client, name: str, version: str = "latest", **how: object) -> object:
    answer = outcome(client.access_secret_version, name=f"{SECRETS}/{name}/versions/{version}", **{"retry": None, **how})
    return answer if isinstance(answer, str) else answer.payload.data


def check_sign_ins(caller: Caller) -> None:
    for name in SIGNS_IN:
        value = read(caller.client(caller.token(name)), "sample-text")
        step(f"{name} signs in and reads", value == b"plain text value", value)
    value = read(caller.client(caller.token(None)), "sample-text")
    step("the metadata server's token reads", value == b"plain text value", value)
    for name, wanted in (("reader", b"plain text value"), ("otherKey", "Unauthorized"), ("unknownKeyId", "Unauthorized")):
        value = read(caller.client(caller.token(name, self_signed=True)), "sample-text")
        step(f"a token that {name} signed itself: {wanted!r}", value[:len(wanted)] == wanted, value)
    for name, words in IS_REFUSED.items():
        text = outcome(caller.token, name=name)
        step(f"{name} is refused", isinstance(text, str) and text.startswith(("RefreshError", "OAuthError")) and words in text, text)


def check_values(caller: Caller, client) -> None:
    from google.cloud.secretmanager_v1 import AccessSecretVersionResponse
    answer: AccessSecretVersionResponse = client.access_secret_version(name=f"{SECRETS}/sample-binary/versions/latest")
    number = caller.ready["projectNumber"]
    step("the name holds the project's number", answer.name == f"projects/{number}/secrets/sample-binary/versions/1", answer.name)
    step("the payload is whole, its checksum the one of all bytes", answer.payload.data == bytes(range(256)) and
         answer.payload.data_crc32c == 0x9C44184B, hex(answer.payload.data_crc32c))
    got = [read(client, "sample-versions", version) for version in ("1", "stable", "3", "latest")]
    step("versions, aliases and latest", got == [b"first", b"first", b"third", b"third"], got)
    step("the project's number does as well", client.access_secret_version(
        name=f"projects/{number}/secrets/sample-text/versions/1").payload.data == b"plain text value")
    caller.server.command("misbehave 1 wrong-crc AccessSecretVersion")
    step("a wrong checksum is the caller's business", read(client, "sample-text") == b"plain text value")


def check_states(client) -> None:
    for name, version, words in (("sample-disabled", "latest", "is in DISABLED state"), ("sample-destroyed", "1", "is in DESTROYED state"),
                                 ("sample-versions", "off", "is in DISABLED state"), ("sample-never", "latest", "not found"),
                                 ("sample-none", "latest", "has no versions"), ("sample-text", "9", "not found")):
        text, wanted = read(client, name, version), "BadRequest" if "state" in words else "NotFound"
        step(f"{name} {version}: {words}", isinstance(text, str) and text.startswith(wanted) and words in text, text)


def check_lists(caller: Caller, client) -> None:
    caller.server.command("page 4")
    caller.server.command("fill 7")
    parent = SECRETS.rpartition("/")[0]
    names = [one.name.rpartition("/")[2] for one in client.list_secrets(parent=parent)]
    step("pages are followed to the end, newest first", names[0] == "fill-0006" and len(names) == len(google_samples.SAMPLES) + 7, names)
    asked = caller.server.command("counts")["counts"]["ListSecrets"]
    step("in pages of four", asked == -(-len(names) // 4), asked)
    caller.server.command("page 25000")
    names = [one.name.rpartition("/")[2] for one in client.list_secrets(request={"parent": parent, "filter": "name:fill-000"})]
    step("a filter chooses", len(names) == 7, names)
    listed = list(client.list_secret_versions(request={"parent": f"{SECRETS}/sample-versions", "filter": "state:ENABLED"}))
    listed = [(one.name[-1], one.state.name) for one in listed]
    step("also versions, by their state", listed == [("3", "ENABLED"), ("1", "ENABLED")], listed)
    text = outcome(client.list_secrets, request={"parent": parent, "filter": "size>3"})
    step("a filter that nobody understands is refused", isinstance(text, str) and text.startswith("BadRequest"), text)
    secret = client.get_secret(name=f"{SECRETS}/sample-versions")
    step("a secret tells its aliases", dict(secret.version_aliases) == {"stable": 1, "off": 2}, secret)


def check_regional(caller: Caller, token: str) -> None:
    location = caller.ready["location"]
    regional = caller.client(token, f"secretmanager.{location}.rep.googleapis.com")
    name = f"projects/{google_samples.PROJECT}/locations/{location}/secrets/sample-regional/versions/latest"
    answer = regional.access_secret_version(name=name)
    step("a regional secret", answer.payload.data == b"a regional value" and f"/locations/{location}/" in answer.name, answer.name)
    text = outcome(caller.client(token).access_secret_version, name=name, retry=None)
    step("not at the global host", isinstance(text, str) and "Invalid resource field value" in text, text)


def check_permissions(caller: Caller, client) -> None:
    parent = SECRETS.rpartition("/")[0]
    some = caller.client(caller.token("nolist"))
    step("who may not list may read", read(some, "sample-text") == b"plain text value")
    for what, text, wanted in (
            ("who may not list is told so", outcome(some.list_secrets, parent=parent), "Forbidden IAM_PERMISSION_DENIED"),
            ("who may nothing is told so", read(caller.client(caller.token("nothing")), "sample-text"), "Forbidden IAM_PERMISSION_DENIED"),
            ("a service that is off", outcome(client.list_secrets, parent=f"projects/{caller.ready['offProject']}"),
             "Forbidden SERVICE_DISABLED"),
            ("a foreign project", outcome(client.list_secrets, parent="projects/foreign"), "Forbidden CONSUMER_INVALID"),
            ("a token that is none", read(caller.client("other"), "sample-text"), "Unauthorized ACCESS_TOKEN_TYPE_UNSUPPORTED")):
        step(what, isinstance(text, str) and text.startswith(wanted), text)
    caller.server.command("expire-tokens")
    text = read(client, "sample-text")
    step("a token that is over", isinstance(text, str) and text.startswith("Unauthorized ACCESS_TOKEN_EXPIRED"), text)


def check_faults(caller: Caller) -> None:
    client = caller.client(caller.token("reader"))
    caller.server.command("fail 1 503 UNAVAILABLE AccessSecretVersion slow down")
    caller.server.command("reset-counts")
    answer = client.access_secret_version(name=f"{SECRETS}/sample-text/versions/1")
    asked = caller.server.command("counts")["counts"]
    step("503 is asked again", answer.payload.data == b"plain text value" and asked == {"AccessSecretVersion": 2}, asked)
    for status, code, wanted in ((500, "INTERNAL", "InternalServerError"), (504, "DEADLINE_EXCEEDED", "GatewayTimeout"),
                                 (429, "RESOURCE_EXHAUSTED", "TooManyRequests RATE_LIMIT_EXCEEDED")):
        caller.server.command(f"fail 1 {status} {code} AccessSecretVersion")
        text = read(client, "sample-text")
        step(f"{status} is {wanted}", isinstance(text, str) and text.startswith(wanted), text)


def certify() -> int:
    with Started("gcpdouble") as server:
        if server.ready["event"] != "ready":
            raise Failed(server.ready["error"])
        caller = Caller(server)
        check_sign_ins(caller)
        token = caller.token("reader")
        client = caller.client(token)
        check_values(caller, client)
        check_states(client)
        check_lists(caller, client)
        check_regional(caller, token)
        check_permissions(caller, client)
        check_faults(caller)
    print("certified: google-auth", driving.installed("googleauth")["version"], "and google-cloud-secret-manager")
    return 0


def main() -> int:
    if not driving.installed("googleauth"):
        print("not installed: googleauth", file=sys.stderr)
        return 1
    google_client.enter()
    os.environ.update(NO_PROXY="*", GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES="1")
    try:
        return certify()
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
