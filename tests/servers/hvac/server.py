# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""hvac, a Vault client that others wrote: it certifies the contract server of our own tests."""

import pathlib

from kit.venvs import Venv

_VENV = Venv("hvac", pathlib.Path(__file__).with_name("requirements.txt"))

NAME = "hvac"
VERSION = _VENV.version
KIND = "client"

installed = _VENV.installed
install = _VENV.install
