# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do in the program's window, step by step: tests of whole roads put these steps together. Each waits for what it leads to."""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "servers")]
from desktop_session import wait_for  # noqa: E402
from road import start_echo, workspace_text  # noqa: E402

BIN = Path(os.environ.get("SALLYPORT_BIN", "build/dev/bin"))
BY_BROWSER, BY_CODE = "*Go on in your browser*", "*Enter this code*"  # titles of what the ways to sign in lead to
_WAYS = (BY_BROWSER, BY_CODE)  # as in the menu of Sign In


class Window:
    """The window, and what was opened in it last: `preferences`, `environments`, `dialog` (a credential or a link)."""

    VENDOR = ""  # a word of the title of its credentials' dialogs
    HIDDEN: tuple[str, ...] = ()  # what no screen reader may find

    def __init__(self, desktop):
        self.desktop = desktop

    def show(self, workspace=None):
        self.workspace = workspace
        self.program = self.desktop.start([str(BIN / "sallyport"), *([str(workspace)] if workspace else [])])
        self.app = self.desktop.application("sallyport")
        self.window = self.desktop.wait(self.app, "frame")
        self.desktop.wait_active(self.window)

    def show_shop(self, headers):
        """With a workspace of one request to an echo server; its headers are variables that hold these texts (road.workspace_text)."""
        self.echo, self.seen = start_echo()
        workspace = self.desktop.home / "shop.yaml"
        workspace.write_text(workspace_text(f"http://127.0.0.1:{self.echo.server_address[1]}", headers))
        self.show(workspace)

    def close(self):
        self.desktop.key("ctrl+q")
        self.program.wait(15)

    def restart(self):
        """Another run of the program: what it keeps is all that it has."""
        self.close()
        self.show(self.workspace)

    # Dialogs --------------------------------------------------------------------------------------

    def fill(self, label, text, role="text"):
        self.desktop.fill(self.desktop.wait(self.dialog, role, label), text)

    def fill_secret(self, label, text):
        self.fill(label, text, "password text")

    def choose_in(self, shown, *keys, picture=None):
        """In the combo box that shows this: Qt 6.4 names one by what it shows."""
        self.desktop.click(self.desktop.wait(self.dialog, "combo box", shown))
        self.desktop.choose(*keys, picture=picture)

    def fill_next(self, text):
        """The field behind the one that has the keyboard. Going there scrolls it into view, as for a person."""
        self.desktop.key("Tab", "ctrl+a")
        self.desktop.type(text)

    def unfold_advanced(self):
        d = self.desktop
        d.click(d.find(self.dialog, "check box", "*Advanced*") or d.wait(self.dialog, "push button", "*Advanced*"))

    def pick_from_list(self, label, entry, picture=None):
        """From the values that the vault or the person's files have for a field."""
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", f"Browse {label}"))
        item = d.wait(self.app, "list item", f"*{entry}*")
        d.picture(picture or f"list-of-{label.lower().replace(' ', '-')}")
        d.click(item)

    # Credentials ----------------------------------------------------------------------------------

    def open_preferences(self):
        d = self.desktop
        d.key("ctrl+comma")
        self.preferences = d.wait(self.app, "dialog", "Preferences")
        d.click(d.wait(self.preferences, "list item", "Cloud Credentials"))

    def open_new_credential(self, name=""):
        """From Add Credentials in the preferences; a name of its own where one is given."""
        d = self.desktop
        add = d.wait(self.preferences, "push button", "Add Credentials")
        self.dialog = d.pick(lambda: d.click(add), [], lambda: d.find(self.app, "dialog", f"*{self.VENDOR}*"), [self.preferences.name])
        if name:
            self.fill("Name", name)

    def open_credential(self, name):
        self.open_preferences()
        self.desktop.click(self.desktop.wait(self.preferences, "table cell", name), count=2)
        self.dialog = self.desktop.wait(self.app, "dialog", f"*{self.VENDOR}*")

    def test(self, expected, picture="credential-tested"):
        """Presses Test; what it says then is `expected`."""
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", "Test"))
        d.wait(self.dialog, "label", expected)
        d.picture(picture)

    def sign_in(self, way):
        """way: BY_BROWSER or BY_CODE. Answers the dialog that it leads to."""
        d = self.desktop
        d.click(d.wait(self.dialog, "push button", "*Sign In…*"))
        d.choose(*["Down"] * (_WAYS.index(way) + 1), "Return", picture="ways-to-sign-in")
        return d.wait(self.app, "dialog", way)

    def code_in(self, dialog):
        """The code that the person is to enter elsewhere."""
        return self.desktop.wait(dialog, "text", "Code").queryText().getText(0, -1)

    def expect_signed_in(self, who, picture):
        self.desktop.wait(self.app, "label", f"*{who}*", seconds=30)
        self.desktop.picture(picture)

    def save_credential(self, name):
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", "Save"))
        d.wait(self.preferences, "table cell", name)
        d.picture("credential-saved")

    def close_preferences(self):
        d = self.desktop
        d.wait_gone(self.app, "dialog", f"*{self.VENDOR}*")
        d.click(d.wait(self.preferences, "list item", "Cloud Credentials"))
        d.key("Escape")
        d.wait_gone(self.app, "dialog", "Preferences")

    def leave_credential_unsaved(self):
        """By Escape, which asks where something was typed."""
        d, title = self.desktop, self.dialog.name
        d.key("Escape")
        d.wait(self.dialog, "label", "*not saved*")
        d.picture("credential-leaving")
        d.press(d.wait(self.dialog, "push button", "Discard"))
        d.wait_gone(self.app, "dialog", title)

    def reset_cache(self):
        self.open_preferences()
        self.desktop.press(self.desktop.wait(self.preferences, "push button", "Reset Cache"))
        self.close_preferences()

    # Links ----------------------------------------------------------------------------------------

    def open_environments(self):
        d = self.desktop
        d.key("ctrl+e")
        self.environments = d.wait(self.app, "dialog", "*nvironments*")
        d.click(d.wait(self.environments, "list item", "*Base*"))

    def open_link(self, variable, kind):
        """By a right-click on the variable; kind: a word of the title of that kind of secret's dialog."""
        d = self.desktop
        cell = d.wait(self.environments, "table cell", variable)
        self.dialog = d.pick(lambda: d.click(cell, button=3), ["Down", "Right"], lambda: d.find(self.app, "dialog", f"*{kind}*"),
                             [self.environments.name], picture="context-menu")

    def link(self):
        """The secret is found and linked."""
        d, title = self.desktop, self.dialog.name
        d.key("Tab")
        d.wait(self.dialog, "label", "Found")
        d.picture("link-found")
        d.press(d.wait(self.dialog, "push button", "Link"))
        d.wait_gone(self.app, "dialog", title)
        d.picture("linked")
        self.expect_hidden()

    def close_environments(self):
        d = self.desktop
        d.press(d.wait(self.environments, "push button", "Done"))
        d.wait_gone(self.app, "dialog", "*nvironments*")

    # Sending and saving ---------------------------------------------------------------------------

    def press_send(self):
        self.desktop.press(self.desktop.wait(self.window, "push button", "Send"))

    def send_with_keys(self, request):
        """Chooses a request by a part of its name, and sends it."""
        d = self.desktop
        d.click(d.wait(self.window, "table cell", f"*{request}*"))
        d.wait(self.window, "push button", "Send")
        d.key("ctrl+Return")

    def expect_answer(self, picture="answered"):
        self.desktop.wait(self.window, "label", "*200*")
        self.desktop.picture(picture)
        self.expect_hidden()

    def expect_arrival(self, header, value, picture="answered"):
        """Of show_shop's request, once since the last time."""
        self.expect_answer(picture)
        assert [headers[header] for headers in self.seen] == [value], self.seen
        self.seen.clear()

    def expect_dots(self):
        assert "\u2022\u2022\u2022" in self.desktop.all_text(self.window), "what is echoed of a secret is shown as dots"

    def save(self, *parts):
        """The file then holds all these."""
        self.desktop.key("ctrl+s")
        wait_for(lambda: all(part in self.workspace.read_text() for part in parts), f"the saved file to hold {parts}")

    # Nothing shows --------------------------------------------------------------------------------

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
