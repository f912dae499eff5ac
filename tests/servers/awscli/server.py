# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's own command-line client, version 2, as Debian packages it: it certifies our double of the sign-in."""

import re
import subprocess

from kit.places import ServerError

NAME = "awscli"
# The least; Debian's updates may bring a newer one. Version 1, which PyPI has, cannot sign in.
VERSION = "2.9.19"
KIND = "client"

# Never whatever "aws" PATH has: that may be version 1.
_PROGRAM = "/usr/bin/aws"


def _version() -> tuple[int, ...]:
    try:
        answer = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return ()
    found = re.match(r"aws-cli/(\d+)\.(\d+)\.(\d+)", answer.stdout)
    return tuple(map(int, found.groups())) if found else ()


def installed() -> dict[str, str] | None:
    version = _version()
    if version < tuple(map(int, VERSION.split("."))):
        return None
    return {"version": ".".join(map(str, version)), "program": _PROGRAM}


def install() -> None:
    """Debian packages come from scripts/install-packages; here we only look."""
    if installed() is None:
        raise ServerError(f"{_PROGRAM} {VERSION} or newer is not there: scripts/install-packages test")
