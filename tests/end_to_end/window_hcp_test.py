# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with HCP Vault Secrets in the real window: a service principal becomes a credential of HashiCorp's, a variable is linked, Send
delivers the secret. Before that everything a person can get wrong in the form. Server: the double that HashiCorp's own client certifies."""

import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop
from kit.driving import Started
from window_steps import Window

VALUE = "plain text value"  # what the double's STATIC holds
WRONG_SECRET = "wrong-5Tq8-client-secret"


class HcpWindow(Window):
    VENDOR = "HashiCorp"
    HIDDEN = (VALUE,)

    def __init__(self, desktop, service):
        super().__init__(desktop)
        self.service = service

    def open_form(self):
        self.open_new_credential()
        self.choose_in("*Prem*", "End", "Return")
        self.desktop.wait(self.dialog, "label", "*ended HCP Vault Secrets in July 2026*")
        self.desktop.picture("credential-empty")

    def fill_form(self, client_secret, sign_in_address):
        self.fill("Name", "Cloud")
        self.fill("Client Id", self.service.ready["clients"]["reader"]["clientId"])
        self.fill_secret("Client Secret", client_secret)
        self.unfold_advanced()
        self.fill("Sign-In Address", sign_in_address)
        self.fill_next(self.service.ready["address"])

    def mistakes(self):
        """Each is told beside its field, or above the buttons with the next step; what was typed stays, and leaving asks."""
        d, address = self.desktop, self.service.ready["address"]
        self.open_form()
        d.press(d.wait(self.dialog, "push button", "Save"))
        for label in ("A credential needs a name", "Client Id is required", "Client Secret is required"):
            d.wait(self.dialog, "label", label)
        d.picture("mistakes-empty")
        self.fill_form(WRONG_SECRET, "ftp://127.0.0.1")
        self.test("*Sign-In Address must be a URL*", "mistakes-no-url")
        self.fill("Sign-In Address", "http://example.org")
        self.test("*is not an https address*", "mistakes-not-https")
        self.fill("Sign-In Address", address)
        self.test("*Check client id and client secret*", "mistakes-secret")
        assert self.service.command("down")["event"] == "done"
        self.test("*Nothing listens at*", "mistakes-down")
        assert self.service.command("up")["event"] == "done"
        assert d.wait(self.dialog, "text", "Sign-In Address").queryText().getText(0, -1) == address, "what was typed stays"
        self.leave_credential_unsaved()
        assert d.find(self.preferences, "table cell", "Cloud") is None, "nothing was saved"

    def add_credential(self):
        self.open_form()
        pasted = f" {self.service.ready['clients']['reader']['clientSecret']} "  # with what a selection takes along
        self.fill_form(pasted, self.service.ready["address"])
        self.test("*Signed in as*")
        self.save_credential("Cloud")
        self.close_preferences()

    def link_variable(self):
        self.open_environments()
        self.open_link("value_0", "HCP")
        self.fill("Secret Name", "STATIC")
        for label, member in (("Organization Id", "organizationId"), ("Project Id", "projectId"), ("App Name", "appName")):
            self.fill(label, self.service.ready[member])
        self.link()
        self.close_environments()


def main():
    desktop_session.need("hcpdouble")
    desktop_session.enter()
    with Started("hcpdouble") as service, Desktop(size="1280x1000") as desktop:
        road = HcpWindow(desktop, service)
        road.show_shop({"X-Secret": "to be linked"})
        road.open_preferences()
        road.mistakes()
        road.add_credential()
        road.link_variable()
        road.press_send()
        road.expect_arrival("X-Secret", VALUE)
        road.save("vault 'hashicorp', 'Cloud'", "organizationId", "STATIC")
        road.echo.shutdown()
        road.expect_no_file_holds(VALUE, WRONG_SECRET, service.ready["clients"]["reader"]["clientSecret"])
    print("the road from a service principal and a right-click to the echo server: passed")


if __name__ == "__main__":
    main()
