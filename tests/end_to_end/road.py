# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the whole road in the command line share: servers, an echo server, a workspace with links, the program."""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "servers"))
from kit.driving import Started, is_installed  # noqa: E402

PROGRAM = pathlib.Path(os.environ.get("SALLYPORT_BIN", "")) / "sallyport-cli"

_WORKSPACE = """type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Shop
meta:
  id: wrk_road
collection:
  - url: {echo}/ping
    name: Ping
    meta:
      id: req_road
    method: GET
    headers:
{headers}
environments:
  name: Base Environment
  meta:
    id: env_road
  data:
{data}
"""


class Echo(http.server.BaseHTTPRequestHandler):
    """Remembers the headers of everything that arrives."""

    seen: list[dict[str, str]] = []

    def do_GET(self):
        self.seen.append(dict(self.headers))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(self.headers)).encode())

    def log_message(self, *_):
        pass


def start_echo() -> tuple[http.server.ThreadingHTTPServer, list[dict[str, str]]]:
    """A running echo server, and the headers of what has arrived."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, Echo.seen


def tag(provider: str, config: dict[str, str], credential: str = "anything") -> str:
    """A vault tag as Insomnia writes it, ready to stand in a YAML text in double quotes."""
    return f"{{% vault '{provider}', '{credential}', '{json.dumps(config)}' %}}".replace('"', '\\"')


def workspace_text(echo: str, headers: dict[str, str]) -> str:
    """One request to the echo server whose headers are variables, each of which is a tag."""
    names = {name: f"value_{number}" for number, name in enumerate(headers)}
    return _WORKSPACE.format(
        echo=echo, headers="\n".join(f'      - name: {name}\n        value: "{{{{ _.{variable} }}}}"' for name, variable in names.items()),
        data="\n".join(f'    {names[name]}: "{text}"' for name, text in headers.items()))


class Road(unittest.TestCase):
    """One server for all tests of a class, where `server` names one; a folder of its own and a workspace for each."""

    server = ""
    others: tuple[str, ...] = ()  # servers that a test starts itself
    options: tuple[str, ...] = ()

    @classmethod
    def setUpClass(cls):
        missing = [name for name in (cls.server, *cls.others) if name and not is_installed(name)]
        if missing:
            raise unittest.SkipTest(f"{' and '.join(missing)} not asked for: scripts/test --servers")
        if cls.server:
            cls.child = cls.start(cls.server, *cls.options)
            cls.ready = cls.child.ready
        cls.echo, _ = start_echo()
        cls.addClassCleanup(cls.echo.server_close)
        cls.addClassCleanup(cls.echo.shutdown)

    @classmethod
    def start(cls, name: str, *options: str) -> Started:
        child = Started(name, *options)
        cls.addClassCleanup(child.close)
        if child.ready.get("event") != "ready":
            raise AssertionError(child.ready)
        return child

    def child_command(self, text: str) -> dict:
        answer = self.child.command(text)
        self.assertEqual(answer["event"], "done", answer)
        return answer

    def setUp(self):
        Echo.seen.clear()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.workspace = self.folder / "shop.yaml"

    def write_workspace(self, headers: dict[str, str]):
        """The one of workspace_text."""
        self.workspace.write_text(workspace_text(f"http://127.0.0.1:{self.echo.server_address[1]}", headers), encoding="utf-8")

    def run_cli(self, **variables: str) -> subprocess.CompletedProcess:
        """Sees these variables and nothing of this machine's."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **{name: text for name, text in variables.items() if text}}
        return subprocess.run([PROGRAM, "run", "collection", "-w", self.workspace], env=environment, text=True,
                              capture_output=True, timeout=60, check=False)

    def expect_nothing_sent(self, run: subprocess.CompletedProcess, *words: str):
        self.assertNotEqual(run.returncode, 0, run.stdout)
        self.assertEqual(Echo.seen, [])
        for word in words:
            self.assertIn(word, run.stdout + run.stderr)

    @staticmethod
    def run_all():
        """All cases of the calling program: exit code 0, 1, or 77 when some were skipped and none failed."""
        outcome = unittest.main(exit=False).result
        sys.exit(1 if not outcome.wasSuccessful() else 77 if outcome.skipped else 0)
