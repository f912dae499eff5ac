# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with Azure Key Vault, for an application's credentials from the environment."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from azure_stage import AzureStage  # noqa: E402
from kit import certificates  # noqa: E402
from road import Echo  # noqa: E402

PASSWORD = "pass of the file & m\u00f6re"


class AzureRoad(AzureStage):
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

    def with_certificate(self, file: pathlib.Path, password: str) -> dict[str, str]:
        return self.place(INSOMNIA_AZURE_TYPE="certificate", INSOMNIA_AZURE_CLIENTID=self.ready["certificateClient"],
                          INSOMNIA_AZURE_CERTIFICATEPATH=str(file), INSOMNIA_AZURE_CERTIFICATEPASSWORD=password)

    def protected(self) -> dict[str, pathlib.Path]:
        """The client's own certificate in files with PASSWORD."""
        for name in ("client.pem", "client.crt"):
            (self.folder / name).write_bytes(pathlib.Path(self.ready["clientPem"]).with_name(name).read_bytes())
        return certificates.protected(self.folder / "client.pem", PASSWORD)

    def test_a_certificate_with_a_password(self):
        files = self.protected()
        for kind in ("pem", "pfx"):
            with self.subTest(kind=kind):
                Echo.seen.clear()
                self.expect_arrival(self.run_cli(**self.with_certificate(files[kind], PASSWORD)))

    def test_a_certificate_with_a_wrong_password_quotes_nothing(self):
        files = self.protected()
        self.child_command("reset-counts")
        wrong, needed = "does not open with this password", "protected by a password"
        for kind, password, words in (("pem", "wrong passw\u00f6rd", wrong), ("pem", "", needed), ("pfx", "wrong passw\u00f6rd", wrong),
                                      ("pfx", "", needed), ("old", PASSWORD, "a cipher that is no longer in use")):
            with self.subTest(kind=kind, password=password):
                run = self.run_cli(**self.with_certificate(files[kind], password))
                self.expect_refusal(run, words, str(files[kind]))
                for secret in (PASSWORD, password or PASSWORD, "BEGIN"):
                    self.assertNotIn(secret, run.stdout + run.stderr)
        self.assertNotIn("token", self.child_command("counts")["counts"], "nobody was asked for a token")

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

    def test_claims_that_the_vault_wants_are_met(self):
        self.order('claims 1 {"access_token":{"nbf":{"essential":true,"value":"1"}}}')
        self.expect_arrival(self.run_cli(**self.with_secret()))

    def test_claims_that_no_token_meets_are_told(self):
        self.order('claims 99 {"access_token":{"nbf":{"essential":true,"value":"1"}}}')
        self.child_command("reset-counts")
        self.expect_refusal(self.run_cli(**self.with_secret()), "the token lacks claims")
        self.assertLessEqual(self.child_command("counts")["counts"]["token"], 3, "one sign-in, one more for each secret")

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
