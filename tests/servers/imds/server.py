# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's own stand-in for the metadata service of a virtual machine (IMDS), version 2 only, built from its Go module."""

import argparse
import json
import pathlib
import secrets
import time

from kit.gomodules import GoProgram
from kit.launching import SingleServer
from kit.network import HOST, Asker
from kit.places import ServerError

NAME = "imds"
VERSION = "1.13.0"
KIND = "server"

_PROGRAM = GoProgram(name=NAME, title="amazon-ec2-metadata-mock", version=VERSION, pins=pathlib.Path(__file__).parent,
                     package="github.com/aws/amazon-ec2-metadata-mock/cmd/ec2-metadata-mock", file_name="ec2-metadata-mock",
                     minimum=(1, 24, 0), options=("-trimpath", "-ldflags=-s -w"))
_CREDENTIALS = "/latest/meta-data/iam/security-credentials"
_LIFETIME_S = 6 * 3600

installed = _PROGRAM.installed
install = _PROGRAM.install


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", default="sallyport-instance", help="name of the instance's role")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--access-key", default="", help="credentials to hand out, e.g. a session of ministack; made up by default")
    parser.add_argument("--secret-key", default="")
    parser.add_argument("--session-token", default="")
    parser.add_argument("--expires-in", type=int, default=_LIFETIME_S, metavar="SECONDS", help="negative: already expired")
    parser.add_argument("--code", default="Success", help="what the credentials say about themselves")


def create(options: argparse.Namespace) -> "InstanceMetadata":
    return InstanceMetadata(options)


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class InstanceMetadata(SingleServer):
    """One running metadata service that demands a session token for everything."""

    OWN = ("status", "down", "up", "pause", "resume")

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._role, self._region, self._code = options.role, options.region, options.code
        given = (options.access_key, options.secret_key, options.session_token)
        if any(given) and not all(given):
            raise ServerError("give --access-key, --secret-key and --session-token, or none of them")
        made_up = ("ASIA" + secrets.token_hex(8).upper(), secrets.token_urlsafe(30), secrets.token_urlsafe(200))
        self._keys = given if all(given) else made_up
        self._expires_in = options.expires_in
        self._expiration = ""

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "region": self._region, "role": self._role, "accessKeyId": self._keys[0],
                "secretAccessKey": self._keys[1], "sessionToken": self._keys[2], **self._state()}

    def environment(self) -> dict[str, str]:
        """The vendor's own variable, for a command that runs beside the server."""
        return {"AWS_EC2_METADATA_SERVICE_ENDPOINT": self.address()}

    # Commands -------------------------------------------------------------------------------

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        super().command(name, arguments)
        return self._state()

    def _state(self) -> dict[str, object]:
        return {"pid": self._process.pid if self._process else 0, **self.do_status(), "expiration": self._expiration}

    def do_down(self) -> None:
        self.end()

    def do_up(self) -> None:
        """Same port, same keys, with a new time of expiry; session tokens are forgotten."""
        if self._process is not None:
            raise ServerError("it is running already")
        self.begin()

    # Starting -------------------------------------------------------------------------------

    def _config(self) -> dict[str, object]:
        now = time.time()
        self._expiration = _time(now + self._expires_in)
        access_key, secret_key, token = self._keys
        credentials = {"Code": self._code, "LastUpdated": _time(now), "Type": "AWS-HMAC", "AccessKeyId": access_key,
                       "SecretAccessKey": secret_key, "Token": token, "Expiration": self._expiration}
        values = {"iam-security-credentials-role": self._role, "iam-security-credentials": credentials,
                  "placement-region": self._region, "placement-availability-zone": f"{self._region}a"}
        return {"metadata": {"paths": {"iam-security-credentials": f"{_CREDENTIALS}/{self._role}"}, "values": values}}

    def argv(self) -> list[str]:
        config = self._scratch / "config.json"
        config.touch(mode=0o600)
        config.write_text(json.dumps(self._config()), encoding="utf-8")
        return [str(_PROGRAM.path), "--hostname", HOST, "--port", str(self._port), "--imdsv2", "--config-file", str(config)]

    def answers(self) -> bool:
        # 401: up, and asks for a session token as it should.
        return Asker(self.address()).ask("GET", f"{_CREDENTIALS}/").status == 401
