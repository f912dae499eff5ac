# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where installed servers and their scratch files live."""

import hashlib
import os
import pathlib
import tempfile


class ServerError(Exception):
    """A sentence for a person: what failed, and what to do about it."""


def cache_root() -> pathlib.Path:
    """The folder that outlives a run: SALLYPORT_CACHE, else the user's cache folder."""
    explicit = os.environ.get("SALLYPORT_CACHE")
    if explicit:
        return pathlib.Path(explicit).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(base).absolute() / "sallyport"


def install_root(name: str, version: str) -> pathlib.Path:
    """One folder for each version, so that two checkouts may want different ones."""
    return cache_root() / "servers" / f"{name}-{version}"


def new_scratch(name: str) -> pathlib.Path:
    """A fresh private folder for the data, log and certificates of one running server."""
    return pathlib.Path(tempfile.mkdtemp(prefix=f"sallyport-{name}-"))


def recipe_hash(*parts: object) -> str:
    """Names a recipe: file contents for paths, the text itself for everything else."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
