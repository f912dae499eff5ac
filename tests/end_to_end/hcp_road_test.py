# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with HCP Vault Secrets: Insomnia's variables and Insomnia's own tag, secrets from the double that
HashiCorp's client certifies (tests/servers/hcp_test.py), the request to an echo server."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from road import Echo, Road, tag  # noqa: E402


class HcpRoad(Road):
    server = "hcpdouble"

    def setUp(self):
        super().setUp()
        place = {"organizationId": self.ready["organizationId"], "projectId": self.ready["projectId"], "appName": self.ready["appName"]}
        self.write_workspace({"X-Static": tag("hashicorp", {**place, "secretName": "STATIC"}),
                              "X-Second": tag("hashicorp", {**place, "secretName": "VERSIONS", "version": "2"}),
                              "X-User": tag("hashicorp", {**place, "secretName": "ROTATING", "secretKey": "user"})})
        self.child_command("reset-counts")

    def variables(self, who: str = "reader", **more: str) -> dict[str, str]:
        client = self.ready["clients"][who]
        return {"INSOMNIA_HASHICORP_TYPE": "cloud", "INSOMNIA_HASHICORP_CLIENT_ID": client["clientId"],
                "INSOMNIA_HASHICORP_CLIENT_SECRET": client["clientSecret"], "INSOMNIA_HASHICORP_CAFILE": self.ready["caFile"],
                "HCP_AUTH_URL": self.ready["tlsAddress"], "HCP_API_ADDRESS": self.ready["tlsAddress"].removeprefix("https://"), **more}

    def expect_arrival(self, run: subprocess.CompletedProcess):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([[seen[name] for name in ("X-Static", "X-Second", "X-User")] for seen in Echo.seen],
                         [["plain text value", "second", "user-2"]])
        self.assertNotIn("plain text value", run.stdout + run.stderr)

    def test_insomnias_variables_and_tag(self):
        self.expect_arrival(self.run_cli(**self.variables()))
        self.assertEqual(self.child_command("counts")["counts"], {"token": 1, "open": 3})

    def test_plain_http_on_this_computer(self):
        self.expect_arrival(self.run_cli(**self.variables(HCP_AUTH_URL=self.ready["address"], HCP_API_ADDRESS=self.ready["address"])))

    def test_plain_http_to_elsewhere_is_refused(self):
        self.expect_nothing_sent(self.run_cli(**self.variables(HCP_AUTH_URL="http://vault.example")), "https")
        self.assertEqual(self.child_command("counts")["counts"], {})

    def test_a_wrong_secret_names_what_to_check(self):
        self.expect_nothing_sent(self.run_cli(**self.variables(INSOMNIA_HASHICORP_CLIENT_SECRET="wrong")), "Unauthorized", "client secret")

    def test_a_principal_without_rights(self):
        self.expect_nothing_sent(self.run_cli(**self.variables("stranger")), "permission", "role")

    def test_an_unknown_authority_is_not_trusted(self):
        self.expect_nothing_sent(self.run_cli(**self.variables(INSOMNIA_HASHICORP_CAFILE="")), "127.0.0.1")

    def test_a_missing_variable_is_named(self):
        variables = self.variables()
        del variables["INSOMNIA_HASHICORP_CLIENT_SECRET"]
        self.expect_nothing_sent(self.run_cli(**variables), "INSOMNIA_HASHICORP_CLIENT_SECRET")

    def test_a_limit_passes(self):
        self.child_command("fail 1 429 - open slow down")
        self.expect_arrival(self.run_cli(**self.variables()))


if __name__ == "__main__":
    HcpRoad.run_all()
