# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where access tokens come from: Security Token Service, IAM Service Account Credentials, the metadata server of a machine.

Sources: Security Token Service API ("token"), IAM Service Account Credentials API ("generateAccessToken"), "About VM metadata".
"""

import datetime
import json
import pathlib
import re
import secrets
import urllib.parse

from accounts import Accounts, email_of
from grants import IAM_SCOPE, SCOPE, Grants, Person, Refused
from problems import Problem, invalid, unauthenticated
from store import NUMBER

POOL = f"projects/{NUMBER}/locations/global/workloadIdentityPools/builds"
AUDIENCE = f"//iam.googleapis.com/{POOL}/providers/ci"
FEDERATED = f"principal://iam.googleapis.com/{POOL}/subject/workload"
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS, _JWT = "urn:ietf:params:oauth:token-type:access_token", "urn:ietf:params:oauth:token-type:jwt"
_IMPERSONATION = re.compile(r"/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken")
_LONGEST_S = 3600
PERSON = "person@example.com"


class Identity:
    """What is signed in how. Files of all kinds of credentials are written into the accounts' folder."""

    def __init__(self, accounts: Accounts, grants: Grants, folder: pathlib.Path, project: str) -> None:
        self._accounts, self._grants, self._folder, self._project = accounts, grants, folder, project
        self.subject = f"subject.{secrets.token_hex(8)}.signed"
        self._machine = email_of("machine", project)
        # Who may become whom; a chained account only through the one in the middle.
        self._target, self._middle, self._chained = (email_of(name, project) for name in ("target", "middle", "chained"))
        self._may = {(one, self._target) for one in (PERSON, FEDERATED, email_of("reader", project), self._machine)}
        self._may |= {(PERSON, self._middle), (self._middle, self._chained)}

    # Files ----------------------------------------------------------------------------------

    def write_files(self, address: str) -> None:
        """address: ours, for the url that a subject token comes from."""
        write, known = self._accounts.write, self._grants.people
        person = self._person(PERSON)
        write("person", person)
        write("personRevoked", {**person, "refresh_token": "1//revoked"})
        write("personWrongClient", {**person, "client_secret": "GOCSPX-wrong"})
        again = self._person(PERSON)
        known[again["refresh_token"]].needs_reauthentication = True
        write("personReauthentication", again)
        write("impersonated", self._impersonated(person, self._target))
        write("chained", self._impersonated(person, self._chained, self._middle))
        write("chainedWithoutDelegate", self._impersonated(person, self._chained))
        write("impersonatedByKey", self._impersonated(self._key("reader"), self._target))
        write("impersonatedDenied", self._impersonated(self._key("nothing"), self._target))
        (self._folder / "subject.txt").write_text(self.subject, encoding="ascii")
        (self._folder / "subject.json").write_text(json.dumps({"id_token": self.subject}), encoding="ascii")
        (self._folder / "stranger.txt").write_text("subject.of.a-stranger", encoding="ascii")
        text = {"file": str(self._folder / "subject.txt")}
        write("federatedFile", self._federated(text))
        shape = {"type": "json", "subject_token_field_name": "id_token"}
        write("federatedJson", self._federated({"file": str(self._folder / "subject.json"), "format": shape}))
        write("federatedStranger", self._federated({"file": str(self._folder / "stranger.txt")}))
        write("federatedUrl", self._federated({"url": f"{address}/subject", "headers": {"X-Job": "42"}, "format": shape}))
        answer = {"version": 1, "success": True, "token_type": _JWT, "id_token": self.subject}
        (self._folder / "answer.json").write_text(json.dumps(answer), encoding="ascii")
        command = {"command": f"/bin/cat {self._folder / 'answer.json'}", "timeout_millis": 5000}
        write("federatedExecutable", self._federated({"executable": command}))
        write("federatedImpersonated", {**self._federated(text), "service_account_impersonation_url": self._url(self._target)})

    def _key(self, name: str) -> dict:
        return json.loads(pathlib.Path(self._accounts.files[name]).read_text(encoding="utf-8"))

    def _person(self, email: str) -> dict:
        content = {"type": "authorized_user", "client_id": "42-sample.apps.googleusercontent.com",
                   "client_secret": "GOCSPX-" + secrets.token_hex(8), "refresh_token": "1//" + secrets.token_urlsafe(40)}
        self._grants.people[content["refresh_token"]] = Person(content["client_id"], content["client_secret"], email)
        return {**content, "universe_domain": "googleapis.com"}

    @staticmethod
    def _url(email: str) -> str:
        return f"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{email}:generateAccessToken"

    def _impersonated(self, source: dict, target: str, *delegates: str) -> dict:
        return {"type": "impersonated_service_account", "delegates": [f"projects/-/serviceAccounts/{one}" for one in delegates],
                "service_account_impersonation_url": self._url(target), "source_credentials": source}

    @staticmethod
    def _federated(source: dict) -> dict:
        return {"type": "external_account", "universe_domain": "googleapis.com", "audience": AUDIENCE, "subject_token_type": _JWT,
                "token_url": "https://sts.googleapis.com/v1/token", "credential_source": source}

    # Security Token Service -----------------------------------------------------------------

    def exchange(self, form: dict[str, str]) -> dict:
        fixed = {"grant_type": _EXCHANGE, "requested_token_type": _ACCESS, "subject_token_type": _JWT}
        for name, value in fixed.items():
            if form.get(name) != value:
                raise Refused("invalid_request", f"Invalid {name}: {form.get(name, '')}")
        if form.get("audience") != AUDIENCE:
            raise Refused("invalid_target", 'The target service indicated by the "audience" parameters is invalid.')
        scopes = form.get("scope", "").split()
        if not scopes or set(scopes) - {SCOPE, IAM_SCOPE}:
            raise Refused("invalid_scope", "Invalid OAuth scope.")
        if form.get("subject_token") != self.subject:
            raise Refused("invalid_grant", "Error code invalid_token: ID Token is not signed by a known key.")
        life = int(self._grants.settings.life)
        return {"access_token": self._grants.issue(FEDERATED, life, scopes), "issued_token_type": _ACCESS, "token_type": "Bearer",
                "expires_in": life}

    # Impersonation --------------------------------------------------------------------------

    @staticmethod
    def target_of(path: str) -> str:
        match = _IMPERSONATION.fullmatch(urllib.parse.unquote(path))
        return match[1] if match else ""

    def impersonate(self, target: str, authorization: str, body: bytes) -> dict:
        token = self._grants.find(authorization.removeprefix("Bearer ")) if authorization.startswith("Bearer ") else None
        if token is None:
            raise unauthenticated("ACCESS_TOKEN_EXPIRED")
        fields = self._fields(body)
        steps = [token.email, *(one.rpartition("/")[2] for one in fields.get("delegates") or []), target]
        if any(step not in self._may for step in zip(steps, steps[1:])):
            raise Problem("PERMISSION_DENIED", "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
                          "IAM_PERMISSION_DENIED", "iam.googleapis.com", permission="iam.serviceAccounts.getAccessToken")
        life = int(fields["lifetime"][:-1])
        end = datetime.datetime.fromtimestamp(self._grants.now() + life, datetime.UTC)
        return {"accessToken": self._grants.issue(target, life, fields["scope"]), "expireTime": end.strftime("%Y-%m-%dT%H:%M:%SZ")}

    @staticmethod
    def _fields(body: bytes) -> dict:
        try:
            fields = json.loads(body)
            known = not set(fields) - {"delegates", "scope", "lifetime"} and isinstance(fields["scope"], list) and fields["scope"]
            life = int(re.fullmatch(r"(\d+)s", fields.setdefault("lifetime", "3600s"))[1])
        except (ValueError, TypeError, KeyError):
            raise invalid("Request contains an invalid argument.") from None
        if not known or not 0 < life <= _LONGEST_S:
            raise invalid("Request contains an invalid argument.")
        return fields

    # Metadata server ------------------------------------------------------------------------

    def metadata(self, path: str, query: dict[str, str]) -> tuple[int, str, str]:
        """Status, content type and body."""
        account = {"aliases": ["default"], "email": self._machine, "scopes": [SCOPE]}
        rest = path.removeprefix("/computeMetadata/v1/")
        place, _, name = rest.removeprefix("instance/service-accounts/").partition("/")
        ours = rest.startswith("instance/service-accounts/") and place in ("default", self._machine)
        if ours and name == "token":
            life = int(self._grants.settings.life)
            token = self._grants.issue(self._machine, life, [one for one in query.get("scopes", "").split(",") if one])
            return 200, "application/json", json.dumps({"access_token": token, "expires_in": life, "token_type": "Bearer"})
        if ours and not name and query.get("recursive") == "true":
            return 200, "application/json", json.dumps(account)
        texts = {"project/project-id": self._project, "project/numeric-project-id": NUMBER, "universe/universe-domain": "googleapis.com",
                 "instance/service-accounts/default/email": self._machine, "/": "computeMetadata/\n", "/computeMetadata/": "v1/\n"}
        return (200, "application/text", texts[rest]) if rest in texts else (404, "text/html; charset=UTF-8", "<title>Error 404</title>")
