# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, roles, secrets and parameters of the cloud, made with its root key (whose signature ministack does not check)."""

import base64
import http.client
import json
import re
import time
import urllib.parse

from kit.network import HOST
from kit.places import ServerError

ACCOUNT = "123456789012"
ROOT_KEY = "AKIAROOTFORTESTS0000"
EXTERNAL_ID = "external-id-for-tests"
_READ = ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets",
         "secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds", "ssm:GetParameter", "ssm:GetParameters",
         "ssm:GetParametersByPath", "ssm:GetParameterHistory", "ssm:DescribeParameters", "kms:Decrypt", "sts:*"]
_USERS: dict[str, tuple[list[str], list[str]]] = {  # name: allowed, denied
    "reader": (_READ, []), "noBatch": (_READ, ["secretsmanager:BatchGetSecretValue"]),
    "noList": (_READ, ["secretsmanager:ListSecrets"]), "nothing": ([], [])}
JSON_SECRET = {"username": "app", "password": "pässword", "port": 5432, "nested": {"key": "deep"}, "list": ["a", "b"]}


def role_arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def _policy(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _trust(principal: dict, action: str = "sts:AssumeRole", **conditions: object) -> str:
    return _policy({"Effect": "Allow", "Principal": principal, "Action": action, **({"Condition": conditions} if conditions else {})})


class Cloud:
    """ministack as its owner sees it."""

    def __init__(self, port: int, region: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self._region = region

    def _post(self, service: str, body: bytes, headers: dict[str, str]) -> str:
        scope = f"{ROOT_KEY}/{time.strftime('%Y%m%d', time.gmtime())}/{self._region}/{service}/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        self._connection.request("POST", "/", body, {**headers, "Authorization": signed})
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if answer.status >= 300:
            raise ServerError(f"ministack answered {answer.status} to {headers.get('X-Amz-Target', service)}: {text}")
        return text

    def iam(self, action: str, **fields: str) -> str:
        form = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", **fields})
        return self._post("iam", form.encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def secrets(self, operation: str, **fields: object) -> dict:
        return self._json("secretsmanager", "secretsmanager", operation, fields)

    def ssm(self, operation: str, **fields: object) -> dict:
        return self._json("ssm", "AmazonSSM", operation, fields)

    def _json(self, service: str, target: str, operation: str, fields: dict) -> dict:
        return json.loads(self._post(service, json.dumps(fields).encode(), {
            "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"{target}.{operation}"}))

    # People and roles -----------------------------------------------------------------------

    def make_users(self) -> dict[str, dict[str, str]]:
        return {name: self._make_user(name, allowed, denied) for name, (allowed, denied) in _USERS.items()}

    def _make_user(self, name: str, allowed: list[str], denied: list[str]) -> dict[str, str]:
        self.iam("CreateUser", UserName=name)
        statements = [{"Effect": effect, "Action": actions, "Resource": "*"}
                      for effect, actions in (("Allow", allowed), ("Deny", denied)) if actions]
        if statements:
            self.iam("PutUserPolicy", UserName=name, PolicyName="own", PolicyDocument=_policy(*statements))
        text = self.iam("CreateAccessKey", UserName=name)
        fields = {key: re.search(rf"<{tag}>([^<]*)<", text) for key, tag in
                  (("accessKeyId", "AccessKeyId"), ("secretAccessKey", "SecretAccessKey"))}
        return {key: match[1] for key, match in fields.items() if match} | {"arn": f"arn:aws:iam::{ACCOUNT}:user/{name}"}

    def make_roles(self) -> dict[str, str]:
        """plain: any user; external: with EXTERNAL_ID; chained: from plain; web: a web identity; task: container and sessions."""
        users, issuer = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "identity.example"
        self.iam("CreateOpenIDConnectProvider", Url=f"https://{issuer}", **{
            "ClientIDList.member.1": "sts.amazonaws.com", "ThumbprintList.member.1": "0" * 40})
        trusts = {
            "plain": _trust(users), "task": _trust(users),
            "external": _trust(users, StringEquals={"sts:ExternalId": EXTERNAL_ID}),
            "chained": _trust({"AWS": role_arn("plain")}),
            "web": _trust({"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}"}, "sts:AssumeRoleWithWebIdentity",
                          StringEquals={f"{issuer}:sub": "workload"})}
        for name, trust in trusts.items():
            self.iam("CreateRole", RoleName=name, AssumeRolePolicyDocument=trust)
            self.iam("PutRolePolicy", RoleName=name, PolicyName="own",
                     PolicyDocument=_policy({"Effect": "Allow", "Action": _READ, "Resource": "*"}))
        return {name: role_arn(name) for name in trusts}

    # Secrets and parameters -----------------------------------------------------------------

    def make_samples(self) -> dict[str, dict]:
        return {
            "text": self.secrets("CreateSecret", Name="sample/text", SecretString="plain text value", Description="one line",
                                 Tags=[{"Key": "team", "Value": "blue"}]),
            "json": self.secrets("CreateSecret", Name="sample/json", SecretString=json.dumps(JSON_SECRET, ensure_ascii=False)),
            "binary": self.secrets("CreateSecret", Name="sample/binary", SecretBinary=base64.b64encode(bytes(range(256))).decode()),
            "unicode": self.secrets("CreateSecret", Name="sample/unicode", SecretString="Grüße, 世界 🔑\n\tsecond line"),
            "versions": self._make_versions(), "deleted": self._make_deleted()}

    def _make_versions(self) -> dict:
        first = self.secrets("CreateSecret", Name="sample/versions", SecretString="first")
        ids = {"first": first["VersionId"]}
        # A version without a stage is forgotten; the real service keeps it for a day.
        self.secrets("UpdateSecretVersionStage", SecretId="sample/versions", VersionStage="custom", MoveToVersionId=ids["first"])
        for value, stage in (("second", "AWSCURRENT"), ("third", "AWSCURRENT"), ("next", "AWSPENDING")):
            ids[value] = self.secrets("PutSecretValue", SecretId="sample/versions", SecretString=value, VersionStages=[stage])["VersionId"]
        return {"ARN": first["ARN"], "Name": first["Name"], "versionIds": ids}

    def _make_deleted(self) -> dict:
        made = self.secrets("CreateSecret", Name="sample/deleted", SecretString="gone")
        self.secrets("DeleteSecret", SecretId="sample/deleted", RecoveryWindowInDays=7)
        return made

    def make_parameters(self) -> list[str]:
        self.ssm("PutParameter", Name="/sample/string", Type="String", Value="a plain parameter")
        self.ssm("PutParameter", Name="/sample/list", Type="StringList", Value="one,two,three")
        self.ssm("PutParameter", Name="/sample/secure", Type="SecureString", Value="a secret parameter")
        for number, value in enumerate(("first", "second", "third")):
            self.ssm("PutParameter", Name="/sample/versions", Type="SecureString", Value=value, Overwrite=number > 0)
        self.ssm("LabelParameterVersion", Name="/sample/versions", ParameterVersion=2, Labels=["stable"])
        return ["/sample/string", "/sample/list", "/sample/secure", "/sample/versions"]

    def fill(self, count: int, prefix: str) -> None:
        """PREFIX0000 has the value "value of PREFIX0000", and so on."""
        for number in range(count):
            name = f"{prefix}{number:04}"
            self.secrets("CreateSecret", Name=name, SecretString=f"value of {name}")
