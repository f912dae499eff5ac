#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves the promises of scripts/: on a copy of them, with stand-ins for everything they call.

The stand-ins are small shell and Python programs in a folder that comes first on PATH; each writes down how
it was called. Nothing is installed or built.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "servers"))
from kit import verdict  # noqa: E402

SCRIPTS = ("install-packages", "run", "test", "bench", "picture")

DEMO_SERVER = """\
    #!{python}
    import argparse, http.server, json, os, sys, threading
    class Echo(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b'{{"authorization":"Bearer ******"}}'
            self.send_response(200); self.end_headers(); self.wfile.write(body)
        def log_message(self, *_): pass
    def serve(port):
        try: server = http.server.HTTPServer(("127.0.0.1", port), Echo)
        except OSError: server = http.server.HTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{{server.server_port}}"
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace"); parser.add_argument("--vault-port", type=int, default=0)
    parser.add_argument("--echo-port", type=int, default=0)
    options = parser.parse_args()
    vault, echo = serve(options.vault_port), serve(options.echo_port)
    if not os.path.exists(options.workspace):
        open(options.workspace, "w").write(f"base_url: {{echo}}\\n")
    open(os.environ["CALLS"], "a").write(f"demo-server {{os.getpid()}}\\n")
    print(json.dumps({{"vault": vault, "echo": echo, "token": "demo-token", "workspace": options.workspace,
                      "environment": "Demo"}}), flush=True)
    sys.stdin.read()
"""


