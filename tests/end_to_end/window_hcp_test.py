# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with HCP Vault Secrets in the real window: a service principal becomes a credential of HashiCorp's, a variable is linked, Send
delivers the secret. Server: the double that HashiCorp's own client certifies."""

import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop, wait_for
from kit.driving import Started, is_installed
from road import start_echo, workspace_text
from window_road_test import Road

VALUE = "plain text value"  # what the double's STATIC holds


class HcpWindow(Road):
    HIDDEN = (VALUE,)

    def __init__(self, desktop, service):
        self.service, self.seen = service, []
        super().__init__(desktop)

    def start(self, _):
        self.workspace = self.desktop.home / "shop.yaml"
        self.echo, self.seen = start_echo()
        self.workspace.write_text(workspace_text(f"http://127.0.0.1:{self.echo.server_address[1]}", {"X-Secret": "to be linked"}))
        self.show(str(self.workspace))

    def add_credential(self):
        d = self.desktop
        d.key("ctrl+comma")
        preferences = d.wait(self.app, "dialog", "Preferences")
        d.click(d.wait(preferences, "list item", "Cloud Credentials"))
        add = d.wait(preferences, "push button", "Add Credentials")
        dialog = d.pick(lambda: d.click(add), [], lambda: d.find(self.app, "dialog", "*HashiCorp*"), [preferences.name])
        d.fill(d.wait(dialog, "text", "Name"), "Cloud")
        d.click(d.wait(dialog, "combo box", "*Prem*"))  # Qt 6.4 names a combo box by what it shows
        d.key("End", "Return")
        d.wait(dialog, "label", "*ended HCP Vault Secrets in July 2026*")
        d.picture("credential-empty")
        client = self.service.ready["clients"]["reader"]
        d.fill(d.wait(dialog, "text", "Client Id"), client["clientId"])
        d.fill(d.wait(dialog, "password text", "Client Secret"), client["clientSecret"])
        d.click(d.find(dialog, "check box", "*Advanced*") or d.wait(dialog, "push button", "*Advanced*"))
        d.fill(d.wait(dialog, "text", "Sign-In Address"), self.service.ready["address"])
        d.key("Tab", "ctrl+a")  # scrolls what comes next into view, as for a person
        d.type(self.service.ready["address"])
        d.press(d.wait(dialog, "push button", "Test"))
        d.wait(dialog, "label", "*Signed in as*")
        d.picture("credential-tested")
        d.press(d.wait(dialog, "push button", "Save"))
        d.wait(preferences, "table cell", "Cloud")
        d.key("Escape")
        d.wait_gone(self.app, "dialog", "Preferences")

    def link_variable(self):
        d = self.desktop
        d.key("ctrl+e")
        environments = d.wait(self.app, "dialog", "*nvironments*")
        d.click(d.wait(environments, "list item", "*Base*"))
        cell = d.wait(environments, "table cell", "value_0")
        dialog = d.pick(lambda: d.click(cell, button=3), ["Down", "Right"], lambda: d.find(self.app, "dialog", "*HCP*"),
                        [environments.name], picture="context-menu")
        d.fill(d.wait(dialog, "text", "Secret Name"), "STATIC")
        for label, member in (("Organization Id", "organizationId"), ("Project Id", "projectId"), ("App Name", "appName")):
            d.fill(d.wait(dialog, "text", label), self.service.ready[member])
        d.key("Tab")
        d.wait(dialog, "label", "Found")
        d.picture("link-found")
        d.press(d.wait(dialog, "push button", "Link"))
        d.wait_gone(self.app, "dialog", "*HCP*")
        self.expect_hidden()
        d.press(d.wait(environments, "push button", "Done"))

    def send(self):
        d = self.desktop
        d.press(d.wait(self.window, "push button", "Send"))
        d.wait(self.window, "label", "*200*")
        d.picture("answered")
        assert [headers["X-Secret"] for headers in self.seen] == [VALUE], self.seen
        self.expect_hidden()

    def save(self):
        self.desktop.key("ctrl+s")
        wanted = ("vault 'hashicorp', 'Cloud'", "organizationId", "STATIC")
        wait_for(lambda: all(part in self.workspace.read_text() for part in wanted), "the saved link")


def main():
    if not is_installed("hcpdouble"):
        desktop_session.skip("NOT INSTALLED: hcpdouble; scripts/test --servers installs it")
    desktop_session.enter()
    with Started("hcpdouble") as service, Desktop(size="1280x1000") as desktop:
        road = HcpWindow(desktop, service)
        road.add_credential()
        road.link_variable()
        road.send()
        road.save()
        road.echo.shutdown()
        road.expect_no_file_holds(VALUE, service.ready["clients"]["reader"]["clientSecret"])
    print("the road from a service principal and a right-click to the echo server: passed")


if __name__ == "__main__":
    main()
