#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves what README.md promises about drongo, the token endpoint, the recorder and the contract server."""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, google_client, google_samples, verdict  # noqa: E402
from kit.driving import Started  # noqa: E402
from kit.google_samples import PROJECT  # noqa: E402

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
AUDIENCE = "https://oauth2.googleapis.com/token"


@driving.needs("drongo", "googleauth")
class Drongo(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Started("drongo", "--fill", "3")
        self.addCleanup(self.server.__exit__)
        self.ready = self.server.ready
        self.client = google_client.secret_manager(self.ready["address"])

    def read(self, name: str, version: str = "latest") -> bytes | str:
        """The value, or what the client made of a refusal."""
        try:
            answer = self.client.access_secret_version(name=f"projects/{PROJECT}/secrets/{name}/versions/{version}", retry=None)
            return answer.payload.data
        except Exception as problem:  # noqa: BLE001 - its name is the outcome
            return type(problem).__name__

    def test_the_samples_are_what_they_should_be(self) -> None:
        self.assertEqual(self.ready["samples"], google_samples.describe())
        self.assertEqual(self.read("sample-text"), b"plain text value")
        self.assertEqual(json.loads(self.read("sample-json")), google_samples.JSON_SECRET)
        self.assertEqual(self.read("sample-binary"), bytes(range(256)))
        self.assertEqual(len(self.read("sample-large")), google_samples.LARGEST)
        self.assertEqual([self.read("sample-versions", version) for version in ("1", "2", "3", "latest", "4")],
                         [b"first", "BadRequest", b"third", b"third", "NotFound"])
        self.assertEqual([self.read(name, "1") for name in ("sample-destroyed", "sample-none", "sample-never")],
                         ["BadRequest", "NotFound", "NotFound"])

    def test_where_it_differs_from_the_real_service(self) -> None:
        """If one of these fails the contract server has less to do."""
        self.assertEqual(self.read("sample-disabled"), b"older")
        answer = self.client.access_secret_version(name=f"projects/{PROJECT}/secrets/sample-text/versions/latest")
        self.assertEqual((answer.name, answer.payload.data_crc32c), (f"projects/{PROJECT}/secrets/sample-text/versions/1", 0))
        self.assertEqual(google_client.secret_manager(self.ready["address"], "wrong").access_secret_version(name=answer.name), answer)

    def test_lists(self) -> None:
        names = [secret.name.rpartition("/")[2] for secret in self.client.list_secrets(parent=f"projects/{PROJECT}")]
        self.assertEqual(set(names), {*google_samples.SAMPLES, "fill-0000", "fill-0001", "fill-0002"})
        versions = list(self.client.list_secret_versions(parent=f"projects/{PROJECT}/secrets/sample-versions"))
        self.assertEqual([version.state.name for version in versions], ["ENABLED", "DISABLED", "ENABLED"])

    def test_commands(self) -> None:
        self.assertEqual(self.server.command("create-secret own some words")["state"], "ENABLED")
        self.server.command("add-version own others")
        self.assertEqual((self.read("own"), self.read("own", "1"), self.read("fill-0002")),
                         (b"others", b"some words", b"value of fill-0002"))
        self.server.command("destroy own 2")
        self.assertEqual((self.read("own", "2"), self.read("own")), ("BadRequest", b"some words"))
        self.assertFalse(self.server.command("down")["running"])
        self.assertNotIsInstance(self.read("sample-text"), bytes)
        self.assertTrue(self.server.command("up")["running"])
        self.assertEqual((self.read("sample-text"), self.read("own")), (b"plain text value", "NotFound"))
        self.assertEqual(self.server.command("destroy own 2")["event"], "error")


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@driving.needs("googleauth")
class TokenEndpoint(driving.WithServer):
    SERVER, BEFORE_EACH = "googleauth", ("heal", "clock 0", "reset-counts")

    def key_file(self, name: str = "reader") -> dict:
        return json.loads(pathlib.Path(self.ready["files"][name]).read_text(encoding="utf-8"))

    def assertion(self, file: str = "reader", key_id: str | None = None, changed: dict | None = None) -> str:
        """Signed by google-auth's own signer. changed: claims; None leaves one out."""
        from google.auth import crypt, jwt
        content, now = self.key_file(file), int(time.time())
        claims = {"iss": content["client_email"], "scope": SCOPE, "aud": AUDIENCE, "iat": now, "exp": now + 3600, **(changed or {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(crypt.RSASigner.from_service_account_info(content), claims, key_id=key_id).decode()

    def exchange(self, assertion: str, grant: str = JWT_BEARER, kind: str = "application/x-www-form-urlencoded") -> tuple[int, dict]:
        connection = http.client.HTTPConnection(self.ready["host"], self.ready["port"], timeout=10)
        connection.request("POST", "/token", urllib.parse.urlencode({"grant_type": grant, "assertion": assertion}), {"Content-Type": kind})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, json.loads(body) if body else {}

    def refused(self, assertion: str) -> str:
        status, body = self.exchange(assertion)
        self.assertEqual((status, body.get("access_token")), (400, None), body)
        return f"{body['error']}: {body['error_description']}"

    def test_a_good_assertion_gives_a_token(self) -> None:
        for file in ("reader", "pkcs1"):
            status, body = self.exchange(self.assertion(file))
            self.assertEqual((status, body["token_type"], body["expires_in"]), (200, "Bearer", 3599))
        last = self.server.command("last")
        self.assertEqual((last["header"]["alg"], last["claims"]["iss"]), ("RS256", self.ready["email"]))
        self.assertEqual(self.server.command("counts")["counts"], {"token.jwt-bearer": 2})

    def test_spoilt_assertions_are_refused(self) -> None:
        now = int(time.time())
        signature, timeframe = "invalid_grant: Invalid JWT Signature.", "invalid_grant: Invalid JWT: Token must be a short-lived"
        cases = {
            "another key": (self.assertion("otherKey"), signature), "unknown key id": (self.assertion("unknownKeyId"), signature),
            "another's key id": (self.assertion(key_id=self.key_file("nothing")["private_key_id"]), signature),
            "audience": (self.assertion(changed={"aud": "https://elsewhere.example/token"}), "invalid_grant: Invalid JWT: Failed audience"),
            "expired": (self.assertion(changed={"iat": now - 7200, "exp": now - 3600}), timeframe),
            "not yet": (self.assertion(changed={"iat": now + 600, "exp": now + 4200}), timeframe),
            "too long": (self.assertion(changed={"exp": now + 3700}), timeframe),
            "no expiry": (self.assertion(changed={"exp": None}), "invalid_grant: Invalid JWT"),
            "issuer": (self.assertion(changed={"iss": "other@sample-project.iam.gserviceaccount.com"}), "invalid_grant: Invalid grant"),
            "no scope": (self.assertion(changed={"scope": None}), "invalid_scope"),
            "nothing": ("", "invalid_grant"), "no assertion": ("a.b.c", "invalid_grant"),
            "tampered claims": (self.tampered(1), signature), "tampered signature": (self.tampered(2), signature),
            "algorithm none": (self.unsigned("none"), signature), "HS256 with the public key": (self.unsigned("HS256"), signature)}
        for name, (assertion, words) in cases.items():
            with self.subTest(name):
                self.assertTrue(self.refused(assertion).startswith(words), self.refused(assertion))

    def tampered(self, part: int) -> str:
        parts = self.assertion().split(".")
        parts[part] = encoded({"iss": self.ready["email"], "scope": SCOPE, "aud": AUDIENCE, "iat": int(time.time()),
                               "exp": int(time.time()) + 10}) if part == 1 else parts[part][:-8] + "AAAAAAAA"
        return ".".join(parts)

    def unsigned(self, algorithm: str) -> str:
        from cryptography.hazmat.primitives import serialization
        key = self.key_file()
        public = serialization.load_pem_private_key(key["private_key"].encode(), None).public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        header = encoded({"alg": algorithm, "typ": "JWT", "kid": key["private_key_id"]})
        signed = f"{header}.{self.assertion().split('.')[1]}"
        digest = b"" if algorithm == "none" else hmac.new(public, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"

    def test_other_questions_are_refused(self) -> None:
        self.assertEqual(self.exchange(self.assertion(), "password")[1]["error"], "unsupported_grant_type")
        self.assertEqual(self.exchange(self.assertion(), kind="application/json")[1]["error"], "invalid_request")
        status, body = self.exchange(self.assertion(changed={"sub": "person@example.com"}))
        self.assertEqual((status, body["error"]), (401, "unauthorized_client"))

    def test_commands(self) -> None:
        self.server.command("clock 600")
        self.assertIn("short-lived", self.refused(self.assertion(changed={"exp": int(time.time()) + 300})))
        self.server.command("clock -600")
        self.assertIn("short-lived", self.refused(self.assertion()))
        self.server.command("clock 0")
        self.server.command("fail 1 503 internal_failure")
        self.assertEqual([self.exchange(self.assertion())[0] for _ in range(2)], [503, 200])
        self.assertEqual(self.server.command("set text on")["text"], 1)
        self.assertEqual(self.exchange(self.assertion())[1]["expires_in"], "3599")
        self.server.command("set text off")
        self.server.command("set identity on")
        self.assertEqual(list(self.exchange(self.assertion())[1]), ["id_token"])
        self.server.command("set identity off")

    def test_the_vendors_client_is_served(self) -> None:
        from google.auth.transport.requests import Request
        from google.oauth2 import service_account
        content = {**self.key_file(), "token_uri": self.ready["tokenEndpoint"]}
        credentials = service_account.Credentials.from_service_account_info(content, scopes=[SCOPE])
        credentials.refresh(Request())
        self.assertTrue(credentials.valid and credentials.token.startswith("ya29."))


@driving.needs("googleauth")
class Recorder(unittest.TestCase):
    """What Google's clients send; our integration tests compare with it."""

    def record(self, **question: object) -> dict:
        script = HERE / "googleauth" / "record.py"
        done = subprocess.run([sys.executable, str(script)], input=json.dumps({"now": 1_800_000_000, **question}), text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def where(self, recorded: dict) -> list[str]:
        return [f"{one['method']} {one['scheme']}://{one['host']}{one['path']}" for one in recorded["requests"]]

    def test_a_person_reads_and_lists(self) -> None:
        person = {"type": "authorized_user", "client_id": "id", "client_secret": "secret", "refresh_token": "refresh"}
        got = self.record(credential=person, read="projects/p/secrets/s/versions/latest", list="projects/p")
        self.assertEqual(self.where(got), ["POST https://oauth2.googleapis.com/token",
                                           "GET https://secretmanager.googleapis.com/v1/projects/p/secrets/s/versions/latest:access",
                                           "GET https://secretmanager.googleapis.com/v1/projects/p/secrets"])
        self.assertEqual(got["requests"][0]["form"]["refresh_token"], "refresh")
        self.assertEqual(got["requests"][1]["headers"]["authorization"], "Bearer ya29.of-token-endpoint")
        self.assertEqual(base64.b64decode(got["value"]), b"recorded value")

    def test_a_machine_asks_its_metadata_server(self) -> None:
        got = self.record()
        self.assertEqual({one["headers"].get("metadata-flavor") for one in got["requests"]}, {"Google"})
        self.assertEqual(self.where(got)[0], "GET http://169.254.169.254/")
        self.assertEqual(got["token"], "ya29.of-metadata")


@driving.needs("googleauth", "gcpdouble")
class ContractServer(driving.WithServer):
    """What Google's clients cannot show, because they do it right. certify.py has the rest."""

    SERVER, BEFORE_EACH = "gcpdouble", ("heal", "reset-counts")

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> tuple[int, dict, bytes]:
        with contextlib.closing(http.client.HTTPConnection(self.ready["host"], self.ready["port"], timeout=10)) as connection:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()

    def form(self, path: str, **fields: str) -> dict:
        body = urllib.parse.urlencode(fields)
        return json.loads(self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})[2])

    def token(self) -> dict[str, str]:
        person = json.loads(pathlib.Path(self.ready["files"]["person"]).read_text(encoding="utf-8"))
        fields = {name: person[name] for name in ("client_id", "client_secret", "refresh_token")}
        return {"Authorization": "Bearer " + self.form("/token", grant_type="refresh_token", **fields)["access_token"]}

    def read(self, path: str = "sample-text/versions/1:access", **headers: str) -> tuple[int, dict, bytes]:
        return self.ask("GET", f"/v1/projects/{PROJECT}/secrets/{path}", headers={**self.token(), **headers})

    def test_the_shape_is_the_one_of_the_wire(self) -> None:
        status, headers, body = self.read()
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json; charset=UTF-8"))
        name = f"projects/{self.ready['projectNumber']}/secrets/sample-text/versions/1"
        payload = {"data": base64.b64encode(b"plain text value").decode(), "dataCrc32c": "95640652"}
        self.assertEqual(json.loads(body), {"name": name, "payload": payload})
        error = json.loads(self.read("sample-disabled/versions/latest:access")[2])["error"]
        self.assertEqual((error["code"], error["status"]), (400, "FAILED_PRECONDITION"))
        self.assertNotIn("errors", error)

    def test_addresses_have_to_be_exact(self) -> None:
        for path, status in (("sample-text/versions/1%3Aaccess", 400), ("sample-text/versions/1:read", 400), ("sample-text:access", 400),
                             ("a%20b/versions/1:access", 400), ("sample-text/versions/1/more:access", 404), ("", 404)):
            with self.subTest(path):
                self.assertEqual(self.read(path)[0], status)
        self.assertEqual(self.read("?pageSize=many")[0], 404)
        self.assertEqual(self.ask("GET", f"/v1/projects/{PROJECT}/secrets?pageSize=many", headers=self.token())[0], 400)
        self.assertEqual(self.ask("GET", f"/v1/projects/{PROJECT}/secrets?colour=red", headers=self.token())[0], 400)
        self.assertEqual(self.ask("GET", f"/v1/projects/{PROJECT}/secrets?pageToken=x", headers=self.token())[0], 400)

    def test_a_host_serves_its_own_part_alone(self) -> None:
        for host, status in (("secretmanager.googleapis.com", 200), ("sts.googleapis.com", 404),
                             ("secretmanager.europe-west3.rep.googleapis.com", 400)):
            self.assertEqual(self.read(**{"X-Forwarded-Host": host})[0], status, host)

    def test_tokens_are_looked_at(self) -> None:
        for authorization in ("", "Basic abc", "Bearer ", "bearer ya29.x", "Bearer ya29.x"):
            status, headers, body = self.read(Authorization=authorization)
            self.assertEqual((status, json.loads(body)["error"]["status"]), (401, "UNAUTHENTICATED"), authorization)
            self.assertIn("invalid_token", headers["WWW-Authenticate"])
        status, _, body = self.read(**{"X-Goog-User-Project": "foreign"})
        self.assertEqual((status, json.loads(body)["error"]["details"][0]["reason"]), (403, "CONSUMER_INVALID"))

    def test_an_exchange_has_to_be_exact(self) -> None:
        subject = pathlib.Path(self.ready["files"]["reader"]).with_name("subject.txt").read_text(encoding="ascii")
        content = json.loads(pathlib.Path(self.ready["files"]["federatedFile"]).read_text(encoding="utf-8"))
        good = {"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "audience": content["audience"], "subject_token": subject,
                "scope": SCOPE, "requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
                "subject_token_type": content["subject_token_type"]}
        self.assertIn("access_token", self.form("/v1/token", **good))
        for name in good:
            with self.subTest(name):
                self.assertIn("error", self.form("/v1/token", **{**good, name: "other"}))
        narrow = self.form("/v1/token", **{**good, "scope": "https://www.googleapis.com/auth/iam"})["access_token"]
        status, _, body = self.read(Authorization=f"Bearer {narrow}")
        self.assertEqual((status, json.loads(body)["error"]["details"][0]["reason"]), (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"))

    def test_an_impersonation_has_to_be_exact(self) -> None:
        path = f"/v1/projects/-/serviceAccounts/target@{PROJECT}.iam.gserviceaccount.com:generateAccessToken"
        for body, status in (({"scope": [SCOPE], "lifetime": "3600s"}, 200), ({"scope": SCOPE}, 400), ({"scope": []}, 400), ({}, 400),
                             ({"scope": [SCOPE], "lifetime": "3601s"}, 400), ({"scope": [SCOPE], "lifetime": 3600}, 400),
                             ({"scope": [SCOPE], "scopes": []}, 400), ([], 400)):
            with self.subTest(body):
                self.assertEqual(self.ask("POST", path, json.dumps(body), self.token())[0], status)
        self.assertEqual(self.ask("POST", path, "{}")[0], 401)

    def test_the_metadata_server_wants_its_header(self) -> None:
        path, flavor = "/computeMetadata/v1/instance/service-accounts/default/token", {"Metadata-Flavor": "Google"}
        self.assertEqual([self.ask("GET", path, headers=headers)[0] for headers in (flavor, {}, {**flavor, "X-Forwarded-For": "1.2.3.4"})],
                         [200, 403, 403])
        status, headers, _ = self.ask("GET", "/")
        self.assertEqual((status, headers["Metadata-Flavor"]), (200, "Google"))

    def test_faults(self) -> None:
        self.server.command("retry-after 3")
        self.server.command("fail 1 429 RESOURCE_EXHAUSTED AccessSecretVersion")
        status, headers, _ = self.read()
        self.assertEqual((status, headers["Retry-After"]), (429, "3"))
        for way in ("html", "bad-gateway", "empty", "no-content", "not-json", "array", "null", "text", "types", "nested", "bomb", "hints"):
            self.server.command(f"misbehave 1 {way} AccessSecretVersion")
            status, _, body = self.read()
            self.assertFalse(status == 200 and b"plain" in base64.b64encode(body), way)
        for way in ("truncated", "cut-chunk", "reset", "half-header"):
            self.server.command(f"misbehave 1 {way} AccessSecretVersion")
            with self.subTest(way), self.assertRaises((OSError, http.client.HTTPException)):
                self.read()
        self.assertEqual(self.read()[0], 200)
        self.assertEqual(self.server.command("misbehave 1 nicely")["event"], "error")

    def test_payloads_can_be_spoilt(self) -> None:
        whole = json.loads(self.read()[2])["payload"]
        for way, field in (("wrong-crc", "dataCrc32c"), ("bad-crc", "dataCrc32c"), ("number-crc", "dataCrc32c"), ("no-crc", "dataCrc32c"),
                           ("bad-base64", "data"), ("no-payload", "data")):
            self.server.command(f"misbehave 1 {way} AccessSecretVersion")
            got = json.loads(self.read()[2]).get("payload", {})
            self.assertNotEqual(got.get(field), whole[field], way)

    def test_whoever_follows_a_redirect_is_counted(self) -> None:
        self.server.command("misbehave 1 elsewhere AccessSecretVersion")
        status, headers, _ = self.read()
        self.assertEqual((status, headers["Location"]), (302, f"http://localhost:{self.ready['port']}/elsewhere"))
        self.ask("GET", "/elsewhere", headers={"Authorization": "Bearer x"})
        self.assertEqual(self.server.command("counts")["counts"]["elsewhere.token"], 1)

    def test_googles_clients_certify_it(self) -> None:
        program = [sys.executable, str(HERE / "gcpdouble" / "certify.py")]
        done = subprocess.run(program, text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-500:] + done.stderr)
        self.assertGreater(done.stdout.count("ok: "), 40)


if __name__ == "__main__":
    google_client.enter()
    verdict.main()
