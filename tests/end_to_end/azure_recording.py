# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comparisons with Microsoft's clients share (kind 3): both fetch the same secret with the same credential from a recorder that says
yes to everything; what they sent must be equal, but for the differences listed here with their reasons."""

import base64
import json
import pathlib
import subprocess
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "servers")]
from kit import microsoft  # noqa: E402
from road import Road, tag  # noqa: E402

# Headers that decide something; all others are the client's own business.
HEADERS = ("authorization", "content-type", "metadata", "secret", "x-identity-header")
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


class Recording(Road):
    server = "azurerecorder"
    others = ("azuresdk",)

    def setUp(self):
        super().setUp()
        self.recorded()
        self.write_workspace({"X-Secret": tag("azure", {"secretIdentifier": f"{self.ready['tlsAddress']}/secrets/shop"})})

    def recorded(self) -> list[dict]:
        return [plain(request) for request in self.child_command("recorded")["requests"]]

    def ask_theirs(self, credential: dict, **variables: str) -> dict:
        """What azure-identity and the client of Key Vault make of it."""
        plan = {"authority": self.ready["tlsAddress"], "tenant": self.ready["tenant"], "ca": self.ready["trustFile"],
                "vault": self.ready["tlsAddress"], "credential": credential, "questions": [["get", "shop"]]}
        return microsoft.ask(plan, **variables)[-1]

    def theirs(self, credential: dict, **variables: str) -> list[dict]:
        answer = self.ask_theirs(credential, **variables)
        self.assertEqual(answer.get("value"), "recorded value", answer)
        return self.recorded()

    def run_ours(self, **variables: str) -> subprocess.CompletedProcess:
        return self.run_cli(INSOMNIA_AZURE_AUTHORITYHOST=self.ready["tlsAddress"], INSOMNIA_AZURE_VAULTHOSTS=self.ready["vaultHost"],
                            INSOMNIA_AZURE_CAFILE=self.ready["trustFile"], **variables)

    def ours(self, **variables: str) -> list[dict]:
        run = self.run_ours(**variables)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return self.recorded()

    def expect_same(self, theirs: list[dict], ours: list[dict]):
        """In any order: they ask the vault first, we sign in first. What asks for addresses may be left out by either."""
        def sorted_texts(requests: list[dict]) -> list[str]:
            return sorted(json.dumps(one, sort_keys=True) for one in requests if "openid-configuration" not in one["path"])
        self.maxDiff = None
        self.assertEqual(sorted_texts(ours), sorted_texts(theirs))
