#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certifies the double of HCP Vault Secrets: HashiCorp's own client takes its answers; and shows what the double refuses."""

import base64
import json
import os
import pathlib
import ssl
import subprocess
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, verdict  # noqa: E402
from kit.driving import Started  # noqa: E402

AUDIENCE = "https://api.hashicorp.cloud"
NAMES = ["DYNAMIC", "EMPTY", "ROTATING", "STATIC", "UNICODE", "VERSIONS", "odd name?"]


class WithDouble(unittest.TestCase):
    """Each test has a double of its own."""

    def setUp(self) -> None:
        self.server = Started("hcpdouble")
        self.addCleanup(self.server.__exit__)
        self.ready = self.server.ready
        self.context = ssl.create_default_context(cafile=self.ready["caFile"])


@driving.needs("hcpclient")
class VendorsClient(WithDouble):
    """Kind 2: the vendor's own client, against our double."""

    def ask(self, *questions: str, who: str = "reader", **variables: str) -> list[dict]:
        client = self.ready["clients"][who]
        address = self.ready["tlsAddress"]
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.home()), "SSL_CERT_FILE": self.ready["caFile"], "HCP_AUTH_URL": address,
               "HCP_API_ADDRESS": address.removeprefix("https://"), "HCP_CLIENT_ID": client["clientId"],
               "HCP_CLIENT_SECRET": client["clientSecret"], "HCP_ORGANIZATION_ID": self.ready["organizationId"],
               "HCP_PROJECT_ID": self.ready["projectId"], "SALLYPORT_APP": self.ready["appName"], **variables}
        done = subprocess.run([driving.installed("hcpclient")["program"], *questions], env=env, text=True, capture_output=True, timeout=60,
                              stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def home(self) -> pathlib.Path:
        folder = pathlib.Path(self.ready["caFile"]).parent / "home"
        folder.mkdir(exist_ok=True)
        return folder

    def test_it_reads_secrets_of_every_type(self) -> None:
        static, empty, unicode, odd, rotating, dynamic = self.ask("open:STATIC", "open:EMPTY", "open:UNICODE", "open:odd name?",
                                                                  "open:ROTATING", "open:DYNAMIC")
        self.assertEqual(static["secret"]["static_version"]["value"], "plain text value")
        self.assertEqual((static["secret"]["type"], static["secret"]["latest_version"]), ("kv", 1))
        self.assertNotIn("value", empty["secret"]["static_version"])
        self.assertEqual(unicode["secret"]["static_version"]["value"], "Grüße, 世界 🔑\n\tsecond line")
        self.assertEqual(odd["secret"]["static_version"]["value"], "found all the same")
        self.assertEqual(rotating["secret"]["rotating_version"]["values"], {"user": "user-2", "password": "password-2"})
        self.assertEqual(set(dynamic["secret"]["dynamic_instance"]["values"]), {"access_key", "secret_key"})

    def test_it_reads_versions_and_follows_pages(self) -> None:
        first, third, rotating, every = self.ask("version:VERSIONS:1", "version:VERSIONS:3", "version:ROTATING:1", "all")
        self.assertEqual([one["static_version"]["value"] for one in (first, third)], ["first", "third"])
        self.assertEqual(rotating["rotating_version"]["values"]["user"], "user-1")
        self.assertEqual(every["names"], NAMES)
        self.assertEqual(self.server.command("counts")["counts"]["open"], 3 + 3, "three pages, three versions")

    def test_it_learns_who_it_is(self) -> None:
        [answer] = self.ask("whoami")
        self.assertEqual(answer["principal"]["service"]["name"], self.ready["clients"]["reader"]["clientId"])
        self.assertEqual(answer["principal"]["service"]["project_id"], self.ready["projectId"])

    def test_it_understands_refusals(self) -> None:
        missing, version = self.ask("open:NONE", "version:STATIC:9")
        self.assertEqual([missing["status"], version["status"]], [404, 404])
        self.assertIn("secret not found", missing["error"])
        self.assertEqual(self.ask("open:STATIC", who="stranger")[0]["status"], 403)
        self.assertEqual(self.ask("open:STATIC", HCP_PROJECT_ID=self.ready["organizationId"])[0]["status"], 403)
        self.server.command("fail 1 429 - open")
        self.assertEqual(self.ask("open:STATIC")[0]["status"], 429)
        [wrong] = self.ask("open:STATIC", HCP_CLIENT_ID="reader-client-2", HCP_CLIENT_SECRET="wrong")
        self.assertIn("Unauthorized", wrong["error"])


class Refusals(WithDouble):
    """What the double does not let pass, asked without a client."""

    def ask(self, path: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> tuple[int, dict]:
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.ready["tlsAddress"] + path, data=data, headers=headers or {})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context))
        try:
            with opener.open(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, json.loads(problem.read())

    def token(self, **changed: str) -> tuple[int, dict]:
        client = self.ready["clients"]["reader"]
        form = {"grant_type": "client_credentials", "client_id": client["clientId"], "client_secret": client["clientSecret"],
                "audience": AUDIENCE, **changed}
        return self.ask("/oauth2/token", form={name: value for name, value in form.items() if value})

    def secret(self, token: str, name: str = "STATIC") -> tuple[int, dict]:
        place = f"organizations/{self.ready['organizationId']}/projects/{self.ready['projectId']}/apps/{self.ready['appName']}"
        return self.ask(f"/secrets/2023-11-28/{place}/secrets/{name}:open", headers={"Authorization": f"Bearer {token}"})

    def test_only_the_right_client_gets_a_token(self) -> None:
        self.assertEqual(self.token()[0], 200)
        for changed, status in (({"client_secret": "wrong"}, 401), ({"client_id": "nobody"}, 401), ({"client_secret": ""}, 401),
                                ({"audience": ""}, 403), ({"audience": "https://elsewhere.example"}, 403),
                                ({"grant_type": "password"}, 400)):
            with self.subTest(changed=changed):
                code, body = self.token(**changed)
                self.assertEqual((code, "error_description" in body), (status, True))

    def test_the_client_may_come_in_a_header_and_is_encoded_there(self) -> None:
        client = self.ready["clients"]["reader"]
        words = ":".join(urllib.parse.quote_plus(client[name]) for name in ("clientId", "clientSecret"))
        header = {"Authorization": "Basic " + base64.b64encode(words.encode()).decode()}
        form = {"grant_type": "client_credentials", "audience": AUDIENCE}
        self.assertEqual(self.ask("/oauth2/token", form=form, headers=header)[0], 200)

    def test_tokens_end(self) -> None:
        token = self.token()[1]["access_token"]
        self.assertEqual(self.secret(token)[0], 200)
        self.server.command("clock 3601")
        self.assertEqual(self.secret(token), (401, {"code": 16, "details": [], "message": "the request does not have valid authentication "
                                                    "credentials for the operation"}))
        fresh = self.token()[1]["access_token"]
        self.assertEqual(self.secret(fresh)[0], 200)
        self.assertEqual(self.server.command("expire-tokens")["expired"], 2)
        self.assertEqual(self.secret(fresh)[0], 401)
        self.assertEqual(self.secret("")[0], 401)

    def test_tests_can_change_it(self) -> None:
        token = self.token()[1]["access_token"]
        self.server.command("put NEW a value")
        self.assertEqual(self.secret(token, "NEW")[1]["secret"]["static_version"]["value"], "a value")
        self.server.command("remove NEW")
        self.assertEqual(self.secret(token, "NEW")[0], 404)
        self.server.command("down")
        with self.assertRaises(OSError):
            self.secret(token)
        self.server.command("up")
        self.assertEqual(self.secret(token)[0], 200)

    def test_the_log_holds_no_secret(self) -> None:
        self.secret(self.token()[1]["access_token"])
        self.token(client_secret="wrong")
        log = pathlib.Path(self.ready["log"]).read_text(encoding="utf-8")
        self.assertIn("/oauth2/token", log)
        for secret in ("plain text value", self.ready["clients"]["reader"]["clientSecret"], "wrong"):
            self.assertNotIn(secret, log)


if __name__ == "__main__":
    os.environ.pop("SSL_CERT_FILE", None)
    verdict.main()
