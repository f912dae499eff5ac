# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loopback ports and small HTTP questions that ignore every proxy and CA variable."""

import json
import random
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from kit.places import ServerError

HOST = "127.0.0.1"
# Below Linux's range for outgoing connections, so that a stopped server finds its port free again.
FIRST_PORT, LAST_PORT = 20000, 32000


def free_port() -> int:
    """A loopback port nobody listens on now. The caller still has to survive losing the race."""
    for _ in range(200):
        port = random.SystemRandom().randint(FIRST_PORT, LAST_PORT)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise ServerError(f"no free port between {FIRST_PORT} and {LAST_PORT} on {HOST}")


def wait_until(what: str, ready: Callable[[], bool], deadline_s: float = 30.0) -> None:
    """Polls until ready() is true; ready() itself raises when waiting has become pointless."""
    end = time.monotonic() + deadline_s
    while not ready():
        if time.monotonic() > end:
            raise ServerError(f"{what} was not ready within {deadline_s:.0f} s")
        time.sleep(0.05)


class Answer:
    """Status and JSON body of one HTTP answer."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        try:
            self.json = json.loads(body) if body.strip() else {}
        except ValueError:
            self.json = {}


class Asker:
    """Talks JSON to one server, with the CA and client certificate given here and no others."""

    def __init__(self, address: str, context: ssl.SSLContext | None = None) -> None:
        self._address = address
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)

    def ask(self, method: str, path: str, body: object = None, token: str = "",
            timeout_s: float = 10.0) -> Answer:
        """One question. Raises OSError when nobody answers."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._address + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("X-Vault-Token", token)
        try:
            with self._opener.open(request, timeout=timeout_s) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.read())


def control(port: int, command: str, *words: str) -> dict:
    """One command to the control port of a program of kit/doubles.py."""
    answer = Asker(f"http://{HOST}:{port}").ask("POST", f"/{command}", list(words), timeout_s=60.0)
    if answer.status != 200:
        raise ServerError(str(answer.json.get("error", f"{command} was answered with {answer.status}")))
    return answer.json
