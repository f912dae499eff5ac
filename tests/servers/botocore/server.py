# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore and boto3, the client that the vendor wrote: it asks our servers and signs for comparison."""

import pathlib

from kit.venvs import Venv

_VENV = Venv("botocore", pathlib.Path(__file__).with_name("requirements.txt"))

NAME = "botocore"
VERSION = _VENV.version
KIND = "client"

installed = _VENV.installed
install = _VENV.install
