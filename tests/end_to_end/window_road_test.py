# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the real window, driven from outside through the accessibility bus: add a credential, link a variable by
right-click, press Send; the echo server gets the secret, the window never shows it, no file holds it.

window_road_test.py [--vault|--button]: with the demo's vault, with HashiCorp's own (where SALLYPORT_SERVERS names it), or from
the welcome screen's Try the Demo, knowing only what the window says.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import desktop_session
from desktop_session import Desktop, wait_for

BIN = Path(os.environ.get("SALLYPORT_BIN", "build/dev/bin"))
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
    command = [sys.executable, os.environ["SALLYPORT_SERVERS_RUN"], "start", "vault"]
    vault = desktop.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    ready = json.loads(vault.stdout.readline())
    assert ready["event"] == "ready", ready
    body = json.dumps({"data": {"api_key": SECRET, "other": "x"}}).encode()
    request = urllib.request.Request(f"{ready['address']}/v1/secret/data/shop", body, {"X-Vault-Token": ready["token"]}, method="POST")
    urllib.request.urlopen(request, timeout=10).close()
    return {"vault": ready["address"], "token": ready["token"]}


class Road:
    HIDDEN = (SECRET,)  # what no screen reader may find

    def __init__(self, desktop, vault=None):
        self.desktop = desktop
        self.start(vault)

    def start(self, vault):
        self.workspace = self.desktop.home / "demo.yaml"
        self.demo = self.desktop.start([str(BIN / "sallyport-demo-server"), "--workspace", str(self.workspace)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts = json.loads(self.demo.stdout.readline()) | (vault or {})
        self.show(str(self.workspace))

    def show(self, *arguments):
        self.program = self.desktop.start([str(BIN / "sallyport"), *arguments])
        self.app = self.desktop.application("sallyport")
        self.window = self.desktop.wait(self.app, "frame")

    def add_credential(self):
        d = self.desktop
        d.key("ctrl+comma")
        preferences = d.wait(self.app, "dialog", "Preferences")
        d.click(d.wait(preferences, "list item", "Cloud Credentials"))
        add = d.wait(preferences, "push button", "Add Credentials")
        dialog = d.pick(lambda: d.click(add), [], lambda: d.find(self.app, "dialog", "*HashiCorp*"), [preferences.name])
        d.fill(d.wait(dialog, "text", "Name"), "Demo Vault")
        d.fill(d.wait(dialog, "text", "Server Address"), self.facts["vault"])
        method = d.wait(dialog, "combo box", "AppRole")  # Qt 6.4 names a combo box by what it shows
        d.click(method)
        d.key("End", "Return")
        d.fill(d.wait(dialog, "password text", "Authentication Token"), self.facts["token"])
        d.press(d.wait(dialog, "push button", "Test"))
        d.wait(dialog, "label", "*Signed in as*")
        d.picture("credential-tested")
        d.press(d.wait(dialog, "push button", "Save"))
        d.wait(preferences, "table cell", "Demo Vault")
        d.picture("credential-saved")
        d.key("Escape")
        d.wait_gone(self.app, "dialog", "Preferences")

    def link_variable(self):
        d = self.desktop
        d.key("ctrl+e")
        environments = d.wait(self.app, "dialog", "*nvironments*")
        d.click(d.wait(environments, "list item", "*Base*"))
        cell = d.wait(environments, "table cell", "api_key")
        d.pick(lambda: d.click(cell, button=3), ["Down", "Right"], lambda: d.find(self.app, "text", "Secret Mount Path"),
               [environments.name], picture="context-menu")
        dialog = d.wait(self.app, "dialog", "*Link*")
        d.fill(d.wait(dialog, "text", "Secret Mount Path"), "secret")
        d.fill(d.wait(dialog, "text", "Secret Path"), "shop")
        d.fill(d.wait(dialog, "text", "Secret Key"), "api_key")
        d.key("Tab")
        d.wait(dialog, "label", "Found")
        d.picture("link-found")
        d.press(d.wait(dialog, "push button", "Link"))
        d.wait_gone(self.app, "dialog", "*Link*")
        d.picture("linked")
        self.expect_hidden()
        d.press(d.wait(environments, "push button", "Done"))

    def send(self):
        d = self.desktop
        d.click(d.wait(self.window, "table cell", "*List orders*"))
        d.wait(self.window, "push button", "Send")
        d.key("ctrl+Return")
        d.wait(self.window, "label", "*200*")
        d.picture("answered")
        received = fetch(self.facts["echo"] + "/_last")
        assert "secret/shop api_key" in received["recognised"], received
        self.expect_hidden()
        assert "\u2022\u2022\u2022" in self.desktop.all_text(self.window), "the echoed secret is shown as dots"

    def save(self):
        d = self.desktop
        d.key("ctrl+s")
        wait_for(lambda: "secretKey" in self.workspace.read_text() and "vault 'hashicorp', 'Demo Vault'" in self.workspace.read_text(),
                 "the saved link")

    def expect_hidden(self):
        shown = self.desktop.all_text(self.app)
        assert not any(value in shown for value in self.HIDDEN), "a screen reader can read the secret"

    def expect_no_file_holds(self, *values, but=()):
        """but: folders and files that may hold them, because they did before."""
        for path in self.desktop.home.rglob("*"):
            if path.is_file() and not {"keyrings", "sallyport-demo-server", *but} & set(path.parts):
                content = path.read_bytes()
                for value in values:
                    assert value.encode() not in content, f"{path} holds {value[:6]}..."


class ButtonRoad(Road):
    """From the welcome screen: the demo is started by its button, and its vault is known from the line that the window shows."""

    def start(self, _):
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
        self.desktop.key("ctrl+q")
        wait_for(lambda: self.program.poll() is not None, "the window to close")
        wait_for(lambda: not answers(self.facts["echo"]), "the demo's servers to end with it")
        self.show()
        self.learn()
        self.send()


def main():
    real = "--vault" in sys.argv
    if real and "vault" not in os.environ.get("SALLYPORT_SERVERS", "").split(","):
        desktop_session.skip("NOT INSTALLED: vault; scripts/test --servers installs it")
    desktop_session.enter()
    with Desktop() as desktop:
        road = ButtonRoad(desktop) if "--button" in sys.argv else Road(desktop, start_vault(desktop) if real else None)
        desktop.picture("start")
        road.add_credential()
        road.link_variable()
        road.send()
        road.save()
        if isinstance(road, ButtonRoad):
            road.again()
        road.expect_no_file_holds(SECRET, road.facts["token"])
    print("the road from Add Credentials and right-click to the echo server: passed")


if __name__ == "__main__":
    main()
