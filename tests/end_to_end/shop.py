# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shop's workspace whose requests send a secret and a parameter of AWS to an echo server."""

import http.server
import json
import pathlib
import threading

PORT, PARAMETER = "5432", "a secret parameter"  # what tests/servers/ministack/seed.py keeps as `port` of `json` and at /sample/secure

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
      id: req_{name}
    method: GET
    headers:
"""
_HEADER = """      - name: X-{header}
        value: "{{{{ _.{variable} }}}}"
"""
_ENVIRONMENT = """environments:
  name: Base Environment
  meta:
    id: env_aws_road
  data:
    port: "{{% vault 'aws', 'anything', '{secret}' %}}"
    parameter: "{{% vault 'aws_ssm', 'anything', '{parameter}' %}}"
"""


def _tag(config: dict[str, str]) -> str:
    return json.dumps(config).replace('"', '\\"')


def write_workspace(path: pathlib.Path, echo: str, ready: dict, *requests: tuple[str, ...]) -> None:
    """Each request is the variables it sends; by default there is one that sends both. ready: that of the ministack whose samples are
    meant."""
    text = _HEAD
    for number, variables in enumerate(requests or (("port", "parameter"),)):
        text += _REQUEST.format(echo=echo, name=f"Ping{number}")
        text += "".join(_HEADER.format(header=variable.title(), variable=variable) for variable in variables)
    secret = {"SecretId": ready["samples"]["json"]["Name"], "SecretType": "kv", "SecretKey": "port"}
    path.write_text(text + _ENVIRONMENT.format(secret=_tag(secret), parameter=_tag({"Name": "/sample/secure"})))


class Echo:
    """Keeps the headers of the requests it got; `before_answer` is called after each."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.before_answer = lambda: None
        echo = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                echo.seen.append(dict(self.headers))
                echo.before_answer()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(dict(self.headers)).encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def arrivals(self) -> list[tuple[str, str]]:
        return [(seen.get("X-Port", ""), seen.get("X-Parameter", "")) for seen in self.seen]
