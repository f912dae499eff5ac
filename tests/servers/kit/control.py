# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line protocol between a test and a running server. README.md describes it."""

import json
import os
import select
import signal
import sys
import time
from typing import Protocol

from kit.places import ServerError


class Server(Protocol):
    """What a server folder's create() must return."""

    def start(self) -> dict[str, object]: ...
    def stop(self) -> None: ...
    def require_running(self) -> None: ...
    def commands(self) -> list[str]: ...
    def command(self, name: str, arguments: list[str]) -> dict[str, object]: ...


class Stopped(Exception):
    """A signal asked us to end."""


def _on_signal(_number: int, _frame: object) -> None:
    # One request is enough: a second one must not interrupt the clearing away.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def stop_on_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _on_signal)


def tell(event: str, **fields: object) -> None:
    """One JSON line on standard output. A reader that went away is the same as a closed stdin."""
    try:
        print(json.dumps({"event": event, **fields}), flush=True)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
        raise Stopped from None


def _lines(server: Server):
    """Lines of standard input until it closes, watching the server meanwhile."""
    pending = b""
    while True:
        if not select.select([0], [], [], 0.5)[0]:
            server.require_running()
            continue
        chunk = os.read(0, 4096)
        if not chunk:
            return
        *complete, pending = (pending + chunk).split(b"\n")
        yield from (line.decode("utf-8", "replace").split() for line in complete)


def _answer(server: Server, words: list[str]) -> bool:
    """Carries out one command; False ends the conversation."""
    name, arguments = words[0], words[1:]
    if name == "stop":
        return False
    if name not in server.commands():
        known = ", ".join([*server.commands(), "stop"])
        tell("error", command=name, error=f"unknown command; known: {known}")
        return True
    try:
        tell("done", command=name, **server.command(name, arguments))
    except (ServerError, OSError) as problem:
        tell("error", command=name, error=str(problem))
    return True


def converse(server: Server) -> None:
    """Answers each command line by one JSON line until standard input closes or "stop"."""
    for words in _lines(server):
        if words and not _answer(server, words):
            break


def wait_for_signal(server: Server) -> None:
    while True:
        time.sleep(0.5)
        server.require_running()
