# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the roads to AWS secrets share: a workspace, a person's AWS configuration for a running ministack, and a server to send to."""

import http.server
import json
import pathlib
import sys
import threading

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "servers"))
from kit.asking import Aws  # noqa: E402, F401 - for those who import this
from kit.driving import Started, installed, is_installed  # noqa: E402, F401

PARAMETER = "a secret parameter"  # what ministack's /sample/secure holds
PORT = "5432"  # the key port of its sample/json
CREDENTIAL = "anything"  # the name that links know it by

_HEAD = """type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Shop
meta:
  id: wrk_aws_road
collection:
"""
_REQUEST = """  - url: {echo}/ping
    name: {name}
    meta:
      id: req_aws_{name}
    method: GET
    headers:
"""
_HEADER = """      - name: X-{header}
        value: "{{{{ _.{variable} }}}}"
"""
_ENVIRONMENTS = """environments:
  name: Base Environment
  meta:
    id: env_aws_road
  data:
    port: {port}
    parameter: {parameter}
"""


def workspace(echo: str, port: str = "", parameter: str = "", requests: tuple[tuple[str, ...], ...] = (("port", "parameter"),)) -> str:
    """Requests Ping, Ping2 and so on, whose headers use variables of the base environment: each request is the variables it sends."""
    text = _HEAD
    for number, variables in enumerate(requests, 1):
        text += _REQUEST.format(echo=echo, name="Ping" if number == 1 else f"Ping{number}")
        text += "".join(_HEADER.format(header=variable.title(), variable=variable) for variable in variables)
    return text + _ENVIRONMENTS.format(port=json.dumps(port), parameter=json.dumps(parameter))


def tag(kind: str, config: dict[str, str]) -> str:
    return f"{{% vault '{kind}', '{CREDENTIAL}', '{json.dumps(config)}' %}}"


def sample_tags(ready: dict) -> tuple[str, str]:
    """Links to the samples of that ministack which hold PORT and PARAMETER."""
    secret = {"SecretId": ready["samples"]["json"]["Name"], "SecretType": "kv", "SecretKey": "port"}
    return tag("aws", secret), tag("aws_ssm", {"Name": "/sample/secure"})


class Echo:
    """A server that keeps the headers it was sent and answers with them; `before_answer` is called in between. Use as a context."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.before_answer = lambda: None
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type:
        echo = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                echo.seen.append(dict(self.headers))
                echo.before_answer()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(dict(self.headers)).encode())

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def arrived(self) -> list[tuple[str, str]]:
        """Values of the two headers, request by request; empty where a request has none."""
        return [(headers.get("X-Port", ""), headers.get("X-Parameter", "")) for headers in self.seen]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "Echo":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def write_profiles(home: pathlib.Path, ready: dict, sso: dict | None = None) -> None:
    """~/.aws below that home: profiles prod (keys), role, command and mfa; with a running ssodouble also team (IAM Identity Center)."""
    keys = ready["users"]["reader"]
    place = f"region = {ready['region']}\nendpoint_url = {ready['address']}\n"
    document = {"Version": 1, "AccessKeyId": keys["accessKeyId"], "SecretAccessKey": keys["secretAccessKey"]}
    (home / "keys.json").write_text(json.dumps(document))
    aws = home / ".aws"
    aws.mkdir()
    (aws / "credentials").write_text(f"[prod]\naws_access_key_id = {keys['accessKeyId']}\n"
                                     f"aws_secret_access_key = {keys['secretAccessKey']}\n")
    (aws / "config").write_text(f"[profile prod]\n{place}"
                                f"[profile role]\nrole_arn = {ready['roles']['external']}\nexternal_id = {ready['externalId']}\n"
                                f"source_profile = prod\n{place}"
                                f"[profile command]\ncredential_process = /bin/cat {home}/keys.json\n{place}"
                                f"[profile mfa]\nrole_arn = {ready['roles']['plain']}\nmfa_serial = {mfa_device(ready)}\n"
                                f"source_profile = prod\n{place}" + (_sso_profile(sso, place) if sso else ""))


def write_default_profile(home: pathlib.Path, ready: dict) -> None:
    """Adds a profile with keys that is used where none is named, as "aws configure" does; after write_profiles."""
    keys = ready["users"]["reader"]
    with (home / ".aws" / "config").open("a") as file:
        file.write(f"[default]\nregion = {ready['region']}\nendpoint_url = {ready['address']}\n")
    with (home / ".aws" / "credentials").open("a") as file:
        file.write(f"[default]\naws_access_key_id = {keys['accessKeyId']}\naws_secret_access_key = {keys['secretAccessKey']}\n")


def mfa_device(ready: dict) -> str:
    return f"arn:aws:iam::{ready['account']}:mfa/phone"


def _sso_profile(sso: dict, place: str) -> str:
    account, roles = next(iter(sso["accounts"].items()))
    return (f"[profile team]\nsso_session = office\nsso_account_id = {account}\nsso_role_name = {roles[0]}\nservices = double\n{place}"
            f"[sso-session office]\nsso_region = {sso['region']}\nsso_start_url = {sso['startUrl']}\n"
            f"sso_registration_scopes = sso:account:access\n"
            f"[services double]\nsso =\n  endpoint_url = {sso['address']}\nsso_oidc =\n  endpoint_url = {sso['address']}\n")
