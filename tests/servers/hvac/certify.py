#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a contract server with hvac and compares each answer with that of a real Vault.

certify.py --address URL [--fixture FILE] --reference URL --reference-token TOKEN

The server at --address must already hold what the fixture says (contract.json beside this file). The reference,
a fresh Vault in dev mode, is filled by this program. The same operations are then asked of both; answers must be
equal, except for values that differ by nature (identifiers, times), of which only the kind must be equal, and for the
fixture's "allowedDifferences": [{"operation": "health", "path": "/enterprise", "reason": "why"}], where operation
and path may hold * for anything. One that excuses nothing any more is an error as well.

Without --reference it only shows that hvac understands every answer, and says so.
Exit code: 0 equal, 1 different, 2 usage. Run it with the python that "run.py install hvac" names.
"""

import argparse
import fnmatch
import json
import pathlib
import re
import sys
from collections.abc import Callable, Iterator

import hvac
import hvac.exceptions
import requests

# Values of these fields differ between two servers, or from one second to the next.
VOLATILE = {"request_id", "accessor", "token_accessor", "id", "client_token", "entity_id", "created_time", "creation_time",
            "deletion_time", "updated_time", "expire_time", "issue_time", "last_renewal", "last_renewal_time", "ttl", "uuid",
            "cluster_id", "cluster_name", "server_time_utc", "version", "config", "build_date", "echo_duration_ms",
            "clock_skew_ms", "running_plugin_version", "plugin_version", "running_sha256", "deprecation_status"}
MISSING = "<missing>"


class Servers:
    """One server under question: clients for its tokens."""

    def __init__(self, address: str, root_token: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self.address = address
        self.root = self.client(root_token)

    def client(self, token: str | None) -> hvac.Client:
        return hvac.Client(url=self.address, token=token or "", session=self._session, timeout=10)


def fill(server: Servers, fixture: dict) -> None:
    """Puts the fixture into a real Vault."""
    root = server.root
    for name, text in fixture["policies"].items():
        root.sys.create_or_update_policy(name, text)
    mounts = {(item["mount"], "2") for item in fixture["kv2"]} | {(item["mount"], "1") for item in fixture["kv1"]}
    for mount, version in sorted(mounts):
        root.sys.enable_secrets_engine("kv", path=mount, options={"version": version})
    for item in fixture["kv1"]:
        root.secrets.kv.v1.create_or_update_secret(item["path"], item["data"], mount_point=item["mount"])
    for item in fixture["kv2"]:
        fill_versions(root, item)
    for role in fixture["approles"]:
        fill_role(root, role)


def fill_versions(root: hvac.Client, item: dict) -> None:
    kv, where = root.secrets.kv.v2, {"path": item["path"], "mount_point": item["mount"]}
    for version in item["versions"]:
        # A mount that has just been made answers 400 while it upgrades itself.
        retry(lambda data=version["data"]: kv.create_or_update_secret(secret=data, **where))
    for number, version in enumerate(item["versions"], start=1):
        if version.get("state") == "deleted":
            kv.delete_secret_versions(versions=[number], **where)
        if version.get("state") == "destroyed":
            kv.destroy_secret_versions(versions=[number], **where)


def retry(action: Callable[[], object]) -> None:
    for _ in range(50):
        try:
            action()
            return
        except hvac.exceptions.InvalidRequest as problem:
            if "Upgrading" not in str(problem):
                raise
    action()


def fill_role(root: hvac.Client, role: dict) -> None:
    approle, where = root.auth.approle, {"role_name": role["role"], "mount_point": role["mount"]}
    if f"{role['mount']}/" not in root.sys.list_auth_methods()["data"]:
        root.sys.enable_auth_method("approle", path=role["mount"])
    approle.create_or_update_approle(token_policies=role["policies"], token_ttl=f"{role['tokenTtl']}s",
                                     token_max_ttl=f"{role['tokenMaxTtl']}s", secret_id_num_uses=role["secretIdUses"], **where)
    approle.update_role_id(role_id=role["roleId"], **where)
    approle.create_custom_secret_id(secret_id=role["secretId"], **where)


def outcome(action: Callable[[], object]) -> object:
    """What hvac made of the answer: its value, or the kind and words of its exception."""
    try:
        answer = action()
    except hvac.exceptions.VaultError as refusal:
        return {"refused": type(refusal).__name__, "errors": refusal.errors, "body": refusal.json}
    if isinstance(answer, requests.Response):
        return {"status": answer.status_code, "text": answer.text}
    return answer


Operation = tuple[str, object]


def general(server: Servers) -> Iterator[Operation]:
    root, nobody, wrong = server.root, server.client(None), server.client("hvs.wrong")
    yield "health", outcome(lambda: root.sys.read_health_status(method="GET"))
    yield "seal status", outcome(root.sys.read_seal_status)
    yield "lookup-self", outcome(root.auth.token.lookup_self)
    yield "lookup-self, wrong token", outcome(wrong.auth.token.lookup_self)
    yield "lookup-self, no token", outcome(nobody.auth.token.lookup_self)
    yield "renew-self of a root token", outcome(root.auth.token.renew_self)
    yield "no such engine", outcome(lambda: root.read("nowhere/at/all"))
    yield "no such login", outcome(lambda: nobody.auth.approle.login("a", "b", mount_point="nowhere"))


def versions(server: Servers, fixture: dict) -> Iterator[Operation]:
    kv = server.root.secrets.kv.v2
    for item in fixture["kv2"]:
        where = {"path": item["path"], "mount_point": item["mount"]}
        name = f"{item['mount']}/{item['path']}"
        for number in [None, *range(1, len(item["versions"]) + 2)]:
            yield f"{name} version {number}", outcome(
                lambda n=number: kv.read_secret_version(version=n, raise_on_deleted_version=True, **where))
        yield f"{name} read as version 1", outcome(lambda: server.root.secrets.kv.v1.read_secret(**where))
    first = fixture["kv2"][0]
    yield "no such path, version 2", outcome(lambda: kv.read_secret_version(
        path="no/such/path", mount_point=first["mount"], raise_on_deleted_version=True))
    yield "version 2, not a number", outcome(lambda: server.root.read(f"{first['mount']}/data/{first['path']}?version=x"))


def plain(server: Servers, fixture: dict) -> Iterator[Operation]:
    kv = server.root.secrets.kv.v1
    for item in fixture["kv1"]:
        name = f"{item['mount']}/{item['path']}"
        yield name, outcome(lambda: kv.read_secret(item["path"], mount_point=item["mount"]))
        yield f"{name} missing", outcome(lambda: kv.read_secret(item["path"] + "/x", mount_point=item["mount"]))
        yield f"{name} read as version 2", outcome(lambda: server.root.secrets.kv.v2.read_secret_version(
            item["path"], mount_point=item["mount"], raise_on_deleted_version=True))


def detection(server: Servers, fixture: dict, client: hvac.Client, who: str) -> Iterator[Operation]:
    """How Sallyport finds out which engine version a mount has."""
    for item in [*fixture["kv2"][:1], *fixture["kv1"][:1], {"mount": "nowhere", "path": "x"}]:
        for path in (item["mount"], f"{item['mount']}/{item['path']}"):
            answer = outcome(lambda p=path: client.read(f"sys/internal/ui/mounts/{p}"))
            if isinstance(answer, dict) and isinstance(answer.get("data"), dict):
                # Of all that Vault tells about a mount these are the fields a client decides by.
                answer = {key: answer["data"].get(key, MISSING) for key in ("path", "type", "options")}
            yield f"engine of {path} asked by {who}", answer


def roles(server: Servers, fixture: dict) -> Iterator[Operation]:
    nobody = server.client(None)
    for role in fixture["approles"]:
        name, where = role["role"], {"mount_point": role["mount"]}
        approle = nobody.auth.approle
        yield f"{name}: wrong secret id", outcome(lambda: approle.login(role["roleId"], "wrong", use_token=False, **where))
        yield f"{name}: wrong role id", outcome(lambda: approle.login("wrong", role["secretId"], use_token=False, **where))
        login = outcome(lambda: approle.login(role["roleId"], role["secretId"], use_token=False, **where))
        yield f"{name}: login", login
        yield f"{name}: login again", outcome(
            lambda: approle.login(role["roleId"], role["secretId"], use_token=False, **where))
        token = login.get("auth", {}).get("client_token", "") if isinstance(login, dict) else ""
        yield from life_of_token(server, fixture, name, token)


def life_of_token(server: Servers, fixture: dict, name: str, token: str) -> Iterator[Operation]:
    client = server.client(token or "none")
    yield f"{name}: lookup-self", outcome(client.auth.token.lookup_self)
    for item in fixture["kv2"]:
        yield f"{name}: reads {item['path']}", outcome(lambda p=item: client.secrets.kv.v2.read_secret_version(
            path=p["path"], mount_point=p["mount"], raise_on_deleted_version=True))
    yield f"{name}: reads outside its policy", outcome(lambda: client.read("elsewhere/data/x"))
    yield from detection(server, fixture, client, name)
    yield f"{name}: renew-self", outcome(client.auth.token.renew_self)
    yield f"{name}: renew-self with increment", outcome(lambda: client.auth.token.renew_self(increment="90s"))
    yield f"{name}: revoke-self", outcome(client.auth.token.revoke_self)
    yield f"{name}: lookup-self after revoke", outcome(client.auth.token.lookup_self)


def transcript(server: Servers, fixture: dict) -> dict[str, object]:
    found: dict[str, object] = {}
    for part in (general(server), versions(server, fixture), plain(server, fixture),
                 detection(server, fixture, server.root, "root"), roles(server, fixture)):
        for name, answer in part:
            assert name not in found, name
            found[name] = answer
    return found


def kind(value: object) -> str:
    """Enough of a volatile value to tell a wrong one: a time, a number, empty or not."""
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
            return "<time>"
        return "<text>" if value else "<empty>"
    if isinstance(value, bool) or value is None:
        return f"<{value}>"
    return "<number>" if isinstance(value, (int, float)) else f"<{type(value).__name__}>"


def differences(ours: object, theirs: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            mine, other = ours.get(key, MISSING), theirs.get(key, MISSING)
            inside = f"{path}/{key}"
            both = MISSING not in (mine, other)
            # What a secret holds is the fixture's, whatever its names are.
            if key in VOLATILE and both and "/data/data" not in inside and not isinstance(other, (dict, list)):
                mine, other = kind(mine), kind(other)
            yield from differences(mine, other, inside)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs)):
            yield from differences(mine, other, f"{path}/{index}")
    elif ours != theirs or type(ours) is not type(theirs):
        yield path, ours, theirs


class Excuses:
    """The differences that the fixture allows, and which of them were needed."""

    def __init__(self, allowed: list[dict]) -> None:
        self._allowed = allowed
        self._used: set[int] = set()

    def reason(self, operation: str, path: str) -> str | None:
        for index, entry in enumerate(self._allowed):
            if fnmatch.fnmatchcase(operation, entry["operation"]) and fnmatch.fnmatchcase(path or "/", entry["path"]):
                self._used.add(index)
                return entry["reason"]
        return None

    def stale(self) -> list[dict]:
        return [entry for index, entry in enumerate(self._allowed) if index not in self._used]


def compare(ours: dict[str, object], theirs: dict[str, object], excuses: Excuses) -> int:
    """Prints each difference; gives the number of those that are not allowed."""
    wrong = 0
    for name, other in theirs.items():
        for path, mine, real in differences(ours.get(name, MISSING), other):
            reason = excuses.reason(name, path)
            if reason is None:
                wrong += 1
                print(f"DIFFERENT: {name}: {path or '/'}\n    ours:  {json.dumps(mine)}\n    Vault: {json.dumps(real)}")
    for entry in excuses.stale():
        wrong += 1
        print(f"STALE: {entry['operation']}: {entry['path']} is allowed to differ but does not")
    return wrong


def refused_words(found: dict[str, object]) -> Iterator[str]:
    """Without a reference: operations whose answer cannot be right on any Vault."""
    for name, answer in found.items():
        refused = answer.get("refused") if isinstance(answer, dict) else None
        if refused in ("UnexpectedError", "InternalServerError", "BadGateway"):
            yield f"{name}: {refused}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True)
    parser.add_argument("--fixture", type=pathlib.Path, default=pathlib.Path(__file__).with_name("contract.json"))
    parser.add_argument("--reference", default="")
    parser.add_argument("--reference-token", default="root-for-tests")
    parser.add_argument("--fill", action="store_true", help="only put the fixture into the Vault at --address")
    parser.add_argument("--print", action="store_true", help="print what was answered, as JSON")
    options = parser.parse_args()
    fixture = json.loads(options.fixture.read_text(encoding="utf-8"))
    if options.fill:
        fill(Servers(options.address, fixture["token"]), fixture)
        return 0
    ours = transcript(Servers(options.address, fixture["token"]), fixture)
    if options.print:
        print(json.dumps(ours, indent=1))
    if not options.reference:
        wrong = list(refused_words(ours))
        print("\n".join(wrong) or f"hvac understood all {len(ours)} answers (not compared with a real Vault)")
        return 1 if wrong else 0
    real = Servers(options.reference, options.reference_token)
    fill(real, fixture)
    count = compare(ours, transcript(real, fixture), Excuses(fixture["allowedDifferences"]))
    print(f"{len(ours)} answers compared with Vault's: {count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
