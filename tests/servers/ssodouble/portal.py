# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts, roles and their credentials: made up, or real sessions of a running ministack."""

import json
import secrets
import time

import botocore.session
from botocore.config import Config
from shapes import Problem

_PAGE = 20


def _paged(items: list[dict], fields: dict, name: str) -> dict:
    start = 0
    if "nextToken" in fields:
        if not str(fields["nextToken"]).startswith("at-") or not str(fields["nextToken"])[3:].isdigit():
            raise Problem("InvalidRequest", "invalid nextToken")
        start = int(str(fields["nextToken"])[3:])
    size = int(fields.get("maxResults", _PAGE))
    answer: dict[str, object] = {name: items[start:start + size]}
    if start + size < len(items):
        answer["nextToken"] = f"at-{start + size}"
    return answer


class Portal:
    """accounts: identity to names of roles. cloud: {address, region, accessKeyId, secretAccessKey, roleArn} of ministack, or nothing."""

    def __init__(self, accounts: dict[str, list[str]], cloud: str) -> None:
        self._accounts = accounts
        self._cloud = json.loads(cloud) if cloud else None
        self._sts = None
        if self._cloud:
            self._sts = botocore.session.Session().create_client(
                "sts", region_name=self._cloud["region"], endpoint_url=self._cloud["address"], config=Config(connect_timeout=5),
                aws_access_key_id=self._cloud["accessKeyId"], aws_secret_access_key=self._cloud["secretAccessKey"])

    def accounts(self, fields: dict) -> dict:
        return _paged([{"accountId": account, "accountName": f"Account {account}", "emailAddress": f"owner+{account}@example.com"}
                       for account in self._accounts], fields, "accountList")

    def roles(self, fields: dict) -> dict:
        account = str(fields["accountId"])
        return _paged([{"roleName": role, "accountId": account} for role in self._assigned(account)], fields, "roleList")

    def credentials(self, fields: dict, lifetime_s: float) -> dict:
        account, role = str(fields["accountId"]), str(fields["roleName"])
        if role not in self._assigned(account):
            raise Problem("Forbidden", "No access", 403)
        if self._sts is None:
            keys = {"accessKeyId": "ASIA" + secrets.token_hex(8).upper(), "secretAccessKey": secrets.token_urlsafe(30),
                    "sessionToken": secrets.token_urlsafe(300)}
            return {"roleCredentials": {**keys, "expiration": int((time.time() + lifetime_s) * 1000)}}
        got = self._sts.assume_role(RoleArn=self._cloud["roleArn"], RoleSessionName=role, DurationSeconds=int(lifetime_s))["Credentials"]
        return {"roleCredentials": {"accessKeyId": got["AccessKeyId"], "secretAccessKey": got["SecretAccessKey"],
                                    "sessionToken": got["SessionToken"], "expiration": int(got["Expiration"].timestamp() * 1000)}}

    def _assigned(self, account: str) -> list[str]:
        if account not in self._accounts:
            raise Problem("Forbidden", "No access", 403)
        return self._accounts[account]
