# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with AWS secrets: credentials from the environment, from files, from a container, from an instance and
from a web identity; secrets from ministack behind a front that checks every signature; the request to an echo server. Needs the independent
servers `ministack` and, for instances, `imds`; skipped, by name, without them."""

import base64
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = pathlib.Path(os.environ.get("SALLYPORT_BIN", "")) / "sallyport-cli"
PARAMETER = "a secret parameter"
CONTAINER_TOKEN = "Bearer-of-the-container"

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


def is_installed(name: str) -> bool:
    return name in os.environ.get("SALLYPORT_SERVERS", "").split(",")


class Server:
    """One of tests/servers, until it is stopped."""

    def __init__(self, name: str, *options: str):
        self._process = subprocess.Popen([sys.executable, os.environ["SALLYPORT_SERVERS_RUN"], "start", name, *options],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self._read("ready")

    def _read(self, event: str) -> dict:
        answer = json.loads(self._process.stdout.readline())
        if answer.get("event") != event:
            raise AssertionError(answer)
        return answer

    def command(self, line: str) -> dict:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._read("done")

    def stop(self):
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def token_of(issuer: str, subject: str) -> str:
    """A web identity; ministack checks its issuer and subject, not its signature and audience."""
    now = int(time.time())
    claims = {"iss": issuer, "sub": subject, "aud": "sts.amazonaws.com", "iat": now, "exp": now + 600}
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "typ": "JWT"}, claims)] + [b"no signature"]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def tag(config: dict[str, str]) -> str:
    return json.dumps(config).replace('"', '\\"')


class AwsRoad(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not is_installed("ministack"):
            raise unittest.SkipTest("ministack is not asked for: scripts/test --servers")
        cls.cloud = Server("ministack", f"--container-token={CONTAINER_TOKEN}")
        cls.addClassCleanup(cls.cloud.stop)
        cls.ready = cls.cloud.ready
        cls.echo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=cls.echo.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.echo.server_close)
        cls.addClassCleanup(cls.echo.shutdown)

    def setUp(self):
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
        Echo.seen.clear()
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
        for hidden in (self.ready["users"]["reader"]["secretAccessKey"], CONTAINER_TOKEN, PARAMETER):
            self.assertNotIn(hidden, run.stdout + run.stderr)

    def test_keys_from_our_variables(self):
        self.expect_arrival(self.run_cli(**self.temporary()))

    def test_default_chain_with_the_vendors_variables_alone(self):
        keys = self.ready["users"]["reader"]
        self.expect_arrival(self.run_cli(AWS_ACCESS_KEY_ID=keys["accessKeyId"], AWS_SECRET_ACCESS_KEY=keys["secretAccessKey"],
                                         AWS_REGION=self.ready["region"], AWS_ENDPOINT_URL=self.ready["address"]))

    def test_our_region_with_the_vendors_keys(self):
        keys = self.ready["users"]["reader"]
        self.expect_arrival(self.run_cli(AWS_ACCESS_KEY_ID=keys["accessKeyId"], AWS_SECRET_ACCESS_KEY=keys["secretAccessKey"],
                                         INSOMNIA_AWS_REGION=self.ready["region"], AWS_ENDPOINT_URL=self.ready["address"]))

    def test_profiles_of_the_persons_own_files(self):
        for profile in ("prod", "role", "command"):
            with self.subTest(profile=profile):
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

    def test_a_refusal_has_the_request_id_that_support_asks_for(self):
        self.addCleanup(self.cloud.command, "heal")
        self.cloud.command("fail 1 400 AccessDeniedException secretsmanager.GetSecretValue not today")
        self.expect_nothing_sent(self.run_cli(**self.temporary()), "not today", "Request ID ")

    # Where the surroundings hand out keys --------------------------------------------------------

    def surroundings(self, **more: str) -> dict[str, str]:
        return {"AWS_ENDPOINT_URL": self.ready["address"], "INSOMNIA_AWS_REGION": self.ready["region"], **more}

    def file_with(self, text: str) -> str:
        (self.folder / "token").write_text(text)
        return str(self.folder / "token")

    def calls(self, operation: str) -> int:
        return self.cloud.command("counts")["counts"].get(operation, 0)

    def in_container(self, token: str) -> dict[str, str]:
        return self.surroundings(AWS_CONTAINER_CREDENTIALS_FULL_URI=self.ready["containerUri"],
                                 AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=self.file_with(token))

    def test_keys_of_a_container(self):
        self.cloud.command("reset-counts")
        self.expect_arrival(self.run_cli(**self.in_container(CONTAINER_TOKEN)))
        self.assertEqual(self.calls("container.credentials"), 1)

    def test_a_container_token_that_is_refused(self):
        self.cloud.command("reset-counts")
        run = self.run_cli(**self.in_container("Bearer-of-another"))
        self.expect_nothing_sent(run, "container credentials service", "401", "Check the role")
        self.assertNotIn("Bearer-of-another", run.stdout + run.stderr)
        self.assertEqual(self.calls("container.credentials"), 1)

    def test_a_profile_whose_keys_are_those_of_the_container(self):
        with open(self.folder / ".aws" / "config", "a", encoding="utf-8") as config:
            config.write(f"[profile task]\nrole_arn = {self.ready['roles']['plain']}\ncredential_source = EcsContainer\n")
        self.cloud.command("reset-counts")
        self.expect_arrival(self.run_cli(**{**self.in_container(CONTAINER_TOKEN), "INSOMNIA_AWS_SECTION": "task"}))
        self.assertEqual((self.calls("container.credentials"), self.calls("sts.AssumeRole")), (1, 1))

    def instance(self, *options: str) -> Server:
        if not is_installed("imds"):
            self.skipTest("imds is not asked for: scripts/test --servers")
        session = self.cloud.command("session")
        server = Server("imds", "--region", self.ready["region"], "--access-key", session["accessKeyId"],
                        f"--secret-key={session['secretAccessKey']}", f"--session-token={session['sessionToken']}", *options)
        self.addCleanup(server.stop)
        self.already_logged = pathlib.Path(server.ready["log"]).stat().st_size
        return server

    def asked(self, instance: Server) -> list[str]:
        """What the instance was asked since it was started; nothing but the token itself is had without a token."""
        log = pathlib.Path(instance.ready["log"]).read_bytes()[self.already_logged:].decode("utf-8", "replace")
        self.assertNotIn("No token provided", log)
        return [" ".join(found) for found in re.findall(r"Received request: &\{(\S+) (\S+) HTTP", log)]

    def on(self, instance: Server, **more: str) -> dict[str, str]:
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
        self.cloud.command("reset-counts")
        self.expect_arrival(self.run_cli(**self.with_identity(token_of("https://identity.example", "workload"))))
        self.assertEqual(self.calls("sts.AssumeRoleWithWebIdentity"), 1)

    def test_web_identities_that_the_role_does_not_trust(self):
        for name, token, role in (("subject", token_of("https://identity.example", "another"), "web"),
                                  ("issuer", token_of("https://elsewhere.example", "workload"), "web"),
                                  ("role", token_of("https://identity.example", "workload"), "plain"),
                                  ("no token", "nonsense", "web")):
            with self.subTest(name):
                run = self.run_cli(**self.with_identity(token, role))
                self.expect_nothing_sent(run, f"assume the role {self.ready['roles'][role]} with a web identity")
                self.assertNotIn(token, run.stdout + run.stderr)


if __name__ == "__main__":
    program = unittest.main(exit=False)
    outcome = program.result
    sys.exit(1 if not outcome.wasSuccessful() else 77 if outcome.skipped else 0)
