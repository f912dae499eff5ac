# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service accounts with fresh keys, and the files that a person downloads for them."""

import json
import pathlib
import secrets

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

TOKEN_URI = "https://oauth2.googleapis.com/token"
# Who may do what is the business of the server that looks at the tokens.
NAMES = ("reader", "nolist", "nothing")


def email_of(name: str, project: str) -> str:
    return f"{name}@{project}.iam.gserviceaccount.com"


def _pem(key: rsa.RSAPrivateKey, shape: serialization.PrivateFormat) -> str:
    return key.private_bytes(serialization.Encoding.PEM, shape, serialization.NoEncryption()).decode()


class Accounts:
    """certificates: public keys by key id; emails: whose they are; files: paths by name."""

    def __init__(self, folder: pathlib.Path, project: str) -> None:
        self._folder, self._project = folder, project
        self.certificates: dict[str, str] = {}
        self.emails: dict[str, str] = {}
        self.files: dict[str, str] = {}
        for name in NAMES:
            self._make(name)

    def _make(self, name: str) -> None:
        key, key_id = rsa.generate_private_key(public_exponent=65537, key_size=2048), secrets.token_hex(20)
        public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.certificates[key_id], self.emails[key_id] = public.decode(), email_of(name, self._project)
        content = self._content(name, key_id, _pem(key, serialization.PrivateFormat.PKCS8))
        self.write(name, content)
        if name == "reader":
            # The same key as old tools write it, a key that was never uploaded, and a key id that nobody knows.
            self.write("pkcs1", {**content, "private_key": _pem(key, serialization.PrivateFormat.TraditionalOpenSSL)})
            other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self.write("otherKey", {**content, "private_key": _pem(other, serialization.PrivateFormat.PKCS8)})
            self.write("unknownKeyId", {**content, "private_key_id": secrets.token_hex(20)})

    def _content(self, name: str, key_id: str, private_key: str) -> dict:
        email = email_of(name, self._project)
        return {"type": "service_account", "project_id": self._project, "private_key_id": key_id, "private_key": private_key,
                "client_email": email, "client_id": str(10**20 + secrets.randbelow(10**20)),
                "auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": TOKEN_URI,
                "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
                "client_x509_cert_url": f"https://www.googleapis.com/robot/v1/metadata/x509/{email.replace('@', '%40')}",
                "universe_domain": "googleapis.com"}

    def write(self, name: str, content: dict) -> str:
        path = self._folder / f"{name}.json"
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
        path.chmod(0o600)
        self.files[name] = str(path)
        return str(path)
