# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM Identity Center for end-to-end tests: our certified double under the vendor's real host names, Secrets Manager behind it, the AWS CLI
and Sallyport as programs of one person with one token file."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "servers")]
from kit import driving, namespace  # noqa: E402
from kit.driving import Started  # noqa: E402
from ssodouble.person import PROFILE, Home  # noqa: E402

BIN = pathlib.Path(os.environ.get("SALLYPORT_BIN", "build/dev/bin"))
SERVERS = ("ministack", "ssodouble", "awscli", "botocore")
SECRET_FIELDS = ("accessToken", "refreshToken", "clientSecret")


class Place:
    """ministack and the double, running. Use as a context, inside kit.namespace."""

    def __enter__(self) -> "Place":
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-sso-"))
        self.cloud = Started("ministack")
        ready = self.folder / "ministack.json"
        ready.write_text(json.dumps(self.cloud.ready), encoding="utf-8")
        self.sso = Started("ssodouble", "--tls-port", "443", "--ministack", str(ready))
        for server in (self.cloud, self.sso):
            if server.ready["event"] != "ready":
                raise RuntimeError(server.ready)
        namespace.own_hosts(self.folder, [self.sso.ready["oidcHost"], self.sso.ready["portalHost"]])
        return self

    def __exit__(self, *_: object) -> None:
        self.sso.__exit__()
        self.cloud.__exit__()
        subprocess.run(["umount", "/etc/hosts"], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def counts(self, name: str = "counts") -> dict[str, int]:
        """How often each operation was asked for; "refused": how often each refusal was given."""
        return self.sso.command("counts")[name]

    def heal(self) -> None:
        for server, commands in ((self.sso, ("heal", "reset-counts", "clock 0", "set auto off")), (self.cloud, ("heal",))):
            for command in commands:
                server.command(command)


class Person(Home):
    """A home of the place, with the AWS CLI and Sallyport. Their output is kept in `said`."""

    def __init__(self, folder: pathlib.Path, place: Place) -> None:
        super().__init__(folder, place.sso.ready)
        self.place, self.said = place, ""
        address = place.cloud.ready["address"]
        self.env |= {"AWS_ENDPOINT_URL_SECRETS_MANAGER": address, "AWS_ENDPOINT_URL_SSM": address, "AWS_ENDPOINT_URL_STS": address}
        self._aws = driving.installed("awscli")["program"]
        self._secrets: set[str] = set()

    def sign_in_with_aws(self) -> None:
        """aws sso login; the service asks nobody."""
        self.place.sso.command("set auto on")
        code, text = self.run([self._aws, "sso", "login", "--profile", PROFILE, "--no-browser"])
        if code != 0:
            raise AssertionError(text)
        self.place.sso.command("set auto off")
        self.note_secrets()

    def start_aws(self) -> subprocess.Popen:
        """aws configure export-credentials. What it keeps of earlier roles is thrown away: the token has to do."""
        shutil.rmtree(self.folder / ".aws" / "cli", ignore_errors=True)
        return self.popen([self._aws, "configure", "export-credentials", "--profile", PROFILE])

    def aws_works(self) -> bool:
        child = self.start_aws()
        text = child.communicate(timeout=60)[0]
        return child.returncode == 0 and '"SessionToken"' in text

    def start_sallyport(self, workspace: pathlib.Path) -> subprocess.Popen:
        """sallyport-cli run collection with all that it can log."""
        env = {**self.env, "INSOMNIA_AWS_TYPE": "sso", "INSOMNIA_AWS_SECTION": PROFILE, "QT_LOGGING_RULES": "*=true",
               "QT_LOGGING_TO_CONSOLE": "1"}
        return subprocess.Popen([BIN / "sallyport-cli", "run", "collection", "-w", workspace, "--verbose"], env=env, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def end_sallyport(self, child: subprocess.Popen) -> tuple[int, str]:
        text = child.communicate(timeout=60)[0]
        self.said += text
        if self.token_file.exists():
            self.note_secrets()
        return child.returncode, text

    def sallyport(self, workspace: pathlib.Path) -> tuple[int, str]:
        return self.end_sallyport(self.start_sallyport(workspace))

    # Secrets --------------------------------------------------------------------------------

    def note_secrets(self) -> None:
        token = self.token()
        self._secrets |= {token[name] for name in SECRET_FIELDS if name in token}

    def secrets(self) -> set[str]:
        """All tokens and client secrets there have been."""
        return self._secrets

    def files_that_hold(self, *more: str) -> list[str]:
        """Files of this home, other than the token cache, with one of the secrets or of `more` in them."""
        wanted = [one.encode() for one in (*self._secrets, *more)]
        found = []
        for path in self.folder.rglob("*"):
            if path.is_file() and self.cache not in path.parents and any(one in path.read_bytes() for one in wanted):
                found.append(str(path))
        return found


class Arguments:
    """Remembers the command lines of all programs that ran meanwhile, those of other people's too: /proc shows them to anybody."""

    def __enter__(self) -> "Arguments":
        self.lines: set[bytes] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.02):
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.lines.add(path.read_bytes())
                except OSError:  # it has just ended
                    continue

    def holding(self, values: set[str]) -> list[bytes]:
        return [line for line in self.lines if any(value.encode() in line for value in values)]


def connections(port: int) -> int:
    """How many connections to that port of this machine are open (proc_net_tcp: the third field is the remote address, 01 ESTABLISHED)."""
    lines = pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    return sum(fields[2].endswith(f":{port:04X}") and fields[3] == "01" for fields in (line.split() for line in lines))


def wait_until(holds, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.02)
