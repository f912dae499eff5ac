# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the roads to Azure Key Vault in the command line share: tokens of oidc-provider (OpenID certified, by others), secrets from the
vault around Microsoft's codec, a workspace with links to two of them, the request to an echo server."""

import json
import pathlib
import subprocess
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "servers")]
from road import Echo, Road, tag  # noqa: E402

VALUE = "plain text value"


class AzureStage(Road):
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
