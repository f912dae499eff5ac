# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ministack, a cloud that others wrote, behind a front that checks every signature with awssig, which yet others wrote."""

import argparse
import pathlib
import shutil
import signal

from kit import modules, network, places
from kit.network import HOST, Asker
from kit.places import ServerError
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


class Ministack:
    """One running cloud and its front; tests talk to the front alone."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._region, self._container_token, self._fill = options.region, options.container_token, options.fill
        self._scratch = places.new_scratch(NAME)
        self._log, self._front_log = self._scratch / "server.log", self._scratch / "front.log"
        self._port, self._raw_port, self._control_port = 0, 0, 0
        self._cloud_process: ServerProcess | None = None
        self._front_process: ServerProcess | None = None
        self._cloud = None
        self._is_down = False
        self._about: dict[str, object] = {}

    # Life -----------------------------------------------------------------------------------

    def start(self) -> dict[str, object]:
        for attempt in range(5):
            try:
                self._launch()
                break
            except ServerError:
                # Somebody took a port between the choice and the start: choose others.
                text = "".join(log.read_text(errors="replace") for log in (self._log, self._front_log) if log.exists())
                self._stop_processes()
                if attempt == 4 or "ddress already in use" not in text:
                    raise
        self._prepare()
        return self.describe()

    def stop(self) -> None:
        self._stop_processes()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _stop_processes(self) -> None:
        for process in (self._front_process, self._cloud_process):
            if process is not None:
                process.stop(2.0)

    def require_running(self) -> None:
        for process in (self._front_process, self._cloud_process):
            if process is not None:
                process.require_running()

    def describe(self) -> dict[str, object]:
        assert self._cloud_process is not None and self._front_process is not None
        return {"name": NAME, "version": VERSION, "address": self._address(), "host": HOST, "port": self._port,
                "rawAddress": f"http://{HOST}:{self._raw_port}", "region": self._region, "account": _seed.ACCOUNT,
                "pid": self._cloud_process.pid, "frontPid": self._front_process.pid, "externalId": _seed.EXTERNAL_ID,
                "containerUri": f"{self._address()}/v2/credentials/task", "containerToken": self._container_token,
                "log": str(self._log), "frontLog": str(self._front_log), **self._about}

    def environment(self) -> dict[str, str]:
        """The vendor's own variables, for a command that runs beside the server."""
        reader = self._about["users"]["reader"]  # type: ignore[index]
        return {"AWS_ENDPOINT_URL": self._address(), "AWS_REGION": self._region, "AWS_DEFAULT_REGION": self._region,
                "AWS_ACCESS_KEY_ID": reader["accessKeyId"], "AWS_SECRET_ACCESS_KEY": reader["secretAccessKey"]}

    # Starting -------------------------------------------------------------------------------

    def _address(self) -> str:
        return f"http://{HOST}:{self._port}"

    def _launch(self) -> None:
        self._port, self._raw_port, self._control_port = (network.free_port() for _ in range(3))
        self._cloud_process = ServerProcess([str(_VENV.program("ministack"))], self._log, plain_environment(
            self._scratch, BIND_HOST=HOST, GATEWAY_PORT=str(self._raw_port), AUTH="true", MINISTACK_ACCOUNT_ID=_seed.ACCOUNT,
            MINISTACK_REGION=self._region, AWS_ACCESS_KEY_ID=_seed.ROOT_KEY, AWS_SECRET_ACCESS_KEY="root-secret-for-tests"))
        self._cloud_process.start()
        self._front_process = ServerProcess([
            str(_VENV.python), str(_HERE / "front.py"), "--port", str(self._port), "--control", str(self._control_port),
            "--upstream", str(self._raw_port), "--region", self._region, "--root", _seed.ROOT_KEY,
            "--task-role", _seed.role_arn("task"), f"--task-token={self._container_token}"],
            self._front_log, plain_environment(self._scratch, PYTHONDONTWRITEBYTECODE="1"))
        self._front_process.start()
        network.wait_until("ministack", self._answers)

    def _answers(self) -> bool:
        self.require_running()
        try:
            self._control("counts")
            return Asker(f"http://{HOST}:{self._raw_port}").ask("GET", "/_ministack/health").status == 200
        except OSError:
            return False

    def _prepare(self) -> None:
        self._cloud = _seed.Cloud(self._raw_port, self._region)
        users = self._cloud.make_users()
        for user in users.values():
            self._control("key", user["accessKeyId"], user["secretAccessKey"])
        self._about = {"users": users, "roles": self._cloud.make_roles(), "samples": self._cloud.make_samples(),
                       "parameters": self._cloud.make_parameters()}
        self._cloud.fill(self._fill, "fill/")

    def _control(self, command: str, *words: str) -> dict:
        return network.control(self._control_port, command, *words)

    # Commands -------------------------------------------------------------------------------

    # What the front does by itself, and what is done here.
    _PASSED_ON = ("counts", "reset-counts", "expire-sessions", "fail", "heal", "clock", "delay")
    _OWN = ("status", "create-secret", "update-secret", "delete-secret", "put-parameter", "fill", "session", "down", "up",
            "pause", "resume")

    def commands(self) -> list[str]:
        return [*self._PASSED_ON, *self._OWN]

    def command(self, name: str, arguments: list[str]) -> dict[str, object]:
        if name in self._PASSED_ON:
            return self._control(name, *arguments)
        try:
            return getattr(self, "_do_" + name.replace("-", "_"))(*arguments) or {}
        except (TypeError, ValueError) as problem:
            raise ServerError(f"wrong arguments for {name}: {problem}") from problem

    def _do_status(self) -> dict:
        return {"running": not self._is_down}

    def _do_create_secret(self, name: str, *words: str) -> dict:
        return self._cloud.secrets("CreateSecret", Name=name, SecretString=" ".join(words))

    def _do_update_secret(self, name: str, *words: str) -> dict:
        return self._cloud.secrets("PutSecretValue", SecretId=name, SecretString=" ".join(words))

    def _do_delete_secret(self, name: str) -> dict:
        return self._cloud.secrets("DeleteSecret", SecretId=name, ForceDeleteWithoutRecovery=True)

    def _do_put_parameter(self, name: str, kind: str, *words: str) -> dict:
        return self._cloud.ssm("PutParameter", Name=name, Type=kind, Value=" ".join(words), Overwrite=True)

    def _do_fill(self, count: str, prefix: str = "fill/") -> dict:
        self._cloud.fill(int(count), prefix)
        return {"prefix": prefix, "count": int(count)}

    def _do_session(self, seconds: str = "3600", role: str = "task") -> dict:
        return self._control("session", _seed.role_arn(role), seconds)

    def _do_down(self) -> dict:
        self._control("down")
        self._is_down = True
        return self._do_status()

    def _do_up(self) -> dict:
        """Same port, and nothing is forgotten."""
        self._control("up")
        self._is_down = False
        return self._do_status()

    def _do_pause(self) -> None:
        self._front_process.signal(signal.SIGSTOP)

    def _do_resume(self) -> None:
        self._front_process.signal(signal.SIGCONT)
