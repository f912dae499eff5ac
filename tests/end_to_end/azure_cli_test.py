# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole road in the command line with the Azure CLI's own account: an `az` stands in for it, whose tokens come from oidc-provider and
open the vault around Microsoft's codec."""

import base64
import json
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from azure_stage import VALUE, AzureStage  # noqa: E402
from azure_stand_in import StandIn  # noqa: E402
from road import PROGRAM, Echo  # noqa: E402

_WHO = base64.urlsafe_b64encode(json.dumps({"upn": "ada@sallyport.example"}).encode()).decode().rstrip("=")
TOKEN = f"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.{_WHO}.c2lnbmF0dXJlIG9mIGEgdG9rZW4gdGhhdCBpcyBub25l"


def is_running(process: int) -> bool:
    """Not gone, and not only waiting for somebody to take note of its end (proc(5))."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class AzureCli(AzureStage):
    def stand_in(self, body: str) -> StandIn:
        return StandIn(self.folder, body, self.ready["tenant"])

    def cli(self, kind: str = "azureCli", **more: str) -> dict[str, str]:
        """PATH holds the stand-in and nothing else."""
        return self.place(INSOMNIA_AZURE_TYPE=kind, INSOMNIA_AZURE_TENANTID="", PATH=str(self.folder / "bin"), **more)

    def told(self, body: str, *words: str) -> str:
        az = self.stand_in(body)
        self.order("reset-counts")
        run = self.run_cli(**self.cli())
        self.expect_refusal(run, *words)
        self.assertEqual(self.order("counts")["counts"], {}, "the vault is not asked")
        self.assertEqual(len(az.calls()), 1, "az is not run again")
        self.assertNotIn(TOKEN, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def test_its_account_opens_the_vault(self):
        for kind in ("azureCli", "default"):
            with self.subTest(kind=kind):
                Echo.seen.clear()
                az = self.stand_in(StandIn.signed_in(self.ready))
                run = self.run_cli(**self.cli(kind))
                self.expect_arrival(run)
                self.assertEqual(az.calls(), [["account", "get-access-token", "--output", "json", "--resource", "https://vault.azure.net"]])
                self.assertIn("running az", run.stderr, "a command is told before it runs")

    def test_the_tenant_of_the_credential_is_passed_on(self):
        az = self.stand_in(StandIn.signed_in(self.ready))
        self.expect_arrival(self.run_cli(**self.cli(INSOMNIA_AZURE_TENANT=self.ready["tenant"])))
        self.assertEqual(az.calls()[0][-2:], ["--tenant", self.ready["tenant"]])

    def test_what_it_must_not_see_is_kept_from_it(self):
        body = "open({!r}, 'w').write(json.dumps(dict(os.environ)))".format(str(self.folder / "seen"))
        self.stand_in(body + StandIn.signed_in(self.ready))
        self.expect_arrival(self.run_cli(**self.cli(INSOMNIA_HASHICORP_TOKEN="a token of another provider")))
        seen = json.loads((self.folder / "seen").read_text(encoding="utf-8"))
        self.assertIn("PATH", seen)
        self.assertEqual([name for name in seen if name.startswith("INSOMNIA_")], [])

    def test_who_is_signed_out_is_told_what_to_run(self):
        self.told("""
            print("ERROR: Please run 'az login' to setup account.", file=sys.stderr)
            sys.exit(1)""", "nobody is signed in to the Azure CLI", 'Run "az login" in a terminal')

    def test_a_sign_in_that_has_ended_names_the_tenant(self):
        self.stand_in("""
            print("ERROR: AADSTS70043: The refresh token has expired. Please run: az login", file=sys.stderr)
            sys.exit(1)""")
        run = self.run_cli(**self.cli(INSOMNIA_AZURE_TENANT=self.ready["tenant"]))
        self.expect_refusal(run, f'Run "az login --tenant {self.ready["tenant"]}" in a terminal')

    def test_claims_that_the_vault_wants_take_a_new_sign_in(self):
        claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
        self.stand_in(StandIn.signed_in(self.ready))
        self.order(f"claims 1 {claims}")
        run = self.run_cli(**self.cli())
        self.expect_refusal(run, f"az login --claims-challenge {base64.b64encode(claims.encode()).decode()}")
        self.expect_arrival(self.run_cli(**self.cli()))

    def test_without_the_program_it_says_what_to_install(self):
        (self.folder / "bin").mkdir()
        self.expect_refusal(self.run_cli(**self.cli()), "there is no program az", "Install the Azure CLI")

    def test_something_else_than_a_token_is_not_repeated(self):
        for written in ("'hello ' + TOKEN", "'[]'", "'null'", "'{\"accessToken\": 7}'", "'{\"accessToken\": \"' + TOKEN", "''"):
            with self.subTest(written=written):
                self.assertNotIn("hello", self.told(f"TOKEN = {TOKEN!r}\nprint({written})", "the Azure CLI did not write a token"))

    def test_a_token_that_has_ended_is_not_used(self):
        self.told(f"write({TOKEN!r}, -60)", "has ended already", "az login")

    def test_what_it_says_in_its_trouble_holds_no_token(self):
        said = self.told(f"""
            print("\\x1b[31mERROR: the answer was " + {TOKEN!r} + " and that is wrong\\x1b[0m", file=sys.stderr)
            sys.exit(3)""", "it ended with status 3: ERROR: the answer was ****** and that is wrong")
        self.assertNotIn("\x1b", said)

    def test_one_that_never_ends_writing_is_stopped(self):
        self.told("""
            while True:
                print("x" * 4096)""", "wrote more than 65536 bytes")

    def test_one_that_hangs_goes_with_the_program(self):
        """How long it may take is shown by tests/providers/azure_surroundings_core_test.cpp, without waiting for it."""
        az = self.stand_in("time.sleep(300)")
        with subprocess.Popen([PROGRAM, "run", "collection", "-w", self.workspace], env={"HOME": str(self.folder), **self.cli()},
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            process = az.wait_for_run()["process"]
            run.send_signal(signal.SIGINT)
            out, errors = run.communicate(timeout=30)
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(Echo.seen, [])
        self.assertNotIn(VALUE, out + errors)
        self.expect_gone(process)

    def expect_gone(self, process: int):
        end = time.monotonic() + 10
        while is_running(process):
            self.assertLess(time.monotonic(), end, "az still runs")
            time.sleep(0.02)


if __name__ == "__main__":
    AzureCli.run_all()
