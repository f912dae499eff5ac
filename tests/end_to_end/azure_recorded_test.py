# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kind 3: Microsoft's clients and Sallyport fetch the same secret with the same credential from a recorder that says yes to everything;
what they sent must be equal, but for the differences listed here with their reasons."""

import base64
import json
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "servers")]
from kit import certificates, microsoft  # noqa: E402
from road import Road, tag  # noqa: E402

# Headers that decide something; all others are the client's own business.
HEADERS = ("authorization", "content-type", "metadata", "x-identity-header")
# Fields of a form that differ, and why.
ALLOWED_FORM = {"client_info": "asks for the account in the answer, which a program's own token has not"}


def decoded(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def plain(request: dict) -> dict:
    """What of a request must be the same for both."""
    form = {name: text for name, text in request["form"].items() if name not in ALLOWED_FORM}
    if "claims" in form:
        form["claims"] = json.loads(form["claims"].lower())  # cp1 and CP1 are one
    if form.get("client_assertion", "").startswith("ey"):
        form["client_assertion"] = assertion(form["client_assertion"])
    query = dict(request["query"])
    if not request["path"].startswith("/metadata") and not request["path"].startswith("/msi"):
        query.pop("api-version", None)  # of Key Vault: theirs is the newest they know, ours the oldest that has all we need
    # A form's type is the same with and without a charset; theirs ends the path of a secret without a version in a slash.
    headers = {name: text.partition(";")[0] for name, text in request["headers"].items()
               if name in HEADERS and (name != "content-type" or form)}
    headers = {name: text.lower() if name == "metadata" else text for name, text in headers.items()}
    return {"method": request["method"], "path": request["path"].rstrip("/"), "query": query, "form": form, "headers": headers}


def assertion(text: str) -> dict:
    """Their RS256 with a SHA-1 thumbprint is the older way, ours (PS256 with SHA-256) what Entra recommends; both name the certificate."""
    head, claims = (decoded(part) for part in text.split(".")[:2])
    return {"typ": head["typ"], "names the certificate": bool({"x5t", "x5t#S256"} & set(head)), "aud": claims["aud"], "iss": claims["iss"],
            "sub": claims["sub"], "has jti": bool(claims["jti"]), "life": round(claims["exp"] - claims["iat"])}


class AzureRecorded(Road):
    server = "azurerecorder"
    others = ("azuresdk",)

    def setUp(self):
        super().setUp()
        self.recorded()
        self.write_workspace({"X-Secret": tag("azure", {"secretIdentifier": f"{self.ready['tlsAddress']}/secrets/shop"})})

    def recorded(self) -> list[dict]:
        return [plain(request) for request in self.child_command("recorded")["requests"]]

    def theirs(self, credential: dict, **variables: str) -> list[dict]:
        plan = {"authority": self.ready["tlsAddress"], "tenant": self.ready["tenant"], "ca": self.ready["trustFile"],
                "vault": self.ready["tlsAddress"], "credential": credential, "questions": [["get", "shop"]]}
        self.assertEqual(microsoft.ask(plan, **variables)[-1].get("value"), "recorded value")
        return self.recorded()

    def ours(self, **variables: str) -> list[dict]:
        run = self.run_cli(INSOMNIA_AZURE_AUTHORITYHOST=self.ready["tlsAddress"], INSOMNIA_AZURE_VAULTHOSTS=self.ready["vaultHost"],
                           INSOMNIA_AZURE_CAFILE=self.ready["trustFile"], **variables)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return self.recorded()

    def expect_same(self, theirs: list[dict], ours: list[dict]):
        """In any order: they ask the vault first, we sign in first. What asks for addresses may be left out by either."""
        def sorted_texts(requests: list[dict]) -> list[str]:
            return sorted(json.dumps(one, sort_keys=True) for one in requests if "openid-configuration" not in one["path"])
        self.maxDiff = None
        self.assertEqual(sorted_texts(ours), sorted_texts(theirs))

    def test_a_client_secret(self):
        theirs = self.theirs({"kind": "secret", "clientId": "c1", "secret": "s & s"})
        self.expect_same(theirs, self.ours(INSOMNIA_AZURE_TYPE="clientSecret", INSOMNIA_AZURE_TENANTID=self.ready["tenant"],
                                           INSOMNIA_AZURE_CLIENTID="c1", INSOMNIA_AZURE_CLIENTSECRET="s & s"))

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


if __name__ == "__main__":
    AzureRecorded.run_all()
