# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key vault whose wire format for secrets is Microsoft's own (azsecrets/fake); it checks tokens of oidcprovider, its store is ours."""

import argparse
import pathlib

from kit.gomodules import GoProgram
from kit.launching import from_ready
from kit.played import Played

_PROGRAM = GoProgram(name="keyvault", title="the key vault around azsecrets/fake", version="1.5.1",
                     pins=pathlib.Path(__file__).parent, package=".",
                     file_name="keyvault", minimum=(1, 25, 0), options=("-trimpath", "-ldflags=-s -w"),
                     sources=("main.go", "desk.go", "store.go", "codec.go", "contract.go", "tokens.go"))

NAME = "keyvault"
VERSION = _PROGRAM.version
KIND = "server"
RESOURCE = "https://vault.azure.net"

installed = _PROGRAM.installed
install = _PROGRAM.install


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--oidcprovider", required=True, metavar="READY",
                        help="the ready object of an oidcprovider (or a file with it): whose tokens open the vault")
    parser.add_argument("--host", action="append", default=[], metavar="NAME", help="further names in the certificate")


def create(options: argparse.Namespace) -> "KeyVault":
    return KeyVault(options)


class KeyVault(Played):
    """One running vault."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._provider = from_ready("oidcprovider", options.oidcprovider, lambda found: {
            name: found[name] for name in ("authority", "issuer", "keys", "caFile", "tlsAddress")})
        super().__init__(NAME, VERSION, [
            str(_PROGRAM.path), "--authority", self._provider["authority"], "--issuer", self._provider["issuer"], "--keys",
            self._provider["keys"], "--keys-ca", self._provider["caFile"], "--resource", RESOURCE], hosts=options.host,
            own_commands=("challenge", "retry-after", "next-link", "forbid", "page-size", "empty-pages", "clock", "claims", "put", "delete",
                          "fill"))

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "resource": RESOURCE, "vaultHost": self.tls_address().removeprefix("https://"),
                "trustFile": str(self._trust_file())}

    def _trust_file(self) -> pathlib.Path:
        """The authorities of both, for clients that take one file."""
        both = self.scratch / "trust.pem"
        both.write_bytes(b"".join(pathlib.Path(one).read_bytes() for one in (self.files["caFile"], self._provider["caFile"])))
        return both
