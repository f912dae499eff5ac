# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets that a Secret Manager holds when its test begins: drongo and our contract server have the same."""

import json

PROJECT = "sample-project"
ENABLED, DISABLED, DESTROYED = "ENABLED", "DISABLED", "DESTROYED"
JSON_SECRET = {"username": "app", "password": "pässword", "port": 5432, "nested": {"key": "deep"}, "list": ["a", "b"]}
# Payloads are at most 64 KiB (Secret Manager, "Quotas and limits").
LARGEST = 65536

SAMPLES: dict[str, list[tuple[bytes, str]]] = {
    "sample-text": [(b"plain text value", ENABLED)],
    "sample-json": [(json.dumps(JSON_SECRET, ensure_ascii=False).encode(), ENABLED)],
    "sample-binary": [(bytes(range(256)), ENABLED)],
    "sample-unicode": [("Grüße, 世界 🔑\n\tsecond line".encode(), ENABLED)],
    "sample-versions": [(b"first", ENABLED), (b"second", DISABLED), (b"third", ENABLED)],
    "sample-destroyed": [(b"gone", DESTROYED)],
    "sample-disabled": [(b"older", ENABLED), (b"newest", DISABLED)],
    "sample-large": [(b"x" * LARGEST, ENABLED)],
    "sample-none": [],
}


def describe() -> dict[str, int]:
    """The number of versions of each."""
    return {name: len(versions) for name, versions in SAMPLES.items()}
