# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What IAM Identity Center allows: clients, device codes, authorization codes, tokens. The clock comes in from outside.

Sources: IAM Identity Center OIDC API Reference (RegisterClient, StartDeviceAuthorization, CreateToken), RFC 8628, RFC 7636, RFC 8252.
"""

import base64
import dataclasses
import hashlib
import hmac
import secrets
import urllib.parse
from collections.abc import Callable

from shapes import Problem

DEVICE, CODE, REFRESH = "urn:ietf:params:oauth:grant-type:device_code", "authorization_code", "refresh_token"
SCOPES = {"sso:account:access"}
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
# A poll may come a little early: clocks tick, networks jitter.
_JITTER_S = 0.2


@dataclasses.dataclass
class Settings:
    """Times in seconds; what the commands "set NAME VALUE" change."""

    interval: float = 1
    slow_down: float = 5
    device: float = 600
    code: float = 600
    token: float = 28800
    session: float = 90 * 86400
    registration: float = 90 * 86400
    grace: float = 0
    rotation: float = 1  # 0: a refresh keeps its token and does not repeat it
    credentials: float = 3600
    auto: float = 0  # 1: whatever asks is allowed at once


@dataclasses.dataclass
class Client:
    id: str
    secret: str
    scopes: list[str]
    redirects: list[str]
    grants: list[str]
    issuer: str
    expires: float


@dataclasses.dataclass
class Device:
    client: str
    user_code: str
    expires: float
    interval: float
    decision: str = ""
    used: bool = False
    polled: float = 0.0


@dataclasses.dataclass
class Grant:
    """What an authorization code stands for."""

    client: str
    redirect: str
    challenge: str
    expires: float
    used: bool = False
    family: str = ""


@dataclasses.dataclass
class Token:
    family: str
    client: str
    expires: float
    replaced: float = 0.0


def _oauth(code: str, error: str, message: str, status: int = 400) -> Problem:
    return Problem(code, message, status, error)


def same_redirect(registered: str, asked: str) -> bool:
    """RFC 8252, 7.3: a loopback address may come with any port."""
    ours, theirs = urllib.parse.urlsplit(registered), urllib.parse.urlsplit(asked)
    if not is_loopback(registered):
        return registered == asked
    return is_loopback(asked) and (ours.hostname, ours.path) == (theirs.hostname, theirs.path)


def is_loopback(uri: str) -> bool:
    parts = urllib.parse.urlsplit(uri)
    return (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1") and not parts.query and not parts.fragment
            and parts.username is None)


class Rules:
    """All state of the double; one lock around it is the caller's work."""

    def __init__(self, start_url: str, now: Callable[[], float]) -> None:
        self.settings, self._start_url, self._now = Settings(), start_url, now
        self.clients: dict[str, Client] = {}
        self.devices: dict[str, Device] = {}
        self.codes: dict[str, Grant] = {}
        self.access: dict[str, Token] = {}
        self.refresh: dict[str, Token] = {}

    # Clients --------------------------------------------------------------------------------

    def register(self, fields: dict) -> dict:
        if fields["clientType"] != "public":
            raise _oauth("InvalidClientMetadata", "invalid_client_metadata", "clientType has to be public")
        unknown = set(fields.get("scopes", [])) - SCOPES
        if unknown:
            raise _oauth("InvalidScope", "invalid_scope", f"unknown scope {sorted(unknown)[0]}")
        grants = fields.get("grantTypes", [DEVICE, REFRESH])
        if set(grants) - {DEVICE, CODE, REFRESH}:
            raise _oauth("UnsupportedGrantType", "unsupported_grant_type", "an unknown grant type")
        redirects = fields.get("redirectUris", [])
        for uri in redirects:
            if not is_loopback(uri) and urllib.parse.urlsplit(uri).scheme != "https":
                raise _oauth("InvalidRedirectUri", "invalid_redirect_uri", f"{uri} is neither https nor a loopback address")
        if CODE in grants and not (redirects and fields.get("issuerUrl")):
            raise _oauth("InvalidRequest", "invalid_request", "authorization_code needs redirectUris and issuerUrl")
        if fields.get("issuerUrl", self._start_url) != self._start_url:
            raise _oauth("InvalidRequest", "invalid_request", "issuerUrl is not known here")
        client = Client(secrets.token_urlsafe(16), secrets.token_urlsafe(100), fields.get("scopes", []), redirects, grants,
                        fields.get("issuerUrl", ""), self._now() + self.settings.registration)
        self.clients[client.id] = client
        return {"clientId": client.id, "clientSecret": client.secret, "clientIdIssuedAt": int(self._now()),
                "clientSecretExpiresAt": int(client.expires)}

    def _client(self, fields: dict) -> Client:
        client = self.clients.get(fields["clientId"])
        if client is None or not hmac.compare_digest(client.secret.encode(), str(fields["clientSecret"]).encode()):
            raise _oauth("InvalidClient", "invalid_client", "Invalid client id or client secret", 401)
        if client.expires <= self._now():
            raise _oauth("InvalidClient", "invalid_client", "Client registration has expired", 401)
        return client

    # Device codes ---------------------------------------------------------------------------

    def start_device(self, fields: dict, page: str) -> dict:
        client = self._client(fields)
        if fields["startUrl"] != self._start_url:
            raise _oauth("InvalidRequest", "invalid_request", "Invalid startUrl provided")
        if DEVICE not in client.grants:
            raise _oauth("UnauthorizedClient", "unauthorized_client", "registered without the device grant")
        letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
        device = Device(client.id, f"{letters[:4]}-{letters[4:]}", self._now() + self.settings.device, self.settings.interval,
                        "allow" if self.settings.auto else "")
        code = secrets.token_urlsafe(64)
        self.devices[code] = device
        return {"deviceCode": code, "userCode": device.user_code, "verificationUri": page,
                "verificationUriComplete": f"{page}?user_code={device.user_code}", "expiresIn": int(self.settings.device),
                "interval": int(self.settings.interval)}

    def waiting(self) -> list[str]:
        return [device.user_code for device in self.devices.values() if not device.decision and device.expires > self._now()]

    def decide(self, user_code: str, decision: str) -> None:
        for device in self.devices.values():
            if device.user_code == user_code and not device.decision and device.expires > self._now():
                device.decision = decision
                return
        raise ValueError(f"nothing waits for {user_code}")

    def _poll(self, client: Client, fields: dict) -> dict:
        device = self.devices.get(fields.get("deviceCode", ""))
        if device is None or device.client != client.id or device.used:
            raise _oauth("InvalidGrant", "invalid_grant", "Invalid device code provided")
        if device.expires <= self._now():
            raise _oauth("ExpiredToken", "expired_token", "Device code has expired")
        too_fast = device.polled and self._now() - device.polled < device.interval - _JITTER_S
        device.polled = self._now()
        if too_fast:
            device.interval += self.settings.slow_down
            raise _oauth("SlowDown", "slow_down", "Polled too fast")
        if not device.decision:
            raise _oauth("AuthorizationPending", "authorization_pending", "Authorization is still pending")
        device.used = True
        if device.decision != "allow":
            raise _oauth("AccessDenied", "access_denied", "The user said no")
        return self._issue(client, secrets.token_hex(8))

    # Authorization codes --------------------------------------------------------------------

    def authorize(self, asked: dict[str, str]) -> str:
        """Where a refusal may be sent to. Raises Problem when not even that is trustworthy."""
        client = self.clients.get(asked.get("client_id", ""))
        redirect = asked.get("redirect_uri", "")
        if client is None or client.expires <= self._now():
            raise _oauth("InvalidClient", "invalid_client", "this client is not registered")
        if not any(same_redirect(known, redirect) for known in client.redirects):
            raise _oauth("InvalidRedirectUri", "invalid_redirect_uri", "this redirect_uri is not registered")
        return redirect

    def check_authorize(self, asked: dict[str, str]) -> str:
        """The OAuth error to send back; empty when a person may be asked."""
        client = self.clients[asked["client_id"]]
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if CODE not in client.grants:
            return "unauthorized_client"
        scopes = asked.get("scopes", "").split()
        if not scopes or set(scopes) - set(client.scopes):
            return "invalid_scope"
        complete = asked.get("state") and asked.get("code_challenge_method") == "S256" and len(asked.get("code_challenge", "")) == 43
        return "" if complete else "invalid_request"

    def make_code(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(48)
        self.codes[code] = Grant(asked["client_id"], asked["redirect_uri"], asked["code_challenge"], self._now() + self.settings.code)
        return code

    def _redeem(self, client: Client, fields: dict) -> dict:
        grant = self.codes.get(fields.get("code", ""))
        if grant is None or grant.client != client.id:
            raise _oauth("InvalidGrant", "invalid_grant", "Invalid authorization code provided")
        if grant.used:
            # RFC 6749, 4.1.2: what a code gave is taken back when it is used twice.
            self._revoke_family(grant.family)
            raise _oauth("InvalidGrant", "invalid_grant", "The authorization code was used before")
        grant.used = True
        if grant.expires <= self._now():
            raise _oauth("InvalidGrant", "invalid_grant", "The authorization code has expired")
        if fields.get("redirectUri") != grant.redirect:
            raise _oauth("InvalidGrant", "invalid_grant", "redirectUri is not that of the authorization")
        digest = hashlib.sha256(str(fields.get("codeVerifier", "")).encode()).digest()
        if not hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"="), grant.challenge.encode()):
            raise _oauth("InvalidGrant", "invalid_grant", "codeVerifier does not fit the challenge")
        grant.family = secrets.token_hex(8)
        return self._issue(client, grant.family)

    # Tokens ---------------------------------------------------------------------------------

    def token(self, fields: dict) -> dict:
        client, kind = self._client(fields), fields["grantType"]
        known = {DEVICE: self._poll, CODE: self._redeem, REFRESH: self._renew}
        if kind not in known:
            raise _oauth("UnsupportedGrantType", "unsupported_grant_type", f"unknown grant type {kind}")
        if kind not in client.grants:
            raise _oauth("UnauthorizedClient", "unauthorized_client", f"registered without {kind}")
        return known[kind](client, fields)

    def _issue(self, client: Client, family: str, refresh_expires: float = 0.0) -> dict:
        access = "aoa" + secrets.token_urlsafe(180)
        self.access[access] = Token(family, client.id, self._now() + self.settings.token)
        answer = {"accessToken": access, "tokenType": "Bearer", "expiresIn": int(self.settings.token)}
        # Only clients with a scope can refresh (CreateToken, API reference).
        if client.scopes and REFRESH in client.grants and (self.settings.rotation or not refresh_expires):
            answer["refreshToken"] = "aor" + secrets.token_urlsafe(180)
            self.refresh[answer["refreshToken"]] = Token(family, client.id, refresh_expires or self._now() + self.settings.session)
        return answer

    def _renew(self, client: Client, fields: dict) -> dict:
        token = self.refresh.get(fields.get("refreshToken", ""))
        if token is None or token.client != client.id or token.expires <= self._now():
            raise _oauth("InvalidGrant", "invalid_grant", "Invalid refresh token provided")
        if token.replaced and self._now() >= token.replaced + self.settings.grace:
            raise _oauth("InvalidGrant", "invalid_grant", "The refresh token was used before")
        if self.settings.rotation:
            token.replaced = token.replaced or self._now()
        return self._issue(client, token.family, token.expires)

    def check_access(self, token: object) -> Token:
        found = self.access.get(str(token))
        if found is None or found.expires <= self._now():
            raise Problem("Unauthorized", "Session token not found or invalid", 401)
        return found

    def logout(self, token: object) -> None:
        self._revoke_family(self.check_access(token).family)

    def _revoke_family(self, family: str) -> None:
        for kept in (self.access, self.refresh):
            for name in [name for name, token in kept.items() if token.family == family]:
                del kept[name]

    def revoke_tokens(self) -> int:
        """Access and refresh tokens are gone, as after an administrator has ended all sessions."""
        count = len(self.access)
        self.access.clear()
        self.refresh.clear()
        return count

    def expire_tokens(self) -> int:
        """Access tokens are over; refresh tokens still work."""
        for token in self.access.values():
            token.expires = self._now()
        return len(self.access)

    def expire_registrations(self) -> int:
        for client in self.clients.values():
            client.expires = self._now()
        return len(self.clients)
