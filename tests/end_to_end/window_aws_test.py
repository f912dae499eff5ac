# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The road with AWS in the real window: keys and a profile become credentials, two variables are linked to secrets that are picked from
lists, Send delivers them. With --ways the ways to sign in that need the person: an MFA code, a command that asks first, IAM Identity
Center by code and by browser. Servers: ministack behind a front that checks every signature, and the double of IAM Identity Center.
"""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import aws_stage
import desktop_session
from desktop_session import Desktop
from window_steps import BY_BROWSER, BY_CODE, Window

PASSWORD = "aws-9Kd2-shop-password"


class AwsWindow(Window):
    VENDOR = "AWS"
    HIDDEN = (PASSWORD, aws_stage.PARAMETER)

    def __init__(self, desktop, cloud, echo, sso=None):
        super().__init__(desktop)
        self.cloud, self.echo, self.sso = cloud, echo, sso

    def start(self):
        made = self.cloud.command("create-secret shop/db " + json.dumps({"user": "shop", "password": PASSWORD}))
        assert made["event"] == "done", made
        self.session = self.cloud.command("session 3600 plain")
        workspace = self.desktop.home / "shop.yaml"
        workspace.write_text(aws_stage.workspace(self.echo.address))
        aws_stage.write_profiles(self.desktop.home, self.cloud.ready, self.sso.ready if self.sso else None)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"  # what the default chain would ask last; here it would wait for nobody
        self.show(workspace)

    # Credentials

    def add_credential(self, name, kind):
        """The dialog for a new credential of AWS; kind: the first letter of the type's name."""
        self.open_new_credential(name)
        if kind != "T":
            self.choose_in("Temporary Credential", kind, "Return", picture=f"{name}-types")

    def add_keys(self):
        """Temporary keys with their session token, as a person pastes them."""
        d, ready, keys = self.desktop, self.cloud.ready, self.session
        self.add_credential("keys", "T")
        d.picture("keys-empty")
        self.fill_secret("Access Key Id", keys["accessKeyId"])
        self.fill_secret("Secret Access Key", keys["secretAccessKey"])
        self.fill_secret("Session Token", keys["sessionToken"])
        self.fill("Region", ready["region"])
        self.unfold_advanced()
        d.picture("keys-advanced")
        self.fill("Custom Endpoint", ready["address"])
        self.test("*assumed-role/plain*", "keys-tested")
        self.save_credential("keys")

    def add_profile(self):
        """The profile is picked from what the files have."""
        self.add_credential("profile", "C")
        self.pick_from_list("Profile", "prod")
        self.desktop.picture("profile-picked")
        self.test(f"*account {self.cloud.ready['account']}*", "profile-tested")
        self.save_credential("profile")

    def add_default_chain(self):
        """First there is nothing to find, which is told with what to do; then there is a default profile, as after "aws configure"."""
        self.add_credential("chain", "D")
        self.test("*AWS keys were found: not in*", "chain-nothing")
        self.desktop.wait(self.dialog, "label", "Sign in again")
        aws_stage.write_default_profile(self.desktop.home, self.cloud.ready)
        self.test(f"*{self.cloud.ready['users']['reader']['arn']}*", "chain-found")
        self.save_credential("chain")
        self.desktop.wait(self.preferences, "table cell", "*Default chain*")

    # Links

    def link_to(self, variable, kind, field, secret, key=""):
        self.open_link(variable, kind)
        self.pick_from_list(field, secret)
        if key:
            self.desktop.wait(self.dialog, "label", "Found")
            self.choose_in("Plaintext", "K", "Return")
            self.fill("Secret Key", key)
        self.link()

    def link_variables(self):
        self.open_environments()
        self.link_to("port", "AWS Secrets Manager", "Secret Name Or ARN", "shop/db", "password")
        self.link_to("parameter", "AWS Parameter Store", "Parameter Name Or ARN", "/sample/secure")
        self.close_environments()

    def send(self):
        self.send_with_keys("Ping")
        self.expect_answer()
        assert self.echo.arrived() == [(PASSWORD, aws_stage.PARAMETER)], self.echo.arrived()
        self.expect_dots()

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
        self.fill("Role ARN", ready["roles"]["plain"])
        self.fill("MFA Device", aws_stage.mfa_device(ready))
        d.picture("role-filled")
        d.press(d.wait(self.dialog, "push button", "Test"))
        field = d.wait(self.app, "text", "MFA Code")
        d.picture("code-asked")
        d.fill(field, "123456")
        d.key("Return")
        self.expect_signed_in("assumed-role/plain", "code-signed-in")
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
        self.test("*ign in*", "sso-not-signed-in")
        code = self.code_in(self.sign_in(BY_CODE))
        d.picture("sso-code")
        approved = self.sso.command(f"approve {code}")
        assert approved["event"] == "done", approved
        self.expect_signed_in("assumed-role/plain", "sso-signed-in")
        self.expect_vendor_finds_the_sign_in()
        self.save_credential("office")

    def expect_vendor_finds_the_sign_in(self):
        """The token is where the vendor's own library looks for it, in the form that it understands."""
        ask = "import boto3; print(boto3.Session(profile_name='team').client('sts').get_caller_identity()['Arn'])"
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.desktop.home)}
        run = subprocess.run([aws_stage.installed("botocore")["python"], "-c", ask], env=environment, capture_output=True, text=True,
                             timeout=60, check=False)
        assert "assumed-role/plain" in run.stdout, run.stderr

    def with_browser(self):
        """The page's address is opened as a browser would that its person allows everything."""
        d = self.desktop
        for command in ("revoke-tokens", "set auto on"):
            assert self.sso.command(command)["event"] == "done"
        self.add_credential("browser", "S")
        self.pick_from_list("Profile", "team")
        self.sign_in(BY_BROWSER)
        address = d.wait(self.app, "text", "Address of the sign-in page").queryText().getText(0, -1)
        d.picture("sso-browser")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200, page.status
        self.expect_signed_in("assumed-role/plain", "sso-browser-signed-in")
        self.save_credential("browser")


def road(window):
    window.open_preferences()
    window.add_keys()
    window.add_profile()
    window.add_default_chain()
    window.close_preferences()
    window.link_variables()
    window.send()
    window.save("vault 'aws_ssm', 'keys'")
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
    desktop_session.need("ministack", *(["ssodouble"] if by_hand else []))
    desktop_session.enter()
    with aws_stage.Started("ministack") as cloud, aws_stage.Echo() as echo, Desktop(size="1280x1000") as desktop:
        if by_hand:
            with aws_stage.Started("ssodouble", "--ministack", json.dumps(cloud.ready)) as sso:
                window = AwsWindow(desktop, cloud, echo, sso)
                window.start()
                ways(window)
        else:
            window = AwsWindow(desktop, cloud, echo)
            window.start()
            road(window)
    print("the road of AWS secrets in the window: passed")


if __name__ == "__main__":
    main()
