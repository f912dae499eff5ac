# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HashiCorp's own Vault server, built from its Go module."""

import argparse
import json
import pathlib
import ssl

from kit import network
from kit.certificates import Authority
from kit.gomodules import GoProgram
from kit.launching import SingleServer
from kit.network import HOST, Asker
from kit.places import ServerError

NAME = "vault"
VERSION = "1.21.1"
KIND = "server"

_PROGRAM = GoProgram(name=NAME, title="HashiCorp Vault", version=VERSION, pins=pathlib.Path(__file__).parent,
                     package="github.com/hashicorp/vault", file_name="vault",
                     minimum=(1, 25, 3), options=("-tags", "minimal", "-trimpath", "-ldflags=-s -w"))
_MODES = {
    "dev": "Vault's own -dev: in memory, unsealed, key-value version 2 at secret/",
    "stored": "storage on disk, initialised, unsealed, no engine mounted",
    "sealed": "like stored, but still sealed",
    "new": "like stored, but not initialised",
    "tls": "like stored, over TLS with a certificate of an authority of its own",
    "mtls": "like tls, and refuses connections without a client certificate",
}

installed = _PROGRAM.installed
install = _PROGRAM.install  # about seven minutes on two cores the first time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    described = "; ".join(f"{name}: {what}" for name, what in _MODES.items())
    parser.add_argument("--mode", choices=list(_MODES), default="dev", help=described)
    parser.add_argument("--token", default="root-for-tests", help="root token of mode dev")
    parser.add_argument("--tls-host", action="append", metavar="NAME",
                        help=f"names in the server certificate (default {HOST} and localhost)")
    parser.add_argument("--audit", action="store_true",
                        help="write every question and answer to an audit log (unsealed modes)")


def create(options: argparse.Namespace) -> "VaultServer":
    return VaultServer(options)


