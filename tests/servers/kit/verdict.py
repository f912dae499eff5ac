# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a unittest program tells ctest what happened."""

import sys
import unittest

# CMake's SKIP_RETURN_CODE for our Python tests. A failure always wins over a skip.
SKIPPED = 77


def main() -> None:
    """Runs the cases of the calling module: exit code 0, 1, or 77 when some were skipped and none failed."""
    result = unittest.main(verbosity=2, exit=False).result
    for case, reason in result.skipped:
        print(f"{reason}: {case.id()}", file=sys.stderr)
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped else 0)
