# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with Azure Key Vault: credentials from the environment, tokens of oidc-provider (OpenID certified, by
others), secrets from the vault around Microsoft's codec, the request to an echo server."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from road import Echo, Road, tag  # noqa: E402

VALUE = "plain text value"


class AzureRoad(Road):
    server = "oidcprovider"
    others = ("keyvault",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vault = cls.start("keyvault", "--oidcprovider", json.dumps(cls.ready))

    def setUp(self):
        super().setUp()
        self.order("heal")
        self.child_command("heal")
        at = self.vault.ready["tlsAddress"]
        self.write_workspace({"X-Text": tag("azure", {"secretIdentifier": f"{at}/secrets/text"}),
                              "X-User": tag("azure", {"addressing": "parts", "vault": self.vault.ready["vaultHost"], "secretName": "json",
                                                      "secretKey": "user"})})

    def order(self, text: str) -> dict:
        answer = self.vault.command(text)
        self.assertEqual(answer["event"], "done", answer)
        return answer

    def place(self, **more: str) -> dict[str, str]:
        """What tells this place from Microsoft's own."""
        return {"INSOMNIA_AZURE_TENANTID": self.ready["tenant"], "INSOMNIA_AZURE_AUTHORITYHOST": self.ready["tlsAddress"],
                "INSOMNIA_AZURE_VAULTHOSTS": self.vault.ready["vaultHost"], "INSOMNIA_AZURE_CAFILE": self.vault.ready["trustFile"], **more}

    def with_secret(self, **more: str) -> dict[str, str]:
        return self.place(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_CLIENTID=self.ready["secretClient"],
                          **{"INSOMNIA_AZURE_CLIENTSECRET": self.ready["clientSecret"], **more})

    def expect_arrival(self, run: subprocess.CompletedProcess):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([(seen["X-Text"], seen["X-User"]) for seen in Echo.seen], [(VALUE, "ada")])
        self.assertNotIn(VALUE, run.stdout + run.stderr)

    def expect_refusal(self, run: subprocess.CompletedProcess, *words: str):
        self.expect_nothing_sent(run, *words)
        self.assertNotIn(self.ready["clientSecret"], run.stdout + run.stderr)

    def test_a_client_secret(self):
        self.child_command("reset-counts")
        self.order("reset-counts")
        self.expect_arrival(self.run_cli(**self.with_secret()))
        self.assertEqual(self.child_command("counts")["counts"]["token"], 1, "one token for both secrets")
        self.assertGreaterEqual(self.order("counts")["counts"]["secrets.get"], 3, "asked without a token first")

    def test_a_certificate(self):
        self.expect_arrival(self.run_cli(**self.place(
            INSOMNIA_AZURE_TYPE="certificate", INSOMNIA_AZURE_CLIENTID=self.ready["certificateClient"],
            INSOMNIA_AZURE_CERTIFICATEPATH=self.ready["clientPem"])))

    def test_a_federated_token(self):
        file = self.folder / "token"
        file.write_text(self.child_command("assertion")["assertion"], encoding="ascii")
        self.expect_arrival(self.run_cli(**self.place(
            INSOMNIA_AZURE_TYPE="federated", INSOMNIA_AZURE_CLIENTID=self.ready["certificateClient"],
            INSOMNIA_AZURE_FEDERATEDTOKENFILE=str(file))))

    def test_a_wrong_secret_names_what_to_check_and_is_not_quoted(self):
        run = self.run_cli(**self.with_secret(INSOMNIA_AZURE_CLIENTSECRET="not-the-client-secret"))
        self.expect_refusal(run, "client authentication failed")
        self.assertNotIn("not-the-client-secret", run.stdout + run.stderr)

    def test_a_missing_right_is_told(self):
        self.order("forbid ForbiddenByRbac")
        self.expect_refusal(self.run_cli(**self.with_secret()), "not authorized")

    def test_a_firewall_is_told(self):
        self.order("forbid ForbiddenByFirewall")
        self.expect_refusal(self.run_cli(**self.with_secret()), "firewall")

    def test_a_limit_passes(self):
        self.order("fail 1 429 Throttled secrets.get slow down")
        self.expect_arrival(self.run_cli(**self.with_secret()))

    def test_a_vault_that_is_not_listed_gets_nothing(self):
        self.order("reset-counts")
        self.expect_refusal(self.run_cli(**self.with_secret(INSOMNIA_AZURE_VAULTHOSTS="")), "127.0.0.1")
        self.assertEqual(self.order("counts")["counts"], {})

    def test_a_challenge_to_sign_in_elsewhere_is_refused(self):
        for text in ('Bearer authorization="https://login.evil.example/t", resource="{resource}"',
                     'Bearer authorization="{authority}", resource="https://evil.example"'):
            with self.subTest(text=text):
                Echo.seen.clear()
                self.order(f"challenge {text}")
                self.child_command("reset-counts")
                self.expect_refusal(self.run_cli(**self.with_secret()))


if __name__ == "__main__":
    AzureRoad.run_all()
