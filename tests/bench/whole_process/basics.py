# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all parts of the measurement share: lines of the table, the server, running a program under bench-measure, ratios."""

import contextlib
import dataclasses
import json
import pathlib
import statistics
import subprocess
import urllib.request
from collections.abc import Iterator


class BenchError(Exception):
    """A program did not do what was to be measured."""


@dataclasses.dataclass
class Row:
    """One line of the table. The goal is a largest allowed value, or none."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    detail: str = ""

    def number(self) -> str:
        exact = f"{self.value:.0f}" if abs(self.value) >= 100 or self.value == int(self.value) else f"{self.value:.3g}"
        return f"{exact} {self.unit}".rstrip()

    def markdown(self) -> str:
        goal = "" if self.goal is None else f"<= {self.goal:g} {self.unit}".rstrip()
        verdict = "" if self.goal is None else ("met" if self.value <= self.goal else "**missed**")
        return f"| {self.what} | {self.number()} | {goal} | {verdict} | {self.detail} |"


@dataclasses.dataclass
class Sample:
    wall_ms: float
    cpu_ms: float
    rss_mib: float


class Server:
    """bench-server, and what it counted."""

    def __init__(self, folder: pathlib.Path, delay_ms: int) -> None:
        self._child = subprocess.Popen([str(folder / "bench-server"), str(delay_ms)], text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdout is not None
        self.address = f"http://127.0.0.1:{json.loads(self._child.stdout.readline())['port']}"
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def counts(self) -> dict[str, int]:
        """Since the last time; the question itself is not counted in "requests"."""
        with self._opener.open(self.address + "/_stats", timeout=10) as answer:
            counts = json.load(answer)
        counts["requests"] -= 1
        return counts

    def close(self) -> None:
        self._child.communicate(timeout=10)


@contextlib.contextmanager
def serving(folder: pathlib.Path, delay_ms: int = 0) -> Iterator[Server]:
    server = Server(folder, delay_ms)
    try:
        yield server
    finally:
        server.close()


class Bench:
    """The programs under test, a scratch folder, and how often to run them."""

    def __init__(self, folder: pathlib.Path, scratch: pathlib.Path, rounds: int) -> None:
        self.folder, self.scratch, self.rounds = folder, scratch, rounds
        self._environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(scratch), "VAULT_TOKEN": "bench"}

    def cli(self, workspace: pathlib.Path, environment: str = "") -> list[str]:
        chosen = ["-e", environment] if environment else []
        return [str(self.folder / "sallyport-cli"), "run", "collection", "-w", str(workspace), *chosen]

    def yardstick(self, *arguments: str) -> list[str]:
        return [str(self.folder / "bench-curl"), *arguments]

    def workspace(self, name: str, text: str) -> pathlib.Path:
        path = self.scratch / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def once(self, command: list[str], vault: str) -> Sample:
        env = {**self._environment, "VAULT_ADDR": vault, "INSOMNIA_HASHICORP_TYPE": "onPrem",
               "INSOMNIA_HASHICORP_AUTHMETHOD": "token", "INSOMNIA_HASHICORP_SERVERADDRESS": vault,
               "INSOMNIA_HASHICORP_ACCESS_TOKEN": "bench"}
        done = subprocess.run([str(self.folder / "bench-measure"), *command], capture_output=True, text=True, env=env,
                              check=True, timeout=60)
        found = json.loads(done.stdout)
        if found["code"] != 0:
            raise BenchError(f"{' '.join(command)} ended with code {found['code']}")
        return Sample(found["wall_us"] / 1e3, found["cpu_us"] / 1e3, found["rss_kib"] / 1024)

    def in_turn(self, ours: list[str], yardstick: list[str], server: Server) -> tuple[list[Sample], list[Sample]]:
        """Both, alternately; the first round warms up."""
        pairs = [(self.once(ours, server.address), self.once(yardstick, server.address)) for _ in range(self.rounds + 1)]
        return [pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]]


def ratio(ours: list[Sample], others: list[Sample]) -> float:
    return statistics.median(mine.wall_ms / other.wall_ms for mine, other in zip(ours, others))


def median_ms(samples: list[Sample]) -> str:
    return f"{statistics.median(sample.wall_ms for sample in samples):.1f} ms"


def expect(server: Server, runs: int, **wanted: int) -> None:
    """The server must have seen exactly this work in each run."""
    counts = server.counts()
    for name, each in wanted.items():
        if counts[name] != each * runs:
            raise BenchError(f"expected {each * runs} {name}, the server counted {counts[name]}")
