#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves what README.md promises about run.py: answers, isolation, and that nothing survives it.

Tests that need an installed server are skipped by name when it is not there.
"""

import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, verdict  # noqa: E402
from kit.certificates import Authority  # noqa: E402
from kit.driving import DEADLINE_S, RUN  # noqa: E402

needs_vault = driving.needs("vault")


def alive(pid: int) -> bool:
    """A zombie counts as gone."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.split()[0] not in ("Z", "X")


def gone_within(pid: int, seconds: float = 15.0) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


class Started(driving.Started):
    def __init__(self, *arguments: str, env: dict[str, str] | None = None) -> None:
        super().__init__("vault", *arguments, env=env)


def ask(server: dict, path: str, context: ssl.SSLContext | None = None) -> int:
    """HTTP status of a question with the root token."""
    handlers: list = [urllib.request.ProxyHandler({})]
    if context is not None:
        handlers.append(urllib.request.HTTPSHandler(context=context))
    request = urllib.request.Request(server["address"] + path,
                                     headers={"X-Vault-Token": server["token"]})
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def listening(pid: int) -> set[str]:
    """Local addresses, in the hexadecimal of /proc/net, on which a process listens."""
    sockets = set()
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            sockets.add(os.readlink(entry))
        except FileNotFoundError:
            continue
    rows = [line.split() for table in ("tcp", "tcp6")
            for line in pathlib.Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows
            if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}


