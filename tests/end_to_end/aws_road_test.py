# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with AWS secrets: credentials from the environment, secrets from ministack behind a front that
checks every signature, the request to an echo server. Needs the independent server `ministack`; skipped, by name, without it."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from road import Echo, Road, tag  # noqa: E402

PARAMETER = "a secret parameter"


class AwsRoad(Road):
    server = "ministack"

    def setUp(self):
        super().setUp()
        secret = {"SecretId": self.ready["samples"]["json"]["Name"], "SecretType": "kv", "SecretKey": "port"}
        self.write_workspace({"X-Port": tag("aws", secret), "X-Parameter": tag("aws_ssm", {"Name": "/sample/secure"})})
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
        super().expect_nothing_sent(run, *words)
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
    AwsRoad.run_all()
