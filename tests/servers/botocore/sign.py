#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs requests with botocore, so that ours can be compared.

Standard input: one request a line, as JSON: {"method", "url" (as sent), "headers": [[name, value], ...], "body" (base64),
"accessKeyId", "secret", "token" (may be empty), "region", "service", "time": "20260304T050607Z"}. Standard output: one line for
each, {"headers": {"X-Amz-Date": ..., "X-Amz-Security-Token": ..., "Authorization": ...}}.
"""

import base64
import json
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ADDED = ("X-Amz-Security-Token", "X-Amz-Date", "Authorization")


class SigV4AuthAt(SigV4Auth):
    """SigV4Auth at a given time instead of now."""

    def sign(self, request: AWSRequest, time: str) -> None:
        request.context["timestamp"] = time
        self._modify_request_before_signing(request)
        canonical = self.canonical_request(request)
        self._inject_signature_to_request(request, self.signature(self.string_to_sign(request, canonical), request))


def signed(question: dict) -> dict:
    request = AWSRequest(method=question["method"], url=question["url"], data=base64.b64decode(question["body"]))
    for name, value in question["headers"]:
        request.headers.add_header(name, value)
    credentials = Credentials(question["accessKeyId"], question["secret"], question["token"] or None)
    SigV4AuthAt(credentials, question["service"], question["region"]).sign(request, question["time"])
    return {"headers": {name: request.headers[name] for name in ADDED if name in request.headers}}


def main() -> int:
    for line in sys.stdin:
        print(json.dumps(signed(json.loads(line))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
