# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's own clients, asked by tests: azuresdk/asker.py in a process with the environment that we say."""

import json
import pathlib
import subprocess
import sys

from kit import driving

_ASKER = pathlib.Path(__file__).resolve().parent.parent / "azuresdk" / "asker.py"


def start(plan: dict, **variables: str) -> subprocess.Popen:
    """plan: as asker.py describes it. The process sees the plan's authority file and these variables."""
    env = {"PATH": "/usr/bin:/bin", "HOME": str(pathlib.Path(plan["ca"]).parent), "LANG": "C.UTF-8",
           "REQUESTS_CA_BUNDLE": plan["ca"], **variables}
    return subprocess.Popen([driving.installed("azuresdk")["python"], str(_ASKER), json.dumps(plan)], env=env, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ask(plan: dict, **variables: str) -> list[dict]:
    """The answers in the order of the questions; a device code, where there is one, before them."""
    out, errors = start(plan, **variables).communicate(timeout=90)
    print(errors, end="", file=sys.stderr)
    return [json.loads(line) for line in out.splitlines()]
