# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down what clients of Entra, managed identities and Key Vault ask, and says yes to everything: what Microsoft's clients send and
what we send can then be compared. It checks nothing."""

import argparse
import pathlib
import sys

from kit import certificates, network
from kit.network import HOST
from kit.played import Played

NAME = "azurerecorder"
VERSION = "1"
KIND = "server"
TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"


def installed() -> dict[str, str] | None:
    return {"version": VERSION}


def install() -> None:
    """Nothing to fetch: Python's own library is all it needs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", default=TENANT)


def create(options: argparse.Namespace) -> "Recorder":
    return Recorder(options)


class Recorder(Played):
    """One running recorder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._tenant, self._fabric_port = options.tenant, 0
        super().__init__(NAME, VERSION, [sys.executable, str(pathlib.Path(__file__).with_name("recorder.py")), "--tenant", options.tenant],
                         own_commands=("recorded", "arc", "claims"))

    def start(self) -> dict[str, object]:
        self._fabric = certificates.client_file(self.scratch, "fabric")
        return super().start()

    def _launch(self) -> None:
        self._fabric_port = network.free_port()
        super()._launch()

    def argv(self) -> list[str]:
        certificate, key = map(str, self._fabric)
        return [*super().argv(), "--fabric-port", str(self._fabric_port), "--fabric-certificate", certificate, "--fabric-key", key]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "tenant": self._tenant, "authority": f"{self.tls_address()}/{self._tenant}",
                "vaultHost": self.tls_address().removeprefix("https://"), "trustFile": self.files["caFile"],
                "fabricAddress": f"https://{HOST}:{self._fabric_port}", "fabricThumbprint": certificates.thumbprint(self._fabric[0])}
