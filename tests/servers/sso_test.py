#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves what README.md promises about the double of IAM Identity Center: what it gives, and above all what it refuses."""

import base64
import hashlib
import http.client
import json
import pathlib
import re
import ssl
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, verdict  # noqa: E402
from kit.asking import Aws, error_code  # noqa: E402
from kit.driving import Started  # noqa: E402

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
REDIRECT = "http://127.0.0.1:34567/oauth/callback"


class WithDouble(unittest.TestCase):
    """Common questions; each test has a double of its own."""

    options: tuple[str, ...] = ()

    def setUp(self) -> None:
        self.server = Started("ssodouble", *self.options)
        self.addCleanup(self.server.__exit__)
        self.ready, self.start_url = self.server.ready, self.server.ready["startUrl"]
        aws = Aws(self.ready["address"])
        self.oidc, self.portal = aws.client("sso-oidc", None), aws.client("sso", None)

    def refused(self, call, **fields: object) -> str:
        with self.assertRaises(Exception) as caught:
            call(**fields)
        return error_code(caught.exception)

    def register(self, **fields: object) -> dict:
        got = self.oidc.register_client(**{"clientName": "test", "clientType": "public", "scopes": ["sso:account:access"], **fields})
        return {name: got[name] for name in ("clientId", "clientSecret")}

    def device(self, client: dict) -> dict:
        return self.oidc.start_device_authorization(**client, startUrl=self.start_url)

    def by_device(self, client: dict) -> dict:
        started = self.device(client)
        self.assertEqual(self.server.command(f"approve {started['userCode']}")["event"], "done")
        return self.oidc.create_token(**client, grantType=DEVICE, deviceCode=started["deviceCode"])

    def register_for_codes(self) -> dict:
        return self.register(grantTypes=["authorization_code", "refresh_token"], redirectUris=["http://127.0.0.1/oauth/callback"],
                             issuerUrl=self.start_url)

    def ask(self, method: str, path: str, body: str = "", headers: dict | None = None) -> tuple[int, str, str]:
        """Status, Location and body of a plain question."""
        connection = http.client.HTTPConnection(self.ready["host"], self.ready["port"], timeout=10)
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        got = answer.status, answer.headers.get("Location", ""), answer.read().decode()
        connection.close()
        return got

    def authorize(self, client: dict, **changed: str | None) -> tuple[int, str, str]:
        fields = {"response_type": "code", "client_id": client["clientId"], "redirect_uri": REDIRECT, "state": "st", "scopes":
                  "sso:account:access", "code_challenge": CHALLENGE, "code_challenge_method": "S256", **changed}
        given = {name: value for name, value in fields.items() if value is not None}
        return self.ask("GET", "/authorize?" + urllib.parse.urlencode(given))

    def code(self, client: dict, decision: str = "allow") -> dict[str, str]:
        """What the redirect says after a person has decided on the page."""
        status, _, text = self.authorize(client)
        self.assertEqual(status, 200)
        self.assertIn("Allow access", text)
        ticket = re.search(r'name="ticket" value="(\w+)"', text)[1]
        status, location, _ = self.ask("POST", "/authorize/decision", f"ticket={ticket}&decision={decision}")
        self.assertEqual((status, location.partition("?")[0]), (302, REDIRECT))
        return dict(urllib.parse.parse_qsl(location.partition("?")[2]))

    def redeem(self, client: dict, code: str, **changed: str) -> dict:
        return self.oidc.create_token(**{**client, "grantType": "authorization_code", "code": code, "redirectUri": REDIRECT,
                                         "codeVerifier": VERIFIER, **changed})

    def refresh(self, client: dict, token: str) -> dict:
        return self.oidc.create_token(**client, grantType="refresh_token", refreshToken=token)


