# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser whose person agrees to everything: asks for an address and goes wherever it is sent. For BROWSER (Python's webbrowser) and for
tests: browser.py CA-FILE ADDRESS."""

import ssl
import sys
import urllib.request


def main() -> None:
    trust, address = sys.argv[1:]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                         urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trust)))
    with opener.open(address, timeout=20) as page:
        page.read()


if __name__ == "__main__":
    main()
