# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore, used by tests in this very process: it is pure Python, so its virtual environment need not have the same interpreter."""

import base64
import datetime
import json
import os
import pathlib
import sys
import time
from unittest import mock

from kit import driving


def _import_botocore() -> None:
    """Sees nothing of this machine's credentials, settings or authorities."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy") or name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            del os.environ[name]
    os.environ.update(AWS_CONFIG_FILE="/nonexistent", AWS_SHARED_CREDENTIALS_FILE="/nonexistent", AWS_EC2_METADATA_DISABLED="true")
    venv = pathlib.Path(driving.installed("botocore")["python"]).parent.parent
    sys.path[:0] = [str(path) for path in venv.glob("lib/python3*/site-packages")]


def error_code(problem: Exception) -> str:
    """The service's name for it, else Python's."""
    response = getattr(problem, "response", None)
    return response["Error"]["Code"] if response else type(problem).__name__


def _key(keys: dict, name: str) -> str | None:
    """Our own spelling, or the vendor's."""
    return keys.get(name[0].lower() + name[1:]) or keys.get(name)


class Aws:
    """Clients of one endpoint."""

    def __init__(self, address: str) -> None:
        _import_botocore()
        import botocore.session
        self._address, self._session = address, botocore.session.Session()

    def client(self, service: str, keys: dict | None, region: str = "us-east-1"):
        """Asks once, never again; without keys it does not sign."""
        from botocore import UNSIGNED
        from botocore.config import Config
        config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20,
                        signature_version=None if keys else UNSIGNED)
        names = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey", "aws_session_token": "SessionToken"}
        return self._session.create_client(service, region_name=region, endpoint_url=self._address, config=config,
                                           **{name: _key(keys, theirs) for name, theirs in names.items() if keys})

    def signed(self, keys: dict, target: str, fields: dict, *, secret: str = "", access_key: str = "", region: str = "us-east-1",
               service: str = "secretsmanager", body: bytes = b"", unsigned: str = "", added: dict | None = None,
               changed: dict | None = None, offset_s: int = 0):
        """A request signed by botocore. unsigned: a header that is sent but not signed; body, added, changed: after signing."""
        from botocore import auth
        from botocore.awsrequest import AWSRequest
        from botocore.compat import get_current_datetime
        from botocore.credentials import Credentials
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1", "Host": self._address.removeprefix("http://")}
        kept = {name: value for name, value in headers.items() if name.lower() != unsigned}
        request = AWSRequest("POST", self._address + "/", data=json.dumps(fields).encode(), headers=kept)
        signer = auth.SigV4Auth(Credentials(access_key or keys["accessKeyId"], secret or keys["secretAccessKey"]), service, region)
        moment = get_current_datetime() + datetime.timedelta(seconds=offset_s)
        with mock.patch.object(auth, "get_current_datetime", return_value=moment):
            if unsigned == "host":
                signer.headers_to_sign = _without_host(signer.headers_to_sign)
            signer.add_auth(request)
        for name, value in {**headers, **(added or {}), **(changed or {})}.items():
            del request.headers[name]
            if value is not None:
                request.headers[name] = value
        ready = request.prepare()
        ready.body = body or ready.body
        return ready

    @staticmethod
    def web_identity(subject: str, issuer: str = "https://identity.example") -> str:
        """A token nobody signed: ministack looks at issuer, audience and subject alone."""
        now = int(time.time())
        claims = {"iss": issuer, "aud": "sts.amazonaws.com", "sub": subject, "iat": now, "exp": now + 600}
        parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims))
        return ".".join(parts) + ".unsigned"

    @staticmethod
    def metadata_fetcher(address: str):
        _import_botocore()
        from botocore.utils import InstanceMetadataFetcher
        return InstanceMetadataFetcher(timeout=2, num_attempts=1, base_url=address + "/", env={})


def _without_host(original):
    def headers_to_sign(request):
        headers = original(request)
        del headers["host"]
        return headers
    return headers_to_sign
