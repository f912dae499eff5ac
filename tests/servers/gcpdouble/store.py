# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets, versions, aliases, locations and projects. Source of the rules: the comments of Google's own service definition
(google/cloud/secretmanager/v1/service.proto and resources.proto) and "Filter secrets and versions"."""

import dataclasses
import re
import time

from kit.google_samples import DISABLED, ENABLED, PROJECT, SAMPLES

from problems import Problem, disabled, invalid

NUMBER, OFF_PROJECT, OFF_NUMBER = "123456789012", "off-project", "210987654321"
LOCATION = "europe-west3"
_SECRET_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_TERM = re.compile(r'([a-z_.A-Z0-9-]+)([:=])"?([^"\s]+)"?')


@dataclasses.dataclass
class Version:
    number: int
    data: bytes
    state: str
    created: float


@dataclasses.dataclass
class Secret:
    id: str
    location: str  # empty: global
    labels: dict[str, str]
    created: float
    versions: list[Version] = dataclasses.field(default_factory=list)
    aliases: dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        """Answers hold the project's number, however it was named in the question."""
        place = f"/locations/{self.location}" if self.location else ""
        return f"projects/{NUMBER}{place}/secrets/{self.id}"

    def version_name(self, number: object) -> str:
        return f"{self.name}/versions/{number}"


class Store:
    """All secrets of one project; a second project exists, in which the service is switched off."""

    def __init__(self, project: str = PROJECT) -> None:
        self._project, self._secrets, self._moment = project, {}, time.time() - 86400
        for name, versions in SAMPLES.items():
            secret = self.create(name)
            for data, state in versions:
                self.add(secret, data).state = state
        self.find("sample-versions").aliases = {"stable": 1, "off": 2}
        self.add(self.create(f"sample-regional@{LOCATION}"), b"a regional value")

    def _now(self) -> float:
        """Each thing is younger than the one before."""
        self._moment += 1
        return self._moment

    # Making ---------------------------------------------------------------------------------

    def create(self, text: str) -> Secret:
        """text: NAME, or NAME@LOCATION."""
        name, _, location = text.partition("@")
        if not _SECRET_ID.fullmatch(name):
            raise ValueError(f"{name} is no name of a secret")
        secret = Secret(name, location, {"made-by": "sample" if name in SAMPLES else "test"}, self._now())
        self._secrets[location, name] = secret
        return secret

    def add(self, secret: Secret, data: bytes) -> Version:
        version = Version(len(secret.versions) + 1, data, ENABLED, self._now())
        secret.versions.append(version)
        return version

    def find(self, text: str) -> Secret:
        name, _, location = text.partition("@")
        return self._secrets[location, name]

    def delete(self, text: str) -> None:
        name, _, location = text.partition("@")
        del self._secrets[location, name]

    def alias(self, text: str, alias: str, number: str) -> dict:
        if not _ALIAS.fullmatch(alias) or alias in ("latest", "NEW"):
            raise ValueError(f"{alias} is no alias")
        self.find(text).aliases[alias] = int(number)
        return dict(self.find(text).aliases)

    # Asking ---------------------------------------------------------------------------------

    def check_project(self, project: str) -> None:
        if project in (OFF_PROJECT, OFF_NUMBER):
            raise disabled(OFF_NUMBER)
        if project not in (self._project, NUMBER):
            raise Problem("PERMISSION_DENIED", f"Permission denied on resource project {project}.", "CONSUMER_INVALID",
                          service="secretmanager.googleapis.com", consumer=f"projects/{project}")

    def secret(self, parts: dict[str, str]) -> Secret:
        """parts: project, location, secret of a resource name."""
        location, name = parts.get("locations", ""), parts["secrets"]
        if not _SECRET_ID.fullmatch(name):
            raise invalid()
        if (location, name) not in self._secrets:
            raise Problem("NOT_FOUND", f"Secret [{Secret(name, location, {}, 0).name}] not found.")
        return self._secrets[location, name]

    def version(self, secret: Secret, text: str) -> Version:
        if not (text.isdecimal() or _ALIAS.fullmatch(text)):
            raise invalid()
        if text == "latest":
            number = len(secret.versions)
        else:
            number = int(text) if text.isdecimal() else secret.aliases.get(text, 0)
        if not 0 < number <= len(secret.versions):
            words = "not found or has no versions" if text == "latest" else "not found"
            what = f"Secret [{secret.name}]" if text == "latest" else f"Secret Version [{secret.version_name(text)}]"
            raise Problem("NOT_FOUND", f"{what} {words}.")
        return secret.versions[number - 1]

    @staticmethod
    def payload(secret: Secret, version: Version) -> bytes:
        if version.state != ENABLED:
            raise Problem("FAILED_PRECONDITION", f"Secret Version [{secret.version_name(version.number)}] is in {version.state} state.")
        return version.data

    def secrets(self, location: str, wanted: str) -> list[Secret]:
        """Newest first."""
        found = [one for one in self._secrets.values() if one.location == location and _fits(wanted, one.name, one.labels, "")]
        return sorted(found, key=lambda one: -one.created)

    @staticmethod
    def versions(secret: Secret, wanted: str) -> list[Version]:
        found = [one for one in secret.versions if _fits(wanted, secret.version_name(one.number), {}, one.state)]
        return sorted(found, key=lambda one: -one.number)

    def change(self, text: str, number: str, state: str) -> None:
        version = self.find(text).versions[int(number) - 1]
        version.state = state
        if state not in (ENABLED, DISABLED):
            version.data = b""


def _fits(wanted: str, name: str, labels: dict[str, str], state: str) -> bool:
    """A part of the filter language: FIELD:PART and FIELD=VALUE, joined by AND or a space."""
    for term in (one for one in wanted.split() if one != "AND"):
        match = _TERM.fullmatch(term)
        field = match[1].removeprefix("labels.") if match else ""
        known = {"name": name, "state": state, **({field: labels.get(field, "")} if match and match[1].startswith("labels.") else {})}
        if match is None or field not in known:
            raise invalid("Invalid list filter.")
        if match[3] not in known[field] if match[2] == ":" else match[3] != known[field]:
            return False
    return True
