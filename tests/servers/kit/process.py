# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One child process that is gone when its owner is gone, whatever happens to the owner."""

import ctypes
import os
import pathlib
import signal
import subprocess

from kit.places import ServerError

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def plain_environment(home: pathlib.Path, **extra: str) -> dict[str, str]:
    """All that a server gets to see: no proxies, CA files or credentials of this machine."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(home),
            "TMPDIR": str(home), "LANG": "C.UTF-8", **extra}


class ServerProcess:
    """Starts, watches and stops a program by its process id; its output goes to a log file."""

    def __init__(self, argv: list[str], log: pathlib.Path, env: dict[str, str]) -> None:
        self._argv, self._log, self._env = argv, log, env
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._child.pid if self._child else 0

    def start(self) -> None:
        with open(self._log, "ab") as log:
            # Own process group: Ctrl+C reaches the owner alone, which then stops us in order.
            self._child = subprocess.Popen(
                self._argv, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self._env["HOME"], process_group=0, preexec_fn=_die_with_parent)

    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def require_running(self) -> None:
        """Raises with the end of the log when the program has ended by itself."""
        if not self.running():
            code = self._child.returncode if self._child else None
            raise ServerError(f"{self._argv[0]} ended with code {code}; the end of {self._log}:\n"
                              + self.log_tail())

    def log_text(self) -> str:
        try:
            return self._log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def log_tail(self) -> str:
        return "\n".join(self.log_text().splitlines()[-20:])

    def stop(self, patience_s: float = 10.0) -> None:
        """SIGTERM, then SIGKILL; returns when the process is gone."""
        if self._child is None:
            return
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGCONT)
            self._child.terminate()
            try:
                self._child.wait(patience_s)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._child = None

    def signal(self, number: int) -> None:
        self.require_running()
        assert self._child is not None
        self._child.send_signal(number)
