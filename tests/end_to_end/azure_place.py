# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure under Microsoft's real host names, in namespaces of a program's own: login.microsoftonline.com is oidc-provider (OpenID
certified, by others), shop.vault.azure.net the vault around Microsoft's codec. Nothing has to be overridden to get there, and nothing else
is reachable."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "servers")]
from kit import namespace  # noqa: E402
from kit.driving import Started  # noqa: E402
from kit.sni import Router  # noqa: E402

LOGIN, VAULT = "login.microsoftonline.com", "shop.vault.azure.net"
SERVERS = ("oidcprovider", "keyvault")
VALUE = "plain text value"  # what tests/servers/keyvault/store.go keeps as `text`
ROOTS = "/etc/ssl/certs"


class Place:
    """Both servers, running. Use as a context, inside kit.namespace. `asked`: the names that TLS connections were for."""

    def __enter__(self) -> "Place":
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-azure-"))
        self.entra = Started("oidcprovider", "--host", LOGIN)
        self.vault = Started("keyvault", "--oidcprovider", json.dumps(self.entra.ready), "--host", VAULT)
        for server in (self.entra, self.vault):
            if server.ready["event"] != "ready":
                raise RuntimeError(server.ready)
        namespace.own_hosts(self.folder, [LOGIN, VAULT])
        roots = self.folder / "roots"
        roots.mkdir()
        (roots / "ca-certificates.crt").write_bytes(pathlib.Path(self.vault.ready["trustFile"]).read_bytes())
        subprocess.run(["mount", "--bind", str(roots), ROOTS], check=True)
        self.router = Router(443, {LOGIN: self.entra.ready["tlsPort"], VAULT: self.vault.ready["tlsPort"]})
        self.asked = self.router.asked
        return self

    def __exit__(self, *_: object) -> None:
        self.router.close()
        self.vault.__exit__()
        self.entra.__exit__()
        for mounted in (ROOTS, "/etc/hosts"):
            subprocess.run(["umount", mounted], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def counts(self, server: Started) -> dict[str, int]:
        return server.command("counts")["counts"]

    def heal(self) -> None:
        for server in (self.entra, self.vault):
            for command in ("heal", "reset-counts"):
                server.command(command)
        self.vault.command("clock 0")
        self.asked.clear()
