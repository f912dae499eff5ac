#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what docs/contributing.md promises of every source file: no line above 140 columns, no file above 500 lines, two SPDX lines."""

import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("app", "ui", "providers", "tests", "resources/cmake", "scripts")
ENDINGS = {".cpp", ".h", ".c", ".in", ".py", ".mjs", ".cmake", ".txt", ""}
MOST_COLUMNS, MOST_LINES = 140, 500
LISTS = {"requirements.txt", "go-requirements.txt", "node-requirements.txt", "packages.txt"}  # of packages, not of code


def sources() -> list[pathlib.Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS and path.is_file()]
    return [path for path in found if path.name not in LISTS and "__pycache__" not in path.parts]


def problems_of(text: str) -> list[str]:
    """What is too large, and which of the first lines are missing."""
    lines = text.splitlines()
    found = [f"line {number} has {len(line)} columns" for number, line in enumerate(lines, start=1) if len(line) > MOST_COLUMNS]
    if len(lines) > MOST_LINES:
        found.append(f"{len(lines)} lines")
    head = "\n".join(lines[:3])
    found += [f"no {tag} in its first lines" for tag in ("SPDX-FileCopyrightText: ", "SPDX-License-Identifier: GPL-3.0-or-later")
              if tag not in head]
    return found


class Sizes(unittest.TestCase):
    def test_every_source_file_keeps_to_them(self) -> None:
        files = sources()
        self.assertGreater(len(files), 500, "the sources are looked at")
        wrong = [f"{path.relative_to(ROOT)}: {problem}" for path in files for problem in problems_of(path.read_text(encoding="utf-8"))]
        if wrong:
            self.fail("\n" + "\n".join(wrong))

    def test_what_is_too_large_is_found(self) -> None:
        head = "// SPDX-FileCopyrightText: 2026 Sallyport contributors\n// SPDX-License-Identifier: GPL-3.0-or-later\n"
        self.assertEqual(problems_of(head + "ü" * 140 + "\n" * 498), [])
        self.assertEqual(problems_of(head + "x" * 141), ["line 3 has 141 columns"])
        self.assertEqual(problems_of(head + "\n" * 499), ["501 lines"])
        self.assertEqual(len(problems_of("int main();\n")), 2)


if __name__ == "__main__":
    unittest.main()
