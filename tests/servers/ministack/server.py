# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ministack, a cloud that others wrote, behind a front that checks every signature with awssig, which yet others wrote."""

import argparse
import pathlib

from kit import modules, network
from kit.launching import SingleServer
from kit.network import HOST, Asker
from kit.process import ServerProcess, plain_environment
from kit.venvs import Venv

_HERE = pathlib.Path(__file__).parent
_VENV = Venv("ministack", _HERE / "requirements.txt")
_seed = modules.load("ministack_seed", _HERE / "seed.py")

NAME = "ministack"
VERSION = _VENV.version
KIND = "server"

installed = _VENV.installed
install = _VENV.install


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", default="us-east-1", help="the one region whose signatures are accepted")
    parser.add_argument("--container-token", default="", help="what Authorization must hold for container credentials")
    parser.add_argument("--fill", type=int, default=0, metavar="N", help="make N small secrets at the start")


def create(options: argparse.Namespace) -> "Ministack":
    return Ministack(options)


class Ministack(SingleServer):
    """One running cloud and its front; tests talk to the front alone."""

    # What the front does by itself, and what is done here.
    PASSED_ON = ("counts", "reset-counts", "expire-sessions", "fail", "heal", "clock", "delay")
    OWN = ("status", "create-secret", "update-secret", "delete-secret", "put-parameter", "fill", "session", "down", "up", "pause", "resume")

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._region, self._container_token, self._fill = options.region, options.container_token, options.fill
        self._log, self._cloud_log = self._scratch / "front.log", self._scratch / "server.log"
        self._raw_port = 0
        self._cloud_process: ServerProcess | None = None
        self._cloud = None
        self._is_down = False
        self._about: dict[str, object] = {}

    # Life -----------------------------------------------------------------------------------

    def logs(self) -> list[pathlib.Path]:
        return [self._log, self._cloud_log]

    def _launch(self) -> None:
        self._raw_port = network.free_port()
        super()._launch()

    def begin(self) -> None:
        self._cloud_process = ServerProcess([str(_VENV.program("ministack"))], self._cloud_log, plain_environment(
            self._scratch, BIND_HOST=HOST, GATEWAY_PORT=str(self._raw_port), AUTH="true", MINISTACK_ACCOUNT_ID=_seed.ACCOUNT,
            MINISTACK_REGION=self._region, AWS_ACCESS_KEY_ID=_seed.ROOT_KEY, AWS_SECRET_ACCESS_KEY="root-secret-for-tests"))
        self._cloud_process.start()
        super().begin()

    def argv(self) -> list[str]:
        return [str(_VENV.python), str(_HERE / "front.py"), "--port", str(self._port), "--control", str(self._control_port),
                "--upstream", str(self._raw_port), "--region", self._region, "--root", _seed.ROOT_KEY,
                "--task-role", _seed.role_arn("task"), f"--task-token={self._container_token}"]

    def answers(self) -> bool:
        return super().answers() and Asker(f"http://{HOST}:{self._raw_port}").ask("GET", "/_ministack/health").status == 200

    def end(self) -> None:
        super().end()
        if self._cloud_process is not None:
            self._cloud_process.stop(self.PATIENCE_S)
        self._cloud_process = None

    def require_running(self) -> None:
        super().require_running()
        if self._cloud_process is not None:
            self._cloud_process.require_running()

    def prepare(self) -> None:
        self._cloud = _seed.Cloud(self._raw_port, self._region)
        users = self._cloud.make_users()
        for user in users.values():
            self.control("key", user["accessKeyId"], user["secretAccessKey"])
        self._about = {"users": users, "roles": self._cloud.make_roles(), "samples": self._cloud.make_samples(),
                       "parameters": self._cloud.make_parameters()}
        self._cloud.fill(self._fill, "fill/")

    def describe(self) -> dict[str, object]:
        about = super().describe()
        return {**about, "pid": self._cloud_process.pid if self._cloud_process else 0, "frontPid": about["pid"],
                "rawAddress": f"http://{HOST}:{self._raw_port}", "region": self._region, "account": _seed.ACCOUNT,
                "externalId": _seed.EXTERNAL_ID, "containerUri": f"{self.address()}/v2/credentials/task",
                "containerToken": self._container_token, "log": str(self._cloud_log), "frontLog": str(self._log), **self._about}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        reader = self._about["users"]["reader"]  # type: ignore[index]
        return {"AWS_ENDPOINT_URL": self.address(), "AWS_REGION": self._region, "AWS_DEFAULT_REGION": self._region,
                "AWS_ACCESS_KEY_ID": reader["accessKeyId"], "AWS_SECRET_ACCESS_KEY": reader["secretAccessKey"]}

    # Commands -------------------------------------------------------------------------------

    def do_status(self) -> dict:
        return {"running": not self._is_down}

    def do_create_secret(self, name: str, *words: str) -> dict:
        return self._cloud.secrets("CreateSecret", Name=name, SecretString=" ".join(words))

    def do_update_secret(self, name: str, *words: str) -> dict:
        return self._cloud.secrets("PutSecretValue", SecretId=name, SecretString=" ".join(words))

    def do_delete_secret(self, name: str) -> dict:
        return self._cloud.secrets("DeleteSecret", SecretId=name, ForceDeleteWithoutRecovery=True)

    def do_put_parameter(self, name: str, kind: str, *words: str) -> dict:
        return self._cloud.ssm("PutParameter", Name=name, Type=kind, Value=" ".join(words), Overwrite=True)

    def do_fill(self, count: str, prefix: str = "fill/") -> dict:
        self._cloud.fill(int(count), prefix)
        return {"prefix": prefix, "count": int(count)}

    def do_session(self, seconds: str = "3600", role: str = "task") -> dict:
        return self.control("session", _seed.role_arn(role), seconds)

    def do_down(self) -> dict:
        self.control("down")
        self._is_down = True
        return self.do_status()

    def do_up(self) -> dict:
        """Same port, and nothing is forgotten."""
        self.control("up")
        self._is_down = False
        return self.do_status()
