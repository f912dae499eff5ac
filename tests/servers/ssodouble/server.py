# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own double of IAM Identity Center. Not independent: certify.py shows that the vendor's clients accept it."""

import argparse
import json
import pathlib
import shutil
import signal

from kit import network, places
from kit.certificates import Authority
from kit.network import HOST, Asker
from kit.places import ServerError
from kit.process import ServerProcess, plain_environment
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


def _cloud(text: str) -> str:
    if not text:
        return ""
    try:
        ready = json.loads(text if text.lstrip().startswith("{") else pathlib.Path(text).read_text(encoding="utf-8"))
        reader = ready["users"]["reader"]
        return json.dumps({"address": ready["address"], "region": ready["region"], "accessKeyId": reader["accessKeyId"],
                           "secretAccessKey": reader["secretAccessKey"], "roleArn": ready["roles"]["plain"]})
    except (OSError, ValueError, KeyError) as problem:
        raise ServerError(f"--ministack wants the ready object of a ministack: {problem!r}") from problem


class SsoDouble:
    """One running double: plain HTTP for endpoint overrides, HTTPS for the real host names."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._region, self._start_url, self._auto = options.region, options.start_url, options.auto_approve
        self._accounts, self._cloud, self._wanted_tls = options.account or ACCOUNTS, _cloud(options.ministack), options.tls_port
        self._scratch = places.new_scratch(NAME)
        self._log = self._scratch / "server.log"
        self._port, self._tls_port, self._control_port = 0, 0, 0
        self._files: dict[str, str] = {}
        self._process: ServerProcess | None = None

    # Life -----------------------------------------------------------------------------------

    def start(self) -> dict[str, object]:
        if installed() is None:
            raise ServerError("botocore is not installed: run.py install ssodouble")
        self._make_certificate()
        for attempt in range(5):
            try:
                self._launch()
                break
            except ServerError:
                # Somebody took a port between the choice and the start: choose others.
                if attempt == 4 or self._wanted_tls or "Address already in use" not in self._log.read_text(errors="replace"):
                    raise
                self._log.unlink()
        if self._auto:
            self._control("set", "auto", "on")
        return self.describe()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(2.0)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def require_running(self) -> None:
        if self._process is not None:
            self._process.require_running()

    def describe(self) -> dict[str, object]:
        assert self._process is not None
        oidc, portal = self._hosts()[:2]
        return {"name": NAME, "version": VERSION, "address": self._address(), "host": HOST, "port": self._port,
                "tlsAddress": f"https://{HOST}:{self._tls_port}", "tlsPort": self._tls_port, "region": self._region,
                "startUrl": self._start_url, "oidcHost": oidc, "portalHost": portal, "pid": self._process.pid,
                "accounts": {one.split(":")[0]: one.split(":")[1].split(",") for one in self._accounts},
                "log": str(self._log), **self._files}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        return {"AWS_ENDPOINT_URL_SSO_OIDC": self._address(), "AWS_ENDPOINT_URL_SSO": self._address()}

    # Starting -------------------------------------------------------------------------------

    def _address(self) -> str:
        return f"http://{HOST}:{self._port}"

    def _hosts(self) -> list[str]:
        return [f"oidc.{self._region}.amazonaws.com", f"portal.sso.{self._region}.amazonaws.com"]

    def _make_certificate(self) -> None:
        authority = Authority(self._scratch, "own")
        certificate, key = authority.issue("server", [*self._hosts(), HOST, "localhost"], "serverAuth")
        self._files = {"caFile": str(authority.file), "serverCertificate": str(certificate), "serverKey": str(key)}

    def _launch(self) -> None:
        self._port, self._control_port = network.free_port(), network.free_port()
        self._tls_port = self._wanted_tls or network.free_port()
        accounts = [word for account in self._accounts for word in ("--account", account)]
        self._process = ServerProcess([
            str(_VENV.python), str(_HERE / "double.py"), "--port", str(self._port), "--control", str(self._control_port),
            "--tls-port", str(self._tls_port), "--certificate", self._files["serverCertificate"], "--key", self._files["serverKey"],
            "--start-url", self._start_url, "--cloud", self._cloud, *accounts],
            self._log, plain_environment(self._scratch, PYTHONDONTWRITEBYTECODE="1"))
        self._process.start()
        network.wait_until("the double of IAM Identity Center", self._answers)

    def _answers(self) -> bool:
        self.require_running()
        try:
            self._control("counts")
            return True
        except OSError:
            return False

    # Commands -------------------------------------------------------------------------------

    _PASSED_ON = ("waiting", "approve", "deny", "revoke-tokens", "expire-tokens", "expire-registrations", "set", "clock",
                  "counts", "reset-counts", "fail", "heal", "down", "up")

    def commands(self) -> list[str]:
        return [*self._PASSED_ON, "pause", "resume"]

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        assert self._process is not None
        if name in self._PASSED_ON:
            return self._control(name, *arguments)
        self._process.signal(signal.SIGSTOP if name == "pause" else signal.SIGCONT)
        return {}

    def _control(self, command: str, *words: str) -> dict:
        return network.control(self._control_port, command, *words)