class WithoutServers(unittest.TestCase):
    def test_start_of_a_server_that_is_not_installed_says_so(self) -> None:
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run([*RUN, "start", "vault"], capture_output=True, text=True,
                                  env={**os.environ, "SALLYPORT_CACHE": empty}, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("run.py install vault", json.loads(done.stdout)["error"])

    def test_two_authorities_do_not_trust_each_other(self) -> None:
        with tempfile.TemporaryDirectory() as text:
            folder = pathlib.Path(text)
            own, other = Authority(folder, "own"), Authority(folder, "other")
            leaf, _ = own.issue("leaf", ["127.0.0.1", "localhost"], "serverAuth")
            verdicts = [subprocess.run(["openssl", "verify", "-CAfile", str(ca.file), str(leaf)],
                                       capture_output=True, check=False).returncode
                        for ca in (own, other)]
        self.assertEqual(verdicts[0], 0)
        self.assertNotEqual(verdicts[1], 0)


@needs_vault
class LifeOfVault(unittest.TestCase):
    def test_closing_standard_input_stops_it_and_removes_its_files(self) -> None:
        with Started() as server:
            self.assertEqual(server.ready["event"], "ready")
            self.assertEqual(ask(server.ready, "/v1/auth/token/lookup-self"), 200)
            self.assertEqual(server.close(), 0)
        self.assertFalse(alive(server.ready["pid"]))
        self.assertFalse(pathlib.Path(server.ready["log"]).parent.exists())

    def test_each_ending_signal_stops_it(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(signal=number.name), Started() as server:
                server.child.send_signal(number)
                self.assertEqual(server.child.wait(DEADLINE_S), 0)
                self.assertFalse(alive(server.ready["pid"]))
                self.assertFalse(pathlib.Path(server.ready["log"]).parent.exists())

    def test_it_does_not_outlive_a_killed_owner(self) -> None:
        with Started() as server:
            server.child.kill()
            server.child.wait(DEADLINE_S)
            self.assertTrue(gone_within(server.ready["pid"]))
            # The one thing that a killed owner cannot do.
            shutil.rmtree(pathlib.Path(server.ready["log"]).parent)

    def test_an_ended_server_is_reported(self) -> None:
        with Started() as server:
            os.kill(server.ready["pid"], signal.SIGKILL)
            self.assertEqual(server.line()["event"], "error")
            self.assertEqual(server.child.wait(DEADLINE_S), 1)

    def test_it_listens_on_loopback_alone(self) -> None:
        for mode in ("dev", "stored"):
            with self.subTest(mode=mode), Started("--mode", mode) as server:
                self.assertEqual(listening(server.ready["pid"]), {"0100007F"})

    def test_variables_of_the_machine_do_not_reach_it(self) -> None:
        env = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:1", "VAULT_TOKEN": "stray",
               "SSL_CERT_FILE": "/nowhere"}
        with Started(env=env) as server:
            seen = pathlib.Path(f"/proc/{server.ready['pid']}/environ").read_bytes()
        for name in (b"PROXY", b"VAULT_TOKEN", b"SSL_CERT_FILE"):
            self.assertNotIn(name, seen)

    def test_with_passes_on_variables_and_exit_code(self) -> None:
        script = 'case $VAULT_ADDR in http://127.0.0.1:*) exit 7;; esac'
        done = subprocess.run([*RUN, "with", "vault", "--", "sh", "-c", script], check=False)
        self.assertEqual(done.returncode, 7)


class LifeOfTheOthers(unittest.TestCase):
    """What holds for Vault holds for all of them."""

    def each(self):
        names = [name for name in ("imds", "ministack", "ssodouble") if driving.is_installed(name)]
        if not names:
            self.skipTest("SKIPPED: needs imds, ministack or ssodouble; run scripts/test --servers")
        for name in names:
            with self.subTest(name), driving.Started(name) as server:
                self.assertEqual(server.ready["event"], "ready")
                yield server, [value for key, value in server.ready.items() if key in ("pid", "frontPid")]

    def test_they_listen_on_loopback_alone_and_end_with_standard_input(self) -> None:
        for server, pids in self.each():
            for pid in pids:
                self.assertEqual(listening(pid), {"0100007F"})
                self.assertNotIn(b"PROXY", pathlib.Path(f"/proc/{pid}/environ").read_bytes().upper())
            self.assertEqual(server.close(), 0)
            self.assertEqual([alive(pid) for pid in pids], [False] * len(pids))
            self.assertFalse(pathlib.Path(server.ready["log"]).parent.exists())

    def test_they_do_not_outlive_a_killed_owner(self) -> None:
        for server, pids in self.each():
            server.child.kill()
            server.child.wait(DEADLINE_S)
            self.assertTrue(all(gone_within(pid) for pid in pids))
            shutil.rmtree(pathlib.Path(server.ready["log"]).parent)


@needs_vault
class ModesOfVault(unittest.TestCase):
    def test_sealed_mode_opens_and_closes(self) -> None:
        with Started("--mode", "sealed") as server:
            self.assertEqual(ask(server.ready, "/v1/sys/health"), 503)
            self.assertFalse(server.command("unseal")["sealed"])
            self.assertEqual(ask(server.ready, "/v1/sys/health"), 200)
            self.assertTrue(server.command("seal")["sealed"])
            self.assertEqual(ask(server.ready, "/v1/sys/health"), 503)

    def test_new_mode_is_not_initialised(self) -> None:
        with Started("--mode", "new") as server:
            self.assertEqual(ask(server.ready, "/v1/sys/health"), 501)
            self.assertEqual(server.command("unseal")["event"], "error")

    def test_restart_keeps_port_and_storage(self) -> None:
        with Started("--mode", "stored") as server:
            before = server.ready["pid"]
            answer = server.command("restart")
            self.assertEqual((answer["event"], answer["sealed"]), ("done", False))
            self.assertNotEqual(answer["pid"], before)
            # The root token lives in the storage: it is still good, on the same address.
            self.assertEqual(ask(server.ready, "/v1/auth/token/lookup-self"), 200)

    def test_down_and_up_again(self) -> None:
        with Started("--mode", "stored") as server:
            self.assertFalse(server.command("down")["running"])
            with self.assertRaises(urllib.error.URLError):
                ask(server.ready, "/v1/sys/health")
            self.assertTrue(server.command("up")["running"])
            self.assertEqual(ask(server.ready, "/v1/auth/token/lookup-self"), 200)

    def test_commands_it_does_not_know_are_refused_and_it_goes_on(self) -> None:
        with Started() as server:
            self.assertEqual(server.command("explode")["event"], "error")
            self.assertTrue(server.command("status")["running"])

    def test_the_audit_log_counts_questions(self) -> None:
        with Started("--audit") as server:
            ask(server.ready, "/v1/secret/data/nothing")
            lines = pathlib.Path(server.ready["auditLog"]).read_text().splitlines()
        asked = [entry for entry in map(json.loads, lines) if entry["type"] == "request"
                 and entry["request"].get("path") == "secret/data/nothing"]
        self.assertEqual(len(asked), 1)

    def test_mutual_tls_wants_its_own_client_certificate(self) -> None:
        with Started("--mode", "mtls") as server:
            about = server.ready
            for pair, good in ((None, False), (("otherClientCertificate", "otherClientKey"), False),
                               (("clientCertificate", "clientKey"), True)):
                context = ssl.create_default_context(cafile=about["caFile"])
                if pair:
                    context.load_cert_chain(about[pair[0]], about[pair[1]])
                with self.subTest(pair=pair):
                    if good:
                        self.assertEqual(ask(about, "/v1/sys/health", context), 200)
                    else:
                        with self.assertRaises(OSError):
                            ask(about, "/v1/sys/health", context)

    def test_tls_for_another_host_is_refused_by_a_careful_client(self) -> None:
        with Started("--mode", "tls", "--tls-host", "vault.example") as server:
            context = ssl.create_default_context(cafile=server.ready["caFile"])
            with self.assertRaises(urllib.error.URLError) as caught:
                ask(server.ready, "/v1/sys/health", context)
        self.assertIn("mismatch", str(caught.exception))


@needs_vault
@driving.needs("hvac")
class Certifying(unittest.TestCase):
    """certify.py on two real Vaults: it must find them equal, and must see what is wrong with one."""

    CERTIFY = HERE / "hvac" / "certify.py"

    def certify(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        python = driving.installed("hvac")["python"]
        return subprocess.run([python, str(self.CERTIFY), *arguments], capture_output=True, text=True, check=False)

    def compare(self, change: dict) -> subprocess.CompletedProcess[str]:
        """Fills one Vault with a changed fixture and holds it against one with the real fixture."""
        fixture = json.loads((HERE / "hvac" / "contract.json").read_text(encoding="utf-8"))
        fixture["allowedDifferences"] = []
        with tempfile.TemporaryDirectory() as folder, Started() as ours, Started() as real:
            path = pathlib.Path(folder) / "changed.json"
            path.write_text(json.dumps({**fixture, **change}), encoding="utf-8")
            filled = self.certify("--address", ours.ready["address"], "--fixture", str(path), "--fill")
            self.assertEqual(filled.returncode, 0, filled.stderr)
            fixture["allowedDifferences"] = change.get("allowedDifferences", [])
            path.write_text(json.dumps(fixture), encoding="utf-8")
            return self.certify("--address", ours.ready["address"], "--reference", real.ready["address"],
                                "--fixture", str(path))

    def test_two_vaults_are_equal(self) -> None:
        done = self.compare({})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_wrong_value_is_seen_and_can_be_excused(self) -> None:
        wrong = [{"mount": "plain", "path": "legacy/db", "data": {"password": "other", "port": 5432}}]
        done = self.compare({"kv1": wrong})
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("DIFFERENT: plain/legacy/db: /data/password", done.stdout)
        excuse = [{"operation": "plain/*", "path": "/data/password", "reason": "made so by this test"}]
        done = self.compare({"kv1": wrong, "allowedDifferences": excuse})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_an_excuse_that_is_not_needed_is_an_error(self) -> None:
        done = self.compare({"allowedDifferences": [{"operation": "*", "path": "/never", "reason": "none"}]})
        self.assertEqual(done.returncode, 1)
        self.assertIn("STALE", done.stdout)


if __name__ == "__main__":
    verdict.main()
