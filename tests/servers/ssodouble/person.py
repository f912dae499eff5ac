# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person with a profile of the double: the home folder, the vendor's clients in it, their token file."""

import hashlib
import json
import pathlib
import subprocess

PROFILE, SESSION, SCOPE = "certified", "certified", "sso:account:access"
ACCOUNT, ROLE = "123456789012", "Reader"


class Home:
    """A home folder with a profile of the double, and the clients run in it."""

    def __init__(self, folder: pathlib.Path, ready: dict) -> None:
        self.folder = folder
        (folder / ".aws").mkdir()
        (folder / ".aws" / "config").write_text(
            f"[profile {PROFILE}]\nsso_session = {SESSION}\nregion = {ready['region']}\n"
            f"sso_account_id = {ACCOUNT}\nsso_role_name = {ROLE}\n"
            f"[sso-session {SESSION}]\nsso_start_url = {ready['startUrl']}\nsso_region = {ready['region']}\n"
            f"sso_registration_scopes = {SCOPE}\n", encoding="ascii")
        self.cache = folder / ".aws" / "sso" / "cache"
        self.token_file = self.cache / f"{hashlib.sha1(SESSION.encode()).hexdigest()}.json"
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "AWS_CA_BUNDLE": ready["caFile"],
                    "AWS_EC2_METADATA_DISABLED": "true"}

    def popen(self, argv: list[str]) -> subprocess.Popen:
        return subprocess.Popen(argv, env=self.env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, argv: list[str]) -> tuple[int, str]:
        done = subprocess.run(argv, env=self.env, text=True, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
        return done.returncode, done.stdout or done.stderr

    def token(self) -> dict:
        return json.loads(self.token_file.read_text(encoding="utf-8"))

    def change_token(self, **fields: object) -> None:
        """A field that is None goes."""
        changed = {name: value for name, value in {**self.token(), **fields}.items() if value is not None}
        self.token_file.write_text(json.dumps(changed), encoding="utf-8")
