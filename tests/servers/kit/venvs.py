# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python packages that others wrote, each in a virtual environment of its own, pinned by a requirements.txt."""

import pathlib
import re

from kit import installing, places
from kit.places import ServerError


class Venv:
    """The environment of a requirements.txt; its version is that of the package it is named after."""

    def __init__(self, name: str, requirements: pathlib.Path) -> None:
        self._name, self._requirements = name, requirements
        found = re.search(rf"^{re.escape(name)}==(\S+)", requirements.read_text(encoding="ascii"), re.MULTILINE)
        if found is None:
            raise ServerError(f"{requirements} does not pin {name}")
        self.version = found[1]

    def folder(self) -> pathlib.Path:
        return places.install_root(self._name, self.version)

    def program(self, name: str) -> pathlib.Path:
        return self.folder() / "venv" / "bin" / name

    @property
    def python(self) -> pathlib.Path:
        return self.program("python3")

    def installed(self) -> dict[str, str] | None:
        """What is there, or nothing when install() still has to run."""
        if not installing.is_current(self.folder(), places.recipe_hash(self._requirements)):
            return None
        return {"version": self.version, "python": str(self.python)}

    def install(self) -> None:
        """Once per requirements.txt; everything is checked by its hash."""
        def build(folder: pathlib.Path, log: pathlib.Path) -> None:
            installing.make_venv(folder / "venv", log, self._requirements)
        installing.install_once(f"{self._name} {self.version}", self.folder(), places.recipe_hash(self._requirements), build)
