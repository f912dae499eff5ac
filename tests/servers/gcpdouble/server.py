# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own contract server for Google's Secret Manager and its sign-ins. Not independent: certify.py shows that Google's clients accept
it."""

import argparse
import pathlib

from kit import google_samples
from kit.google_samples import PROJECT
from kit.network import HOST
from kit.played import Played
from kit.venvs import Venv

_HERE = pathlib.Path(__file__).parent
_VENV = Venv("google-auth", _HERE.parent / "googleauth" / "requirements.txt")

NAME = "gcpdouble"
VERSION = "1"
KIND = "server"
_REGIONAL = "secretmanager.europe-west3.rep.googleapis.com"
HOSTS = ["secretmanager.googleapis.com", "oauth2.googleapis.com", "sts.googleapis.com", "iamcredentials.googleapis.com", _REGIONAL]


def installed() -> dict[str, str] | None:
    found = _VENV.installed()
    return found and {**found, "version": VERSION}


def install() -> None:
    _VENV.install()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", default=PROJECT)
    parser.add_argument("--port", type=int, default=0, help="port of the plain side (default: a free one)")
    parser.add_argument("--tls-port", type=int, default=0, help="port of the HTTPS side (default: a free one)")


def create(options: argparse.Namespace) -> "GcpDouble":
    return GcpDouble(options)


class GcpDouble(Played):
    """One running double: plain HTTP for endpoint overrides, HTTPS for the real host names."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._project = options.project
        super().__init__(NAME, VERSION, [str(_VENV.python), str(_HERE / "double.py"), "--project", options.project], hosts=HOSTS,
                         ports=(options.port, options.tls_port), own_commands=(
                             "create-secret", "add-version", "delete-secret", "alias", "disable", "enable", "destroy", "fill", "page",
                             "last", "set", "clock", "expire-tokens", "misbehave", "retry-after"))

    def argv(self) -> list[str]:
        return [*super().argv(), "--folder", str(self.scratch)]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "tokenEndpoint": f"{self.address()}/token", "project": self._project,
                "samples": google_samples.describe(), "hosts": HOSTS, **self.control("about")}

    def environment(self) -> dict[str, str]:
        return {"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": f"{self.address()}/", "CLOUDSDK_CORE_PROJECT": self._project,
                "GCE_METADATA_HOST": f"{HOST}:{self._port}", "GCE_METADATA_IP": f"{HOST}:{self._port}"}
