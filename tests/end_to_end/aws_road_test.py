# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with AWS secrets: credentials from the environment, secrets from ministack behind a front that
checks every signature, the request to an echo server. Needs the independent server `ministack`; skipped, by name, without it."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import aws_stage

PROGRAM = pathlib.Path(os.environ.get("SALLYPORT_BIN", "")) / "sallyport-cli"


class AwsRoad(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not aws_stage.is_installed("ministack"):
            raise unittest.SkipTest("ministack is not asked for: scripts/test --servers")
        cls.vault = cls.enterClassContext(aws_stage.Started("ministack"))
        cls.ready = cls.vault.ready
        if cls.ready.get("event") != "ready":
            raise AssertionError(cls.ready)
        cls.echo = cls.enterClassContext(aws_stage.Echo())

    def setUp(self):
        self.echo.seen.clear()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        secret = {"SecretId": self.ready["samples"]["json"]["Name"], "SecretType": "kv", "SecretKey": "port"}
        self.workspace = self.folder / "shop.yaml"
        self.workspace.write_text(aws_stage.workspace(self.echo.address, aws_stage.tag("aws", secret),
                                                      aws_stage.tag("aws_ssm", {"Name": "/sample/secure"})))
        aws_stage.write_profiles(self.folder, self.ready)

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
        self.assertEqual(self.echo.arrived(), [(aws_stage.PORT, aws_stage.PARAMETER)])
        self.assertNotIn(aws_stage.PARAMETER, run.stdout + run.stderr)

    def expect_nothing_sent(self, run: subprocess.CompletedProcess, *words: str):
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(self.echo.seen, [])
        for word in words:
            self.assertIn(word, run.stdout + run.stderr)
        self.assertNotIn(self.ready["users"]["reader"]["secretAccessKey"], run.stdout + run.stderr)

    def test_keys_from_our_variables(self):
        self.expect_arrival(self.run_cli(**self.temporary()))

    def test_default_chain_with_the_vendors_variables_alone(self):
        keys = self.ready["users"]["reader"]
        token = self.folder / "token.jwt"
        token.write_text(aws_stage.Aws.web_identity("workload"))
        place = {"AWS_REGION": self.ready["region"], "AWS_ENDPOINT_URL": self.ready["address"]}
        ways = {"keys": {"AWS_ACCESS_KEY_ID": keys["accessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["secretAccessKey"], **place},
                "profile": {"AWS_PROFILE": "prod"},
                "web identity": {"AWS_ROLE_ARN": self.ready["roles"]["web"], "AWS_WEB_IDENTITY_TOKEN_FILE": str(token), **place},
                "container": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": self.ready["containerUri"], **place}}
        for name, variables in ways.items():
            with self.subTest(way=name):
                self.echo.seen.clear()
                self.expect_arrival(self.run_cli(**variables))

    def test_profiles_of_the_persons_own_files(self):
        for profile in ("prod", "role", "command"):
            with self.subTest(profile=profile):
                self.echo.seen.clear()
                self.expect_arrival(self.run_cli(INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION=profile))

    def test_nobody_is_asked_for_a_code(self):
        run = self.run_cli(INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION="mfa")
        self.expect_nothing_sent(run, "cannot be asked here", "mfa/phone", "Use the desktop program")

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