@driving.needs("ssodouble", "botocore")
class DeviceCodes(WithDouble):
    def test_pending_then_allowed_then_once_only(self) -> None:
        client = self.register()
        started = self.device(client)
        self.server.command("set interval 0")
        poll = {**client, "grantType": DEVICE, "deviceCode": started["deviceCode"]}
        self.assertEqual(self.refused(self.oidc.create_token, **poll), "AuthorizationPendingException")
        self.server.command(f"approve {started['userCode']}")
        time.sleep(started["interval"])
        got = self.oidc.create_token(**poll)
        self.assertEqual((got["tokenType"], got["expiresIn"]), ("Bearer", 28800))
        self.assertIn("refreshToken", got)
        self.assertEqual(self.refused(self.oidc.create_token, **poll), "InvalidGrantException")

    def test_polling_too_fast_is_told_and_makes_it_slower(self) -> None:
        client = self.register()
        poll = {**client, "grantType": DEVICE, "deviceCode": self.device(client)["deviceCode"]}
        codes = [self.refused(self.oidc.create_token, **poll) for _ in range(2)]
        time.sleep(1.1)
        codes.append(self.refused(self.oidc.create_token, **poll))
        self.assertEqual(codes, ["AuthorizationPendingException", "SlowDownException", "SlowDownException"])

    def test_denied_and_expired(self) -> None:
        client = self.register()
        denied, late = self.device(client), self.device(client)
        self.server.command(f"deny {denied['userCode']}")
        poll = {**client, "grantType": DEVICE}
        self.assertEqual(self.refused(self.oidc.create_token, **poll, deviceCode=denied["deviceCode"]), "AccessDeniedException")
        self.server.command("clock 601")
        self.assertEqual(self.refused(self.oidc.create_token, **poll, deviceCode=late["deviceCode"]), "ExpiredTokenException")
        self.assertEqual(self.server.command(f"approve {late['userCode']}")["event"], "error")

    def test_the_page_decides_as_well(self) -> None:
        client = self.register()
        started = self.device(client)
        path = started["verificationUriComplete"].removeprefix(self.ready["address"])
        self.assertIn("Allow access", self.ask("GET", path)[2])
        self.assertEqual(self.ask("POST", "/device/decision", f"user_code={started['userCode']}&decision=allow")[0], 200)
        self.assertIn("accessToken", self.oidc.create_token(**client, grantType=DEVICE, deviceCode=started["deviceCode"]))

    def test_wrong_clients_are_refused(self) -> None:
        client, other = self.register(), self.register()
        started = self.device(client)
        self.assertEqual(self.refused(self.device, client={**client, "clientSecret": "wrong"}), "InvalidClientException")
        self.assertEqual(self.refused(self.oidc.create_token, **other, grantType=DEVICE, deviceCode=started["deviceCode"]),
                         "InvalidGrantException")
        self.assertEqual(self.refused(self.oidc.start_device_authorization, **client, startUrl="https://other.awsapps.com/start"),
                         "InvalidRequestException")
        self.server.command("expire-registrations")
        self.assertEqual(self.refused(self.device, client=client), "InvalidClientException")

    def test_the_models_shape_is_demanded(self) -> None:
        json_type = {"Content-Type": "application/json"}
        for body, headers in (('{"clientName":"x"}', json_type), ('{"clientName":"x","clientType":"public","extra":1}', json_type),
                              ("clientName=x", {"Content-Type": "application/x-www-form-urlencoded"}), ("[]", json_type)):
            with self.subTest(body=body):
                status, _, text = self.ask("POST", "/client/register", body, headers)
                self.assertEqual((status, json.loads(text)["error"]), (400, "invalid_request"))
        self.assertEqual(self.refused(self.register, scopes=["all"]), "InvalidScopeException")
        self.assertEqual(self.refused(self.register, redirectUris=["http://192.0.2.1/cb"]), "InvalidRedirectUriException")


