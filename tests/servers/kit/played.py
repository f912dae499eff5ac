# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of ours that plays a server, over plain HTTP and over TLS with a certificate of an authority of its own."""

import pathlib
from collections.abc import Sequence

from kit import network
from kit.certificates import Authority
from kit.launching import SingleServer
from kit.network import HOST

# What every program offers at its control port, beside its own commands.
COMMON = ("counts", "reset-counts", "fail", "heal", "down", "up")


class Played(SingleServer):
    """The program is called with --port, --tls-port, --control, --certificate and --key, and with words of its own.

    hosts: its names, beside the loopback address; ports: plain and TLS, 0 for one that is free."""

    def __init__(self, name: str, version: str, words: Sequence[str], own_commands: Sequence[str] = (), hosts: Sequence[str] = (),
                 ports: tuple[int, int] = (0, 0)) -> None:
        super().__init__(name, version, ports[0])
        self.PASSED_ON = (*own_commands, *COMMON)
        self._words, self._hosts = list(words), [*hosts, HOST, "localhost"]
        self._wanted_tls, self._tls_port = ports[1], 0
        self._files: dict[str, str] = {}

    @property
    def files(self) -> dict[str, str]:
        """caFile, serverCertificate, serverKey."""
        return self._files

    @property
    def scratch(self) -> pathlib.Path:
        return self._scratch

    def tls_address(self) -> str:
        return f"https://{HOST}:{self._tls_port}"

    def start(self) -> dict[str, object]:
        authority = Authority(self._scratch, "own")
        certificate, key = authority.issue("server", self._hosts, "serverAuth")
        self._files = {"caFile": str(authority.file), "serverCertificate": str(certificate), "serverKey": str(key)}
        return super().start()

    def _launch(self) -> None:
        self._tls_port = self._wanted_tls or network.free_port()
        super()._launch()

    def argv(self) -> list[str]:
        return [*self._words, "--port", str(self._port), "--tls-port", str(self._tls_port), "--control", str(self._control_port),
                "--certificate", self._files["serverCertificate"], "--key", self._files["serverKey"]]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "tlsAddress": self.tls_address(), "tlsPort": self._tls_port, **self._files}
