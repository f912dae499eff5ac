# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop's xdg-open is asked to open, handed to a test."""

import os

from desktop_session import wait_for

_OPENER = """#!/bin/sh
printf '%s\\n' "$1" > {pipe}
"""


class Opener:
    """Stands in for xdg-open in this process and its children: addresses come through a pipe, so that no file holds them."""

    def __init__(self, folder):
        folder.mkdir()
        self._pipe = folder / "opened"
        os.mkfifo(self._pipe, 0o600)
        program = folder / "xdg-open"
        program.write_text(_OPENER.format(pipe=self._pipe))
        program.chmod(0o700)
        os.environ["PATH"] = f"{folder}:{os.environ['PATH']}"
        self._reader = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)

    def address(self):
        """The next address that is opened."""
        return wait_for(lambda: os.read(self._reader, 65536).decode().strip(), "page to be opened")

    def opened_nothing(self):
        return not os.read(self._reader, 65536)
