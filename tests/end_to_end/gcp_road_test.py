# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with secrets of Google Cloud: credentials from the environment, tokens and secrets from tests/servers,
the request to an echo server. Key files go to drongo and the token endpoint, all other kinds of credentials to the contract server."""

import json
import pathlib
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from road import Echo, Road, tag  # noqa: E402

TEXT, NESTED, FIRST = "plain text value", "deep", "first"  # what tests/servers/kit/google_samples.py holds
ARRIVES = {"X-Text": TEXT, "X-Nested": NESTED, "X-First": FIRST}


class GcpRoad(Road):
    """What both servers are asked for."""

    def setUp(self):
        super().setUp()
        nested = {"secretName": "projects/sample-project/secrets/sample-json", "secretKey": "/nested/key"}
        self.write_workspace({"X-Text": tag("gcp", {"secretName": "sample-text"}), "X-Nested": tag("gcp", nested),
                              "X-First": tag("gcp", {"secretName": "sample-versions", "version": "1"})})

    def expect_arrival(self, run: subprocess.CompletedProcess):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([{name: seen[name] for name in ARRIVES} for seen in Echo.seen], [ARRIVES])
        self.expect_no_value_shown(run)

    def expect_no_value_shown(self, run: subprocess.CompletedProcess):
        for value in (TEXT, NESTED, "ya29.", "MIIE", "eyJ"):
            self.assertNotIn(value, run.stdout + run.stderr)

    def expect_failure(self, run: subprocess.CompletedProcess, *words: str):
        self.expect_nothing_sent(run, *words)
        self.expect_no_value_shown(run)


class KeyFiles(GcpRoad):
    """drongo and a token endpoint whose verdict is Google's own library's."""

    server, others = "drongo", ("googleauth",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = cls.start("googleauth")

    def variables(self, key: str = "reader", **more: str) -> dict[str, str]:
        return {"INSOMNIA_GCP_SERVICEACCOUNTKEYFILEPATH": self.tokens.ready["files"].get(key, key),
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": self.ready["address"],
                "INSOMNIA_GCP_TOKENENDPOINT": self.tokens.ready["tokenEndpoint"], **more}

    def test_insomnias_one_variable(self):
        self.tokens.command("reset-counts")
        self.expect_arrival(self.run_cli(**self.variables()))
        self.assertEqual(self.tokens.command("counts")["counts"], {"token.jwt-bearer": 1}, "three links, one sign-in")

    def test_the_key_itself_in_a_variable(self):
        content = pathlib.Path(self.tokens.ready["files"]["pkcs1"]).read_text(encoding="utf-8")
        self.expect_arrival(self.run_cli(**self.variables(INSOMNIA_GCP_SERVICEACCOUNTKEYFILEPATH="", INSOMNIA_GCP_TYPE="key",
                                                          INSOMNIA_GCP_SERVICEACCOUNTKEY=content)))

    def test_application_default_credentials(self):
        """The type needs not be said: no other one is complete."""
        for kind in ("adc", ""):
            with self.subTest(kind):
                Echo.seen.clear()
                self.expect_arrival(self.run_cli(**self.variables(
                    "", INSOMNIA_GCP_TYPE=kind, GOOGLE_APPLICATION_CREDENTIALS=self.tokens.ready["files"]["reader"])))

    def test_a_missing_file_is_named(self):
        self.expect_failure(self.run_cli(**self.variables("/nowhere/key.json")), "/nowhere/key.json")
        self.expect_failure(self.run_cli(**self.variables("", INSOMNIA_GCP_TYPE="adc", GOOGLE_APPLICATION_CREDENTIALS="/nowhere/adc.json")),
                            "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/adc.json")

    def test_a_file_that_is_no_key(self):
        wrong = self.folder / "wrong.json"
        key = json.loads(pathlib.Path(self.tokens.ready["files"]["reader"]).read_text(encoding="utf-8"))
        for content, words in (("{", "wrong.json"), ("[]", "wrong.json"), (json.dumps({**key, "private_key": "none"}), "private key"),
                               (json.dumps({name: key[name] for name in key if name != "client_email"}), "client_email")):
            with self.subTest(words):
                wrong.write_text(content, encoding="utf-8")
                self.expect_failure(self.run_cli(**self.variables(str(wrong))), words)

    def test_a_key_that_google_does_not_know(self):
        self.expect_failure(self.run_cli(**self.variables("otherKey")), "Invalid JWT Signature")

    def test_a_file_may_not_send_the_key_elsewhere(self):
        """A file from outside that names another token endpoint: nobody connects there, whether our own is set or not."""
        key = json.loads(pathlib.Path(self.tokens.ready["files"]["reader"]).read_text(encoding="utf-8"))
        foreign = self.folder / "foreign.json"
        with socket.create_server(("127.0.0.1", 0)) as elsewhere:
            address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/token"
            foreign.write_text(json.dumps({**key, "token_uri": address}), encoding="utf-8")
            self.expect_failure(self.run_cli(**self.variables(str(foreign), INSOMNIA_GCP_TOKENENDPOINT="")), "token_uri")
            self.expect_arrival(self.run_cli(**self.variables(str(foreign))))
            elsewhere.settimeout(0.1)
            with self.assertRaises(TimeoutError):
                elsewhere.accept()

    def test_one_missing_secret_and_nothing_is_sent(self):
        self.write_workspace({"X-Text": tag("gcp", {"secretName": "sample-text"}), "X-Other": tag("gcp", {"secretName": "never-made"})})
        self.expect_failure(self.run_cli(**self.variables()), "never-made")

    def test_nobody_answers(self):
        self.expect_failure(self.run_cli(**self.variables(INSOMNIA_GCP_TOKENENDPOINT="http://127.0.0.1:9/token")), "127.0.0.1:9")
        vault = {"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": "http://127.0.0.1:9"}
        self.expect_failure(self.run_cli(**self.variables(**vault)), "127.0.0.1:9")

    def test_without_encryption_only_on_this_machine(self):
        self.expect_failure(self.run_cli(**self.variables(INSOMNIA_GCP_TOKENENDPOINT="http://tokens.example/token")), "https")


class OtherCredentials(GcpRoad):
    """The contract server, which Google's own clients certify (tests/servers/gcp_test.py)."""

    server = "gcpdouble"

    def vendors(self, **more: str) -> dict[str, str]:
        """The variables of Google's own tools alone; what a job has in which nobody thought of us."""
        return {"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": self.ready["address"],
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_STS": self.ready["address"],
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS": self.ready["address"], "GOOGLE_CLOUD_PROJECT": "sample-project",
                "NO_GCE_CHECK": "true", **more}

    def named(self, name: str) -> dict[str, str]:
        return {"GOOGLE_APPLICATION_CREDENTIALS": self.ready["files"][name]}

    def test_federation_by_the_vendors_variables_alone(self):
        for name in ("federatedFile", "federatedJson", "federatedUrl", "federatedImpersonated"):
            with self.subTest(name):
                Echo.seen.clear()
                self.expect_arrival(self.run_cli(**self.vendors(**self.named(name))))

    def test_a_command_is_run_only_where_that_was_allowed(self):
        named = self.named("federatedExecutable")
        self.expect_failure(self.run_cli(**self.vendors(**named)), "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES")
        run = self.run_cli(**self.vendors(**named, GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES="1"))
        self.expect_arrival(run)
        self.assertIn("running /bin/cat", run.stderr)

    def test_the_metadata_server_when_nothing_is_set(self):
        host = self.ready["address"].removeprefix("http://")
        self.expect_arrival(self.run_cli(**self.vendors(NO_GCE_CHECK="", GOOGLE_CLOUD_PROJECT="", GCE_METADATA_HOST=host)))

    def test_logins_and_impersonation(self):
        for name in ("person", "impersonated", "impersonatedByKey", "chained"):
            with self.subTest(name):
                Echo.seen.clear()
                self.expect_arrival(self.run_cli(**self.vendors(
                    **self.named(name), INSOMNIA_GCP_TYPE="adc", INSOMNIA_GCP_TOKENENDPOINT=self.ready["tokenEndpoint"])))

    def test_the_login_of_gcloud_in_the_home_folder(self):
        folder = self.folder / ".config" / "gcloud"
        folder.mkdir(parents=True)
        content = pathlib.Path(self.ready["files"]["person"]).read_text(encoding="utf-8")
        (folder / "application_default_credentials.json").write_text(content, encoding="utf-8")
        self.expect_arrival(self.run_cli(**self.vendors(INSOMNIA_GCP_TYPE="adc", INSOMNIA_GCP_TOKENENDPOINT=self.ready["tokenEndpoint"])))

    def test_nothing_at_all(self):
        self.expect_failure(self.run_cli(**self.vendors()), "gcloud auth application-default login")

    def test_refusals_say_what_to_do(self):
        key = {"INSOMNIA_GCP_TYPE": "keyFile", "INSOMNIA_GCP_TOKENENDPOINT": self.ready["tokenEndpoint"]}
        nothing = {"INSOMNIA_GCP_SERVICEACCOUNTKEYFILEPATH": self.ready["files"]["nothing"]}
        self.expect_failure(self.run_cli(**self.vendors(**key, **nothing)), "roles/secretmanager.secretAccessor")
        self.expect_failure(self.run_cli(**self.vendors(**self.named("federatedStranger"))), "not signed by a known key")
        revoked = {**key, "INSOMNIA_GCP_TYPE": "adc", **self.named("personRevoked")}
        self.expect_failure(self.run_cli(**self.vendors(**revoked)), "gcloud auth application-default login")

    def test_latest_is_the_newest_also_where_it_is_disabled(self):
        self.write_workspace({"X-Text": tag("gcp", {"secretName": "sample-disabled"})})
        self.expect_failure(self.run_cli(**self.vendors(**self.named("federatedFile"))), "DISABLED", "enable")

    def test_a_payload_that_was_changed_on_the_way(self):
        self.child_command("misbehave 9 wrong-crc AccessSecretVersion")
        run = self.run_cli(**self.vendors(**self.named("federatedFile")))
        self.child_command("heal")
        self.expect_failure(run, "CRC32C")


if __name__ == "__main__":
    Road.run_all()
