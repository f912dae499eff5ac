# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HashiCorp's own client of HCP Vault Secrets, a few lines around its Go module: it certifies the double of that service."""

import pathlib

from kit.gomodules import GoProgram

_HERE = pathlib.Path(__file__).parent
_PROGRAM = GoProgram(name="hcpclient", title="HashiCorp's HCP client", version="0.175.0", pins=_HERE, package=".", file_name="hcpclient",
                     minimum=(1, 24, 0), options=("-trimpath", "-ldflags=-s -w"), sources=("main.go",))

NAME = "hcpclient"
VERSION = _PROGRAM.version
KIND = "client"

installed = _PROGRAM.installed
install = _PROGRAM.install
