#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves what README.md promises about ministack and its front, and about the metadata service; botocore asks the questions."""

import datetime
import http.client
import json
import pathlib
import sys
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kit import driving, verdict  # noqa: E402
from kit.asking import Aws, error_code  # noqa: E402
from kit.driving import Started  # noqa: E402

NOT_SIGNED_WELL = (400, "InvalidSignatureException")


@driving.needs("ministack", "botocore")
class Cloud(driving.WithServer):
    """One ministack for all questions that change nothing."""

    SERVER, OPTIONS = "ministack", ("--container-token", "Bearer container", "--fill", "120")

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.aws = Aws(cls.ready["address"])
        cls.reader = cls.ready["users"]["reader"]

    def client(self, service: str, keys: dict | None = None, region: str = "us-east-1"):
        return self.aws.client(service, keys or self.reader, region)

    def refused(self, call, **fields: object) -> str:
        with self.assertRaises(Exception) as caught:
            call(**fields)
        return error_code(caught.exception)

    # Values ---------------------------------------------------------------------------------

    def test_secrets_of_all_kinds(self) -> None:
        client = self.client("secretsmanager")
        self.assertEqual(client.get_secret_value(SecretId="sample/text")["SecretString"], "plain text value")
        self.assertEqual(json.loads(client.get_secret_value(SecretId="sample/json")["SecretString"])["password"], "pässword")
        self.assertEqual(client.get_secret_value(SecretId="sample/binary")["SecretBinary"], bytes(range(256)))
        arn = self.ready["samples"]["text"]["ARN"]
        self.assertEqual(client.get_secret_value(SecretId=arn)["ARN"], arn)
        self.assertEqual(self.refused(client.get_secret_value, SecretId="sample/deleted"), "InvalidRequestException")
        self.assertEqual(self.refused(client.get_secret_value, SecretId="sample/none"), "ResourceNotFoundException")

    def test_versions_and_stages(self) -> None:
        client, ids = self.client("secretsmanager"), self.ready["samples"]["versions"]["versionIds"]
        for want, how in (("third", {}), ("second", {"VersionStage": "AWSPREVIOUS"}), ("next", {"VersionStage": "AWSPENDING"}),
                          ("first", {"VersionStage": "custom"}), ("first", {"VersionId": ids["first"]})):
            with self.subTest(how=how):
                self.assertEqual(client.get_secret_value(SecretId="sample/versions", **how)["SecretString"], want)

    def test_parameters(self) -> None:
        client = self.client("ssm")
        for name, decrypt, want in (("/sample/string", False, "a plain parameter"), ("/sample/list", False, "one,two,three"),
                                    ("/sample/secure", True, "a secret parameter"), ("/sample/versions", True, "third"),
                                    ("/sample/versions:1", True, "first"), ("/sample/versions:stable", True, "second")):
            with self.subTest(name=name):
                self.assertEqual(client.get_parameter(Name=name, WithDecryption=decrypt)["Parameter"]["Value"], want)
        self.assertNotEqual(client.get_parameter(Name="/sample/secure")["Parameter"]["Value"], "a secret parameter")
        self.assertEqual(client.get_parameters(Names=["/sample/none"])["InvalidParameters"], ["/sample/none"])

    def test_batches_and_lists_have_the_vendors_limits(self) -> None:
        client = self.client("secretsmanager")
        names = [f"fill/{number:04}" for number in range(21)]
        got = client.batch_get_secret_value(SecretIdList=[*names[:19], "sample/none"])
        self.assertEqual(sorted(value["SecretString"] for value in got["SecretValues"]), [f"value of {name}" for name in names[:19]])
        self.assertEqual([error["ErrorCode"] for error in got["Errors"]], ["ResourceNotFoundException"])
        self.assertEqual(self.refused(client.batch_get_secret_value, SecretIdList=names), "ValidationException")
        pages = list(client.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 50}))
        self.assertGreater(len(pages), 2)
        self.assertGreater(sum(len(page["SecretList"]) for page in pages), 120)

    # Permissions ----------------------------------------------------------------------------

    def test_each_user_may_do_what_its_name_says(self) -> None:
        users = self.ready["users"]
        no_batch, no_list = (self.client("secretsmanager", users[name]) for name in ("noBatch", "noList"))
        self.assertEqual(self.refused(no_batch.batch_get_secret_value, SecretIdList=["sample/text"]), "AccessDeniedException")
        self.assertEqual(no_batch.get_secret_value(SecretId="sample/text")["Name"], "sample/text")
        self.assertEqual(self.refused(no_list.list_secrets), "AccessDeniedException")
        self.assertEqual(len(no_list.batch_get_secret_value(SecretIdList=["sample/text"])["SecretValues"]), 1)
        nothing = self.client("secretsmanager", users["nothing"])
        self.assertEqual(self.refused(nothing.get_secret_value, SecretId="sample/text"), "AccessDeniedException")

    def test_roles(self) -> None:
        sts, roles = self.client("sts"), self.ready["roles"]
        self.assertEqual(sts.get_caller_identity()["Arn"], self.reader["arn"])
        external = {"RoleArn": roles["external"], "RoleSessionName": "test"}
        self.assertEqual(self.refused(sts.assume_role, **external), "AccessDenied")
        self.assertEqual(self.refused(sts.assume_role, **external, ExternalId="wrong"), "AccessDenied")
        keys = sts.assume_role(**external, ExternalId=self.ready["externalId"])["Credentials"]
        self.assertEqual(self.client("secretsmanager", keys).get_secret_value(SecretId="sample/text")["Name"], "sample/text")
        chained = {"RoleArn": roles["chained"], "RoleSessionName": "test"}
        self.assertEqual(self.refused(sts.assume_role, **chained), "AccessDenied")
        plain = sts.assume_role(RoleArn=roles["plain"], RoleSessionName="test")["Credentials"]
        arn = self.client("sts", plain).assume_role(**chained)["AssumedRoleUser"]["Arn"]
        self.assertIn("assumed-role/chained/test", arn)

    def test_web_identity_is_asked_without_a_signature(self) -> None:
        fields = {"RoleArn": self.ready["roles"]["web"], "RoleSessionName": "test"}
        sts = self.aws.client("sts", None)
        keys = sts.assume_role_with_web_identity(**fields, WebIdentityToken=self.aws.web_identity("workload"))["Credentials"]
        self.assertEqual(self.client("ssm", keys).get_parameter(Name="/sample/string")["Parameter"]["Version"], 1)
        stranger = self.aws.web_identity("stranger")
        self.assertEqual(self.refused(sts.assume_role_with_web_identity, **fields, WebIdentityToken=stranger), "AccessDenied")

    def test_container_credentials_open_secrets(self) -> None:
        request = urllib.request.Request(self.ready["containerUri"], headers={"Authorization": "Bearer container"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            keys = json.load(answer)
        self.assertEqual(sorted(keys), ["AccessKeyId", "Expiration", "RoleArn", "SecretAccessKey", "Token"])
        client = self.client("secretsmanager", {**keys, "SessionToken": keys["Token"]})
        self.assertEqual(client.get_secret_value(SecretId="sample/text")["Name"], "sample/text")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.ready["containerUri"], timeout=10)
        self.assertEqual(caught.exception.code, 401)
        caught.exception.close()

    # Signatures -----------------------------------------------------------------------------

    def ask(self, **how: object) -> tuple[int, str]:
        """One signed question, bent as "how" says; see Aws.signed."""
        request = self.aws.signed(self.reader, "secretsmanager.GetSecretValue", {"SecretId": "sample/text"}, **how)
        connection = http.client.HTTPConnection(self.ready["host"], self.ready["port"], timeout=10)
        connection.request("POST", "/", request.body, request.headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        return answer.status, body.get("__type", "")

    def test_a_right_signature_passes(self) -> None:
        self.assertEqual(self.ask(), (200, ""))

    def test_what_was_signed_wrongly_is_refused(self) -> None:
        cases = {"secret": {"secret": "wrong"}, "region": {"region": "eu-west-1"}, "service": {"service": "ssm"},
                 "body": {"body": b'{"SecretId": "sample/json"}'}, "unsigned target": {"unsigned": "x-amz-target"},
                 "unsigned host": {"unsigned": "host"}, "unsigned content type": {"unsigned": "content-type"},
                 "unsigned token": {"added": {"X-Amz-Security-Token": "stray"}}, "host": {"changed": {"Host": "elsewhere:1"}},
                 "target": {"changed": {"X-Amz-Target": "secretsmanager.DescribeSecret"}},
                 "late": {"offset_s": -320}, "early": {"offset_s": 320}}
        for name, how in cases.items():
            with self.subTest(name):
                self.assertEqual(self.ask(**how), NOT_SIGNED_WELL)

    def test_a_clock_within_five_minutes_passes(self) -> None:
        self.assertEqual(self.ask(offset_s=-280), (200, ""))
        self.assertEqual(self.ask(offset_s=280), (200, ""))

    def test_unknown_keys_and_missing_signatures_have_their_own_names(self) -> None:
        self.assertEqual(self.ask(access_key="AKIA0000000000000000"), (400, "UnrecognizedClientException"))
        self.assertEqual(self.ask(changed={"Authorization": None}), (400, "MissingAuthenticationTokenException"))
        self.assertEqual(self.refused(self.client("sts", {**self.reader, "secretAccessKey": "x"}).get_caller_identity),
                         "SignatureDoesNotMatch")


@driving.needs("ministack", "botocore")
class CloudCommands(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Started("ministack", "--region", "eu-central-1")
        self.addCleanup(self.server.__exit__)
        self.aws = Aws(self.server.ready["address"])
        self.client = self.keyed(self.server.ready["users"]["reader"])

    def keyed(self, keys: dict):
        return self.aws.client("secretsmanager", keys, "eu-central-1")

    def outcome(self, client=None) -> str:
        try:
            return (client or self.client).get_secret_value(SecretId="sample/text")["Name"]
        except Exception as problem:  # noqa: BLE001 - its name is the outcome
            return error_code(problem)

    def test_sessions_end(self) -> None:
        short, long = (self.keyed(self.server.command(f"session {seconds}")) for seconds in (2, 3600))
        self.assertEqual((self.outcome(short), self.outcome(long)), ("sample/text", "sample/text"))
        end = time.monotonic() + 10
        while self.outcome(short) == "sample/text" and time.monotonic() < end:
            time.sleep(0.2)
        self.assertEqual((self.outcome(short), self.outcome(long)), ("ExpiredTokenException", "sample/text"))
        self.assertGreaterEqual(self.server.command("expire-sessions")["expired"], 1)
        self.assertEqual((self.outcome(long), self.outcome()), ("ExpiredTokenException", "sample/text"))

    def test_faults_and_counts(self) -> None:
        self.server.command("fail 1 400 ThrottlingException secretsmanager.GetSecretValue slow down please")
        self.server.command("fail 1 503 -")
        self.server.command("fail 1 500 InternalServiceError ssm.GetParameter")
        self.assertEqual([self.outcome() for _ in range(3)], ["ThrottlingException", "503", "sample/text"])
        told = self.server.command("counts")
        self.assertEqual(told["counts"], {"secretsmanager.GetSecretValue": 3})
        self.assertEqual(told["refused"], {"ThrottlingException": 1, "-": 1})
        self.server.command("reset-counts")
        self.assertEqual(self.server.command("counts")["counts"], {})

    def test_the_clock_of_the_service_can_be_wrong(self) -> None:
        self.server.command("clock 600")
        self.assertEqual(self.outcome(), "InvalidSignatureException")
        try:
            self.client.list_secrets()
        except Exception as problem:  # noqa: BLE001
            headers = problem.response["ResponseMetadata"]["HTTPHeaders"]
        told = datetime.datetime.strptime(headers["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=datetime.UTC)
        self.assertAlmostEqual(told.timestamp() - time.time(), 600, delta=5)
        self.server.command("heal")
        self.assertEqual(self.outcome(), "sample/text")

    def test_down_and_up_again_with_all_it_knew(self) -> None:
        session = self.keyed(self.server.command("session"))
        self.server.command("create-secret own/secret some words")
        self.assertFalse(self.server.command("down")["running"])
        self.assertEqual(self.outcome(), "EndpointConnectionError")
        self.assertTrue(self.server.command("up")["running"])
        self.assertEqual(self.outcome(session), "sample/text")
        self.assertEqual(self.client.get_secret_value(SecretId="own/secret")["SecretString"], "some words")
        self.server.command("update-secret own/secret others")
        self.assertEqual(self.client.get_secret_value(SecretId="own/secret")["SecretString"], "others")
        self.assertEqual(self.server.command("fail")["event"], "error")


@driving.needs("imds", "botocore")
class InstanceMetadata(unittest.TestCase):
    def credentials(self, server: Started):
        fetcher = Aws.metadata_fetcher(server.ready["address"])
        return fetcher.retrieve_iam_role_credentials()

    def test_botocore_finds_the_credentials(self) -> None:
        with Started("imds", "--role", "mine") as server:
            got, ready = self.credentials(server), server.ready
            self.assertEqual((got["role_name"], got["access_key"], got["secret_key"], got["token"], got["expiry_time"]),
                             ("mine", ready["accessKeyId"], ready["secretAccessKey"], ready["sessionToken"], ready["expiration"]))
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{ready['address']}/latest/meta-data/", timeout=10)
            self.assertEqual(caught.exception.code, 401)
            caught.exception.close()
            self.assertFalse(server.command("down")["running"])
            self.assertEqual(self.credentials(server), {})
            self.assertTrue(server.command("up")["running"])
            self.assertEqual(self.credentials(server)["access_key"], ready["accessKeyId"])

    def test_it_hands_out_what_it_was_given(self) -> None:
        with Started("imds", "--access-key", "ASIAGIVEN", "--secret-key", "s", "--session-token", "t", "--expires-in", "-60") as server:
            self.assertEqual(server.ready["accessKeyId"], "ASIAGIVEN")
            expires = datetime.datetime.fromisoformat(server.ready["expiration"])
            self.assertLess(expires, datetime.datetime.now(datetime.UTC))


if __name__ == "__main__":
    verdict.main()
