# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Google's own client library, for tests written in Python. Parts of it are compiled, so such a test runs with its interpreter."""

import os
import pathlib
import sys

from kit import driving

_FOREIGN = ("GOOGLE_", "GCE_", "GCLOUD_", "CLOUDSDK_", "NO_GCE_CHECK")


def enter() -> None:
    """Runs the program again with the interpreter that has the library, where it is installed, and with nothing of this machine's
    credentials, proxies or authorities."""
    if not driving.is_installed("googleauth"):
        return
    python = pathlib.Path(driving.installed("googleauth")["python"])
    if pathlib.Path(sys.prefix) == python.parent.parent:
        return
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(_FOREIGN) and not name.lower().endswith("_proxy")
            and name not in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")}
    os.execve(python, [str(python), *sys.argv], kept)


def secret_manager(address: str, token: str = "any"):
    """A client of one address that asks over REST with a fixed token."""
    from google.cloud import secretmanager_v1
    from google.oauth2.credentials import Credentials
    return secretmanager_v1.SecretManagerServiceClient(
        transport="rest", credentials=Credentials(token), client_options={"api_endpoint": address})


def refusal(problem: Exception) -> tuple[int, str]:
    """Status and reason (ErrorInfo), or the name of Python's exception."""
    return getattr(problem, "code", 0), getattr(problem, "reason", None) or type(problem).__name__
