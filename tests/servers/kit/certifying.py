# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs share that have a vendor's own clients certify a server of ours."""


class Failed(Exception):
    """A step that does not hold."""


def step(text: str, holds: bool, evidence: object = "") -> None:
    """One line for each statement; the first that does not hold ends the program."""
    print(f"{'ok' if holds else 'FAILED'}: {text}", flush=True)
    if not holds:
        raise Failed(f"{text}: {evidence}")