class VaultServer(SingleServer):
    """One running Vault and the keys to it."""

    OWN = ("status", "seal", "unseal", "restart", "down", "up", "pause", "resume")
    VARIABLES = {"SKIP_SETCAP": "1"}
    PATIENCE_S = 10.0

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._mode = options.mode
        self._token = options.token
        self._audit = options.audit and options.mode not in ("sealed", "new")
        self._tls_hosts = options.tls_host or [HOST, "localhost"]
        self._unseal_key = ""
        self._files: dict[str, str] = {}
        self._cluster_port = 0
        self._context: ssl.SSLContext | None = None

    # Life -----------------------------------------------------------------------------------

    def start(self) -> dict[str, object]:
        self._context = self._make_certificates() if self._tls() else None
        return super().start()

    def _launch(self) -> None:
        self._cluster_port = network.free_port()
        super()._launch()

    def begin(self) -> None:
        super().begin()
        if self._mode == "dev":
            self._wait_health("ready", 200)

    def answers(self) -> bool:
        self._health()
        return True

    def prepare(self) -> None:
        if self._mode == "dev":
            self._unseal_key = self._dev_unseal_key()
        elif self._mode != "new":
            keys = self._ask("PUT", "/v1/sys/init", {"secret_shares": 1, "secret_threshold": 1})
            self._token, self._unseal_key = keys["root_token"], keys["keys_base64"][0]
            if self._mode != "sealed":
                self.do_unseal()
        if self._audit:
            self._ask("PUT", "/v1/sys/audit/file", token=self._token,
                      body={"type": "file", "options": {"file_path": str(self._audit_log())}})

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "mode": self._mode, "token": "" if self._mode == "new" else self._token,
                "unsealKey": self._unseal_key, "auditLog": str(self._audit_log()) if self._audit else "", **self._files}

    def environment(self) -> dict[str, str]:
        """Vault's own variables, for a command that runs beside the server."""
        env = {"VAULT_ADDR": self.address(), "VAULT_TOKEN": self._token}
        if self._tls():
            env.update(VAULT_CACERT=self._files["caFile"],
                       VAULT_CLIENT_CERT=self._files["clientCertificate"],
                       VAULT_CLIENT_KEY=self._files["clientKey"])
        return env

    # Commands -------------------------------------------------------------------------------

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        super().command(name, arguments)
        return self._state()

    def _state(self) -> dict[str, object]:
        state: dict[str, object] = {"pid": self._process.pid if self._process else 0, **self.do_status()}
        if state["running"]:
            try:
                health = self._health(timeout_s=1.0).json
            except OSError:
                return state
            state["sealed"] = health.get("sealed")
            state["initialized"] = health.get("initialized")
        return state

    def do_seal(self) -> None:
        self._require_initialised()
        self._ask("PUT", "/v1/sys/seal", token=self._token)
        self._wait_health("sealed", 503)

    def do_unseal(self) -> None:
        self._require_initialised()
        self._ask("PUT", "/v1/sys/unseal", {"key": self._unseal_key})
        self._wait_health("unsealed", 200)

    def _require_initialised(self) -> None:
        if not self._unseal_key:
            raise ServerError("Vault is not initialised in this mode, so it has no seal to work")

    def do_down(self) -> None:
        self.end()

    def do_up(self) -> None:
        """Same port, same storage. Comes up as it did first: unsealed unless the mode says so."""
        if self._process is not None:
            raise ServerError("it is running already")
        self.begin()
        if self._mode == "dev":
            self._unseal_key = self._dev_unseal_key()
        elif self._mode not in ("sealed", "new"):
            self.do_unseal()

    def do_restart(self) -> None:
        self.do_down()
        self.do_up()

    # Starting -------------------------------------------------------------------------------

    def _tls(self) -> bool:
        return self._mode in ("tls", "mtls")

    def address(self) -> str:
        return f"{'https' if self._tls() else 'http'}://{HOST}:{self._port}"

    def _audit_log(self) -> pathlib.Path:
        return self._scratch / "audit.log"

    def argv(self) -> list[str]:
        common = [str(_PROGRAM.path), "server", "-log-level=info"]
        if self._mode == "dev":
            return [*common, "-dev", "-dev-no-store-token", f"-dev-root-token-id={self._token}",
                    f"-dev-listen-address={HOST}:{self._port}"]
        config = self._scratch / "config.json"
        config.write_text(json.dumps(self._config(), indent=1), encoding="ascii")
        return [*common, f"-config={config}"]

    def _config(self) -> dict[str, object]:
        listener: dict[str, object] = {"address": f"{HOST}:{self._port}",
                                       "cluster_address": f"{HOST}:{self._cluster_port}",
                                       "tls_disable": not self._tls()}
        if self._tls():
            listener.update(tls_cert_file=self._files["serverCertificate"],
                            tls_key_file=self._files["serverKey"],
                            tls_client_ca_file=self._files["caFile"])
        if self._mode == "mtls":
            listener["tls_require_and_verify_client_cert"] = True
        # The minimal build has no plain file storage; a raft of one node keeps data just as well.
        storage = self._scratch / "storage"
        storage.mkdir(exist_ok=True)
        raft = {"path": str(storage), "node_id": "only", "performance_multiplier": 1}
        return {"storage": {"raft": raft}, "listener": [{"tcp": listener}],
                "api_addr": self.address(), "disable_mlock": True, "ui": False,
                "cluster_addr": f"https://{HOST}:{self._cluster_port}"}

    def _make_certificates(self) -> ssl.SSLContext:
        own, other = Authority(self._scratch, "own"), Authority(self._scratch, "other")
        server, server_key = own.issue("server", self._tls_hosts, "serverAuth")
        client, client_key = own.issue("client", [], "clientAuth")
        stranger, stranger_key = other.issue("stranger", [], "clientAuth")
        files = {"caFile": own.file, "serverCertificate": server, "serverKey": server_key,
                 "clientCertificate": client, "clientKey": client_key, "otherCaFile": other.file,
                 "otherClientCertificate": stranger, "otherClientKey": stranger_key}
        self._files = {name: str(path) for name, path in files.items()}
        context = ssl.create_default_context(cafile=str(own.file))
        # We are the ones who may reach a server whose certificate is for another host.
        context.check_hostname = False
        context.load_cert_chain(client, client_key)
        return context

    def _dev_unseal_key(self) -> str:
        """Dev mode says its key only in its greeting, which may come after it is ready."""
        assert self._process is not None
        process, mark = self._process, "Unseal Key: "
        network.wait_until("Vault's greeting", lambda: mark in process.log_text())
        greetings = [line for line in process.log_text().splitlines() if line.startswith(mark)]
        return greetings[-1].removeprefix(mark).strip()

    # Questions ------------------------------------------------------------------------------

    def _health(self, timeout_s: float = 5.0) -> network.Answer:
        return Asker(self.address(), self._context).ask("GET", "/v1/sys/health", timeout_s=timeout_s)

    def _wait_health(self, what: str, status: int) -> None:
        network.wait_until(f"Vault ({what})", lambda: self._health().status == status)

    def _ask(self, method: str, path: str, body: object = None, token: str = "") -> dict:
        answer = Asker(self.address(), self._context).ask(method, path, body, token)
        if answer.status >= 300:
            raise ServerError(f"Vault answered {answer.status} to {method} {path}: {answer.json}")
        return answer.json
