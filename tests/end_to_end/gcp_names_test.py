# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line under Google's real host names, without a single override: in namespaces of its own these names, and no others, lead to
the contract server, whose certificate is for them. So the right hosts are asked, over TLS, and nothing else is reachable."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE), str(HERE.parent / "servers")]
from kit import namespace  # noqa: E402
from road import Echo, Road, tag  # noqa: E402

TEXT, REGIONAL = "plain text value", "a regional value"


class RealNames(Road):
    server = "gcpdouble"
    options = ("--port", "80", "--tls-port", "443")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = pathlib.Path(cls.ready["caFile"]).parent
        namespace.own_hosts(folder, [*cls.ready["hosts"], "metadata.google.internal"])

    def setUp(self):
        super().setUp()
        self.write_workspace({"X-Text": tag("gcp", {"secretName": "sample-text"}), "X-Regional": tag(
            "gcp", {"secretName": "projects/sample-project/locations/europe-west3/secrets/sample-regional"})})
        self.child_command("reset-counts")

    def run_as(self, name: str = "", **more: str):
        always = {"GOOGLE_CLOUD_PROJECT": "sample-project", "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE": self.ready["caFile"],
                  "GOOGLE_APPLICATION_CREDENTIALS": self.ready["files"].get(name, "")}
        return self.run_cli(**{**always, **more})

    def expect_arrival(self, run):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([(seen["X-Text"], seen["X-Regional"]) for seen in Echo.seen], [(TEXT, REGIONAL)])
        self.assertNotIn(TEXT, run.stdout + run.stderr)
        self.assertEqual(self.child_command("counts")["refused"], {}, "no host was asked for what is another's")

    def test_every_kind_of_credential_file(self):
        for name in ("reader", "person", "impersonated", "impersonatedByKey", "chained", "federatedFile", "federatedImpersonated"):
            with self.subTest(name):
                Echo.seen.clear()
                self.expect_arrival(self.run_as(name))

    def test_the_key_file_of_insomnias_variable(self):
        self.expect_arrival(self.run_as(INSOMNIA_GCP_SERVICEACCOUNTKEYFILEPATH=self.ready["files"]["reader"]))

    def test_the_metadata_server(self):
        """The ping goes to an address that no name leads to."""
        self.expect_arrival(self.run_as(GCE_METADATA_IP="127.0.0.1"))

    def test_an_unknown_authority_is_not_trusted(self):
        self.expect_nothing_sent(self.run_as("reader", CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE=""), "oauth2.googleapis.com")
        self.assertEqual(self.child_command("counts")["counts"], {})


if __name__ == "__main__":
    namespace.enter()
    Road.run_all()
