# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with AWS secrets: credentials from the environment, from files, from a container, from an instance and
from a web identity; secrets from ministack behind a front that checks every signature; the request to an echo server. Needs the independent
servers `ministack` and, for instances, `imds`; skipped, by name, without them."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import aws_stage

PROGRAM = pathlib.Path(os.environ.get("SALLYPORT_BIN", "")) / "sallyport-cli"
CONTAINER_TOKEN = "Bearer-of-the-container"


class AwsRoad(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not aws_stage.is_installed("ministack"):
            raise unittest.SkipTest("ministack is not asked for: scripts/test --servers")
        cls.vault = cls.enterClassContext(aws_stage.Started("ministack", f"--container-token={CONTAINER_TOKEN}"))
        cls.ready = cls.vault.ready
        if cls.ready.get("event") != "ready":
            raise AssertionError(cls.ready)
        cls.echo = cls.enterClassContext(aws_stage.Echo())

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.workspace = self.folder / "shop.yaml"
        self.workspace.write_text(aws_stage.workspace(self.echo.address, *aws_stage.sample_tags(self.ready)))
        aws_stage.write_profiles(self.folder, self.ready)

    def run_cli(self, **variables: str) -> subprocess.CompletedProcess:
        self.echo.seen.clear()
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
        for hidden in (self.ready["users"]["reader"]["secretAccessKey"], CONTAINER_TOKEN, aws_stage.PARAMETER):
            self.assertNotIn(hidden, run.stdout + run.stderr)

    def test_keys_from_our_variables(self):
        self.expect_arrival(self.run_cli(**self.temporary()))

    def test_default_chain_with_the_vendors_variables_alone(self):
        keys = self.ready["users"]["reader"]
        place = {"AWS_REGION": self.ready["region"], "AWS_ENDPOINT_URL": self.ready["address"]}
        ways = {"keys": {"AWS_ACCESS_KEY_ID": keys["accessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["secretAccessKey"], **place},
                "profile": {"AWS_PROFILE": "prod"}}
        for name, variables in ways.items():
            with self.subTest(way=name):
                self.expect_arrival(self.run_cli(**variables))

    def test_our_region_with_the_vendors_keys(self):
        keys = self.ready["users"]["reader"]
        self.expect_arrival(self.run_cli(AWS_ACCESS_KEY_ID=keys["accessKeyId"], AWS_SECRET_ACCESS_KEY=keys["secretAccessKey"],
                                         INSOMNIA_AWS_REGION=self.ready["region"], AWS_ENDPOINT_URL=self.ready["address"]))

    def test_profiles_of_the_persons_own_files(self):
        for profile in ("prod", "role", "command"):
            with self.subTest(profile=profile):
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

    def test_a_refusal_has_the_request_id_that_support_asks_for(self):
        self.addCleanup(self.vault.command, "heal")
        self.vault.command("fail 1 400 AccessDeniedException secretsmanager.GetSecretValue not today")
        self.expect_nothing_sent(self.run_cli(**self.temporary()), "not today", "Request ID ")

    # Where the surroundings hand out keys --------------------------------------------------------

    def surroundings(self, **more: str) -> dict[str, str]:
        return {"AWS_ENDPOINT_URL": self.ready["address"], "INSOMNIA_AWS_REGION": self.ready["region"], **more}

    def file_with(self, text: str) -> str:
        (self.folder / "token").write_text(text)
        return str(self.folder / "token")

    def calls(self, operation: str) -> int:
        return self.vault.command("counts")["counts"].get(operation, 0)

    def in_container(self, token: str) -> dict[str, str]:
        return self.surroundings(AWS_CONTAINER_CREDENTIALS_FULL_URI=self.ready["containerUri"],
                                 AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=self.file_with(token))

    def test_keys_of_a_container(self):
        self.vault.command("reset-counts")
        self.expect_arrival(self.run_cli(**self.in_container(CONTAINER_TOKEN)))
        self.assertEqual(self.calls("container.credentials"), 1)

    def test_a_container_token_that_is_refused(self):
        self.vault.command("reset-counts")
        run = self.run_cli(**self.in_container("Bearer-of-another"))
        self.expect_nothing_sent(run, "container credentials service", "401", "Check the role")
        self.assertNotIn("Bearer-of-another", run.stdout + run.stderr)
        self.assertEqual(self.calls("container.credentials"), 1)

    def test_a_profile_whose_keys_are_those_of_the_container(self):
        with open(self.folder / ".aws" / "config", "a", encoding="utf-8") as config:
            config.write(f"[profile task]\nrole_arn = {self.ready['roles']['plain']}\ncredential_source = EcsContainer\n")
        self.vault.command("reset-counts")
        self.expect_arrival(self.run_cli(**{**self.in_container(CONTAINER_TOKEN), "INSOMNIA_AWS_SECTION": "task"}))
        self.assertEqual((self.calls("container.credentials"), self.calls("sts.AssumeRole")), (1, 1))

    def instance(self, *options: str) -> aws_stage.Started:
        if not aws_stage.is_installed("imds"):
            self.skipTest("imds is not asked for: scripts/test --servers")
        session = self.vault.command("session")
        server = aws_stage.Started("imds", "--region", self.ready["region"], "--access-key", session["accessKeyId"],
                        f"--secret-key={session['secretAccessKey']}", f"--session-token={session['sessionToken']}", *options)
        self.addCleanup(server.__exit__)
        self.already_logged = pathlib.Path(server.ready["log"]).stat().st_size
        return server

    def asked(self, instance: aws_stage.Started) -> list[str]:
        """What the instance was asked since it was started; nothing but the token itself is had without a token."""
        log = pathlib.Path(instance.ready["log"]).read_bytes()[self.already_logged:].decode("utf-8", "replace")
        self.assertNotIn("No token provided", log)
        return [" ".join(found) for found in re.findall(r"Received request: &\{(\S+) (\S+) HTTP", log)]

    def on(self, instance: aws_stage.Started, **more: str) -> dict[str, str]:
        """Nothing is set but where things are: even the region comes from the instance."""
        return {"AWS_ENDPOINT_URL": self.ready["address"], "AWS_EC2_METADATA_SERVICE_ENDPOINT": instance.ready["address"], **more}

    def test_keys_and_region_of_an_instance(self):
        instance = self.instance()
        self.expect_arrival(self.run_cli(**self.on(instance)))
        self.assertEqual(self.asked(instance), [
            "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials",
            f"GET /latest/meta-data/iam/security-credentials/{instance.ready['role']}", "GET /latest/meta-data/placement/region"])
        instance.command("down")
        self.expect_nothing_sent(self.run_cli(**self.on(instance)), "no AWS keys were found", "Sign in with the AWS CLI")
        instance.command("up")
        self.expect_nothing_sent(self.run_cli(**self.on(instance, AWS_EC2_METADATA_DISABLED="true")), "no AWS keys were found")

    def test_keys_of_an_instance_that_are_late(self):
        self.expect_arrival(self.run_cli(**self.on(self.instance("--expires-in=-60"))))

    def test_an_instance_whose_role_cannot_be_assumed(self):
        run = self.run_cli(**self.on(self.instance("--code", "AssumeRoleUnauthorizedAccess")))
        self.expect_nothing_sent(run, "AssumeRoleUnauthorizedAccess", "Check the role of this instance")

    def test_an_instance_is_asked_only_by_the_search_order(self):
        instance = self.instance()
        run = self.run_cli(**self.on(instance, INSOMNIA_AWS_TYPE="file", INSOMNIA_AWS_SECTION="empty"))
        self.expect_nothing_sent(run, '"empty"')
        self.assertEqual(self.asked(instance), [])

    def test_a_profile_whose_keys_are_those_of_the_instance(self):
        with open(self.folder / ".aws" / "config", "a", encoding="utf-8") as config:
            config.write(f"[profile vm]\nrole_arn = {self.ready['roles']['plain']}\ncredential_source = Ec2InstanceMetadata\n")
        self.expect_arrival(self.run_cli(**self.on(self.instance(), INSOMNIA_AWS_SECTION="vm")))

    def with_identity(self, token: str, role: str = "web") -> dict[str, str]:
        return self.surroundings(AWS_WEB_IDENTITY_TOKEN_FILE=self.file_with(token + "\n"), AWS_ROLE_ARN=self.ready["roles"][role],
                                 AWS_ROLE_SESSION_NAME="build-7")

    def test_a_web_identity(self):
        self.vault.command("reset-counts")
        self.expect_arrival(self.run_cli(**self.with_identity(aws_stage.Aws.web_identity("workload"))))
        self.assertEqual(self.calls("sts.AssumeRoleWithWebIdentity"), 1)

    def test_web_identities_that_the_role_does_not_trust(self):
        for name, token, role in (("subject", aws_stage.Aws.web_identity("another"), "web"),
                                  ("issuer", aws_stage.Aws.web_identity("workload", "https://elsewhere.example"), "web"),
                                  ("role", aws_stage.Aws.web_identity("workload"), "plain"),
                                  ("no token", "nonsense", "web")):
            with self.subTest(name):
                run = self.run_cli(**self.with_identity(token, role))
                self.expect_nothing_sent(run, f"assume the role {self.ready['roles'][role]} with a web identity")
                self.assertNotIn(token, run.stdout + run.stderr)


if __name__ == "__main__":
    program = unittest.main(exit=False)
    outcome = program.result
    sys.exit(1 if not outcome.wasSuccessful() else 77 if outcome.skipped else 0)
