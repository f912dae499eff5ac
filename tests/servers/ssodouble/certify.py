#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that the double's answers are what the vendor's own clients accept. Exit code 0: all steps hold; 1: one does not; 77: this machine
allows no namespaces.

The AWS CLI knows no endpoint override for the sign-in, so the whole program runs in namespaces of its own: there the real host names lead
to the double, on the real port, and nothing else is reachable at all.
"""

import datetime
import json
import pathlib
import re
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from kit import driving, namespace  # noqa: E402
from kit.certifying import Failed, step  # noqa: E402
from kit.driving import Started  # noqa: E402
from ssodouble.person import Home  # noqa: E402

_TOKEN_FIELDS = {"startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken"}


def sign_in(server: Started, home: Home, aws: str) -> None:
    """aws sso login by device code; the person's part is played by the command "approve"."""
    child = home.popen([aws, "sso", "login", "--profile", "certified", "--no-browser"])
    assert child.stdout is not None
    shown = ""
    while not (found := re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", shown)) and (line := child.stdout.readline()):
        shown += line
    step("the AWS CLI asks for a device code and shows it", bool(found), shown)
    waiting = server.command("waiting")["userCodes"]
    step("it is the one that waits", waiting == [found[0]], waiting)
    server.command(f"approve {found[0]}")
    text = child.communicate(timeout=60)[0]
    step("the AWS CLI signs in", child.returncode == 0, text)


def check_cache(server: Started, home: Home) -> None:
    token = home.token()
    step("its token file has the fields we know", set(token) == _TOKEN_FIELDS, sorted(token))
    step("start URL and region are those of the profile",
         (token["startUrl"], token["region"]) == (server.ready["startUrl"], server.ready["region"]), token["startUrl"])
    expires = datetime.datetime.strptime(token["expiresAt"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
    left = (expires - datetime.datetime.now(datetime.UTC)).total_seconds()
    step("it expires when the double says", abs(left - 28800) < 60, left)
    counts = server.command("counts")["counts"]
    step("one client was registered, by the vendor's own rules", counts.get("sso-oidc.RegisterClient") == 1, counts)


def export(home: Home, aws: str) -> dict:
    code, text = home.run([aws, "configure", "export-credentials", "--profile", "certified"])
    step("aws configure export-credentials gives a role's credentials", code == 0, text)
    return json.loads(text)


def check_credentials(server: Started, home: Home, aws: str) -> None:
    keys = export(home, aws)
    step("they are complete and expire in an hour", keys["AccessKeyId"].startswith("ASIA") and bool(keys["SessionToken"]), sorted(keys))
    counts = server.command("counts")["counts"]
    step("they came from the portal", counts.get("sso.GetRoleCredentials") == 1, counts)


_REFRESH = """
import botocore.session
session = botocore.session.Session(profile="certified")
from botocore.tokens import SSOTokenProvider
print(SSOTokenProvider(session, profile_name="certified").load_token().get_frozen_token().token)
"""
_REMEMBERED = ("clientId", "clientSecret", "registrationExpiresAt", "startUrl", "region")


def check_refresh(server: Started, home: Home, python: str) -> None:
    """botocore renews a token from the cache that the CLI wrote."""
    before = home.token()
    home.change_token(expiresAt="2020-01-01T00:00:00Z")
    code, text = home.run([python, "-c", _REFRESH])
    after = home.token()
    step("botocore renews the token", code == 0 and text.strip() == after["accessToken"] != before["accessToken"], text)
    step("the refresh token was exchanged for a new one", after["refreshToken"] != before["refreshToken"])
    step("the registration stays as it was", all(after[name] == before[name] for name in _REMEMBERED))
    home.change_token(expiresAt="2020-01-01T00:00:00Z", refreshToken=before["refreshToken"])
    home.run([python, "-c", _REFRESH])
    refused = server.command("counts")["refused"]
    step("the old one is refused", refused.get("InvalidGrantException") == 1, refused)
    home.change_token(**after)


def check_revoked(server: Started, home: Home, aws: str) -> None:
    server.command("revoke-tokens")
    # The CLI keeps role credentials until they expire, whatever becomes of the session.
    shutil.rmtree(home.folder / ".aws" / "cli")
    code, text = home.run([aws, "configure", "export-credentials", "--profile", "certified"])
    step("the AWS CLI is refused once the session is revoked", code != 0, text)
    refused = server.command("counts")["refused"]
    step("by 401 Unauthorized", refused.get("UnauthorizedException", 0) >= 1, refused)


def check_real_names(server: Started, home: Home, python: str) -> None:
    """A host serves only its own half."""
    ask = ("import sys, urllib.request as u\ntry: u.urlopen(sys.argv[1])\nexcept u.HTTPError as e: print(e.code)")
    home.env["SSL_CERT_FILE"] = server.ready["caFile"]
    portal, oidc = server.ready["portalHost"], server.ready["oidcHost"]
    for host, status in ((portal, "401"), (oidc, "404")):
        _, text = home.run([python, "-c", ask, f"https://{host}/assignment/accounts"])
        step(f"{host} answers the portal's question with {status}", text.strip() == status, text)


def certify() -> int:
    aws, python = driving.installed("awscli")["program"], driving.installed("botocore")["python"]
    with tempfile.TemporaryDirectory(prefix="sallyport-certify-") as text, Started("ssodouble", "--tls-port", "443") as server:
        if server.ready["event"] != "ready":
            raise Failed(server.ready["error"])
        namespace.own_hosts(pathlib.Path(text), [server.ready["oidcHost"], server.ready["portalHost"]])
        home = Home(pathlib.Path(text), server.ready)
        sign_in(server, home, aws)
        check_cache(server, home)
        check_credentials(server, home, aws)
        check_refresh(server, home, python)
        check_revoked(server, home, aws)
        check_real_names(server, home, python)
    print("certified: AWS CLI", driving.installed("awscli")["version"], "and botocore", driving.installed("botocore")["version"])
    return 0


def main() -> int:
    missing = [name for name in ("awscli", "botocore", "ssodouble") if not driving.installed(name)]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 1
    namespace.enter()
    try:
        return certify()
    except Failed as problem:
        print(f"not certified: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
