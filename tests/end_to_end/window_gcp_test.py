# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with Google Cloud in the real window: a service account's key file becomes a credential, a variable is linked to a secret that
is picked from a list, Send delivers it. Servers: drongo, and a token endpoint whose verdict is Google's own library's."""

import json
import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop
from kit.driving import Started
from window_road_test import SECRET, Road


class GcpWindow(Road):
    VENDOR = "GCP"

    def __init__(self, desktop, cloud, tokens):
        super().__init__(desktop)
        self.cloud, self.tokens = cloud, tokens

    def start(self, vault=None):
        made = self.cloud.command(f"create-secret shop-api-key {json.dumps({'api_key': SECRET})}")
        assert made["event"] == "done", made
        super().start(vault)

    def add_credential(self):
        d, files = self.desktop, self.tokens.ready["files"]
        self.open_preferences()
        self.open_new_credential("Cloud")
        d.picture("credential-empty")
        self.fill("Service Account Key File Path", files["otherKey"])
        self.unfold_advanced()
        d.picture("credential-advanced")
        self.fill("API Endpoint", self.cloud.ready["address"])
        self.fill_next(self.tokens.ready["tokenEndpoint"])
        self.test_refused_key()
        d.click(d.wait(self.dialog, "text", "Token Endpoint"), button=4, count=30)  # the wheel, up again
        self.fill("Service Account Key File Path", files["reader"])
        self.test(f"*{self.tokens.ready['email']}*")
        self.save_credential("Cloud")
        self.close_preferences()

    def test_refused_key(self):
        """A key that was never uploaded: the service's words, nothing of the key."""
        self.test("*Invalid JWT Signature*", "credential-refused")
        shown = self.desktop.all_text(self.app)
        assert "PRIVATE KEY" not in shown and "eyJ" not in shown, shown

    def link_variable(self):
        self.open_environments()
        self.open_link("api_key", "GCP")
        self.pick_from_list("Secret Name", "shop-api-key")
        self.desktop.wait(self.dialog, "label", "Found")
        self.fill("Secret Key", "api_key")
        self.link()
        self.close_environments()


def main():
    desktop_session.need("drongo", "googleauth")
    desktop_session.enter()
    with Started("drongo") as cloud, Started("googleauth") as tokens, Desktop(size="1280x1000") as desktop:
        key = json.loads(Path(tokens.ready["files"]["reader"]).read_text(encoding="utf-8"))["private_key"].splitlines()
        road = GcpWindow(desktop, cloud, tokens)
        road.start()
        road.add_credential()
        road.link_variable()
        road.send()
        road.save("vault 'gcp', 'Cloud'", "shop-api-key")
        assert tokens.command("counts")["refused"] == {"invalid_grant": 1}
        road.expect_no_file_holds(SECRET, key[1], key[2])
    print("the road from a key file and a right-click to the echo server: passed")


if __name__ == "__main__":
    main()
