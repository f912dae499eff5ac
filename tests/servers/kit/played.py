# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of ours that plays a server, as the object that kit/control.py describes: ports, a certificate, a process, its commands."""

import pathlib
import shutil
import signal
from collections.abc import Sequence

from kit import network, places
from kit.certificates import Authority
from kit.network import HOST
from kit.places import ServerError
from kit.process import ServerProcess, plain_environment

# What every program offers at its control port, beside its own commands.
COMMON = ("counts", "reset-counts", "fail", "heal", "down", "up")


class Played:
    """The program is called with --port, --tls-port, --control, --certificate and --key, and with words of its own."""

    def __init__(self, name: str, version: str, argv: Sequence[str], own_commands: Sequence[str] = (), hosts: Sequence[str] = (),
                 variables: dict[str, str] | None = None) -> None:
        self._name, self._version, self._argv, self._variables = name, version, list(argv), variables or {}
        self._passed_on, self._hosts = (*own_commands, *COMMON), [*hosts, HOST, "localhost"]
        self._scratch = places.new_scratch(name)
        self._log = self._scratch / "server.log"
        self._ports: list[int] = []
        self._files: dict[str, str] = {}
        self._process: ServerProcess | None = None

    @property
    def files(self) -> dict[str, str]:
        """caFile, serverCertificate, serverKey."""
        return self._files

    @property
    def scratch(self) -> pathlib.Path:
        return self._scratch

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._ports[0]}"

    @property
    def tls_address(self) -> str:
        return f"https://{HOST}:{self._ports[1]}"

    # Life -----------------------------------------------------------------------------------

    def start(self) -> dict[str, object]:
        authority = Authority(self._scratch, "own")
        certificate, key = authority.issue("server", self._hosts, "serverAuth")
        self._files = {"caFile": str(authority.file), "serverCertificate": str(certificate), "serverKey": str(key)}
        for attempt in range(5):
            try:
                self._launch()
                break
            except ServerError:
                # Somebody took a port between the choice and the start: choose others.
                if attempt == 4 or "address already in use" not in self._log.read_text(errors="replace").lower():
                    raise
                self._log.unlink()
        return self.describe()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(2.0)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def require_running(self) -> None:
        if self._process is not None:
            self._process.require_running()

    def describe(self) -> dict[str, object]:
        assert self._process is not None
        return {"name": self._name, "version": self._version, "address": self.address, "tlsAddress": self.tls_address, "host": HOST,
                "port": self._ports[0], "tlsPort": self._ports[1], "pid": self._process.pid, "log": str(self._log), **self._files}

    def environment(self) -> dict[str, str]:
        return {}

    def _launch(self) -> None:
        self._ports = [network.free_port() for _ in range(3)]
        ports = [word for name, port in zip(("--port", "--tls-port", "--control"), self._ports, strict=True) for word in (name, str(port))]
        self._process = ServerProcess(
            [*self._argv, *ports, "--certificate", self._files["serverCertificate"], "--key", self._files["serverKey"]],
            self._log, plain_environment(self._scratch, PYTHONDONTWRITEBYTECODE="1", **self._variables))
        self._process.start()
        network.wait_until(self._name, self._answers)

    def _answers(self) -> bool:
        self.require_running()
        try:
            self.control("counts")
            return True
        except OSError:
            return False

    # Commands -------------------------------------------------------------------------------

    def commands(self) -> list[str]:
        return [*self._passed_on, "pause", "resume"]

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        assert self._process is not None
        if name in self._passed_on:
            return self.control(name, *arguments)
        self._process.signal(signal.SIGSTOP if name == "pause" else signal.SIGCONT)
        return {}

    def control(self, command: str, *words: str) -> dict:
        return network.control(self._ports[2], command, *words)
