# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""google-auth and google-cloud-secret-manager, the clients that the vendor wrote. As a server: a token endpoint whose verdict about an
assertion is google-auth's own. record.py has them ask, so that our requests can be compared."""

import argparse
import pathlib

from kit.google_samples import PROJECT
from kit.launching import SingleServer
from kit.venvs import Venv

_HERE = pathlib.Path(__file__).parent
_VENV = Venv("google-auth", _HERE / "requirements.txt")

NAME = "googleauth"
VERSION = _VENV.version
KIND = "server"

installed = _VENV.installed
install = _VENV.install


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", default=PROJECT, help="the project that the key files name")


def create(options: argparse.Namespace) -> "TokenEndpoint":
    return TokenEndpoint(options)


class TokenEndpoint(SingleServer):
    """One running token endpoint, and key files for it."""

    PASSED_ON = ("counts", "reset-counts", "fail", "heal", "clock", "last", "set", "down", "up")

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._project = options.project

    def argv(self) -> list[str]:
        return [str(_VENV.python), str(_HERE / "endpoint.py"), "--port", str(self._port), "--control", str(self._control_port),
                "--folder", str(self._scratch), "--project", self._project]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "tokenEndpoint": f"{self.address()}/token", "project": self._project, **self.control("about")}
