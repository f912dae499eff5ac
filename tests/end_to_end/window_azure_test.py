# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure in the real window: the person signs in to Entra with a real browser (authorization code and PKCE), a secret of a key vault is
sent, the sign-in outlives the program, and when it has ended the failed request leads back to the browser; then the same by a code on
another page. Entra is oidc-provider, OpenID certified, under its real host name; nothing in the credential says where it is.

No token, code or state may be left in a file, nor shown by the page that the browser comes back to.

window_azure_test.py [--logins N]: N whole logins, each in a browser of its own, by a person who takes some time for every page."""

import random
import re
import sys
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import browser  # noqa: E402
import desktop_session  # noqa: E402
from azure_place import LOGIN, SERVERS, VALUE, VAULT, Place  # noqa: E402
from browser import Browser  # noqa: E402
from desktop_session import Desktop  # noqa: E402
from kit import namespace  # noqa: E402
from opened_pages import Opener, pkce_query, query_of  # noqa: E402
from road import tag  # noqa: E402
from window_steps import BY_BROWSER, BY_CODE, Window  # noqa: E402

NAME = PERSON = "ada@sallyport.example"  # a credential that nobody named is called after the account
DEVELOPERS = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"


class AzureWindow(Window):
    VENDOR = "Azure"
    HIDDEN = (VALUE,)

    def __init__(self, desktop, place):
        super().__init__(desktop)
        self.place, self.kept_from_files = place, set()
        self.opener = Opener(desktop.home / "bin")

    def start(self):
        self.show_shop({"X-Text": tag("azure", {"secretIdentifier": f"https://{VAULT}/secrets/text"}, NAME)})

    def new_credential(self):
        self.open_preferences()
        self.open_new_credential()

    def expect_text(self, picture):
        self.expect_arrival("X-Text", VALUE, picture)

    # The person in the browser ------------------------------------------------------------------

    def fill_in(self, chromium):
        """The provider's own page for name and password."""
        chromium.fill("input[name=login]", PERSON)
        chromium.fill("input[name=password]", "any password will do")
        chromium.click("button.login-submit")

    def look_at(self, address):
        parts = urllib.parse.urlsplit(address)
        query = pkce_query(address)
        assert (parts.scheme, parts.netloc) == ("https", LOGIN) and parts.path.endswith("/oauth2/v2.0/authorize"), address
        assert query["client_id"] == DEVELOPERS and query["response_type"] == "code", query
        assert re.fullmatch(r"http://localhost:\d+/?", query["redirect_uri"]), query
        self.kept_from_files |= {query["state"]}

    def go_through_browser(self, chromium, pause=lambda: None):
        """pause: called before each thing that the person does."""
        page = self.desktop.wait(self.app, "dialog", BY_BROWSER)
        address = self.opener.address()
        self.look_at(address)
        self.desktop.picture("browser-opened")
        pause()
        chromium.go(address)
        pause()
        self.fill_in(chromium)
        pause()
        chromium.click("button.login-submit")  # consent, which a lasting sign-in always asks for
        back = chromium.wait_url("http://localhost:")
        code = query_of(back)["code"]
        self.kept_from_files |= {code}
        assert code not in chromium.wait_text("Sallyport"), "the page shows the code"
        self.desktop.wait_gone(self.app, "dialog", page.name)

    def by_browser(self, chromium):
        """The dialog for a new credential leads to the browser at once, and is done when the person is."""
        self.go_through_browser(chromium)
        self.desktop.wait(self.preferences, "table cell", NAME, seconds=20)
        self.desktop.picture("signed-in-by-browser")
        self.close_preferences()

    def once_more_by_browser(self, pause):
        self.open_credential(NAME)
        self.sign_in(BY_BROWSER)
        with Browser() as chromium:
            self.go_through_browser(chromium, pause)
        self.desktop.wait(self.dialog, "label", f"*{PERSON}*", seconds=20)
        self.desktop.key("Escape")
        self.desktop.wait_gone(self.app, "dialog", self.dialog.name)
        self.desktop.key("Escape")
        self.desktop.wait_gone(self.app, "dialog", "Preferences")

    def by_code(self, chromium):
        d = self.desktop
        dialog = self.sign_in(BY_CODE)
        code = self.code_in(dialog)
        d.picture("code-shown")
        d.press(d.wait(dialog, "push button", "Open Page"))
        address = self.opener.address()
        assert urllib.parse.urlsplit(address).netloc == LOGIN, address
        chromium.go(address)
        chromium.fill("input[name=user_code]", code)
        chromium.click("button[form='op.deviceInputForm']")
        assert code in chromium.wait_text("Confirm Device"), "the page asks for the code that the window shows"
        chromium.click("button[form='op.deviceConfirmForm'][autofocus]")
        chromium.click("button.login-submit")
        chromium.wait_text("Sign-in Success")
        d.wait_gone(self.app, "dialog", dialog.name)
        self.expect_signed_in(PERSON, "signed-in-by-code")

    # Afterwards -----------------------------------------------------------------------------------

    def send_after_the_sign_in_ended(self, chromium):
        """By an administrator: the failed request itself offers the way back."""
        d = self.desktop
        self.place.entra.command("fail 1 400 invalid_grant token the refresh token has expired")
        self.place.entra.command("reset-counts")
        self.restart()
        self.press_send()
        remedy = d.wait(self.window, "push button", f"Sign In to “{NAME}”…")
        d.picture("sign-in-ended")
        assert self.seen == [], "nothing is sent without the secret"
        d.press(remedy)
        self.go_through_browser(chromium)
        self.expect_text("signed-in-again")

    def send_after_a_restart(self):
        """The refresh token came back from the keychain."""
        self.place.entra.command("reset-counts")
        self.restart()
        self.press_send()
        self.expect_text("after-a-restart")
        counts = self.place.counts(self.place.entra)
        assert counts.get("token") == 1 and "authorize" not in counts, counts

    def expect_nothing_left(self):
        assert len(self.kept_from_files) >= 4, "there is something to look for"
        self.expect_no_file_holds(VALUE, "eyJ", *self.kept_from_files)  # what every JSON Web Token begins with
        assert NAME in next(self.desktop.home.rglob("credentials.json")).read_text()


def road(window, chromium):
    window.new_credential()
    window.by_browser(chromium)
    window.press_send()
    window.expect_text("answered")
    window.send_after_a_restart()
    window.send_after_the_sign_in_ended(chromium)
    window.open_credential(NAME)
    window.by_code(chromium)
    window.desktop.key("Escape")
    window.expect_nothing_left()


def many_logins(window, chromium, count):
    window.new_credential()
    window.by_browser(chromium)
    for number in range(2, count + 1):
        window.once_more_by_browser(lambda: time.sleep(random.random()))
        print(f"{number} of {count}", flush=True)
    window.expect_nothing_left()


def main():
    logins = int(sys.argv[sys.argv.index("--logins") + 1]) if "--logins" in sys.argv else 0
    desktop_session.need(*SERVERS, others=browser.missing())
    namespace.enter()
    desktop_session.enter()
    with Place() as place, Desktop(size="1280x1000") as desktop, Browser() as chromium:
        window = AzureWindow(desktop, place)
        window.start()
        if logins:
            many_logins(window, chromium, logins)
        else:
            road(window, chromium)
        window.echo.shutdown()
    print("signing in to Azure in the window: passed")


if __name__ == "__main__":
    main()
