#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets keys as botocore's own search order does in this environment, and prints them as one JSON object: {"accessKeyId", "secretAccessKey",
"sessionToken"}. What botocore asks for on the way can be recorded where AWS_ENDPOINT_URL leads to."""

import json
import sys

import botocore.session


def main() -> int:
    found = botocore.session.Session().get_credentials()
    if found is None:
        print("botocore finds no keys here", file=sys.stderr)
        return 1
    keys = found.get_frozen_credentials()
    print(json.dumps({"accessKeyId": keys.access_key, "secretAccessKey": keys.secret_key, "sessionToken": keys.token}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
