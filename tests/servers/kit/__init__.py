# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test server shares: places, ports, processes, certificates, the control line protocol."""
