#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certifies our key vault (kind 2: Microsoft's own clients take its answers, with tokens of oidc-provider), and shows what it refuses."""

import base64
import json
import os
import pathlib
import ssl
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, microsoft, verdict  # noqa: E402
from kit.driving import Started  # noqa: E402

NAMES = ["disabled", "expired", "future", "json", "site", "text", "unicode", "versions"]
VAULT = "https://vault.azure.net"


class WithVault(unittest.TestCase):
    """One provider and one vault for all tests of a class."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.provider = Started("oidcprovider")
        cls.addClassCleanup(cls.provider.__exit__)
        cls.vault = Started("keyvault", "--oidcprovider", json.dumps(cls.provider.ready))
        cls.addClassCleanup(cls.vault.__exit__)
        cls.entra, cls.ready = cls.provider.ready, cls.vault.ready

    def setUp(self) -> None:
        self.order("heal")
        self.order("reset-counts")

    def order(self, text: str) -> dict:
        answer = self.vault.command(text)
        self.assertEqual(answer["event"], "done", answer)
        return answer


@driving.needs("oidcprovider", "keyvault", "azuresdk")
class MicrosoftsClients(WithVault):
    def plan(self, *questions: list[str], credential: dict | None = None, **more: object) -> dict:
        who = credential or {"kind": "secret", "clientId": self.entra["secretClient"], "secret": self.entra["clientSecret"]}
        return {"authority": self.entra["tlsAddress"], "tenant": self.entra["tenant"], "ca": self.ready["trustFile"],
                "vault": self.ready["tlsAddress"], "credential": who, "questions": questions, **more}

    def ask(self, *questions: list[str], **more: object) -> list[dict]:
        answers = microsoft.ask(self.plan(*questions, **more))
        self.assertEqual(len(answers), len(questions))
        return answers

    def test_they_read_secrets_and_versions(self) -> None:
        text, unicode, versions, latest, expired, future = self.ask(["get", "text"], ["get", "unicode"], ["versions", "versions"],
                                                                    ["get", "versions"], ["get", "expired"], ["get", "future"])
        self.assertEqual((text["value"], text["enabled"], text["recovery"]), ("plain text value", True, "Recoverable+Purgeable"))
        self.assertTrue(text["id"].startswith(self.ready["tlsAddress"] + "/secrets/text/"))
        self.assertEqual(unicode["value"], "Grüße, 世界 🔑\n\tsecond line")
        self.assertEqual((latest["value"], latest["version"]), ("third", versions["versions"][-1]))
        self.assertEqual([one["value"] for one in self.ask(*(["get", "versions", one] for one in versions["versions"]))],
                         ["first", "second", "third"])
        self.assertEqual([expired["value"], future["value"]], ["still read", "read already"])

    def test_they_read_keys_and_certificates(self) -> None:
        questions = (["key", "site"], ["certificate", "site"], ["get", "site"], ["keys"], ["certificates"])
        key, certificate, secret, keys, certificates = self.ask(*questions)
        self.assertEqual((key["type"], key["bits"]), ("RSA", 2048))
        self.assertEqual(certificate["key"], key["id"])
        self.assertEqual(certificate["secret"], secret["id"])
        self.assertEqual((secret["contentType"], secret["managed"], secret["key"]), ("application/x-pem-file", True, key["id"]))
        self.assertTrue(bytes.fromhex(certificate["der"]).startswith(b"\x30\x82"))
        self.assertEqual((keys["names"], certificates["names"]), (["site"], ["site"]))

    def test_they_follow_pages_and_empty_ones(self) -> None:
        self.assertEqual(self.ask(["list"])[0]["names"], NAMES)
        self.order("page-size 3")
        self.assertEqual(self.ask(["list"])[0]["names"], NAMES)
        self.order("empty-pages on")
        self.order("reset-counts")
        self.assertEqual(self.ask(["list"])[0]["names"], NAMES)
        self.assertEqual(self.order("counts")["counts"]["secrets.list"], 1 + 1 + 3, "the probe, an empty page, three pages")

    def test_they_understand_refusals(self) -> None:
        none, gone, disabled = self.ask(["get", "none"], ["get", "gone"], ["get", "disabled"])
        self.assertEqual([one["error"] for one in (none, gone)], ["ResourceNotFoundError"] * 2)
        self.assertEqual((disabled["status"], disabled["code"], disabled["inner"]), (403, "Forbidden", "SecretDisabled"))
        self.assertEqual((self.ask(["set", "gone", "again"])[0]["code"]), "Conflict")
        for inner in ("ForbiddenByPolicy", "ForbiddenByRbac", "ForbiddenByFirewall"):
            self.order(f"forbid {inner}")
            self.assertEqual(self.ask(["get", "text"])[0]["inner"], inner)
        self.order("forbid")
        self.order("fail 1 429 Throttled secrets.get slow down")
        self.order("retry-after 0")
        self.assertEqual(self.ask(["get", "text"])[0]["status"], 429)
        self.order("fail 1 429 Throttled secrets.get slow down")
        self.assertEqual(self.ask(["get", "text"], retries=2)[0]["value"], "plain text value")

    def test_which_ways_to_write_the_challenge_are_read(self) -> None:
        for text, read in (('Bearer authorization="{authority}", scope="{resource}/.default"', True),
                           ('Bearer authorization_uri="{authority}", resource="{resource}"', True),
                           ('Bearer authorization="{authority}" resource="{resource}"', False)):
            with self.subTest(text=text):
                self.order(f"challenge {text}")
                self.assertEqual(self.ask(["get", "text"])[0].get("value"), "plain text value" if read else None)

    def test_they_refuse_a_resource_that_is_not_the_vaults_parent(self) -> None:
        self.assertIn("does not match", self.ask(["get", "text"], verifyResource=True)[0]["message"])

    def test_a_claims_challenge_makes_them_ask_again(self) -> None:
        self.order('claims 1 {"access_token":{"nbf":{"essential":true,"value":"1"}}}')
        self.provider.command("reset-counts")
        self.assertEqual(self.ask(["get", "text"])[0].get("value"), "plain text value")
        self.assertEqual(self.provider.command("counts")["counts"]["token"], 2, "the first token is not enough")

    def test_every_credential_opens_it(self) -> None:
        who = {"clientId": self.entra["certificateClient"]}
        [certificate] = self.ask(["get", "text"], credential={"kind": "certificate", "path": self.entra["clientPem"], **who})
        self.assertEqual(certificate.get("value"), "plain text value", certificate)
        file = pathlib.Path(self.ready["caFile"]).parent / "federated.jwt"
        file.write_text(self.provider.command("assertion")["assertion"], encoding="ascii")
        [federated] = self.ask(["get", "text"], credential={"kind": "federated", "path": str(file), **who})
        self.assertEqual(federated.get("value"), "plain text value", federated)
        [wrong] = self.ask(["get", "text"], credential={"kind": "secret", "clientId": self.entra["secretClient"], "secret": "wrong"})
        self.assertEqual(wrong["error"], "ClientAuthenticationError")

    def test_a_device_code_opens_it(self) -> None:
        child = microsoft.start(self.plan(["get", "text"], credential={"kind": "device", "clientId": self.entra["nativeClient"]}))
        started = json.loads(child.stdout.readline())
        self.assertEqual(started["uri"], f"{self.entra['authority']}/oauth2/v2.0/deviceauth")
        self.provider.command(f"device {started['userCode']}")
        out, errors = child.communicate(timeout=60)
        self.assertEqual(json.loads(out).get("value"), "plain text value", out + errors)

    def test_they_write_and_delete(self) -> None:
        first, second, deleted, gone = self.ask(["set", "made", "one"], ["set", "made", "two"], ["delete", "made"], ["get", "made"])
        self.assertNotEqual(first["version"], second["version"])
        self.assertEqual((deleted["name"], gone["error"]), ("made", "ResourceNotFoundError"))


@driving.needs("oidcprovider", "keyvault")
class Refusals(WithVault):
    """What does not open it, asked without a client."""

    def setUp(self) -> None:
        super().setUp()
        context = ssl.create_default_context(cafile=self.ready["trustFile"])
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))

    def ask(self, url: str, *, form: dict[str, str] | None = None, token: str = "") -> tuple[int, dict, dict]:
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(url, data=data, headers={"Authorization": f"Bearer {token}"} if token else {})
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read()), dict(answer.headers)
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, json.loads(problem.read() or b"{}"), dict(problem.headers)

    def token(self, resource: str = VAULT) -> str:
        form = {"grant_type": "client_credentials", "client_id": self.entra["secretClient"], "client_secret": self.entra["clientSecret"],
                "scope": f"{resource}/.default"}
        return self.ask(f"{self.entra['authority']}/oauth2/v2.0/token", form=form)[1]["access_token"]

    def get(self, token: str, path: str = "/secrets/text?api-version=7.4") -> tuple[int, dict, dict]:
        return self.ask(self.ready["tlsAddress"] + path, token=token)

    def test_a_question_without_a_token_is_told_where_to_get_one(self) -> None:
        status, body, headers = self.get("")
        self.assertEqual((status, body["error"]["code"]), (401, "Unauthorized"))
        self.assertEqual(headers["Www-Authenticate"], f'Bearer authorization="{self.entra["authority"]}", resource="{VAULT}"')

    def test_only_tokens_of_the_provider_for_this_vault_open_it(self) -> None:
        good = self.token()
        self.assertEqual(self.get(good)[0], 200)
        head, body, signature = good.split(".")
        said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        other = base64.urlsafe_b64encode(json.dumps({**said, "oid": "somebody"}).encode()).decode().rstrip("=")
        unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
        for name, bad in {"for another resource": self.token("https://managedhsm.azure.net"), "changed": f"{head}.{other}.{signature}",
                          "unsigned": f"{unsigned}.{body}.", "cut off": f"{head}.{body}.", "no token": "x"}.items():
            with self.subTest(name):
                self.assertEqual(self.get(bad)[0], 401)

    def test_tokens_end(self) -> None:
        token = self.token()
        self.addCleanup(self.order, "clock 0")
        for offset, status in ((3500, 200), (3700, 401), (-60, 401), (0, 200)):
            self.order(f"clock {offset}")
            self.assertEqual(self.get(token)[0], status, offset)

    def test_the_version_of_the_api_must_be_told(self) -> None:
        token = self.token()
        for path in ("/secrets/text", "/secrets/text?api-version=1.0"):
            status, body, _ = self.get(token, path)
            self.assertEqual((status, body["error"]["code"]), (400, "BadParameter"))

    def test_the_rest_of_a_list_can_be_anywhere(self) -> None:
        token = self.token()
        self.order("next-link https://elsewhere.example/secrets?api-version=7.4")
        self.assertEqual(self.get(token, "/secrets?api-version=7.4")[1]["nextLink"], "https://elsewhere.example/secrets?api-version=7.4")

    def test_the_log_holds_no_secret(self) -> None:
        token = self.token()
        self.get(token)
        log = pathlib.Path(self.ready["log"]).read_text(encoding="utf-8")
        self.assertIn("/secrets/text", log)
        for secret in ("plain text value", token):
            self.assertNotIn(secret, log)


if __name__ == "__main__":
    os.environ.pop("REQUESTS_CA_BUNDLE", None)
    verdict.main()
