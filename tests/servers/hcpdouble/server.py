# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of HCP Vault Secrets, which nobody runs any more. Not independent: hcp_test.py shows that the vendor's client takes it."""

import argparse
import pathlib
import sys

from kit.played import Played

NAME = "hcpdouble"
VERSION = "1"
KIND = "server"

ORGANIZATION = "11111111-2222-4333-8444-555555555555"
PROJECT = "66666666-7777-4888-9999-000000000000"
APP = "shop"
# May read; is known, but may not.
CLIENTS = {"reader": ("reader-client", "secret of the reader & more"), "stranger": ("stranger-client", "secret of the stranger")}


def installed() -> dict[str, str] | None:
    return {"version": VERSION}


def install() -> None:
    """Nothing to fetch: Python's own library is all it needs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--token-life", type=int, default=3600, metavar="SECONDS")


def create(options: argparse.Namespace) -> "HcpDouble":
    return HcpDouble(options)


class HcpDouble(Played):
    """One running double: the sign-in and the API on the same ports."""

    def __init__(self, options: argparse.Namespace) -> None:
        clients = [word for name, secret in CLIENTS.values() for word in ("--client", f"{name}:{secret}")]
        super().__init__(NAME, VERSION, [
            sys.executable, str(pathlib.Path(__file__).with_name("double.py")), "--organization", ORGANIZATION, "--project", PROJECT,
            "--app", APP, "--token-life", str(options.token_life), *clients], own_commands=("put", "remove", "expire-tokens", "clock"))

    def describe(self) -> dict[str, object]:
        clients = {name: {"clientId": client, "clientSecret": secret} for name, (client, secret) in CLIENTS.items()}
        return {**super().describe(), "organizationId": ORGANIZATION, "projectId": PROJECT, "appName": APP, "clients": clients,
                "samples": ["STATIC", "VERSIONS", "EMPTY", "UNICODE", "ROTATING", "DYNAMIC", "odd name?"]}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        client, secret = CLIENTS["reader"]
        return {"HCP_AUTH_URL": self.tls_address(), "HCP_API_ADDRESS": self.tls_address().removeprefix("https://"), "HCP_CLIENT_ID": client,
                "HCP_CLIENT_SECRET": secret, "HCP_ORGANIZATION_ID": ORGANIZATION, "HCP_PROJECT_ID": PROJECT,
                "SSL_CERT_FILE": self.files["caFile"]}
