# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspace files (Insomnia v5) for measurements."""

import base64
import json

_FRAME = """\
type: collection.insomnia.rest/5.0
name: Bench
meta:
  id: wrk_00000000000000000000000000000001
  created: 1736279931529
  modified: 1736279931529
collection:
  - url: {url}
    name: Ask
    meta:
      id: req_00000000000000000000000000000001
      created: 1736279931529
      modified: 1736279931529
      isPrivate: false
    method: {method}
{parts}    settings:
      renderRequestBody: true
      encodeUrl: true
      followRedirects: global
      cookies:
        send: true
        store: true
      rebuildPath: true
environments:
  name: Base Environment
  meta:
    id: env_00000000000000000000000000000001
    created: 1736279931529
    modified: 1736279931529
    isPrivate: false
{data}"""


def one_request(url: str) -> str:
    return _FRAME.format(url=url, method="GET", parts="", data="  data: {}\n")


def link(name: str) -> str:
    """The tag that reads the field "value" of the secret NAME, key-value version 2."""
    config = {"kvVersion": "v2", "secretEnginePath": "secret", "secretName": name, "secretKey": "value"}
    encoded = base64.b64encode(json.dumps(config, separators=(",", ":")).encode()).decode()
    return "{% vault 'hashicorp', 'cloudCred_0123456789abcdef0123456789abcdef', '" + encoded + "' %}"


def linked(url: str, count: int, used: int) -> str:
    """Many variables that link to a secret each, and one request that uses some of them."""
    data = "  data:\n" + "".join(f'    v{index}: "{link(f"s{index}")}"\n' for index in range(count))
    if used == 0:
        return _FRAME.format(url=url, method="GET", parts="", data=data)
    if used == 1:
        headers = '    headers:\n      - name: Authorization\n        value: "Bearer {{ _.v0 }}"\n'
        return _FRAME.format(url=url, method="GET", parts=headers, data=data)
    text = "".join("        {{ _.v%d }}\n" % index for index in range(used))
    body = "    body:\n      mimeType: text/plain\n      text: |-\n" + text
    return _FRAME.format(url=url, method="POST", parts=body, data=data)