class Copy:
    """A copy of scripts/ in a checkout of its own, and the stand-ins around it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.calls.touch()
        self.path = folder / "path"
        self.bin = folder / "build" / "release" / "bin"
        self.data = folder / "data"
        for made in (self.path, self.bin, self.data):
            made.mkdir(parents=True)
        shutil.copytree(ROOT / "scripts", folder / "scripts")
        (folder / "build" / "release" / "build.ninja").touch()
        self.env = {"PATH": f"{self.path}:{os.environ['PATH']}", "HOME": str(folder), "CALLS": str(self.calls),
                    "XDG_DATA_HOME": str(self.data), "LANG": "C.UTF-8"}

    def program(self, path: pathlib.Path, text: str) -> None:
        path.write_text(textwrap.dedent(text).format(python=sys.executable), encoding="utf-8")
        path.chmod(0o755)

    def stand_in(self, name: str, text: str = "") -> None:
        """A program on PATH that writes down its arguments and then does what the text says."""
        self.program(self.path / name, f'#!/bin/sh\necho "{name} $*" >> "$CALLS"\n' + text)

    def run(self, name: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(self.folder / "scripts" / name), *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env={**self.env, **env}, timeout=60, check=False)

    def called(self, start: str) -> list[str]:
        return [line for line in self.calls.read_text().splitlines() if line.startswith(start)]


class WithCopy(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.copy = Copy(pathlib.Path(temporary.name))

    def refuse(self, done: subprocess.CompletedProcess[str], code: int = 1) -> None:
        self.assertEqual(done.returncode, code, done.stderr)


class InstallPackages(WithCopy):
    def setUp(self) -> None:
        super().setUp()
        (self.copy.folder / "scripts" / "packages.txt").write_text(
            "# comment\n\nalpha build the first\nbeta|gamma run either\ndelta test never asked for\n")
        self.copy.stand_in("apt-get")
        self.copy.stand_in("sudo", 'test "$1" = --non-interactive && shift\nexec "$@"\n')

    def installed(self, *names: str) -> None:
        self.copy.stand_in("dpkg-query", "".join(f"echo 'ii  {name}'\n" for name in names))

    def user(self, number: int) -> None:
        self.copy.stand_in("id", f"echo {number}\n")

    def test_does_nothing_when_all_is_there(self) -> None:
        self.user(1000)
        self.installed("alpha", "gamma")
        done = self.copy.run("install-packages")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.copy.called("apt-get") + self.copy.called("sudo"), [])

    def test_installs_only_what_is_missing_and_says_why(self) -> None:
        self.user(0)
        self.installed("alpha")
        done = self.copy.run("install-packages")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"beta +run +either")
        installs = [line for line in self.copy.called("apt-get") if " install " in line]
        self.assertEqual(len(installs), 1)
        self.assertTrue(installs[0].endswith("--no-install-recommends beta"), installs)
        self.assertEqual(self.copy.called("sudo"), [])

    def test_uses_sudo_once_for_a_person_who_is_not_root(self) -> None:
        self.user(1000)
        self.installed()
        done = self.copy.run("install-packages", "build", "run", "test")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.copy.called("sudo")), 1)
        self.assertTrue(self.copy.called("apt-get")[-1].endswith("alpha beta delta"))

    def test_a_removed_package_with_leftovers_counts_as_missing(self) -> None:
        self.user(0)
        self.copy.stand_in("dpkg-query", "echo 'rc  alpha'\necho 'ii  beta'\n")
        done = self.copy.run("install-packages", "--check")
        self.refuse(done)
        self.assertIn("alpha", done.stderr)
        self.assertNotIn("beta", done.stderr)

    def test_failing_installation_fails(self) -> None:
        self.user(0)
        self.installed()
        self.copy.stand_in("apt-get", 'case "$*" in *install*) exit 100;; esac\n')
        self.assertNotEqual(self.copy.run("install-packages").returncode, 0)

    def test_unreachable_package_lists_do_not_end_it(self) -> None:
        self.user(0)
        self.installed()
        self.copy.stand_in("apt-get", 'case "$*" in *update*) exit 100;; esac\n')
        self.assertEqual(self.copy.run("install-packages").returncode, 0)


class Run(WithCopy):
    def setUp(self) -> None:
        super().setUp()
        self.copy.stand_in("cmake")
        self.copy.program(self.copy.bin / "sallyport-demo-server", DEMO_SERVER)
        self.product("sallyport")
        self.product("sallyport-cli")
        self.workspace = self.copy.data / "sallyport-demo" / "demo.yaml"

    def product(self, name: str, code: int = 0) -> None:
        self.copy.program(self.copy.bin / name,
                          f'#!/bin/sh\necho "{name} $*" >> "$CALLS"\nenv >> "$CALLS"\nexit {code}\n')

    def run_it(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.copy.run("run", *arguments, SALLYPORT_SKIP_PACKAGES="1", **env)

    def servers_are_gone(self) -> None:
        pids = [line.split()[1] for line in self.copy.called("demo-server")]
        self.assertTrue(pids)
        end = time.monotonic() + 5
        while time.monotonic() < end and any(pathlib.Path(f"/proc/{pid}").exists() for pid in pids):
            time.sleep(0.02)
        self.assertEqual([pid for pid in pids if pathlib.Path(f"/proc/{pid}").exists()], [])

    def ports(self) -> dict[str, str]:
        return json.loads((self.workspace.parent / "state.json").read_text())

    def test_without_a_display_it_runs_the_collection_and_shows_what_arrived(self) -> None:
        done = self.run_it()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.copy.called("sallyport-cli"),
                         [f"sallyport-cli run collection -w {self.workspace} -e Demo"])
        self.assertIn("Bearer ******", done.stdout)
        self.assertIn("INSOMNIA_HASHICORP_ACCESS_TOKEN=demo-token", self.copy.calls.read_text())
        self.assertIn("What to do next", done.stderr)
        self.servers_are_gone()

    def test_with_a_display_it_opens_the_window_on_the_workspace(self) -> None:
        done = self.run_it(DISPLAY=":7")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.copy.called("sallyport "), [f"sallyport {self.workspace}"])
        self.assertNotIn("demo-token", "\n".join(self.copy.called("sallyport")))
        self.assertIn("What to do next", done.stderr)
        self.servers_are_gone()

    def test_a_failing_collection_fails_and_leaves_no_server(self) -> None:
        self.product("sallyport-cli", 3)
        self.refuse(self.run_it())
        self.servers_are_gone()

    def test_the_second_start_uses_the_same_addresses_and_file(self) -> None:
        self.run_it()
        self.workspace.write_text(self.workspace.read_text() + "mine: 1\n")
        first = self.ports()
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(self.ports(), first)
        self.assertIn("mine: 1", self.workspace.read_text())

    def taken_echo_port(self):
        taken = socket.socket()
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(self.ports()["echo"].rsplit(":", 1)[1])))
        taken.listen()
        self.addCleanup(taken.close)

    def test_when_addresses_are_taken_an_untouched_workspace_is_written_anew(self) -> None:
        self.run_it()
        old = self.ports()["echo"]
        self.taken_echo_port()
        self.assertEqual(self.run_it().returncode, 0)
        self.assertNotEqual(self.ports()["echo"], old)
        self.assertIn(self.ports()["echo"], self.workspace.read_text())
        self.servers_are_gone()

    def test_when_addresses_are_taken_an_edited_workspace_stays(self) -> None:
        self.run_it()
        self.workspace.write_text("edited by a person\n")
        self.taken_echo_port()
        done = self.run_it()
        self.assertEqual(self.workspace.read_text(), "edited by a person\n")
        self.assertIn("stays as it is", done.stderr)

    def test_fresh_keeps_the_old_workspace_beside_the_new_one(self) -> None:
        self.run_it()
        self.workspace.write_text("edited by a person\n")
        self.assertEqual(self.run_it("--fresh").returncode, 0)
        self.assertIn("base_url", self.workspace.read_text())
        kept = [path.read_text() for path in self.workspace.parent.glob("demo-*.yaml")]
        self.assertEqual(kept, ["edited by a person\n"])

    def test_a_demo_server_that_ends_at_once_is_an_error(self) -> None:
        self.copy.program(self.copy.bin / "sallyport-demo-server", "#!/bin/sh\nexit 1\n")
        done = self.run_it()
        self.refuse(done)
        self.assertIn("did not start", done.stderr)


SERVERS_RUN = """\
    import json, os, sys
    open(os.environ["CALLS"], "a").write("servers " + " ".join(sys.argv[1:]) + "\\n")
    installed = os.environ.get("FAIL_INSTALL") is None
    if sys.argv[1] == "list":
        print(json.dumps({{"vault": {{"installed": {{"program": "/v"}} if installed else None}},
                          "botocore": {{"installed": {{"python": "/b"}} if installed else None}},
                          "googleauth": {{"installed": {{"python": "/g"}} if installed else None}},
                          "hvac": {{"installed": {{"python": "/h"}}}}}}))
    sys.exit(1 if sys.argv[1] == "install" and not installed else 0)
