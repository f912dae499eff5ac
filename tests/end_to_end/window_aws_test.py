# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with AWS in the real window: keys and a profile become credentials, two variables are linked to secrets that are picked from
lists, Send delivers them. With --ways the ways to sign in that need the person: an MFA code, a command that asks first, IAM Identity
Center by code and by browser. Servers: ministack behind a front that checks every signature, and the double of IAM Identity Center.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import aws_stage
import desktop_session
from desktop_session import Desktop, wait_for
from window_road_test import Road

PASSWORD = "aws-9Kd2-shop-password"


class AwsWindow(Road):
    HIDDEN = (PASSWORD, aws_stage.PARAMETER)

    def __init__(self, desktop, cloud, echo, sso=None):
        self.cloud, self.echo, self.sso = cloud, echo, sso
        super().__init__(desktop)

    def start(self, _):
        made = self.cloud.command("create-secret shop/db " + json.dumps({"user": "shop", "password": PASSWORD}))
        assert made["event"] == "done", made
        self.session = self.cloud.command("session 3600 plain")
        self.workspace = self.desktop.home / "shop.yaml"
        self.workspace.write_text(aws_stage.workspace(self.echo.address))
        aws_stage.write_profiles(self.desktop.home, self.cloud.ready, self.sso.ready if self.sso else None)
        self.show(str(self.workspace))

    # Credentials

    def open_preferences(self):
        d = self.desktop
        d.key("ctrl+comma")
        self.preferences = d.wait(self.app, "dialog", "Preferences")
        d.click(d.wait(self.preferences, "list item", "Cloud Credentials"))

    def add_credential(self, name, kind):
        """The dialog for a new credential of AWS; kind: the first letter of the type's name."""
        d = self.desktop
        add = d.wait(self.preferences, "push button", "Add Credentials")
        self.dialog = d.pick(lambda: d.click(add), [], lambda: d.find(self.app, "dialog", "*AWS*"), [self.preferences.name])
        d.fill(d.wait(self.dialog, "text", "Name"), name)
        if kind != "T":
            d.click(d.wait(self.dialog, "combo box", "Temporary Credential"))
            d.choose(kind, "Return", picture=f"{name}-types")

    def fill(self, **fields):
        d = self.desktop
        for label, text in fields.items():
            role = "password text" if label in ("Access_Key_Id", "Secret_Access_Key", "Session_Token") else "text"
            d.fill(d.wait(self.dialog, role, label.replace("_", " ")), text)

    def test(self, expected):
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", "Test"))
        return d.wait(self.app, "label", expected)

    def save_credential(self, name):
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", "Save"))
        d.wait(self.preferences, "table cell", name)

    def add_keys(self):
        """Temporary keys with their session token, as a person pastes them."""
        d, ready = self.desktop, self.cloud.ready
        keys = self.session
        self.add_credential("keys", "T")
        d.picture("keys-empty")
        self.fill(Access_Key_Id=keys["accessKeyId"], Secret_Access_Key=keys["secretAccessKey"],
                  Session_Token=keys["sessionToken"], Region=ready["region"])
        d.click(d.find(self.dialog, "check box", "*Advanced*") or d.wait(self.dialog, "push button", "*Advanced*"))
        d.picture("keys-advanced")
        self.fill(Custom_Endpoint=ready["address"])
        self.test("*assumed-role/plain*")
        d.picture("keys-tested")
        self.save_credential("keys")
        d.picture("keys-saved")

    def add_profile(self):
        """The profile is picked from what the files have."""
        d = self.desktop
        self.add_credential("profile", "C")
        self.pick_from_list("Profile", "prod")
        d.picture("profile-picked")
        self.test(f"*account {self.cloud.ready['account']}*")
        d.picture("profile-tested")
        self.save_credential("profile")

    def pick_from_list(self, label, entry):
        d = self.desktop
        d.press(d.wait(self.dialog, "push button", f"Browse {label}"))
        item = d.wait(self.app, "list item", f"*{entry}*")
        d.picture(f"list-of-{label.lower().replace(' ', '-')}")
        d.click(item)

    # Links

    def link(self, variable, kind, field, secret, key=""):
        d = self.desktop
        cell = d.wait(self.environments, "table cell", variable)
        self.dialog = d.pick(lambda: d.click(cell, button=3), ["Down", "Right"], lambda: d.find(self.app, "dialog", f"*{kind}*"),
                             [self.environments.name])
        d.picture(f"link-{variable}-empty")
        self.pick_from_list(field, secret)
        if key:
            d.wait(self.dialog, "label", "Found")
            d.click(d.wait(self.dialog, "combo box", "Plaintext"))
            d.choose("K", "Return")
            d.fill(d.wait(self.dialog, "text", "Secret Key"), key)
            d.key("Tab")
        d.wait(self.dialog, "label", "Found")
        d.picture(f"link-{variable}-found")
        d.press(d.wait(self.dialog, "push button", "Link"))
        d.wait_gone(self.app, "dialog", f"*{kind}*")
        self.expect_hidden()

    def link_variables(self):
        d = self.desktop
        d.key("Escape")
        d.wait_gone(self.app, "dialog", "Preferences")
        d.key("ctrl+e")
        self.environments = d.wait(self.app, "dialog", "*nvironments*")
        d.click(d.wait(self.environments, "list item", "*Base*"))
        self.link("port", "AWS Secrets Manager", "Secret Name Or ARN", "shop/db", "password")
        self.link("parameter", "AWS Parameter Store", "Parameter Name Or ARN", "/sample/secure")
        d.picture("linked")
        d.press(d.wait(self.environments, "push button", "Done"))
        d.wait_gone(self.app, "dialog", "*nvironments*")

    def send(self):
        d = self.desktop
        d.click(d.wait(self.window, "table cell", "*Ping*"))
        d.wait(self.window, "push button", "Send")
        d.key("ctrl+Return")
        d.wait(self.window, "label", "*200*")
        d.picture("answered")
        assert self.echo.arrived() == [(PASSWORD, aws_stage.PARAMETER)], self.echo.arrived()
        self.expect_hidden()
        assert "\u2022\u2022\u2022" in d.all_text(self.window), "the echoed secrets are shown as dots"

    def save(self):
        self.desktop.key("ctrl+s")
        wait_for(lambda: "vault 'aws_ssm', 'keys'" in self.workspace.read_text(), "the saved links")

    def expect_nothing_kept(self):
        key = self.cloud.ready["users"]["reader"]["secretAccessKey"]
        self.expect_no_file_holds(*self.HIDDEN, self.session["secretAccessKey"], self.session["sessionToken"])
        self.expect_no_file_holds(key, but=(".aws", "keys.json"))  # the person's own files

    # Ways that need the person

    def with_code(self):
        d, ready = self.desktop, self.cloud.ready
        self.add_credential("mfa", "C")
        self.pick_from_list("Profile", "prod")
        d.click(d.wait(self.dialog, "check box", "Assume a Role"))
        self.fill(Role_ARN=ready["roles"]["plain"], MFA_Device=aws_stage.mfa_device(ready))
        d.picture("role-filled")
        d.press(d.wait(self.dialog, "push button", "Test"))
        field = d.wait(self.app, "text", "MFA Code")
        d.picture("code-asked")
        d.fill(field, "123456")
        d.key("Return")
        d.wait(self.app, "label", "*assumed-role/plain*")
        d.picture("code-signed-in")
        self.save_credential("mfa")

    def with_command(self):
        d = self.desktop
        self.add_credential("command", "C")
        self.pick_from_list("Profile", "command")
        d.press(d.wait(self.dialog, "push button", "Test"))
        refuse = d.wait(self.app, "push button", "Do Not Run")
        d.picture("command-asked")
        d.press(refuse)
        d.wait(self.dialog, "label", "*you did not allow it*")
        d.picture("command-refused")
        d.press(d.wait(self.dialog, "push button", "Test"))
        d.press(d.wait(self.app, "push button", "Run"))
        d.wait(self.app, "label", f"*{self.cloud.ready['users']['reader']['arn']}*")
        d.picture("command-allowed")
        self.save_credential("command")

    def with_identity_center(self):
        d = self.desktop
        self.add_credential("office", "S")
        d.picture("sso-empty")
        self.pick_from_list("Profile", "team")
        self.test("*ign in*")
        d.picture("sso-not-signed-in")
        self.sign_in("*Enter this code*", 2)
        code = d.wait(self.app, "text", "Code")
        d.picture("sso-code")
        approved = self.sso.command(f"approve {code.queryText().getText(0, -1)}")
        assert approved["event"] == "done", approved
        d.wait(self.app, "label", "*assumed-role/plain*", seconds=30)
        d.picture("sso-signed-in")
        self.expect_vendor_finds_the_sign_in()
        self.save_credential("office")

    def expect_vendor_finds_the_sign_in(self):
        """The token is where the vendor's own library looks for it, in the form that it understands."""
        ask = "import boto3; print(boto3.Session(profile_name='team').client('sts').get_caller_identity()['Arn'])"
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.desktop.home)}
        run = subprocess.run([aws_stage.installed("botocore")["python"], "-c", ask], env=environment, capture_output=True, text=True,
                             timeout=60, check=False)
        assert "assumed-role/plain" in run.stdout, run.stderr

    def sign_in(self, dialog, place):
        d = self.desktop
        d.click(d.wait(self.dialog, "push button", "*Sign In…*"))
        d.choose(*["Down"] * place, "Return", picture="sso-ways")
        return d.wait(self.app, "dialog", dialog)

    def with_browser(self):
        """The page's address is opened as a browser would that its person allows everything."""
        d = self.desktop
        for command in ("revoke-tokens", "set auto on"):
            assert self.sso.command(command)["event"] == "done"
        self.add_credential("browser", "S")
        self.pick_from_list("Profile", "team")
        self.sign_in("*Go on in your browser*", 1)
        address = d.wait(self.app, "text", "Address of the sign-in page").queryText().getText(0, -1)
        d.picture("sso-browser")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200, page.status
        d.wait(self.app, "label", "*assumed-role/plain*", seconds=30)
        d.picture("sso-browser-signed-in")
        self.save_credential("browser")


def road(window):
    window.open_preferences()
    window.add_keys()
    window.add_profile()
    window.link_variables()
    window.send()
    window.save()
    window.expect_nothing_kept()


def ways(window):
    window.open_preferences()
    window.with_code()
    window.with_command()
    window.with_identity_center()
    window.with_browser()
    window.expect_nothing_kept()


def main():
    by_hand = "--ways" in sys.argv
    missing = [name for name in ("ministack", "ssodouble")[:2 if by_hand else 1] if not aws_stage.is_installed(name)]
    if missing:
        desktop_session.skip(f"NOT INSTALLED: {', '.join(missing)}; scripts/test --servers installs it")
    desktop_session.enter()
    with aws_stage.Started("ministack") as cloud, aws_stage.Echo() as echo, Desktop(size="1280x1000") as desktop:
        if by_hand:
            with aws_stage.Started("ssodouble", "--ministack", json.dumps(cloud.ready)) as sso:
                ways(AwsWindow(desktop, cloud, echo, sso))
        else:
            road(AwsWindow(desktop, cloud, echo))
    print("the road of AWS secrets in the window: passed")


if __name__ == "__main__":
    main()
