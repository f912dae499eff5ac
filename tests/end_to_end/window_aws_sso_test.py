# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM Identity Center in the real window: the person signs in with a real browser (authorization code and PKCE), then with a code, and the
AWS CLI goes on with the token that Sallyport wrote. Under the vendor's real host names against our certified double.

No token, code, verifier or state may be left in a log, a file or a command line. Two things a desktop program cannot keep to itself: the
address of the sign-in page, with the state in it, is an argument of the program that opens the browser; and the browser has its history.
"""

import hashlib
import json
import os
import re
import sys
import urllib.parse
from base64 import urlsafe_b64encode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import browser
import desktop_session
from aws_sso import PROFILE, SERVERS, Arguments, Person, Place
from aws_stage import CREDENTIAL as NAME
from aws_stage import PARAMETER, PORT, Echo, sample_tags, workspace
from browser import Browser
from desktop_session import Desktop
from kit import namespace
from opened_pages import Opener, pkce_query, query_of
from window_aws_test import AwsWindow
from window_steps import BIN, BY_BROWSER, BY_CODE

# RFC 7636, appendix B: shows that the search for verifiers finds them.
KNOWN_VERIFIER, KNOWN_CHALLENGE = b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class SsoWindow(AwsWindow):
    HIDDEN = (PARAMETER,)

    def __init__(self, desktop, place, echo, person):
        super().__init__(desktop, place.cloud, echo, place.sso)
        self.place, self.person = place, person
        self.states, self.challenges, self.codes = set(), {KNOWN_CHALLENGE}, set()
        self.opener = Opener(desktop.home / "bin")

    def start(self):
        file = self.desktop.home / "shop.yaml"
        file.write_text(workspace(self.echo.address, *sample_tags(self.cloud.ready)))
        os.environ.update({name: value for name, value in self.person.env.items() if name.startswith("AWS_")})
        os.environ["QT_LOGGING_RULES"] = "sallyport.*=true;qt.network.*=true"
        self.show(file)

    # The window -----------------------------------------------------------------------------

    def new_credential(self):
        self.open_preferences()
        self.add_credential(NAME, "S")
        self.fill("Profile", PROFILE)
        self.desktop.key("Tab")

    def expect_person_signed_in(self, picture):
        self.expect_signed_in("assumed-role/plain", picture)
        self.person.note_secrets()

    # Ways to sign in ------------------------------------------------------------------------

    def allow_in_browser(self, chromium):
        page = self.desktop.wait(self.app, "dialog", "*Go on in your browser*")
        address = self.opener.address()
        self.look_at(address)
        self.desktop.picture("browser-opened")
        chromium.go(address)
        chromium.click("#allow")
        back = chromium.wait_url("http://127.0.0.1:")
        self.codes.add(query_of(back)["code"])
        shown = chromium.wait_text("Sallyport")
        assert not any(code in shown for code in self.codes), "the page shows the code"
        self.desktop.wait_gone(self.app, "dialog", page.name)

    def by_browser(self, chromium):
        self.sign_in(BY_BROWSER)
        self.allow_in_browser(chromium)
        self.expect_person_signed_in("signed-in-by-browser")

    def look_at(self, address):
        parts = urllib.parse.urlsplit(address)
        assert (parts.scheme, parts.netloc, parts.path) == ("https", self.place.sso.ready["oidcHost"], "/authorize"), address
        query = pkce_query(address)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/oauth/callback", query["redirect_uri"]), query
        self.states.add(query["state"])
        self.challenges.add(query["code_challenge"])

    def by_refusing(self, chromium):
        d = self.desktop
        self.sign_in(BY_BROWSER)
        address = self.opener.address()
        self.look_at(address)
        chromium.go(address)
        chromium.click("#deny")
        chromium.wait_url("http://127.0.0.1:")
        d.wait(self.dialog, "label", "*access_denied*")
        d.picture("refused")

    def by_code(self, chromium):
        d = self.desktop
        dialog = self.sign_in(BY_CODE)
        code = self.code_in(dialog)
        waiting = self.place.sso.command("waiting")["userCodes"]
        assert waiting == [code], (waiting, code)
        d.picture("code-shown")
        d.press(d.wait(dialog, "push button", "Open Page"))
        chromium.go(self.opener.address())
        assert code in chromium.text(), "the page asks for the code that the window shows"
        chromium.click("#allow")
        chromium.wait("#done")
        d.wait_gone(self.app, "dialog", dialog.name)
        self.expect_person_signed_in("signed-in-by-code")

    # Afterwards -----------------------------------------------------------------------------

    def expect_both(self):
        self.expect_answer()
        assert self.echo.arrived() == [(PORT, PARAMETER)], self.echo.arrived()
        self.echo.seen.clear()

    def send_after_the_session_was_ended(self, chromium):
        """By an administrator, and the role's keys are over as well: the failure itself offers the way back."""
        d = self.desktop
        self.place.sso.command("revoke-tokens")
        self.place.cloud.command("expire-sessions")
        self.reset_cache()
        self.press_send()
        remedy = d.wait(self.window, "push button", f"Sign In to “{NAME}”…")
        assert "does not accept the token" in d.all_text(self.window)
        d.picture("session-ended")
        assert self.echo.seen == [], "nothing is sent without the secret"
        d.press(remedy)
        self.allow_in_browser(chromium)
        self.expect_both()
        self.person.note_secrets()

    def expect_aws_goes_on(self):
        """The AWS CLI takes the token as Sallyport wrote it."""
        before = self.place.counts().get("sso-oidc.CreateToken")
        content = self.person.token_file.read_bytes()
        assert self.person.aws_works(), "the AWS CLI accepts the token file"
        assert self.place.counts().get("sso-oidc.CreateToken") == before, "without renewing it"
        assert self.person.token_file.read_bytes() == content and oct(self.person.token_file.stat().st_mode & 0o777) == "0o600"

    def expect_one_registration_a_way(self):
        registrations = [path for path in self.person.cache.iterdir() if path != self.person.token_file]
        asked = self.place.counts()["sso-oidc.RegisterClient"]
        assert len(registrations) == 2, registrations
        assert asked == 2, f"registered {asked} times: once for each way is enough"
        for path in registrations:
            assert {"clientId", "clientSecret", "expiresAt"} <= set(json.loads(path.read_bytes())), path

    def verifiers_in(self, content):
        """Words that are the verifier of one of the challenges (RFC 7636, 4.2)."""
        found = []
        for word in set(re.findall(rb"[A-Za-z0-9._~-]{43,128}", content)):
            digest = urlsafe_b64encode(hashlib.sha256(word).digest()).rstrip(b"=").decode()
            found += [word[:6]] if digest in self.challenges else []
        return found

    def expect_nothing_left(self, arguments):
        secrets = self.person.secrets() | self.codes
        assert self.codes and self.states and len(self.person.secrets()) >= 6, "there is something to look for"
        assert self.verifiers_in(b"code_verifier=" + KNOWN_VERIFIER), "a verifier would be found"
        assert arguments.holding({str(BIN / "sallyport")}), "command lines are seen"
        assert "listener for a browser closed" in (self.desktop.home / "sallyport.log").read_text(), "the window writes a log"
        assert arguments.holding(secrets) == []
        opened = arguments.holding(self.states)
        others = [line for line in opened if b"xdg-open" not in line]
        assert others == [], f"the state is an argument of the opener of the browser alone, not of {others}"
        assert not self.verifiers_in(b"\n".join(arguments.lines))
        held = self.person.files_that_hold(*self.codes, *self.states)
        assert held == [], held
        for path in self.desktop.home.rglob("*"):
            if path.is_file():
                assert not self.verifiers_in(path.read_bytes()), path


def road(window, chromium, arguments):
    window.new_credential()
    window.by_browser(chromium)
    window.save_credential(NAME)
    window.close_preferences()
    window.press_send()
    window.expect_both()
    window.expect_aws_goes_on()
    window.send_after_the_session_was_ended(chromium)
    window.open_credential(NAME)
    window.by_code(chromium)
    window.by_refusing(chromium)
    window.expect_aws_goes_on()
    window.expect_one_registration_a_way()
    window.expect_nothing_left(arguments)


def main():
    desktop_session.need(*SERVERS, others=browser.missing())
    namespace.enter()
    desktop_session.enter()
    with Place() as place, Desktop(size="1280x1000") as desktop, Browser() as chromium, Arguments() as arguments, Echo() as echo:
        window = SsoWindow(desktop, place, echo, Person(desktop.home, place))
        window.start()
        road(window, chromium, arguments)
    print("signing in to IAM Identity Center in the window: passed")


if __name__ == "__main__":
    main()
