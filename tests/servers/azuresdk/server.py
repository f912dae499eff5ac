# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's own clients for Python: azure-identity and the clients of Key Vault. They certify our key vault and are recorded."""

import pathlib

from kit.venvs import Venv

_VENV = Venv("azure-keyvault-secrets", pathlib.Path(__file__).with_name("requirements.txt"))

NAME = "azuresdk"
VERSION = _VENV.version
KIND = "client"

installed = _VENV.installed
install = _VENV.install
