# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An `az` that stands in for the Azure CLI, which cannot be signed in without Azure: it writes down how it was called and does what a test
says. Its answers have the shape of Azure CLI 2.54 and later."""

import json
import pathlib
import sys
import textwrap
import time

# Leaves a token for a client of Entra's, as the real program does for the person who is signed in.
_SIGNED_IN = """
import ssl, time, urllib.parse, urllib.request
form = {{"grant_type": "client_credentials", "client_id": {client!r}, "client_secret": {secret!r},
        "scope": sys.argv[sys.argv.index("--resource") + 1] + "/.default"}}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}),
                                     urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile={ca!r})))
with opener.open({authority!r} + "/oauth2/v2.0/token", urllib.parse.urlencode(form).encode(), timeout=20) as answer:
    tokens = json.load(answer)
write(tokens["access_token"], tokens["expires_in"])
"""
_HEAD = """#!{python}
import json, os, sys, time
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps({{"arguments": sys.argv[1:], "process": os.getpid()}}) + "\\n")
def write(token, life=3600):
    end = time.time() + life
    print(json.dumps({{"accessToken": token, "expiresOn": time.strftime("%Y-%m-%d %H:%M:%S.000000", time.localtime(end)),
                      "expires_on": int(end), "subscription": "s-1", "tenant": {tenant!r}, "tokenType": "Bearer"}}, indent=2))
"""


class StandIn:
    """The only program in `folder`, which is to be (in) PATH. `body`: Python, with `write(token, life)` and what _HEAD imports."""

    def __init__(self, folder: pathlib.Path, body: str, tenant: str = "") -> None:
        self.folder, self._log = folder / "bin", folder / "az.log"
        self.folder.mkdir(exist_ok=True)
        self._log.unlink(missing_ok=True)
        program = self.folder / "az"
        head = _HEAD.format(python=sys.executable, log=str(self._log), tenant=tenant)
        program.write_text(head + textwrap.dedent(body), encoding="utf-8")
        program.chmod(0o700)

    @staticmethod
    def signed_in(entra: dict) -> str:
        """The body of one that is signed in at this oidcprovider: each token comes from there."""
        return _SIGNED_IN.format(client=entra["secretClient"], secret=entra["clientSecret"], ca=entra["caFile"],
                                 authority=entra["authority"])

    def runs(self) -> list[dict]:
        """How it was called so far: `arguments` and `process`."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()] if self._log.exists() else []

    def calls(self) -> list[list[str]]:
        return [run["arguments"] for run in self.runs()]

    def wait_for_run(self) -> dict:
        end = time.monotonic() + 20
        while not self.runs():
            if time.monotonic() > end:
                raise AssertionError("az was not run")
            time.sleep(0.02)
        return self.runs()[0]
