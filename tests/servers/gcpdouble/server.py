# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own contract server for Google's Secret Manager and its sign-ins. Not independent: certify.py shows that Google's clients accept
it."""

import argparse
import pathlib

from kit import google_samples, network
from kit.certificates import Authority
from kit.google_samples import PROJECT
from kit.launching import SingleServer
from kit.network import HOST
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


class GcpDouble(SingleServer):
    """One running double: plain HTTP for endpoint overrides, HTTPS for the real host names."""

    PASSED_ON = ("create-secret", "add-version", "delete-secret", "alias", "disable", "enable", "destroy", "fill", "page", "last", "set",
                 "clock", "expire-tokens", "misbehave", "retry-after", "counts", "reset-counts", "fail", "heal", "down", "up")

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._project, self._wanted_port, self._wanted_tls = options.project, options.port, options.tls_port
        authority = Authority(self._scratch, "own")
        certificate, key = authority.issue("server", [*HOSTS, HOST, "localhost"], "serverAuth")
        self._tls = {"caFile": str(authority.file), "serverCertificate": str(certificate), "serverKey": str(key)}
        self._tls_port = 0

    def argv(self) -> list[str]:
        self._port = self._wanted_port or self._port
        self._tls_port = self._wanted_tls or network.free_port()
        return [str(_VENV.python), str(_HERE / "double.py"), "--port", str(self._port), "--control", str(self._control_port),
                "--tls-port", str(self._tls_port), "--certificate", self._tls["serverCertificate"], "--key", self._tls["serverKey"],
                "--folder", str(self._scratch), "--project", self._project]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "tlsAddress": f"https://{HOST}:{self._tls_port}", "tlsPort": self._tls_port,
                "tokenEndpoint": f"{self.address()}/token", "project": self._project, "samples": google_samples.describe(),
                "hosts": HOSTS, **self._tls, **self.control("about")}

    def environment(self) -> dict[str, str]:
        return {"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": f"{self.address()}/", "CLOUDSDK_CORE_PROJECT": self._project,
                "GCE_METADATA_HOST": f"{HOST}:{self._port}", "GCE_METADATA_IP": f"{HOST}:{self._port}"}
