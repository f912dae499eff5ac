# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop's xdg-open is asked to open, handed to a test."""

import os
import urllib.parse

from desktop_session import wait_for

_OPENER = """#!/bin/sh
printf '%s\\n' "$1" > {pipe}
"""


def query_of(address):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query, strict_parsing=True))


def pkce_query(address):
    """The query of a page to sign in at, when it has what it must have (RFC 7636, 4.3; RFC 6749, 10.12)."""
    query = query_of(address)
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43, query
    assert len(query["state"]) >= 22, "the state cannot be guessed"
    return query


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
