#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs, starts and stops the independent servers that Sallyport is tested against.

README.md beside this file describes the answers and the line protocol of "start".
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import types

_HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE))

from kit import control, modules  # noqa: E402
from kit.places import ServerError  # noqa: E402

EXIT_PROBLEM, EXIT_USAGE, EXIT_NOT_INSTALLED = 1, 2, 3


def known() -> list[str]:
    return sorted(path.parent.name for path in _HERE.glob("*/server.py"))


def load(name: str) -> types.ModuleType:
    return modules.load(f"server_{name}", _HERE / name / "server.py")


def pick(names: list[str]) -> list[str]:
    return known() if names == ["all"] else names


def command_list(_options: argparse.Namespace) -> int:
    loaded = {name: load(name) for name in known()}
    print(json.dumps({name: {"kind": module.KIND, "version": module.VERSION,
                             "installed": module.installed()}
                      for name, module in loaded.items()}, indent=1))
    return 0


def command_install(options: argparse.Namespace) -> int:
    """Installs all that can be installed; fails in the end when one of them could not."""
    answers, failed = {}, False
    for name in pick(options.names):
        try:
            module = load(name)
            module.install()
            answers[name] = module.installed()
        except ServerError as problem:
            print(f"{name}: {problem}", file=sys.stderr, flush=True)
            answers[name], failed = None, True
    print(json.dumps(answers))
    return EXIT_PROBLEM if failed else 0


def command_start(options: argparse.Namespace) -> int:
    server = None
    try:
        server = load(options.name).create(options)
        control.tell("ready", **server.start())
        if options.until_signal:
            control.wait_for_signal(server)
        else:
            control.converse(server)
    except control.Stopped:
        pass
    finally:
        if server is not None:
            server.stop()
    return 0


def command_with(options: argparse.Namespace) -> int:
    """Starts a server, runs a command beside it, stops the server, passes the exit code on."""
    server, child = load(options.name).create(options), None
    try:
        about = server.start()
        env = {**os.environ, **server.environment()}
        env[f"SALLYPORT_{options.name.upper()}"] = json.dumps(about)
        child = subprocess.Popen(options.command, env=env)
        code = child.wait()
        return 128 - code if code < 0 else code
    except control.Stopped:
        if child is not None and child.poll() is None:
            child.terminate()
            child.wait()
        return 143
    finally:
        server.stop()


def add_server_commands(actions: argparse._SubParsersAction, verb: str, help_text: str,
                        split: list[str]) -> None:
    parser = actions.add_parser(verb, help=help_text)
    names = parser.add_subparsers(dest="name", required=True)
    for name in known():
        module = load(name)
        if module.KIND != "server":
            continue
        one = names.add_parser(name, help=f"version {module.VERSION}")
        module.add_arguments(one)
        if verb == "start":
            one.add_argument("--until-signal", action="store_true",
                             help="ignore standard input, run until SIGTERM or SIGINT")
        one.set_defaults(run=command_start if verb == "start" else command_with, command=split)


def make_parser(command: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="what is known and what is installed") \
        .set_defaults(run=command_list)
    install = actions.add_parser("install", help="install by pinned version, once")
    install.add_argument("names", nargs="+", choices=[*known(), "all"], metavar="NAME")
    install.set_defaults(run=command_install)
    add_server_commands(actions, "start", "run one in the foreground", command)
    add_server_commands(actions, "with", "run a command beside one: with NAME ... -- COMMAND",
                        command)
    return parser


def main(arguments: list[str]) -> int:
    own, command = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, command = arguments[:cut], arguments[cut + 1:]
    options = make_parser(command).parse_args(own)
    if options.action == "with" and not command:
        print("nothing to run: with NAME ... -- COMMAND", file=sys.stderr)
        return EXIT_USAGE
    if options.action in ("start", "with") and load(options.name).installed() is None:
        control.tell("error", error=f"{options.name} is not installed: "
                                    f"run.py install {options.name}")
        return EXIT_NOT_INSTALLED
    control.stop_on_signals()
    try:
        return options.run(options)
    except ServerError as problem:
        control.tell("error", error=str(problem))
        return EXIT_PROBLEM
    except control.Stopped:
        return 143


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
