# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure under Microsoft's real host names: in namespaces of this program's own, login.microsoftonline.com is oidc-provider and
shop.vault.azure.net the vault around Microsoft's codec. Nothing is overridden: what Microsoft's clients and Sallyport know by themselves
leads them there, and nowhere else."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from azure_place import LOGIN, SERVERS, VALUE, VAULT, Place  # noqa: E402
from kit import microsoft, namespace  # noqa: E402
from road import Echo, Road, tag  # noqa: E402


class AzureNames(Road):
    others = (*SERVERS, "azuresdk")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = Place().__enter__()
        cls.addClassCleanup(cls.place.__exit__)
        cls.ready = cls.place.entra.ready

    def setUp(self):
        super().setUp()
        self.place.heal()
        self.write_workspace({"X-Text": tag("azure", {"secretIdentifier": f"https://{VAULT}/secrets/text"}),
                              "X-User": tag("azure", {"addressing": "parts", "vault": "shop", "secretName": "json", "secretKey": "user"})})

    def expect_arrival(self, run: subprocess.CompletedProcess):
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual([(seen["X-Text"], seen["X-User"]) for seen in Echo.seen], [(VALUE, "ada")])
        self.assertEqual(self.place.asked, {LOGIN, VAULT})

    def test_microsofts_clients_take_all_of_it_with_every_check_of_theirs(self):
        who = {"kind": "secret", "clientId": self.ready["secretClient"], "secret": self.ready["clientSecret"]}
        plan = {"tenant": self.ready["tenant"], "ca": self.place.vault.ready["trustFile"], "vault": f"https://{VAULT}", "credential": who,
                "questions": [["get", "text"], ["list"]], "verifyResource": True}
        text, names = microsoft.ask(plan)
        self.assertEqual(text.get("value"), VALUE, text)
        self.assertIn("text", names["names"])
        self.assertEqual(self.place.asked, {LOGIN, VAULT})

    def test_the_vendors_variables_alone(self):
        self.expect_arrival(self.run_cli(AZURE_TENANT_ID=self.ready["tenant"], AZURE_CLIENT_ID=self.ready["secretClient"],
                                         AZURE_CLIENT_SECRET=self.ready["clientSecret"]))

    def test_a_certificate_by_the_vendors_variables(self):
        self.expect_arrival(self.run_cli(AZURE_TENANT_ID=self.ready["tenant"], AZURE_CLIENT_ID=self.ready["certificateClient"],
                                         AZURE_CLIENT_CERTIFICATE_PATH=self.ready["clientPem"]))

    def test_our_variables(self):
        self.expect_arrival(self.run_cli(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                         INSOMNIA_AZURE_CLIENTID=self.ready["secretClient"],
                                         INSOMNIA_AZURE_CLIENTSECRET=self.ready["clientSecret"]))

    def test_the_us_governments_cloud_is_not_looked_for_here(self):
        run = self.run_cli(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_CLOUD="usGovernment",
                           INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                           INSOMNIA_AZURE_CLIENTID=self.ready["secretClient"], INSOMNIA_AZURE_CLIENTSECRET=self.ready["clientSecret"])
        self.expect_nothing_sent(run)
        self.assertEqual(self.place.asked, set(), "no name of this cloud was asked for, and no other leads anywhere")


if __name__ == "__main__":
    namespace.enter()
    AzureNames.run_all()
