# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Namespaces of a program's own, in which the vendors' real host names lead to this machine, on the real ports, and nothing else is
reachable at all. Root rights are not needed."""

import os
import pathlib
import socket
import struct
import subprocess
import sys

from kit import verdict

_INSIDE = "SALLYPORT_INSIDE_NAMESPACE"
_UNSHARE = ["unshare", "--map-root-user", "--mount", "--net"]


def enter() -> None:
    """Returns inside; outside, runs the program there and exits with its code, or with that of a skip where the machine forbids it."""
    if os.environ.get(_INSIDE):
        _loopback_up()
        return
    if subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode != 0:
        print("SKIPPED: this machine does not allow new namespaces (unshare -rmn)", file=sys.stderr)
        sys.exit(verdict.SKIPPED)
    sys.exit(subprocess.run([*_UNSHARE, sys.executable, *sys.argv], env={**os.environ, _INSIDE: "1"}, check=False).returncode)


def _loopback_up() -> None:
    """A new network namespace starts with its loopback interface down (netdevice(7))."""
    import fcntl
    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(probe, get_flags, request))[1]
        fcntl.ioctl(probe, set_flags, struct.pack("16sH14x", b"lo", flags | up))


def own_folder(folder: pathlib.Path) -> None:
    """From now on this folder is there and empty, and what comes into it is seen by nobody outside; reading a file changes its access time
    each time (mount(8), strictatime), so that a test can tell."""
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    subprocess.run(["mount", "-t", "tmpfs", "-o", "strictatime", "none", str(there)], check=True)
    folder.mkdir(parents=True, exist_ok=True)


def own_hosts(folder: pathlib.Path, names: list[str]) -> None:
    """From now on these names, and no others, are this machine."""
    hosts = folder / "hosts"
    hosts.write_text("".join(f"127.0.0.1 {name}\n" for name in ["localhost", *names]), encoding="ascii")
    subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
