# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules by file, not as packages: a server's folder may have the name of the library it tests with."""

import importlib.util
import pathlib
import types


def load(name: str, file: pathlib.Path) -> types.ModuleType:
    """Runs a file as the module of this name; it is not entered into sys.modules."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