@driving.needs("ssodouble", "botocore")
class AuthorizationCodes(WithDouble):
    def test_a_code_gives_tokens_once(self) -> None:
        client = self.register_for_codes()
        answer = self.code(client)
        self.assertEqual(answer["state"], "st")
        got = self.redeem(client, answer["code"])
        self.portal.list_accounts(accessToken=got["accessToken"])
        self.assertEqual(self.refused(self.redeem, client=client, code=answer["code"]), "InvalidGrantException")
        # What a code gave is taken back when somebody brings it again.
        self.assertEqual(self.refused(self.portal.list_accounts, accessToken=got["accessToken"]), "UnauthorizedException")

    def test_verifier_redirect_and_time_are_checked(self) -> None:
        client, other = self.register_for_codes(), self.register_for_codes()
        for changed in ({"codeVerifier": VERIFIER[:-1] + "x"}, {"redirectUri": REDIRECT.replace("34567", "34568")}, other):
            with self.subTest(changed=changed):
                fields = {**client, **changed}
                with self.assertRaises(Exception) as caught:
                    self.redeem(fields, self.code(client)["code"], **{key: value for key, value in changed.items() if key not in client})
                self.assertEqual(error_code(caught.exception), "InvalidGrantException")
        late = self.code(client)["code"]
        self.server.command("clock 601")
        self.assertEqual(self.refused(self.redeem, client=client, code=late), "InvalidGrantException")

    def test_a_wrong_address_is_never_sent_anywhere(self) -> None:
        client = self.register_for_codes()
        for uri in ("http://127.0.0.1:1/other", "http://localhost:1/oauth/callback", "https://127.0.0.1/oauth/callback",
                    "http://127.0.0.1:1/oauth/callback?x=1", "http://127.0.0.1@evil.example/oauth/callback"):
            with self.subTest(uri=uri):
                status, location, _ = self.authorize(client, redirect_uri=uri)
                self.assertEqual((status, location), (400, ""))
        self.assertEqual(self.authorize({"clientId": "nobody"})[0], 400)

    def test_incomplete_questions_go_back_with_an_error(self) -> None:
        client = self.register_for_codes()
        for error, changed in (("unsupported_response_type", {"response_type": "token"}), ("invalid_scope", {"scopes": "admin"}),
                               ("invalid_scope", {"scopes": None}), ("invalid_request", {"code_challenge": None}),
                               ("invalid_request", {"code_challenge_method": "plain"}), ("invalid_request", {"state": None})):
            with self.subTest(changed=changed):
                status, location, _ = self.authorize(client, **changed)
                self.assertEqual(status, 302)
                self.assertIn(f"error={error}", location)
        self.assertEqual(self.code(client, "deny"), {"error": "access_denied", "state": "st"})

    def test_only_the_grants_that_were_registered(self) -> None:
        client = self.register_for_codes()
        self.assertEqual(self.refused(self.device, client=client), "UnauthorizedClientException")
        plain = self.register(redirectUris=["http://127.0.0.1/oauth/callback"])
        self.assertIn("error=unauthorized_client", self.authorize(plain)[1])

    def test_nobody_is_asked_when_told_so(self) -> None:
        client = self.register_for_codes()
        self.server.command("set auto on")
        status, location, _ = self.authorize(client)
        self.assertEqual(status, 302)
        code = dict(urllib.parse.parse_qsl(location.partition("?")[2]))["code"]
        self.assertIn("refreshToken", self.redeem(client, code))


