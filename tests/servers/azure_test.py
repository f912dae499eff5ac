#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves what README.md promises about oidc-provider in Entra's shape: what it gives, and above all what it refuses."""

import base64
import hashlib
import json
import pathlib
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, microsoft, verdict  # noqa: E402

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
REDIRECT = "http://localhost:1"  # nobody listens there: the last address of the visit is the answer
VAULT = "https://vault.azure.net"
SCOPE = f"{VAULT}/user_impersonation openid profile offline_access"


def claims(token: str) -> dict:
    """What a token says; its signature is checked elsewhere."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def header(token: str) -> dict:
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@driving.needs("oidcprovider")
class WithProvider(driving.WithServer):
    """One provider for all tests; each makes codes and tokens of its own."""

    SERVER = "oidcprovider"

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        context = ssl.create_default_context(cafile=cls.ready["caFile"])
        cls.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))

    def ask(self, path: str, tenant: str = "", **form: str) -> tuple[int, dict]:
        data = urllib.parse.urlencode({name: value for name, value in form.items() if value}).encode() if form else None
        url = f"{self.ready['tlsAddress']}/{tenant or self.ready['tenant']}{path}"
        try:
            with self.opener.open(urllib.request.Request(url, data=data), timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, json.loads(problem.read())

    def token(self, **form: str) -> tuple[int, dict]:
        return self.ask("/oauth2/v2.0/token", **form)

    def authorize_url(self, **changed: str) -> str:
        query = {"client_id": self.ready["nativeClient"], "response_type": "code", "redirect_uri": REDIRECT, "response_mode": "query",
                 "scope": SCOPE, "state": "a state of sixteen bytes", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
                 "prompt": "consent", **changed}
        text = urllib.parse.urlencode({name: value for name, value in query.items() if value})
        return f"{self.ready['authority']}/oauth2/v2.0/authorize?{text}"

    def visit(self, command: str = "sign-in", **changed: str) -> dict[str, str]:
        """What the last address of the browser says to the program."""
        answer = self.server.command(f"{command} {self.authorize_url(**changed)}")
        self.assertEqual(answer["event"], "done", answer)
        self.last_page = answer["page"]
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer["address"]).query)) | {"where": answer["address"]}

    def code(self, **changed: str) -> str:
        return self.visit(**changed)["code"]

    def redeem(self, code: str, **changed: str) -> tuple[int, dict]:
        return self.token(**{"client_id": self.ready["nativeClient"], "grant_type": "authorization_code", "code": code,
                             "redirect_uri": REDIRECT, "code_verifier": VERIFIER, "scope": SCOPE, **changed})


class Discovery(WithProvider):
    def test_it_has_entras_paths(self) -> None:
        status, found = self.ask("/v2.0/.well-known/openid-configuration")
        self.assertEqual((status, found["issuer"]), (200, self.ready["issuer"]))
        for name, path in (("authorization_endpoint", "/oauth2/v2.0/authorize"), ("token_endpoint", "/oauth2/v2.0/token"),
                           ("device_authorization_endpoint", "/oauth2/v2.0/devicecode"), ("jwks_uri", "/discovery/v2.0/keys")):
            self.assertEqual(found[name], self.ready["authority"] + path)

    def test_an_unknown_tenant_is_refused(self) -> None:
        status, body = self.ask("/v2.0/.well-known/openid-configuration", tenant="other.example")
        self.assertEqual((status, body["error"]), (400, "invalid_tenant"))


class Browser(WithProvider):
    def test_a_code_becomes_tokens_of_entras_shape(self) -> None:
        answer = self.visit()
        self.assertTrue(answer["where"].startswith("http://localhost:1/?code=") or answer["where"].startswith("http://localhost:1?code="))
        self.assertEqual(answer["state"], "a state of sixteen bytes")
        status, tokens = self.redeem(answer["code"])
        self.assertEqual((status, tokens["token_type"], tokens["expires_in"]), (200, "Bearer", 3599))
        access = claims(tokens["access_token"])
        self.assertEqual(header(tokens["access_token"])["alg"], "RS256")
        self.assertEqual((access["aud"], access["tid"], access["oid"], access["ver"]),
                         (VAULT, self.ready["tenant"], self.ready["objectId"], "1.0"))
        self.assertEqual(claims(tokens["id_token"])["aud"], self.ready["nativeClient"])
        self.assertEqual(claims(tokens["id_token"])["preferred_username"], "ada@sallyport.example")

    def test_pkce_is_required_and_plain_is_refused(self) -> None:
        for changed in ({"code_challenge": "", "code_challenge_method": ""},
                        {"code_challenge": VERIFIER, "code_challenge_method": "plain"}):
            with self.subTest(changed=changed):
                answer = self.visit(**changed)
                self.assertEqual(answer["error"], "invalid_request")
                self.assertNotIn("code", answer)

    def test_a_code_works_once_with_its_verifier_and_its_address(self) -> None:
        for changed in ({"code_verifier": VERIFIER[::-1]}, {"code_verifier": ""}, {"redirect_uri": "http://localhost:2"},
                        {"client_id": self.ready["secretClient"], "client_secret": self.ready["clientSecret"]}):
            with self.subTest(changed=changed):
                status, body = self.redeem(self.code(), **changed)
                self.assertEqual((status, body["error"] in ("invalid_grant", "invalid_request", "unauthorized_client")), (400, True), body)
        code = self.code()
        status, tokens = self.redeem(code)
        self.assertEqual(status, 200)
        self.assertEqual(self.redeem(code)[1]["error"], "invalid_grant")
        self.assertEqual(self.refresh(tokens)[1]["error"], "invalid_grant", "a replayed code ends what came of it")

    def test_addresses_that_are_not_registered_get_nothing(self) -> None:
        for address in ("http://localhost.example", "https://elsewhere.example", "http://localhost:1/other", "http://[::1]:1"):
            with self.subTest(address=address):
                self.assertFalse(self.visit(redirect_uri=address)["where"].startswith(address), "told on the page, never sent on")
                self.assertIn("invalid_redirect_uri", self.last_page)

    def test_a_person_may_cancel(self) -> None:
        self.assertEqual(self.visit("cancel")["error"], "access_denied")

    def test_an_unknown_resource_is_refused(self) -> None:
        self.assertEqual(self.visit(scope="https://elsewhere.example/.default openid")["error"], "invalid_target")

    def refresh(self, tokens: dict) -> tuple[int, dict]:
        return self.token(client_id=self.ready["nativeClient"], grant_type="refresh_token", refresh_token=tokens["refresh_token"],
                          scope=SCOPE)

    def test_refresh_tokens_rotate_and_an_old_one_ends_the_family(self) -> None:
        first = self.redeem(self.code())[1]
        status, second = self.refresh(first)
        self.assertEqual(status, 200)
        self.assertNotEqual(first["refresh_token"], second["refresh_token"])
        self.assertEqual(claims(second["access_token"])["aud"], VAULT)
        self.assertEqual(self.refresh(first)[1]["error"], "invalid_grant")
        self.assertEqual(self.refresh(second)[1]["error"], "invalid_grant")

    def test_a_person_who_is_to_choose_an_account_says_who_it_is(self) -> None:
        scope = SCOPE.replace("user_impersonation", ".default")
        status, tokens = self.redeem(self.code(prompt="select_account", nonce="a nonce", scope=scope), scope="")
        self.assertEqual((status, "refresh_token" in tokens), (200, True), tokens)
        said = claims(tokens["id_token"])
        self.assertEqual((said["nonce"], said["iss"], said["tid"]), ("a nonce", self.ready["issuer"], self.ready["tenant"]))

    def test_without_offline_access_there_is_no_refresh_token(self) -> None:
        code = self.code(scope=f"{VAULT}/user_impersonation openid")
        self.assertNotIn("refresh_token", self.redeem(code, scope=f"{VAULT}/user_impersonation openid")[1])


class Device(WithProvider):
    def start(self) -> dict:
        status, started = self.ask("/oauth2/v2.0/devicecode", client_id=self.ready["nativeClient"], scope=SCOPE)
        self.assertEqual((status, started["interval"]), (200, 1))
        self.assertNotIn("verification_uri_complete", started)
        return started

    def poll(self, started: dict) -> tuple[int, dict]:
        return self.token(client_id=self.ready["nativeClient"], grant_type=DEVICE, device_code=started["device_code"])

    def test_a_code_waits_for_the_person(self) -> None:
        started = self.start()
        self.assertEqual(self.poll(started), (400, {"error": "authorization_pending",
                                                    "error_description": self.poll(started)[1]["error_description"]}))
        self.server.command(f"device {started['user_code']}")
        status, tokens = self.poll(started)
        self.assertEqual((status, claims(tokens["access_token"])["aud"]), (200, VAULT))
        self.assertEqual(self.poll(started)[1]["error"], "invalid_grant", "once only")

    def test_a_person_may_decline(self) -> None:
        started = self.start()
        self.assertIn("interrupted", self.server.command(f"device-cancel {started['user_code']}")["page"])
        self.assertEqual(self.poll(started)[1]["error"], "access_denied")

    def test_codes_end(self) -> None:
        self.server.command("life DeviceCode 1")
        self.addCleanup(self.server.command, "life DeviceCode 900")
        started = self.start()
        self.assertEqual(started["expires_in"], 1)
        self.assertEqual(self.poll({"device_code": "made up"})[1]["error"], "invalid_grant")


class Programs(WithProvider):
    def with_secret(self, **changed: str) -> tuple[int, dict]:
        return self.token(**{"grant_type": "client_credentials", "client_id": self.ready["secretClient"],
                             "client_secret": self.ready["clientSecret"], "scope": f"{VAULT}/.default", **changed})

    def test_a_secret_becomes_a_token_for_the_vault(self) -> None:
        status, tokens = self.with_secret()
        self.assertEqual((status, claims(tokens["access_token"])["aud"]), (200, VAULT))
        self.assertEqual(claims(tokens["access_token"])["oid"], self.ready["secretClient"])
        self.assertNotIn("refresh_token", tokens)

    def test_wrong_secrets_and_clients_are_refused(self) -> None:
        for changed, error in (({"client_secret": "wrong"}, "invalid_client"), ({"client_secret": ""}, "invalid_client"),
                               ({"client_id": "nobody"}, "invalid_client"),
                               ({"scope": "https://elsewhere.example/.default"}, "invalid_target"),
                               ({"client_id": self.ready["nativeClient"], "client_secret": ""}, "invalid_request"),
                               ({"client_id": self.ready["certificateClient"]}, "invalid_client")):
            with self.subTest(changed=changed):
                status, body = self.with_secret(**changed)
                self.assertEqual((status in (400, 401), body["error"]), (True, error))

    def with_assertion(self, text: str, **changed: str) -> tuple[int, dict]:
        return self.token(**{"grant_type": "client_credentials", "client_id": self.ready["certificateClient"], "scope": f"{VAULT}/.default",
                             "client_assertion_type": ASSERTION, "client_assertion": text, **changed})

    def test_an_assertion_works_once_and_only_as_it_was_signed(self) -> None:
        text = self.server.command("assertion")["assertion"]
        status, tokens = self.with_assertion(text)
        self.assertEqual((status, claims(tokens["access_token"])["aud"]), (200, VAULT))
        self.assertEqual(self.with_assertion(text)[1]["error"], "invalid_client", "the same jti again")
        fresh = self.server.command("assertion")["assertion"]
        head, body, signature = fresh.split(".")
        other = base64.urlsafe_b64encode(json.dumps({**claims(fresh), "jti": "another"}).encode()).decode().rstrip("=")
        unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
        for bad in (f"{head}.{other}.{signature}", f"{head}.{body}.{signature[::-1]}", f"{unsigned}.{body}."):
            with self.subTest(bad=bad[:20]):
                self.assertEqual(self.with_assertion(bad)[1]["error"], "invalid_client")

    def test_faults_can_be_ordered_and_are_counted(self) -> None:
        self.server.command("reset-counts")
        self.server.command("fail 1 503 temporarily_unavailable token try later")
        status, body = self.with_secret()
        self.assertEqual((status, body["error"], body["error_description"]), (503, "temporarily_unavailable", "AADSTS90000: try later"))
        self.assertEqual(self.with_secret()[0], 200)
        self.assertEqual(self.server.command("counts")["counts"], {"token": 2})


@driving.needs("azuresdk")
class Recorded(driving.WithServer):
    """The recorder says yes to every credential of azure-identity, and writes down what it sent."""

    SERVER = "azurerecorder"

    def recorded(self, credential: dict, **variables: str) -> list[dict]:
        plan = {"authority": self.ready["tlsAddress"], "tenant": self.ready["tenant"], "ca": self.ready["trustFile"],
                "vault": self.ready["tlsAddress"], "credential": credential, "questions": [["get", "shop"]]}
        self.assertEqual(microsoft.ask(plan, **variables)[-1].get("value"), "recorded value")
        requests = self.server.command("recorded")["requests"]
        vault = [one for one in requests if one["path"].startswith("/secrets/shop")]
        self.assertEqual([one["headers"].get("authorization") for one in vault], [None, "Bearer recorded-access-token"])
        return [one for one in requests if one not in vault]

    def test_a_client_secret(self) -> None:
        form = self.recorded({"kind": "secret", "clientId": "c1", "secret": "s & s"})[-1]["form"]
        self.assertEqual((form["client_secret"], form["scope"]), ("s & s", f"{VAULT}/.default"))

    def test_a_federated_token(self) -> None:
        file = pathlib.Path(self.ready["caFile"]).parent / "token"
        file.write_text("a.b.c", encoding="ascii")
        form = self.recorded({"kind": "federated", "clientId": "c1", "path": str(file)})[-1]["form"]
        self.assertEqual((form["client_assertion"], form["client_assertion_type"]), ("a.b.c", ASSERTION))

    def test_a_device_code(self) -> None:
        form = self.recorded({"kind": "device", "clientId": "c1"})[-1]["form"]
        self.assertEqual((form["grant_type"], form["device_code"]), (DEVICE, "recorded-device-code"))

    def test_managed_identities(self) -> None:
        [machine] = self.recorded({"kind": "managed"}, AZURE_POD_IDENTITY_AUTHORITY_HOST=self.ready["address"])
        self.assertEqual((machine["query"]["resource"], machine["headers"]["metadata"]), (VAULT, "true"))
        service = {"IDENTITY_ENDPOINT": self.ready["address"] + "/msi/token", "IDENTITY_HEADER": "header of the service"}
        [service] = self.recorded({"kind": "managed", "clientId": "user"}, **service)
        self.assertEqual((service["query"]["client_id"], service["headers"]["x-identity-header"]), ("user", "header of the service"))

    def test_the_identity_of_service_fabric(self) -> None:
        place = {"IDENTITY_ENDPOINT": self.ready["fabricAddress"] + "/metadata/identity/oauth2/token",
                 "IDENTITY_HEADER": "header of the app"}
        [fabric] = self.recorded({"kind": "managed"}, **place, IDENTITY_SERVER_THUMBPRINT=self.ready["fabricThumbprint"])
        self.assertEqual((fabric["query"]["api-version"], fabric["headers"]["secret"]), ("2019-07-01-preview", "header of the app"))

    def test_a_browser(self) -> None:
        browser = f"{sys.executable} {HERE / 'azurerecorder' / 'browser.py'} {self.ready['trustFile']} %s &"
        requests = self.recorded({"kind": "browser", "clientId": "c1"}, BROWSER=browser)
        page, form = requests[-2]["query"], requests[-1]["form"]
        self.assertEqual((page["response_type"], page["code_challenge_method"]), ("code", "S256"))
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        self.assertEqual(base64.urlsafe_b64encode(digest).decode().rstrip("="), page["code_challenge"])


if __name__ == "__main__":
    verdict.main()
