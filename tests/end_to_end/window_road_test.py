# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the real window, driven from outside through the accessibility bus: add a credential, link a variable by
right-click, press Send; the echo server gets the secret, the window never shows it, no file holds it.

window_road_test.py [--vault|--button]: with the demo's vault, with HashiCorp's own (where SALLYPORT_SERVERS names it), or from
the welcome screen's Try the Demo, knowing only what the window says.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
import desktop_session
from desktop_session import Desktop, wait_for
from kit.driving import RUN
from window_steps import BIN, Window

SECRET = "demo-7Qh2-shop-api-key"  # what the demo's vault holds at secret/shop api_key


def fetch(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return json.load(answer)


def answers(address):
    try:
        fetch(address + "/_last")
        return True
    except OSError:
        return False


def start_vault(desktop):
    """HashiCorp's Vault with the same secret as the demo's; answers address and token."""
    vault = desktop.start([*RUN, "start", "vault"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    ready = json.loads(vault.stdout.readline())
    assert ready["event"] == "ready", ready
    body = json.dumps({"data": {"api_key": SECRET, "other": "x"}}).encode()
    request = urllib.request.Request(f"{ready['address']}/v1/secret/data/shop", body, {"X-Vault-Token": ready["token"]}, method="POST")
    urllib.request.urlopen(request, timeout=10).close()
    return {"vault": ready["address"], "token": ready["token"]}


class Road(Window):
    VENDOR = "HashiCorp"
    HIDDEN = (SECRET,)

    def start(self, vault=None):
        """On the demo's workspace; vault: {vault, token} of one that takes the place of the demo's own."""
        workspace = self.desktop.home / "demo.yaml"
        self.demo = self.desktop.start([str(BIN / "sallyport-demo-server"), "--workspace", str(workspace)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts = json.loads(self.demo.stdout.readline()) | (vault or {})
        self.show(workspace)

    def add_credential(self):
        self.open_preferences()
        self.open_new_credential("Demo Vault")
        self.fill("Server Address", self.facts["vault"])
        self.choose_in("AppRole", "End", "Return")
        self.fill_secret("Authentication Token", self.facts["token"])
        self.test("*Signed in as*")
        self.save_credential("Demo Vault")
        self.close_preferences()

    def link_variable(self):
        self.open_environments()
        self.open_link("api_key", "HashiCorp Vault")
        self.fill("Secret Mount Path", "secret")
        self.fill("Secret Path", "shop")
        self.fill("Secret Key", "api_key")
        self.link()
        self.close_environments()

    def send(self):
        self.send_with_keys("List orders")
        self.expect_answer()
        received = fetch(self.facts["echo"] + "/_last")
        assert "secret/shop api_key" in received["recognised"], received
        self.expect_dots()


class ButtonRoad(Road):
    """From the welcome screen: the demo is started by its button, and its vault is known from the line that the window shows."""

    def start(self, _=None):
        d = self.desktop
        self.show()
        button = d.wait(self.window, "push button", "Try the Demo")
        d.picture("welcome")
        d.press(button)
        self.learn()

    def learn(self):
        d = self.desktop
        said = d.wait(self.window, "label", "*Demo vault: address*", seconds=30).name
        d.wait(self.window, "table cell", "*List orders*")
        address, token = re.search(r"address (\S+), token (\S+)\.", said).groups()
        self.workspace = next(d.home.rglob("demo.yaml"))
        echo = re.search(r"http://127\.0\.0\.1:\d+", self.workspace.read_text()).group()
        self.facts = {"vault": address, "token": token, "echo": echo}

    def again(self):
        """Another day: the demo's servers have ended with the window; they come back with the workspace that was open last."""
        self.close()
        wait_for(lambda: not answers(self.facts["echo"]), "the demo's servers to end with it")
        self.show()
        self.learn()
        self.send()


def main():
    real = "--vault" in sys.argv
    if real:
        desktop_session.need("vault")
    desktop_session.enter()
    with Desktop() as desktop:
        road = (ButtonRoad if "--button" in sys.argv else Road)(desktop)
        road.start(start_vault(desktop) if real else None)
        desktop.picture("start")
        road.add_credential()
        road.link_variable()
        road.send()
        road.save("secretKey", "vault 'hashicorp', 'Demo Vault'")
        if isinstance(road, ButtonRoad):
            road.again()
        road.expect_no_file_holds(SECRET, road.facts["token"])
    print("the road from Add Credentials and right-click to the echo server: passed")


if __name__ == "__main__":
    main()