"""
CTEST = 'env >> "$CALLS"; echo "100% tests passed"; exit "${{CTEST_CODE:-0}}"\n'


class Test(WithCopy):
    def setUp(self) -> None:
        super().setUp()
        self.copy.stand_in("cmake")
        self.copy.stand_in("ctest", CTEST)
        self.copy.stand_in("dbus-run-session", 'shift; exec "$@"\n')
        servers = self.copy.folder / "tests" / "servers"
        servers.mkdir(parents=True)
        self.copy.program(servers / "run.py", SERVERS_RUN)

    def run_it(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.copy.run("test", *arguments, SALLYPORT_SKIP_PACKAGES="1", **env)

    def test_builds_and_ends_with_the_summary_of_ctest(self) -> None:
        done = self.run_it()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.endswith("100% tests passed\n"), done.stdout)
        self.assertIn("cmake --build --preset dev", self.copy.called("cmake"))

    def test_without_servers_none_is_offered_to_the_tests(self) -> None:
        self.run_it()
        self.assertEqual(self.copy.called("servers "), [])
        self.assertEqual(self.copy.called("SALLYPORT_SERVERS="), ["SALLYPORT_SERVERS="])

    def test_with_servers_they_are_installed_and_offered(self) -> None:
        self.assertEqual(self.run_it("--servers").returncode, 0)
        self.assertIn("servers install all", self.copy.called("servers "))
        self.assertEqual(self.copy.called("SALLYPORT_SERVERS="), ["SALLYPORT_SERVERS=botocore,googleauth,hvac,vault"])
        self.assertEqual(self.copy.called("SALLYPORT_HVAC_PYTHON="), ["SALLYPORT_HVAC_PYTHON=/h"])
        self.assertEqual(self.copy.called("SALLYPORT_BOTOCORE_PYTHON="), ["SALLYPORT_BOTOCORE_PYTHON=/b"])
        self.assertEqual(self.copy.called("SALLYPORT_GOOGLE_PYTHON="), ["SALLYPORT_GOOGLE_PYTHON=/g"])

    def test_a_server_that_cannot_be_installed_fails_the_run_after_the_tests(self) -> None:
        done = self.run_it("--servers", FAIL_INSTALL="1")
        self.refuse(done)
        self.assertEqual(len(self.copy.called("ctest")), 1)
        self.assertEqual(self.copy.called("SALLYPORT_SERVERS="), ["SALLYPORT_SERVERS=hvac"])

    def test_failing_tests_fail_it(self) -> None:
        self.refuse(self.run_it(CTEST_CODE="8"), 8)

    def test_a_failing_build_stops_before_the_tests(self) -> None:
        self.copy.stand_in("cmake", "exit 1\n")
        self.assertNotEqual(self.run_it().returncode, 0)
        self.assertEqual(self.copy.called("ctest"), [])

    def test_tests_see_neither_credentials_nor_settings_nor_screen_of_this_person(self) -> None:
        self.run_it(VAULT_TOKEN="mine", GCE_METADATA_HOST="mine", https_proxy="http://127.0.0.1:1", DISPLAY=":0")
        for start in ("VAULT_TOKEN=", "GCE_METADATA_HOST=", "https_proxy=", "DISPLAY="):
            self.assertEqual(self.copy.called(start), [])
        folder = self.copy.called("XDG_CONFIG_HOME=")[0].split("=")[1]
        self.assertNotIn(str(self.copy.folder), folder)
        self.assertFalse(pathlib.Path(folder).exists(), "left behind")

    def test_options_after_two_dashes_go_to_ctest(self) -> None:
        self.run_it("--preset", "asan", "--", "-R", "Template")
        self.assertRegex(self.copy.called("ctest")[0], r"--preset asan .* -R Template$")


class Shell(unittest.TestCase):
    @unittest.skipUnless(shutil.which("shellcheck"), "SKIPPED: needs the Debian package shellcheck")
    def test_shellcheck_finds_nothing(self) -> None:
        files = [ROOT / "scripts" / name for name in SCRIPTS] + [ROOT / "scripts" / "lib.sh", ROOT / ".ci" / "run"]
        done = subprocess.run(["shellcheck", "-x", *map(str, filter(pathlib.Path.exists, files))], cwd=ROOT,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.returncode, 0)

    def test_package_list_is_well_formed(self) -> None:
        lines = (ROOT / "scripts" / "packages.txt").read_text(encoding="ascii").splitlines()
        rows = [line.split(maxsplit=2) for line in lines if line and not line.startswith("#")]
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertEqual(len(row), 3, row)
            self.assertIn(row[1], ("build", "run", "test", "dev"))


if __name__ == "__main__":
    verdict.main()
