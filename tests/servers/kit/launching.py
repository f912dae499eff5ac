# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that is one process: ports, log, life."""

import json
import pathlib
import shutil
import signal
from collections.abc import Callable

from kit import network, places
from kit.network import HOST
from kit.places import ServerError
from kit.process import ServerProcess, plain_environment


def from_ready(server: str, text: str, pick: Callable[[dict], dict]) -> dict:
    """What is picked from the ready object of another server: JSON, or a file with it, that came with an option of that name."""
    try:
        return pick(json.loads(text if text.lstrip().startswith("{") else pathlib.Path(text).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as problem:
        raise ServerError(f"--{server} wants the ready object of that server: {problem!r}") from problem


class SingleServer:
    """What a server's own class adds: argv(), answers(), and perhaps prepare(), describe() and commands."""

    # Commands that a program with a control port (kit/doubles.py) answers by itself.
    PASSED_ON: tuple[str, ...] = ()
    OWN: tuple[str, ...] = ("status", "pause", "resume")
    # Variables that the process gets, and how long it may take to end.
    VARIABLES: dict[str, str] = {"PYTHONDONTWRITEBYTECODE": "1"}
    PATIENCE_S = 2.0

    def __init__(self, name: str, version: str, port: int = 0) -> None:
        """port: 0 for one that is free."""
        self._name, self._version, self._wanted_port = name, version, port
        self._scratch = places.new_scratch(name)
        self._log = self._scratch / "server.log"
        self._port, self._control_port = 0, 0
        self._process: ServerProcess | None = None

    def argv(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether the server is ready. OSError counts as not yet."""
        self.control("counts")
        return True

    def logs(self) -> list[pathlib.Path]:
        """Of everything that listens."""
        return [self._log]

    def prepare(self) -> None:
        """What has to be in the server before it is told to be ready."""

    # Life -----------------------------------------------------------------------------------

    def start(self) -> dict[str, object]:
        for attempt in range(5):
            try:
                self._launch()
                break
            except ServerError:
                # Somebody took a port between the choice and the start: choose others.
                taken = any("ddress already in use" in log.read_text(errors="replace") for log in self.logs() if log.exists())
                self.end()
                if attempt == 4 or not taken:
                    raise
                for log in self.logs():
                    log.unlink(missing_ok=True)
        self.prepare()
        return self.describe()

    def _launch(self) -> None:
        self._port, self._control_port = self._wanted_port or network.free_port(), network.free_port()
        self.begin()

    def begin(self) -> None:
        """Starts the process on the ports chosen, and waits until it answers."""
        self._process = ServerProcess(self.argv(), self._log, plain_environment(self._scratch, **self.VARIABLES))
        self._process.start()
        network.wait_until(self._name, self._ready)

    def _ready(self) -> bool:
        self.require_running()
        try:
            return self.answers()
        except OSError:
            return False

    def end(self) -> None:
        if self._process is not None:
            self._process.stop(self.PATIENCE_S)
        self._process = None

    def stop(self) -> None:
        self.end()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def require_running(self) -> None:
        if self._process is not None:
            self._process.require_running()

    def address(self) -> str:
        return f"http://{HOST}:{self._port}"

    def describe(self) -> dict[str, object]:
        return {"name": self._name, "version": self._version, "address": self.address(), "host": HOST, "port": self._port,
                "pid": self._process.pid if self._process else 0, "log": str(self._log)}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        return {}

    # Commands -------------------------------------------------------------------------------

    def control(self, command: str, *words: str) -> dict:
        return network.control(self._control_port, command, *words)

    def commands(self) -> list[str]:
        return [*self.PASSED_ON, *self.OWN]

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        if name in self.PASSED_ON:
            return self.control(name, *arguments)
        try:
            return getattr(self, "do_" + name.replace("-", "_"))(*arguments) or {}
        except (TypeError, ValueError) as problem:
            raise ServerError(f"wrong arguments for {name}: {problem}") from problem

    def do_status(self) -> dict:
        return {"running": self._process is not None and self._process.running()}

    def do_pause(self) -> None:
        assert self._process is not None
        self._process.signal(signal.SIGSTOP)

    def do_resume(self) -> None:
        assert self._process is not None
        self._process.signal(signal.SIGCONT)
