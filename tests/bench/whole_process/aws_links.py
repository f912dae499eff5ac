# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand AWS secrets, 20 to a call: against the clock, against one call each, and against the vendor's own boto3.

Each program times itself, from the first thought of a secret to the last one there; what boto3 needs to be imported and to make its
client does not count. Programs run in turn; ratios are of one round. The server counts what each of them really asked.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
from collections.abc import Iterator

from basics import Bench, BenchError, Row, Server, serving

MANY, PER_CALL, DELAY_MS = 1000, 20, 20
CALLS = MANY // PER_CALL
_HERE = pathlib.Path(__file__).parent
_SLOW_ROUNDS = 3  # one call after another takes 20 s and more


def _boto3_python() -> str:
    chosen = os.environ.get("SALLYPORT_BOTOCORE_PYTHON")
    if chosen:
        return chosen
    run = [sys.executable, str(_HERE.parents[1] / "servers" / "run.py"), "list"]
    about = json.loads(subprocess.run(run, capture_output=True, check=True, timeout=60).stdout)["botocore"]["installed"]
    return about["python"] if about else ""


class _Contest:
    """The programs, and the one server that all of them ask."""

    def __init__(self, bench: Bench, server: Server) -> None:
        self._server, self._boto3 = server, _boto3_python()
        self._ours = str(bench.folder / "bench-aws-links")
        self._environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(bench.scratch), "AWS_EC2_METADATA_DISABLED": "true"}
        self.at_once = 0

    @property
    def has_boto3(self) -> bool:
        return bool(self._boto3)

    def ours(self, how: str) -> float:
        return self._measure([self._ours, self._server.address, how], MANY if how == "single" else CALLS)

    def boto3(self, how: str, threads: int) -> float:
        command = [self._boto3, str(_HERE / "boto3_links.py"), self._server.address, how, str(threads), str(MANY)]
        return self._measure(command, MANY if how == "single" else CALLS)

    def _measure(self, command: list[str], reads: int) -> float:
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, check=False, timeout=300)
        seen = self._server.counts()
        if done.returncode != 0:
            raise BenchError(f"{' '.join(command)}: {done.stderr.strip()[-400:]}")
        if (seen["secrets"], seen["reads"]) != (MANY, reads):
            raise BenchError(f"{' '.join(command)}: {seen['secrets']} secrets by {seen['reads']} calls, not {MANY} by {reads}")
        if command[0] == self._ours:
            self.at_once = seen["at_once"]
        return json.loads(done.stdout)["ms"]


def _row(what: str, ours: list[float], others: list[float], other: str) -> Row:
    value = statistics.median(mine / theirs for mine, theirs in zip(ours, others))
    return Row(what, value, "x", None, f"{statistics.median(ours):.0f} ms against {statistics.median(others):.0f} ms of {other}")


def rows(bench: Bench) -> Iterator[Row]:
    with serving(bench.folder, DELAY_MS) as server:
        contest = _Contest(bench, server)
        contest.ours("batch")  # warms up
        at_once = contest.at_once
        rounds = [(contest.ours("batch"), contest.ours("single"), *_boto3_round(contest, at_once)) for _ in range(bench.rounds)]
        slow = [(contest.ours("batch"), contest.boto3("single", 1)) for _ in range(_SLOW_ROUNDS)] if contest.has_boto3 else []
    ours, single, *boto3 = [list(column) for column in zip(*rounds)]
    ideal = -(-CALLS // at_once) * DELAY_MS
    yield Row(f"{MANY} AWS secrets by {CALLS} calls of {DELAY_MS} ms, against the clock", statistics.median(ours) / ideal, "x", 1.2,
              f"{statistics.median(ours):.0f} ms ({min(ours):.0f} to {max(ours):.0f}); ideal for {at_once} at a time: {ideal} ms")
    yield _row("the same against one call for each secret", ours, single, f"ours by {MANY} calls, {at_once} at a time as well")
    if not contest.has_boto3:
        raise BenchError("boto3 is not installed: python3 tests/servers/run.py install botocore")
    yield _row(f"the same against boto3, {CALLS} calls, {at_once} threads", ours, boto3[0], "boto3")
    yield _row(f"the same against boto3, {CALLS} calls one after another", ours, boto3[1], "boto3")
    yield _row(f"the same against boto3, {MANY} calls one after another", [pair[0] for pair in slow], [pair[1] for pair in slow], "boto3")


def _boto3_round(contest: _Contest, at_once: int) -> tuple[float, ...]:
    return (contest.boto3("batch", at_once), contest.boto3("batch", 1)) if contest.has_boto3 else ()
