#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures whole programs against yardsticks and runs the Google Benchmark programs; writes Markdown.

driver.py --bin FOLDER [--rounds N] [--write FILE] [--only NAME]

Two commands that are compared run in turn (A B A B ...) after one round that does not count; what is reported is the
median of the ratios within a round. Time and memory come from bench-measure, the servers' own counts show that each
program did the work. With --write the figures replace what stands between the two markers of that file.
Exit code: 0 measured (goals that are missed are marked in the table), 1 when a program did not do its work.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import aws_links
import first_paint
import workspaces
from basics import Bench, BenchError, Row, Sample, expect, median_ms, ratio, serving

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MANY, DELAY_MS = 1000, 20


def compared(what: str, ours: list[Sample], others: list[Sample], goal: float, yardstick: str) -> Row:
    return Row(what, ratio(ours, others), "x", goal, f"{median_ms(ours)} against {median_ms(others)} of {yardstick}")


def one_request(bench: Bench) -> Iterator[Row]:
    with serving(bench.folder) as server:
        file = bench.workspace("one", workspaces.one_request(f"{server.address}/api"))
        ours, others = bench.in_turn(bench.cli(file), bench.yardstick("get", f"{server.address}/api"), server)
        expect(server, bench.rounds + 1, requests=2)
    yield compared("one request on the command line", ours, others, 2.0, "libcurl alone")
    peak = max(sample.rss_mib for sample in ours)
    yield Row("its peak memory", peak, "MiB", 25.0, f"libcurl alone: {max(sample.rss_mib for sample in others):.1f} MiB")


def one_secret(bench: Bench) -> Iterator[Row]:
    with serving(bench.folder) as server:
        file = bench.workspace("secret", workspaces.linked(f"{server.address}/api", 1, used=1))
        other = bench.yardstick("secret", f"{server.address}/v1/secret/data/s0", f"{server.address}/api")
        ours, others = bench.in_turn(bench.cli(file), other, server)
        expect(server, bench.rounds + 1, secrets=2)
    yield compared("one request with one Vault secret", ours, others, 2.0, "the same two calls by libcurl")


def many_secrets(bench: Bench) -> Iterator[Row]:
    with serving(bench.folder, DELAY_MS) as server:
        file = bench.workspace("many", workspaces.linked(f"{server.address}/api", MANY, used=MANY))
        bench.once(bench.cli(file), server.address)
        seen = server.counts()
        if seen["secrets"] != MANY:
            raise BenchError(f"expected {MANY} secrets, the server counted {seen['secrets']}")
        at_once = seen["at_once"]
        other = bench.yardstick("many", f"{server.address}/v1/secret/data/s", str(MANY), str(at_once), f"{server.address}/api")
        ours, others = bench.in_turn(bench.cli(file), other, server)
    yield compared(f"{MANY} linked variables, {DELAY_MS} ms each", ours, others, 1.2, f"libcurl, {at_once} at a time as well")
    ideal = -(-MANY // at_once) * DELAY_MS
    yield Row("the same against the clock", statistics.median(sample.wall_ms for sample in ours) / ideal, "x", None,
              f"ideal for {at_once} at a time: {ideal} ms")


def unused_secrets(bench: Bench) -> Iterator[Row]:
    with serving(bench.folder) as server:
        file = bench.workspace("unused", workspaces.linked(f"{server.address}/api", MANY, used=0))
        bench.once(bench.cli(file), server.address)
        calls = server.counts()["requests"] - 1
    yield Row(f"vault calls for {MANY} linked variables that no request uses", calls, "calls", 0)


def window(bench: Bench) -> Iterator[Row]:
    program = bench.folder / "sallyport"
    if not program.exists():
        return
    file = bench.workspace("window", workspaces.one_request("http://127.0.0.1:9/api"))
    found = [first_paint.measure([str(program), str(file)], bench.scratch) for _ in range(bench.rounds + 1)][1:]
    yield Row("first paint of the window after the start of the program", statistics.median(found), "ms", None,
              f"{len(found)} runs, {min(found):.0f} to {max(found):.0f} ms")


def links(bench: Bench) -> Iterator[Row]:
    """bench-links prints rows of its own: | what | value | goal |, the goal as "<= N", as N, or empty."""
    done = subprocess.run([str(bench.folder / "bench-links")], capture_output=True, text=True, check=True, timeout=300,
                          env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    for line in done.stdout.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 3:
            goal = float(cells[2].removeprefix("<=")) if cells[2] else None
            yield Row(cells[0], float(cells[1]), "", goal, "bench-links")


def google_benchmarks(bench: Bench) -> Iterator[Row]:
    """Every *_bench program. A benchmark may carry its goal in nanoseconds as the counter "goal_ns"."""
    for program in sorted(bench.folder.glob("*_bench")):
        report = bench.scratch / "report.json"
        subprocess.run([str(program), f"--benchmark_out={report}", "--benchmark_out_format=json",
                        "--benchmark_repetitions=3", "--benchmark_report_aggregates_only=true"],
                       check=True, stdout=sys.stderr, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        for entry in json.loads(report.read_text(encoding="utf-8"))["benchmarks"]:
            if entry.get("aggregate_name") != "median":
                continue
            factor = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}[entry["time_unit"]]
            yield Row(f"{entry['run_name']}", entry["real_time"] * factor, "ns", entry.get("goal_ns"), program.name)


PARTS = {"one": one_request, "secret": one_secret, "many": many_secrets, "unused": unused_secrets, "aws": aws_links.rows,
         "window": window, "links": links, "micro": google_benchmarks}


def about_machine() -> str:
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return f"Measured on {datetime.date.today()}, {os.cpu_count()} x {model}, Linux {platform.release()}."


def document(rows: list[Row], failures: list[str], rounds: int) -> str:
    lines = [about_machine() + f" Each command ran {rounds} times.", "", "| what | measured | goal | | |",
             "| --- | ---: | ---: | --- | --- |", *[row.markdown() for row in rows]]
    lines += [f"\nNot measured: {failure}" for failure in failures]
    return "\n".join(lines)


def write_between_markers(path: pathlib.Path, text: str) -> None:
    old = path.read_text(encoding="utf-8")
    if BEGIN not in old or END not in old:
        raise BenchError(f"{path} has no line {BEGIN} ... {END}")
    head, rest = old.split(BEGIN, 1)
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=list(PARTS), action="append")
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    rows: list[Row] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sallyport-bench-") as scratch:
        bench = Bench(options.bin.resolve(), pathlib.Path(scratch), options.rounds)
        for name in options.only or PARTS:
            print(f"Measuring: {name}", file=sys.stderr, flush=True)
            try:
                rows += PARTS[name](bench)
            except (BenchError, first_paint.PaintError, OSError, subprocess.SubprocessError) as problem:
                failures.append(f"{name}: {problem}")
    text = document(rows, failures, options.rounds)
    print(text)
    if options.write:
        write_between_markers(options.write, text)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
