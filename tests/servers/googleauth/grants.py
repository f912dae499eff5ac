# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Google's token endpoint exchanges for an access token. The verdict about an assertion is google.auth.jwt.decode's own; it is worded
as the real endpoint words it ("Using OAuth 2.0 for Server to Server Applications", JWT error codes)."""

import dataclasses
import datetime
import secrets
from collections.abc import Callable

from google.auth import _helpers, exceptions, jwt
from kit import doubles

AUDIENCE = "https://oauth2.googleapis.com/token"
SERVICE = "https://secretmanager.googleapis.com/"
JWT_BEARER, REFRESH = "urn:ietf:params:oauth:grant-type:jwt-bearer", "refresh_token"
SCOPE, IAM_SCOPE = "https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/iam"
LONGEST_S = 3600
_TIMEFRAME = ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
              "Check your iat and exp values in the JWT claim.")
_WORDS = {"Token expired": _TIMEFRAME, "Token used too early": _TIMEFRAME,
          "Token has wrong audience": f"Invalid JWT: Failed audience check. The right audience is {AUDIENCE}",
          "Could not verify": "Invalid JWT Signature.", "Certificate for key id": "Invalid JWT Signature.",
          "Unsupported signature": "Invalid JWT Signature.", "Certificate key type": "Invalid JWT Signature."}


class Refused(Exception):
    """RFC 6749, 5.2."""

    def __init__(self, error: str, description: str, status: int = 400, **more: str) -> None:
        super().__init__(description)
        self.status, self.body = status, {"error": error, "error_description": description, **more}


@dataclasses.dataclass
class Person:
    """Somebody who has signed in with a browser once."""

    client_id: str
    client_secret: str
    email: str
    needs_reauthentication: bool = False


@dataclasses.dataclass
class Token:
    """An access token: whose, until when, and for what."""

    email: str
    expires: float
    scopes: list[str]


@dataclasses.dataclass
class Settings:
    """What the command "set NAME VALUE" changes."""

    life: float = 3599  # seconds
    text: float = 0  # 1: expires_in is a JSON string, as some services write it
    identity: float = 0  # 1: an id_token comes instead of an access token


class Grants:
    """certificates: public keys by key id; emails: whose keys they are; now: the time; people: by refresh token."""

    def __init__(self, certificates: dict[str, str], emails: dict[str, str], now: Callable[[], float]) -> None:
        self._certificates, self._emails = certificates, emails
        self.people: dict[str, Person] = {}
        self.tokens: dict[str, Token] = {}
        self.settings, self.last, self.now = Settings(), {}, now
        # google-auth asks its own clock.
        _helpers.utcnow = lambda: datetime.datetime.fromtimestamp(self.now(), datetime.UTC).replace(tzinfo=None)

    def exchange(self, form: dict[str, str]) -> dict:
        kind = form.get("grant_type", "")
        if kind == JWT_BEARER:
            email, scopes = self._judge(form.get("assertion", ""))
        elif kind == REFRESH:
            email, scopes = self._refresh(form), [SCOPE]
        else:
            raise Refused("unsupported_grant_type", f"Invalid grant_type: {kind}")
        settings, life = self.settings, int(self.settings.life)
        if settings.identity:
            return {"id_token": "not.what.was-wanted"}
        return {"access_token": self.issue(email, life, scopes), "expires_in": str(life) if settings.text else life, "token_type": "Bearer",
                **({"scope": SCOPE} if kind == REFRESH else {})}

    def issue(self, email: str, life_s: float, scopes: list[str] | None = None) -> str:
        token = "ya29.c." + secrets.token_urlsafe(96)
        self.tokens[token] = Token(email, self.now() + life_s, scopes or [SCOPE])
        return token

    def find(self, token: str) -> Token | None:
        """Nothing when it is none, or over. A service account may sign a token itself ("Self-signed JWTs", AIP-4111)."""
        found = self._self_signed(token) if token.startswith("eyJ") else self.tokens.get(token)
        return found if found is not None and found.expires > self.now() else None

    def expire_tokens(self) -> int:
        for token in self.tokens.values():
            token.expires = 0.0
        return len(self.tokens)

    def set(self, name: str, value: str) -> dict:
        return doubles.change(self.settings, name, value)

    def _self_signed(self, token: str) -> Token | None:
        try:
            claims = jwt.decode(token, certs=self._certificates)
            email = self._emails[jwt.decode_header(token)["kid"]]
        except (exceptions.GoogleAuthError, ValueError, KeyError):
            return None
        # Either a service or scopes, never both.
        scopes = [SCOPE] if claims.get("aud") == SERVICE and "scope" not in claims else str(claims.get("scope", "")).split()
        good = claims.get("iss") == claims.get("sub") == email and claims["exp"] - claims["iat"] <= LONGEST_S
        self.last = {"header": jwt.decode_header(token), "claims": claims}
        return Token(email, claims["exp"], scopes) if good and ("aud" in claims) != ("scope" in claims) else None

    # Grants ---------------------------------------------------------------------------------

    def _judge(self, assertion: str) -> tuple[str, list[str]]:
        """Whose assertion it is, and the scopes that it asks for."""
        try:
            claims = jwt.decode(assertion, certs=self._certificates, audience=AUDIENCE)
        except (exceptions.GoogleAuthError, ValueError) as problem:
            text = str(problem)
            raise Refused("invalid_grant", next((words for start, words in _WORDS.items() if text.startswith(start)),
                                                f"Invalid JWT: {text}")) from None
        header = jwt.decode_header(assertion)
        email = self._emails[header["kid"]]
        if claims["exp"] - claims["iat"] > LONGEST_S:
            raise Refused("invalid_grant", _TIMEFRAME)
        if claims.get("iss") != email:
            raise Refused("invalid_grant", "Invalid grant: account not found")
        if "sub" in claims:
            raise Refused("unauthorized_client", "Client is unauthorized to retrieve access tokens using this method, or client not "
                          "authorized for any of the scopes requested.", 401)
        scopes = str(claims.get("scope", "")).split()
        if not scopes or set(scopes) - {SCOPE, IAM_SCOPE}:
            raise Refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        self.last = {"header": header, "claims": claims}
        return email, scopes

    def _refresh(self, form: dict[str, str]) -> str:
        person = self.people.get(form.get("refresh_token", ""))
        if person is None:
            raise Refused("invalid_grant", "Token has been expired or revoked.")
        if (form.get("client_id"), form.get("client_secret")) != (person.client_id, person.client_secret):
            raise Refused("invalid_client", "Unauthorized", 401)
        if person.needs_reauthentication:
            raise Refused("invalid_grant", "reauth related error (invalid_rapt)", error_subtype="invalid_rapt")
        return person.email
