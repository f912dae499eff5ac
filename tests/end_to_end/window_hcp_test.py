# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with HCP Vault Secrets in the real window: a service principal becomes a credential of HashiCorp's, a variable is linked, Send
delivers the secret. Server: the double that HashiCorp's own client certifies."""

import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop
from kit.driving import Started
from window_steps import Window

VALUE = "plain text value"  # what the double's STATIC holds


class HcpWindow(Window):
    VENDOR = "HashiCorp"
    HIDDEN = (VALUE,)

    def __init__(self, desktop, service):
        super().__init__(desktop)
        self.service = service

    def add_credential(self):
        d, client, address = self.desktop, self.service.ready["clients"]["reader"], self.service.ready["address"]
        self.open_preferences()
        self.open_new_credential("Cloud")
        self.choose_in("*Prem*", "End", "Return")
        d.wait(self.dialog, "label", "*ended HCP Vault Secrets in July 2026*")
        d.picture("credential-empty")
        self.fill("Client Id", client["clientId"])
        self.fill_secret("Client Secret", client["clientSecret"])
        self.unfold_advanced()
        self.fill("Sign-In Address", address)
        self.fill_next(address)
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
        road.add_credential()
        road.link_variable()
        road.press_send()
        road.expect_arrival("X-Secret", VALUE)
        road.save("vault 'hashicorp', 'Cloud'", "organizationId", "STATIC")
        road.echo.shutdown()
        road.expect_no_file_holds(VALUE, service.ready["clients"]["reader"]["clientSecret"])
    print("the road from a service principal and a right-click to the echo server: passed")


if __name__ == "__main__":
    main()
