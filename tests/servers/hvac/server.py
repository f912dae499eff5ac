# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""hvac, a Vault client that others wrote: it certifies the contract server of our own tests."""

import pathlib

from kit import installing, places

NAME = "hvac"
VERSION = "2.4.0"
KIND = "client"

_REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")


def _folder() -> pathlib.Path:
    return places.install_root(NAME, VERSION)


def _recipe() -> str:
    return places.recipe_hash(_REQUIREMENTS)


def installed() -> dict[str, str] | None:
    """What is there, or nothing when install() still has to run."""
    if not installing.is_current(_folder(), _recipe()):
        return None
    return {"version": VERSION, "python": str(_folder() / "venv" / "bin" / "python3")}


def install() -> None:
    """A virtual environment with hvac and what it needs, all pinned by hash."""
    def build(folder: pathlib.Path, log: pathlib.Path) -> None:
        installing.make_venv(folder / "venv", log, _REQUIREMENTS)
    installing.install_once(f"hvac {VERSION}", _folder(), _recipe(), build)
