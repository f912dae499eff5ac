# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kind 3: each credential that needs nobody, by azure-identity and by Sallyport: see azure_recording.py. People with a browser or a code
are compared in tests/integration/azure_browser_recorded_test.cpp and azure_device_recorded_test.cpp, Azure Arc in azure_arc_test.py."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from azure_recording import Recording  # noqa: E402
from azure_stand_in import StandIn  # noqa: E402
from kit import certificates  # noqa: E402


class AzureRecorded(Recording):
    def test_a_client_secret(self):
        theirs = self.theirs({"kind": "secret", "clientId": "c1", "secret": "s & s"})
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                           INSOMNIA_AZURE_CLIENTID="c1", INSOMNIA_AZURE_CLIENTSECRET="s & s"))

    def test_claims_that_the_vault_wants(self):
        claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'
        self.child_command(f"claims 1 {claims}")
        theirs = self.theirs({"kind": "secret", "clientId": "c1", "secret": "s"})
        self.assertIn({**json.loads(claims)["access_token"], "xms_cc": {"values": ["cp1"]}},
                      [one["form"]["claims"]["access_token"] for one in theirs if "claims" in one["form"]])
        self.child_command(f"claims 1 {claims}")
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                           INSOMNIA_AZURE_CLIENTID="c1", INSOMNIA_AZURE_CLIENTSECRET="s"))

    def test_a_certificate(self):
        certificates.client_file(self.folder, "client")
        file = str(self.folder / "client.pem")
        theirs = self.theirs({"kind": "certificate", "clientId": "c1", "path": file})
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="certificate", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                           INSOMNIA_AZURE_CLIENTID="c1", INSOMNIA_AZURE_CERTIFICATEPATH=file))

    def test_a_federated_token(self):
        file = self.folder / "token"
        file.write_text("a.b.c", encoding="ascii")
        theirs = self.theirs({"kind": "federated", "clientId": "c1", "path": str(file)})
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="federated", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                           INSOMNIA_AZURE_CLIENTID="c1", INSOMNIA_AZURE_FEDERATEDTOKENFILE=str(file)))

    def test_the_identity_of_a_virtual_machine(self):
        machine = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": self.ready["address"]}
        for client in ("", "user-assigned"):
            with self.subTest(client=client):
                theirs = self.theirs({"kind": "managed", "clientId": client}, **machine)
                self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", INSOMNIA_AZURE_IDENTITYID=client, **machine))

    def test_the_identity_of_an_app_service(self):
        service = {"IDENTITY_ENDPOINT": self.ready["address"] + "/msi/token", "IDENTITY_HEADER": "header of the service"}
        for client in ("", "user-assigned"):
            with self.subTest(client=client):
                theirs = self.theirs({"kind": "managed", "clientId": client}, **service)
                self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", INSOMNIA_AZURE_IDENTITYID=client, **service))

    def test_the_identity_of_machine_learning(self):
        workspace = {"MSI_ENDPOINT": self.ready["address"] + "/msi/token", "MSI_SECRET": "secret of the workspace"}
        for client in ("", "user-assigned"):
            with self.subTest(client=client):
                theirs = self.theirs({"kind": "managed", "clientId": client}, **workspace)
                self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", INSOMNIA_AZURE_IDENTITYID=client, **workspace))

    # Service Fabric ----------------------------------------------------------------------------

    def fabric(self, thumbprint: str) -> dict[str, str]:
        """Its server shows a certificate that nobody issued and that names no host."""
        return {"IDENTITY_ENDPOINT": self.ready["fabricAddress"] + "/metadata/identity/oauth2/token",
                "IDENTITY_HEADER": "header of the application", "IDENTITY_SERVER_THUMBPRINT": thumbprint}

    def test_the_identity_of_service_fabric(self):
        place = self.fabric(self.ready["fabricThumbprint"])
        theirs = self.theirs({"kind": "managed"}, **place)
        secrets = [one["headers"].get("secret") for one in theirs if one["path"].startswith("/metadata")]
        self.assertEqual(secrets, ["header of the application"])
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", **place))

    def test_service_fabric_with_another_certificate_is_sent_nothing(self):
        thumbprint = self.ready["fabricThumbprint"]
        for wrong in (thumbprint[:-1] + ("0" if thumbprint[-1] != "0" else "1"), "not a thumbprint", thumbprint + thumbprint):
            with self.subTest(wrong=wrong):
                place = self.fabric(wrong)
                self.assertIn("error", self.ask_theirs({"kind": "managed"}, **place))
                run = self.run_ours(INSOMNIA_AZURE_TYPE="managedIdentity", **place)
                self.expect_nothing_sent(run, "thumbprint")
                self.assertNotIn("header of the application", run.stdout + run.stderr)
                self.assertEqual([one for one in self.recorded() if not one["path"].startswith("/secrets")], [])

    def test_service_fabric_gives_no_identity_of_choice(self):
        place = self.fabric(self.ready["fabricThumbprint"])
        self.assertIn("error", self.ask_theirs({"kind": "managed", "clientId": "user-assigned"}, **place))
        run = self.run_ours(INSOMNIA_AZURE_TYPE="managedIdentity", INSOMNIA_AZURE_IDENTITYID="user-assigned", **place)
        self.expect_nothing_sent(run, "the identity that the cluster says")
        self.assertEqual([one for one in self.recorded() if not one["path"].startswith("/secrets")], [])

    # Azure CLI ---------------------------------------------------------------------------------

    def both_with_cli(self, credential: dict, cli_tenant: str, **ours: str) -> tuple[list[list[str]], list[list[str]]]:
        """How az was called by theirs and by ours; what the vault got is the same."""
        az = StandIn(self.folder, "write('token-of-the-cli')", tenant=cli_tenant)
        path = {"PATH": f"{az.folder}:/usr/bin:/bin"}
        theirs = self.theirs({"kind": "cli", **credential}, **path)
        their_calls = az.calls()
        az = StandIn(self.folder, "write('token-of-the-cli')", tenant=cli_tenant)
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="azureCli", **ours, **path))
        self.assertEqual([one["headers"].get("authorization") for one in theirs], [None, "Bearer token-of-the-cli"])
        return their_calls, az.calls()

    def test_the_azure_cli_with_a_tenant(self):
        tenant = self.ready["tenant"]
        theirs, ours = self.both_with_cli({"tenant": tenant}, tenant, INSOMNIA_AZURE_TENANT=tenant)
        self.assertEqual(ours, theirs)
        self.assertEqual([call[-2:] for call in ours], [["--tenant", tenant]])

    def test_the_azure_cli_without_a_tenant(self):
        """On purpose: we sign in before we ask the vault, so the first call names no tenant, and is the only one where the CLI's own is the
        vault's. They ask the vault first and name the tenant that it wants."""
        tenant = self.ready["tenant"]
        theirs, ours = self.both_with_cli({}, tenant)
        self.assertEqual([[*call, "--tenant", tenant] for call in ours], theirs)
        theirs, ours = self.both_with_cli({}, "99999999-8888-7777-6666-555555555555")
        self.assertEqual(len(ours), 2, "the vault is of another tenant than the CLI's own")
        self.assertEqual(ours[1:], theirs)


if __name__ == "__main__":
    AzureRecorded.run_all()
