# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""oidc-provider, an OpenID certified server that others wrote, shaped like Microsoft Entra by our settings."""

import argparse
import json
import pathlib
import re

from kit import certificates, nodemodules
from kit.nodemodules import NodePackage
from kit.person import Person
from kit.places import ServerError
from kit.played import Played

_HERE = pathlib.Path(__file__).parent
_PACKAGE = NodePackage(name="oidcprovider", package="oidc-provider", pins=_HERE)

NAME = "oidcprovider"
VERSION = _PACKAGE.version
KIND = "server"

TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"
OBJECT = "00aa00aa-bb11-cc22-dd33-44ee44ee44ee"
NATIVE, SECRET, CERTIFICATE = (f"{digit}0000000-0000-4000-8000-000000000000" for digit in "123")
# Microsoft's own application for developers, which everybody may sign in with: azure-identity's and ours where nothing else is said.
DEVELOPERS = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
CLIENT_SECRET = "secret of a client & more"
RESOURCES = ["https://vault.azure.net", "https://managedhsm.azure.net"]

installed = _PACKAGE.installed
install = _PACKAGE.install


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", default=TENANT)
    parser.add_argument("--interval", type=int, default=1, metavar="SECONDS", help="how often a device may ask")
    parser.add_argument("--host", default="", metavar="NAME", help="the name it is known by, on port 443 (default: its own address)")
    parser.add_argument("--resource", action="append", metavar="URL", help=f"whom tokens are for (default {' '.join(RESOURCES)})")


def create(options: argparse.Namespace) -> "OidcProvider":
    return OidcProvider(options)


class OidcProvider(Played):
    """One running provider: a native client, one with a secret, one with a certificate."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._tenant, self._host = options.tenant, options.host
        self._settings = {"tenant": options.tenant, "oid": OBJECT, "interval": options.interval, "resources": options.resource or RESOURCES,
                          "publicAddress": f"https://{options.host}" if options.host else "", "natives": [NATIVE, DEVELOPERS],
                          "secret": SECRET, "clientSecret": CLIENT_SECRET, "certificate": CERTIFICATE}
        super().__init__(NAME, VERSION, [], own_commands=("life", "assertion"), hosts=[options.host] if options.host else [])

    def start(self) -> dict[str, object]:
        about = installed()
        if about is None:
            raise ServerError("oidc-provider is not installed: run.py install oidcprovider")
        node, _ = nodemodules.find_node()
        certificate, key = certificates.client_file(self.scratch, "client")
        settings = {**self._settings, "modules": about["modules"], "clientCertificate": str(certificate), "clientKey": str(key)}
        self._words = [node, str(_HERE / "provider.mjs"), json.dumps(settings)]
        return super().start()

    def describe(self) -> dict[str, object]:
        authority = f"{self._public()}/{self._tenant}"
        return {**super().describe(), "tenant": self._tenant, "authority": authority, "issuer": f"{authority}/v2.0",
                "keys": f"{authority}/discovery/v2.0/keys",
                "objectId": OBJECT, "nativeClient": NATIVE, "secretClient": SECRET, "clientSecret": CLIENT_SECRET,
                "certificateClient": CERTIFICATE, "clientPem": str(self.scratch / "client.pem"),
                "resources": self._settings["resources"]}

    def _public(self) -> str:
        return f"https://{self._host}" if self._host else self.tls_address()

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        return {"AZURE_AUTHORITY_HOST": self.tls_address(), "AZURE_TENANT_ID": self._tenant, "AZURE_CLIENT_ID": SECRET,
                "AZURE_CLIENT_SECRET": CLIENT_SECRET, "REQUESTS_CA_BUNDLE": self.files["caFile"]}

    # The person --------------------------------------------------------------------------------

    def commands(self) -> list[str]:
        return [*super().commands(), "sign-in", "cancel", "device", "device-cancel"]

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        if name in ("sign-in", "cancel"):
            return self._visit(arguments[0], cancels=name == "cancel")
        if name in ("device", "device-cancel"):
            return self._visit(f"{self._public()}/{self._tenant}/oauth2/v2.0/deviceauth", cancels=name == "device-cancel",
                               user_code=arguments[0])
        return super().command(name, arguments)

    def _visit(self, url: str, *, cancels: bool, **answers: str) -> dict[str, object]:
        person = Person(self.files["caFile"], login="ada@sallyport.example", password="any password will do", confirm="yes", **answers)
        last, page = person.visit(url, cancels)
        text = re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", page)
        return {"address": last, "page": " ".join(text.split())[:400]}
