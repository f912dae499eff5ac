# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Go programs that others wrote, each built once from a module of ours that pins it by go.mod and go.sum; with a few
lines of our own around a library, where others wrote only that."""

import dataclasses
import pathlib
import shutil

from kit import installing, places

_PINS = ("go.mod", "go.sum")


@dataclasses.dataclass(frozen=True)
class GoProgram:
    """One program; a change of its pins or options is another recipe and builds it anew."""

    name: str                      # of the server
    title: str                     # for people
    version: str
    pins: pathlib.Path             # the folder of go.mod and go.sum
    package: str                   # what is built
    file_name: str                 # of the program
    minimum: tuple[int, int, int]  # version of Go
    options: tuple[str, ...]       # of "go build"
    sources: tuple[str, ...] = ()  # of our own, beside the pins

    def folder(self) -> pathlib.Path:
        return places.install_root(self.name, self.version)

    @property
    def path(self) -> pathlib.Path:
        return self.folder() / self.file_name

    def installed(self) -> dict[str, str] | None:
        """What is there, or nothing when install() still has to run."""
        if not installing.is_current(self.folder(), self._recipe()):
            return None
        return {"version": self.version, "program": str(self.path)}

    def install(self) -> None:
        """Once per recipe; Go's own caches help afterwards."""
        installing.install_once(f"{self.title} {self.version}", self.folder(), self._recipe(), self._build)

    def _recipe(self) -> str:
        return places.recipe_hash(*(self.pins / name for name in (*_PINS, *self.sources)), *self.options)

    def _build(self, folder: pathlib.Path, log: pathlib.Path) -> None:
        source = folder / "module"
        source.mkdir()
        for name in (*_PINS, *self.sources):
            shutil.copyfile(self.pins / name, source / name)
        installing.go_build(log, source, self.minimum, [*self.options, "-o", str(self.path), self.package])
