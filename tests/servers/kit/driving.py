# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How tests written in Python drive "run.py start"."""

import functools
import json
import os
import pathlib
import subprocess
import sys
import unittest

RUN = [sys.executable, str(pathlib.Path(__file__).resolve().parent.parent / "run.py")]
DEADLINE_S = 60


@functools.cache
def _listed() -> dict:
    return json.loads(subprocess.run([*RUN, "list"], capture_output=True, check=True).stdout)


def is_installed(name: str) -> bool:
    """The test runner says which servers to use; without it, whatever is there is used."""
    chosen = os.environ.get("SALLYPORT_SERVERS")
    if chosen is not None:
        return name in chosen.split(",")
    return _listed()[name]["installed"] is not None


def installed(name: str) -> dict[str, str]:
    return _listed()[name]["installed"] or {}


def needs(*names: str) -> object:
    """A decorator that skips, by name, what cannot run here."""
    missing = [name for name in names if not is_installed(name)]
    return unittest.skipIf(missing, f"SKIPPED: needs {' and '.join(missing)}; run scripts/test --servers")


class Started:
    """"run.py start" as a test drives it: line commands in, JSON lines out."""

    def __init__(self, name: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.child = subprocess.Popen([*RUN, "start", name, *arguments], text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        self.ready = self.line()

    def line(self) -> dict:
        assert self.child.stdout is not None
        return json.loads(self.child.stdout.readline())

    def command(self, text: str) -> dict:
        assert self.child.stdin is not None
        self.child.stdin.write(text + "\n")
        self.child.stdin.flush()
        return self.line()

    def close(self) -> int:
        self.child.communicate(timeout=DEADLINE_S)
        return self.child.returncode

    def __enter__(self) -> "Started":
        return self

    def __exit__(self, *_: object) -> None:
        if self.child.poll() is None:
            self.close()
        for stream in (self.child.stdin, self.child.stdout):
            if stream is not None and not stream.closed:
                stream.close()


class WithServer(unittest.TestCase):
    """Tests of one running server, shared by all of a class."""

    SERVER = ""
    OPTIONS: tuple[str, ...] = ()
    BEFORE_EACH: tuple[str, ...] = ()  # commands

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Started(cls.SERVER, *cls.OPTIONS)
        cls.addClassCleanup(cls.server.__exit__)
        cls.ready = cls.server.ready

    def setUp(self) -> None:
        for command in self.BEFORE_EACH:
            self.server.command(command)