@driving.needs("ssodouble", "botocore")
class Tokens(WithDouble):
    def test_refresh_tokens_are_exchanged(self) -> None:
        client, other = self.register(), self.register()
        first = self.by_device(client)
        second = self.refresh(client, first["refreshToken"])
        self.assertNotEqual(first["accessToken"], second["accessToken"])
        self.assertEqual(self.refused(self.refresh, client=client, token=first["refreshToken"]), "InvalidGrantException")
        self.assertEqual(self.refused(self.refresh, client=other, token=second["refreshToken"]), "InvalidGrantException")
        self.server.command("set grace 60")
        third = self.refresh(client, second["refreshToken"])
        self.assertIn("refreshToken", self.refresh(client, second["refreshToken"]))
        self.server.command("set rotation off")
        self.assertNotIn("refreshToken", self.refresh(client, third["refreshToken"]))
        self.assertIn("accessToken", self.refresh(client, third["refreshToken"]))

    def test_a_client_without_scopes_cannot_refresh(self) -> None:
        self.assertNotIn("refreshToken", self.by_device(self.register(scopes=[])))

    def test_expired_revoked_and_unknown_tokens_are_unauthorized(self) -> None:
        client = self.register()
        token = self.by_device(client)
        self.assertEqual(self.refused(self.portal.list_accounts, accessToken="unknown"), "UnauthorizedException")
        self.assertEqual(self.ask("GET", "/assignment/accounts")[0], 401)
        self.server.command("expire-tokens")
        self.assertEqual(self.refused(self.portal.list_accounts, accessToken=token["accessToken"]), "UnauthorizedException")
        token = self.refresh(client, token["refreshToken"])
        self.assertEqual(len(self.portal.list_accounts(accessToken=token["accessToken"])["accountList"]), 2)
        self.server.command("revoke-tokens")
        self.assertEqual(self.refused(self.portal.list_accounts, accessToken=token["accessToken"]), "UnauthorizedException")
        self.assertEqual(self.refused(self.refresh, client=client, token=token["refreshToken"]), "InvalidGrantException")

    def test_logout_ends_the_session(self) -> None:
        client = self.register()
        token = self.by_device(client)
        self.portal.logout(accessToken=token["accessToken"])
        self.assertEqual(self.refused(self.portal.list_accounts, accessToken=token["accessToken"]), "UnauthorizedException")

    def test_the_portal_pages_and_knows_who_may_what(self) -> None:
        token = {"accessToken": self.by_device(self.register())["accessToken"]}
        page = self.portal.list_accounts(**token, maxResults=1)
        rest = self.portal.list_accounts(**token, maxResults=1, nextToken=page["nextToken"])
        self.assertEqual([page["accountList"][0]["accountId"], rest["accountList"][0]["accountId"]], list(self.ready["accounts"]))
        self.assertNotIn("nextToken", rest)
        self.assertEqual(self.refused(self.portal.list_accounts, **token, nextToken="made-up"), "InvalidRequestException")
        roles = self.portal.list_account_roles(**token, accountId="123456789012")["roleList"]
        self.assertEqual([role["roleName"] for role in roles], ["Reader", "Admin"])
        keys = self.portal.get_role_credentials(**token, accountId="123456789012", roleName="Reader")["roleCredentials"]
        self.assertAlmostEqual(keys["expiration"] / 1000 - time.time(), 3600, delta=30)
        for account, role in (("210987654321", "Admin"), ("000000000000", "Reader")):
            code = self.refused(self.portal.get_role_credentials, **token, accountId=account, roleName=role)
            self.assertEqual(code, "ForbiddenException")

    def test_faults_counts_down_and_up(self) -> None:
        client = self.register()
        token = {"accessToken": self.by_device(client)["accessToken"]}
        self.server.command("fail 1 429 TooManyRequestsException sso.ListAccounts")
        self.assertEqual(self.refused(self.portal.list_accounts, **token), "TooManyRequestsException")
        self.server.command("fail 1 400 SlowDownException sso-oidc.CreateToken")
        self.assertEqual(self.refused(self.refresh, client=client, token="any"), "SlowDownException")
        told = self.server.command("counts")
        self.assertEqual((told["counts"]["sso.ListAccounts"], told["refused"]["SlowDownException"]), (1, 1))
        self.server.command("down")
        self.assertEqual(self.refused(self.portal.list_accounts, **token), "EndpointConnectionError")
        self.server.command("up")
        self.assertEqual(len(self.portal.list_accounts(**token)["accountList"]), 2)

    def test_https_under_the_real_names(self) -> None:
        context = ssl.create_default_context(cafile=self.ready["caFile"])
        for host, status in ((self.ready["portalHost"], 401), (self.ready["oidcHost"], 404)):
            connection = http.client.HTTPSConnection(self.ready["host"], self.ready["tlsPort"], timeout=10, context=context)
            connection.connect = lambda host=host, connection=connection: self.connect(connection, host, context)
            connection.request("GET", "/assignment/accounts", headers={"Host": host})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            self.assertEqual(answer.status, status)

    def connect(self, connection: http.client.HTTPSConnection, host: str, context: ssl.SSLContext) -> None:
        import socket
        plain = socket.create_connection((self.ready["host"], self.ready["tlsPort"]), timeout=10)
        connection.sock = context.wrap_socket(plain, server_hostname=host)


@driving.needs("ssodouble", "ministack", "botocore")
class WithRealSessions(WithDouble):
    def setUp(self) -> None:
        self.cloud = Started("ministack")
        self.addCleanup(self.cloud.__exit__)
        self.options = ("--ministack", json.dumps(self.cloud.ready), "--auto-approve")
        super().setUp()

    def test_the_portals_credentials_open_secrets(self) -> None:
        client = self.register()
        token = self.oidc.create_token(**client, grantType=DEVICE, deviceCode=self.device(client)["deviceCode"])["accessToken"]
        keys = self.portal.get_role_credentials(accessToken=token, accountId="123456789012", roleName="Reader")["roleCredentials"]
        secrets = Aws(self.cloud.ready["address"]).client("secretsmanager", keys)
        self.assertEqual(secrets.get_secret_value(SecretId="sample/text")["SecretString"], "plain text value")


@driving.needs("ssodouble", "awscli", "botocore")
class Certifying(unittest.TestCase):
    def test_the_vendors_clients_accept_the_double(self) -> None:
        done = subprocess.run([sys.executable, str(HERE / "ssodouble" / "certify.py")], capture_output=True, text=True, check=False,
                              timeout=300)
        if done.returncode == verdict.SKIPPED:
            self.skipTest("SKIPPED: no namespaces on this machine")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    verdict.main()
