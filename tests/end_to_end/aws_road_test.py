# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with AWS secrets: credentials from the environment, secrets from ministack behind a front that
checks every signature, the request to an echo server. Needs the independent server `ministack`; skipped, by name, without it."""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = pathlib.Path(os.environ.get("SALLYPORT_BIN", "")) / "sallyport-cli"
PARAMETER = "a secret parameter"

WORKSPACE = """type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Shop
meta:
  id: wrk_aws_road
collection:
  - url: {echo}/ping
    name: Ping
    meta:
      id: req_aws_road
    method: GET
    headers:
      - name: X-Port
        value: "{{{{ _.port }}}}"
      - name: X-Parameter
        value: "{{{{ _.parameter }}}}"
environments:
  name: Base Environment
  meta:
    id: env_aws_road
  data:
    port: "{{% vault 'aws', 'anything', '{secret}' %}}"
    parameter: "{{% vault 'aws_ssm', 'anything', '{parameter}' %}}"
"""


class Echo(http.server.BaseHTTPRequestHandler):
    seen: list[dict[str, str]] = []

    def do_GET(self):
        Echo.seen.append(dict(self.headers))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(self.headers)).encode())

    def log_message(self, *_):
        pass


def tag(config: dict[str, str]) -> str:
    return json.dumps(config).replace('"', '\\"')


class AwsRoad(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if "ministack" not in os.environ.get("SALLYPORT_SERVERS", "").split(","):
            raise unittest.SkipTest("ministack is not asked for: scripts/test --servers")
        cls.vault = subprocess.Popen([sys.executable, os.environ["SALLYPORT_SERVERS_RUN"], "start", "ministack"],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.end_vault)
        cls.ready = json.loads(cls.vault.stdout.readline())
        if cls.ready.get("event") != "ready":
            raise AssertionError(cls.ready)
        cls.echo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=cls.echo.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.echo.server_close)
        cls.addClassCleanup(cls.echo.shutdown)

    @classmethod
    def end_vault(cls):
        cls.vault.stdin.close()
        cls.vault.wait(30)
        cls.vault.stdout.close()

    def setUp(self):
        Echo.seen.clear()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        secret = {"SecretId": self.ready["samples"]["json"]["Name"], "SecretType": "kv", "SecretKey": "port"}
        self.workspace = self.folder / "shop.yaml"
        self.workspace.write_text(WORKSPACE.format(echo=f"http://127.0.0.1:{self.echo.server_address[1]}", secret=tag(secret),
                                                   parameter=tag({"Name": "/sample/secure"})))
        self.write_profiles()

    def write_profiles(self):
        keys = self.ready["users"]["reader"]
        place = f"region = {self.ready['region']}\nendpoint_url = {self.ready['address']}\n"
        document = {"Version": 1, "AccessKeyId": keys["accessKeyId"], "SecretAccessKey": keys["secretAccessKey"]}
        (self.folder / "keys.json").write_text(json.dumps(document))
        aws = self.folder / ".aws"
        aws.mkdir()
        (aws / "credentials").write_text(f"[prod]\naws_access_key_id = {keys['accessKeyId']}\n"
                                         f"aws_secret_access_key = {keys['secretAccessKey']}\n")
        (aws / "config").write_text(f"[profile prod]\n{place}[profile role]\nrole_arn = {self.ready['roles']['external']}\n"
                                    f"external_id = {self.ready['externalId']}\nsource_profile = prod\n{place}"
                                    f"[profile command]\ncredential_process = /bin/cat {self.folder}/keys.json\n{place}")

    def run_cli(self, **variables: str) -> subprocess.CompletedProcess:
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **variables}
        return subprocess.run([PROGRAM, "run", "collection", "-w", self.workspace], env=environment, text=True,
                              capture_output=True, timeout=60, check=False)

    def temporary(self, user: str = "reader", **more: str) -> dict[str, str]:
        keys = self.ready["users"][user]
        return {"INSOMNIA_AWS_TYPE": "temporary", "INSOMNIA_AWS_ACCESSKEYID": keys["accessKeyId"],
                "INSOMNIA_AWS_SECRETACCESSKEY": keys["secretAccessKey"], "INSOMNIA_AWS_REGION": self.ready["region"],
                "AWS_ENDPOINT_URL": self.ready["address"], **more}

    def expect_arrival(self, run: subprocess.CompletedProcess):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([(seen["X-Port"], seen["X-Parameter"]) for seen in Echo.seen], [("5432", PARAMETER)])
        self.assertNotIn(PARAMETER, run.stdout + run.stderr)

    def expect_nothing_sent(self, run: subprocess.CompletedProcess, *words: str):
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(Echo.seen, [])
        for word in words:
            self.assertIn(word, run.stdout + run.stderr)
        self.assertNotIn(self.ready["users"]["reader"]["secretAccessKey"], run.stdout + run.stderr)

    def test_keys_from_our_variables(self):
        self.expect_arrival(self.run_cli(**self.temporary()))

    def test_default_chain_with_the_vendors_variables_alone(self):
        keys = self.ready["users"]["reader"]
        self.expect_arrival(self.run_cli(AWS_ACCESS_KEY_ID=keys["accessKeyId"], AWS_SECRET_ACCESS_KEY=keys["secretAccessKey"],
                                         AWS_REGION=self.ready["region"], AWS_ENDPOINT_URL=self.ready["address"]))

    def test_profiles_of_the_persons_own_files(self):
        for profile in ("prod", "role", "command"):
            with self.subTest(profile=profile):
                Echo.seen.clear()
                self.expect_arrival(self.run_cli(INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION=profile))

    def test_a_command_is_told(self):
        run = self.run_cli(INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION="command")
        self.assertIn("running /bin/cat", run.stderr)

    def test_a_missing_profile_names_those_that_are_there(self):
        self.expect_nothing_sent(self.run_cli(INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION="absent"), '"absent"', "prod")

    def test_a_wrong_secret_key_sends_nothing_and_quotes_nothing(self):
        run = self.run_cli(**self.temporary(INSOMNIA_AWS_SECRETACCESSKEY="not-the-secret-key"))
        self.expect_nothing_sent(run, "InvalidSignatureException")
        self.assertNotIn("not-the-secret-key", run.stdout + run.stderr)

    def test_a_user_without_rights_is_told_so(self):
        self.expect_nothing_sent(self.run_cli(**self.temporary("nothing")), "not allowed", "secretsmanager:GetSecretValue")


if __name__ == "__main__":
    program = unittest.main(exit=False)
    outcome = program.result
    sys.exit(1 if not outcome.wasSuccessful() else 77 if outcome.skipped else 0)
