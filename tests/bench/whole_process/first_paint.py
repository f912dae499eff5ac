# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a program takes from its start to a window with something in it.

The screen is an Xvfb whose picture is a file in memory: looking at it costs the program nothing.
"""

import contextlib
import mmap
import os
import pathlib
import subprocess
import tempfile
import time
from collections.abc import Iterator

WIDTH, HEIGHT = 1280, 800
DEADLINE_S = 30.0
# A filled background has one colour and a frame a few; a painted window has letters, lines and their soft edges.
PAINTED_COLOURS = 12


class PaintError(Exception):
    """Nothing was painted, or there is no Xvfb."""


def _read_display(reader: int) -> str:
    text = b""
    while not text.endswith(b"\n"):
        chunk = os.read(reader, 16)
        if not chunk:
            raise PaintError("Xvfb did not start")
        text += chunk
    return ":" + text.decode().strip()


@contextlib.contextmanager
def screen(folder: pathlib.Path) -> Iterator[tuple[str, mmap.mmap]]:
    """A private display and its picture."""
    reader, writer = os.pipe()
    try:
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-noreset", "-nolisten",
                                   "tcp", "-fbdir", str(folder)], pass_fds=[writer], stderr=subprocess.DEVNULL)
    finally:
        os.close(writer)
    try:
        display = _read_display(reader)
        with open(folder / "Xvfb_screen0", "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as picture:
            yield display, picture
    finally:
        os.close(reader)
        server.terminate()
        server.wait()


def colours(picture: mmap.mmap) -> int:
    """Number of different pixels in every sixteenth line."""
    start = len(picture) - WIDTH * HEIGHT * 4
    found: set[int] = set()
    for line in range(0, HEIGHT, 16):
        row = memoryview(picture)[start + line * WIDTH * 4:start + (line + 1) * WIDTH * 4].cast("I")
        found.update(row)
        row.release()
    return len(found)


def measure(command: list[str], home: pathlib.Path) -> float:
    """Milliseconds from the start of the command to a painted window; the program is then ended."""
    with tempfile.TemporaryDirectory(dir=home) as folder, screen(pathlib.Path(folder)) as (display, picture):
        env = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_RUNTIME_DIR": folder, "DISPLAY": display,
               "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb"}
        os.chmod(folder, 0o700)
        started = time.monotonic()
        program = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            while colours(picture) < PAINTED_COLOURS:
                if program.poll() is not None:
                    raise PaintError(f"{command[0]} ended with code {program.returncode} before it painted")
                if time.monotonic() > started + DEADLINE_S:
                    raise PaintError(f"{command[0]} painted nothing within {DEADLINE_S:.0f} s")
                time.sleep(0.001)
            return (time.monotonic() - started) * 1000
        finally:
            program.kill()
            program.wait()
