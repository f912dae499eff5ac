# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""drongo, a Google Cloud with Secret Manager over REST that others wrote."""

import argparse
import base64
import pathlib

from kit import google_samples
from kit.google_samples import ENABLED, PROJECT
from kit.launching import SingleServer
from kit.network import HOST, Asker
from kit.places import ServerError
from kit.venvs import Venv

_VENV = Venv("drongo", pathlib.Path(__file__).with_name("requirements.txt"))

NAME = "drongo"
VERSION = _VENV.version
KIND = "server"

installed = _VENV.installed
install = _VENV.install
_VERBS = {google_samples.DISABLED: "disable", google_samples.DESTROYED: "destroy"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", default=PROJECT)
    parser.add_argument("--fill", type=int, default=0, metavar="N", help="make N small secrets at the start")


def create(options: argparse.Namespace) -> "Drongo":
    return Drongo(options)


class Drongo(SingleServer):
    """One running cloud. It keeps everything in memory."""

    OWN = ("status", "create-secret", "add-version", "disable", "enable", "destroy", "delete-secret", "fill", "down", "up", "pause",
           "resume")

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(NAME, VERSION)
        self._project, self._fill = options.project, options.fill

    def argv(self) -> list[str]:
        return [str(_VENV.program("drongo")), "server", "--host", HOST, "--port", str(self._port)]

    def answers(self) -> bool:
        return Asker(self.address()).ask("GET", "/drongo/health").status == 200

    def prepare(self) -> None:
        for name, versions in google_samples.SAMPLES.items():
            self._create(name)
            for number, (data, state) in enumerate(versions, start=1):
                self._add(name, data)
                if state != ENABLED:
                    self._ask("POST", f"/{name}/versions/{number}:{_VERBS[state]}")
        self.do_fill(str(self._fill))

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "project": self._project, "samples": google_samples.describe()}

    def environment(self) -> dict[str, str]:
        return {"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": f"{self.address()}/", "CLOUDSDK_CORE_PROJECT": self._project}

    # Commands -------------------------------------------------------------------------------

    def _ask(self, method: str, path: str, body: object = None) -> dict:
        answer = Asker(self.address()).ask(method, f"/v1/projects/{self._project}/secrets{path}", body)
        if answer.status != 200:
            raise ServerError(f"drongo answered {answer.status} to {method} {path}: {answer.json}")
        return answer.json

    def _create(self, name: str) -> None:
        self._ask("POST", f"?secretId={name}", {"replication": {"automatic": {}}, "labels": {"made-by": "sample"}})

    def _add(self, name: str, data: bytes) -> dict:
        return self._ask("POST", f"/{name}:addVersion", {"payload": {"data": base64.b64encode(data).decode()}})

    def do_create_secret(self, name: str, *words: str) -> dict:
        self._create(name)
        return self._add(name, " ".join(words).encode())

    def do_add_version(self, name: str, *words: str) -> dict:
        return self._add(name, " ".join(words).encode())

    def do_disable(self, name: str, version: str) -> dict:
        return self._ask("POST", f"/{name}/versions/{version}:disable")

    def do_enable(self, name: str, version: str) -> dict:
        return self._ask("POST", f"/{name}/versions/{version}:enable")

    def do_destroy(self, name: str, version: str) -> dict:
        return self._ask("POST", f"/{name}/versions/{version}:destroy")

    def do_delete_secret(self, name: str) -> dict:
        return self._ask("DELETE", f"/{name}")

    def do_fill(self, count: str, prefix: str = "fill-") -> dict:
        """PREFIX0000 has the value "value of PREFIX0000", and so on."""
        for number in range(int(count)):
            self.do_create_secret(f"{prefix}{number:04}", f"value of {prefix}{number:04}")
        return {"prefix": prefix, "count": int(count)}

    def do_down(self) -> dict:
        self.end()
        return self.do_status()

    def do_up(self) -> dict:
        """Same port; it has forgotten all but the samples."""
        self.begin()
        self.prepare()
        return self.do_status()
