# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of IAM Identity Center. Not independent: certify.py shows that the vendor's clients accept it."""

import argparse
import json
import pathlib

from kit.launching import from_ready
from kit.played import Played
from kit.venvs import Venv

_HERE = pathlib.Path(__file__).parent
# It reads the vendor's service models, which botocore ships.
_VENV = Venv("botocore", _HERE.parent / "botocore" / "requirements.txt")

NAME = "ssodouble"
VERSION = "1"
KIND = "server"
START_URL = "https://sallyport.awsapps.com/start"
ACCOUNTS = ["123456789012:Reader,Admin", "210987654321:Reader"]


def installed() -> dict[str, str] | None:
    found = _VENV.installed()
    return found and {**found, "version": VERSION}


def install() -> None:
    _VENV.install()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--start-url", default=START_URL)
    parser.add_argument("--account", action="append", metavar="ID:ROLE,ROLE", help=f"default {' '.join(ACCOUNTS)}")
    parser.add_argument("--ministack", default="", metavar="READY", help="the ready object of a ministack (or a file with it): "
                        "roles then get real sessions there")
    parser.add_argument("--tls-port", type=int, default=0, help="port of the HTTPS side (default: a free one)")
    parser.add_argument("--auto-approve", action="store_true", help="nobody is asked")


def create(options: argparse.Namespace) -> "SsoDouble":
    return SsoDouble(options)


def _cloud(ready: dict) -> dict:
    reader = ready["users"]["reader"]
    return {"address": ready["address"], "region": ready["region"], "accessKeyId": reader["accessKeyId"],
            "secretAccessKey": reader["secretAccessKey"], "roleArn": ready["roles"]["plain"]}


class SsoDouble(Played):
    """One running double: plain HTTP for endpoint overrides, HTTPS for the real host names."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._region, self._start_url, self._auto = options.region, options.start_url, options.auto_approve
        self._accounts = options.account or ACCOUNTS
        self._names = [f"oidc.{options.region}.amazonaws.com", f"portal.sso.{options.region}.amazonaws.com"]
        cloud = json.dumps(from_ready("ministack", options.ministack, _cloud)) if options.ministack else ""
        accounts = [word for account in self._accounts for word in ("--account", account)]
        super().__init__(NAME, VERSION, [str(_VENV.python), str(_HERE / "double.py"), "--start-url", options.start_url,
                                         "--cloud", cloud, *accounts], hosts=self._names, ports=(0, options.tls_port), own_commands=(
            "waiting", "approve", "deny", "revoke-tokens", "expire-tokens", "expire-registrations", "set", "clock"))

    def prepare(self) -> None:
        if self._auto:
            self.control("set", "auto", "on")

    def describe(self) -> dict[str, object]:
        oidc, portal = self._names
        return {**super().describe(), "region": self._region, "startUrl": self._start_url, "oidcHost": oidc, "portalHost": portal,
                "accounts": {one.split(":")[0]: one.split(":")[1].split(",") for one in self._accounts}}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        return {"AWS_ENDPOINT_URL_SSO_OIDC": self.address(), "AWS_ENDPOINT_URL_SSO": self.address()}
