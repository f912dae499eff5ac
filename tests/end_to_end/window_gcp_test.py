# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with Google Cloud in the real window: a service account's key file becomes a credential, a variable is linked to a secret that
is picked from a list, Send delivers it. Servers: drongo, and a token endpoint whose verdict is Google's own library's."""

import json
import subprocess
import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop, wait_for
from kit.driving import Started, is_installed
from window_road_test import BIN, SECRET, Road


class GcpWindow(Road):
    def __init__(self, desktop, cloud, tokens):
        self.cloud, self.tokens = cloud, tokens
        super().__init__(desktop)

    def start(self, _):
        made = self.cloud.command(f"create-secret shop-api-key {json.dumps({'api_key': SECRET})}")
        assert made["event"] == "done", made
        self.workspace = self.desktop.home / "demo.yaml"
        self.demo = self.desktop.start([str(BIN / "sallyport-demo-server"), "--workspace", str(self.workspace)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts = json.loads(self.demo.stdout.readline())
        self.show(str(self.workspace))

    def add_credential(self):
        d = self.desktop
        d.key("ctrl+comma")
        preferences = d.wait(self.app, "dialog", "Preferences")
        d.click(d.wait(preferences, "list item", "Cloud Credentials"))
        add = d.wait(preferences, "push button", "Add Credentials")
        dialog = d.pick(lambda: d.click(add), [], lambda: d.find(self.app, "dialog", "*GCP*"), [preferences.name])
        d.picture("credential-empty")
        d.fill(d.wait(dialog, "text", "Name"), "Cloud")
        d.fill(d.wait(dialog, "text", "Service Account Key File Path"), self.tokens.ready["files"]["otherKey"])
        d.click(d.find(dialog, "check box", "*Advanced*") or d.wait(dialog, "push button", "*Advanced*"))
        d.picture("credential-advanced")
        d.fill(d.wait(dialog, "text", "API Endpoint"), self.cloud.ready["address"])
        d.key("Tab", "ctrl+a")  # scrolls what comes next into view, as for a person
        d.type(self.tokens.ready["tokenEndpoint"])
        self.test_refused_key(dialog)
        d.click(d.wait(dialog, "text", "Token Endpoint"), button=4, count=30)  # the wheel, up again
        d.fill(d.wait(dialog, "text", "Service Account Key File Path"), self.tokens.ready["files"]["reader"])
        d.press(d.wait(dialog, "push button", "Test"))
        d.wait(dialog, "label", f"*{self.tokens.ready['email']}*")
        d.picture("credential-tested")
        d.press(d.wait(dialog, "push button", "Save"))
        d.wait(preferences, "table cell", "Cloud")
        d.picture("credential-saved")
        d.key("Escape")
        d.wait_gone(self.app, "dialog", "Preferences")

    def test_refused_key(self, dialog):
        """A key that was never uploaded: the service's words, nothing of the key."""
        d = self.desktop
        d.press(d.wait(dialog, "push button", "Test"))
        d.wait(dialog, "label", "*Invalid JWT Signature*")
        d.picture("credential-refused")
        shown = d.all_text(self.app)
        assert "PRIVATE KEY" not in shown and "eyJ" not in shown, shown

    def link_variable(self):
        d = self.desktop
        d.key("ctrl+e")
        environments = d.wait(self.app, "dialog", "*nvironments*")
        d.click(d.wait(environments, "list item", "*Base*"))
        cell = d.wait(environments, "table cell", "api_key")
        dialog = d.pick(lambda: d.click(cell, button=3), ["Down", "Right"], lambda: d.find(self.app, "dialog", "*GCP*"),
                        [environments.name], picture="context-menu")
        d.press(d.wait(dialog, "push button", "Browse Secret Name"))
        item = d.wait(self.app, "list item", "*shop-api-key*")
        d.picture("list-of-secrets")
        d.click(item)
        d.wait(dialog, "label", "Found")
        d.fill(d.wait(dialog, "text", "Secret Key"), "api_key")
        d.key("Tab")
        d.wait(dialog, "label", "Found")
        d.picture("link-found")
        d.press(d.wait(dialog, "push button", "Link"))
        d.wait_gone(self.app, "dialog", "*GCP*")
        d.picture("linked")
        self.expect_hidden()
        d.press(d.wait(environments, "push button", "Done"))

    def save(self):
        self.desktop.key("ctrl+s")
        wanted = ("vault 'gcp', 'Cloud'", "shop-api-key")
        wait_for(lambda: all(part in self.workspace.read_text() for part in wanted), "the saved link")


def main():
    missing = [name for name in ("drongo", "googleauth") if not is_installed(name)]
    if missing:
        desktop_session.skip(f"NOT INSTALLED: {', '.join(missing)}; scripts/test --servers installs it")
    desktop_session.enter()
    with Started("drongo") as cloud, Started("googleauth") as tokens, Desktop(size="1280x1000") as desktop:
        key = json.loads(Path(tokens.ready["files"]["reader"]).read_text(encoding="utf-8"))["private_key"].splitlines()
        road = GcpWindow(desktop, cloud, tokens)
        road.add_credential()
        road.link_variable()
        road.send()
        road.save()
        assert tokens.command("counts")["refused"] == {"invalid_grant": 1}
        road.expect_no_file_holds(SECRET, key[1], key[2])
    print("the road from a key file and a right-click to the echo server: passed")


if __name__ == "__main__":
    main()
