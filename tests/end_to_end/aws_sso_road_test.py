# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line with IAM Identity Center: the AWS CLI signs in, Sallyport uses and renews its token, the AWS CLI goes on with what
Sallyport wrote. Under the vendor's real host names against our certified double; skipped, by name, without the servers."""

import json
import pathlib
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from aws_sso import SECRET_FIELDS, SERVERS, Arguments, Person, Place, connections, wait_until  # noqa: E402
from aws_stage import PARAMETER, PORT, Echo, sample_tags, workspace  # noqa: E402
from kit import driving, namespace, verdict  # noqa: E402

PAST = "2020-01-01T00:00:00Z"
_TOKEN_CALL, _ROLE_CALL = "sso-oidc.CreateToken", "sso.GetRoleCredentials"


def soon(seconds: int) -> str:
    import datetime
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@driving.needs(*SERVERS)
class AwsSsoRoad(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.place = cls.enterClassContext(Place())
        cls.echo = cls.enterClassContext(Echo())

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.person = Person(pathlib.Path(folder.name), self.place)
        self.echo.seen.clear()
        self.echo.before_answer = lambda: None
        self.workspace = self.person.folder / "shop.yaml"
        self.workspace.write_text(workspace(self.echo.address, *sample_tags(self.place.cloud.ready)))
        self.person.sign_in_with_aws()
        self.place.heal()

    def tearDown(self) -> None:
        for secret in self.person.secrets():
            self.assertNotIn(secret, self.person.said)
        self.assertEqual(self.person.files_that_hold(), [])

    def expect_arrival(self, run: tuple[int, str]) -> None:
        self.assertEqual(run[0], 0, run[1])
        self.assertEqual(self.echo.arrived(), [(PORT, PARAMETER)])
        self.echo.seen.clear()

    def expect_refusal(self, run: tuple[int, str], *words: str) -> None:
        self.assertEqual(run[0], 3, run[1])
        self.assertEqual(self.echo.seen, [])
        for word in words:
            self.assertIn(word, run[1])

    def sallyport(self) -> tuple[int, str]:
        return self.person.sallyport(self.workspace)

    def calls(self, name: str) -> int:
        return self.place.counts().get(name, 0)

    def refusals(self, name: str) -> int:
        return self.place.counts("refused").get(name, 0)

    # ----------------------------------------------------------------------------------------

    def test_what_the_aws_cli_signed_in_serves_sallyport(self) -> None:
        before = self.person.token_file.read_bytes()
        self.expect_arrival(self.sallyport())
        self.assertEqual(self.person.token_file.read_bytes(), before)
        self.assertEqual((self.calls(_TOKEN_CALL), self.calls(_ROLE_CALL)), (0, 1))

    def test_nobody_signed_in(self) -> None:
        self.person.token_file.unlink()
        self.expect_refusal(self.sallyport(), 'nobody is signed in to the SSO session "certified"', "aws sso login")

    def test_an_expired_token_is_renewed_and_serves_the_aws_cli(self) -> None:
        before = self.person.token()
        self.person.change_token(expiresAt=PAST, theirs=[1, {"a": None}])
        with Arguments() as arguments:
            self.expect_arrival(self.sallyport())
        after = self.person.token()
        self.assertEqual(set(after), {*before, "theirs"})
        self.assertNotIn(before["accessToken"], after.values())
        self.assertNotEqual(after["refreshToken"], before["refreshToken"])
        for name in ("startUrl", "region", "clientId", "clientSecret", "registrationExpiresAt"):
            self.assertEqual(after[name], before[name])
        self.assertEqual(stat.S_IMODE(self.person.token_file.stat().st_mode), 0o600)
        self.assertEqual(arguments.holding(self.person.secrets()), [])
        self.assertTrue(self.person.aws_works())
        self.assertEqual((self.calls(_TOKEN_CALL), self.calls(_ROLE_CALL)), (1, 2), "the AWS CLI took the token as it was")

    def test_an_expired_token_that_cannot_be_renewed(self) -> None:
        self.person.change_token(expiresAt=PAST, refreshToken=None)
        self.expect_refusal(self.sallyport(), 'the SSO session "certified" ended at 2020-01-01 00:00 UTC', "aws sso login")
        self.assertEqual(self.place.counts(), {}, "there was nothing to ask")

    def test_a_renewal_can_be_put_off_until_ten_minutes_before_the_end(self) -> None:
        self.person.change_token(expiresAt=soon(12 * 60))
        self.place.sso.command(f"fail 2 500 InternalServerException {_TOKEN_CALL}")
        self.expect_arrival(self.sallyport())
        self.person.change_token(expiresAt=soon(9 * 60))
        self.expect_refusal(self.sallyport(), "cannot be extended (InternalServer)")
        self.expect_arrival(self.sallyport())
        self.assertTrue(self.person.aws_works())

    def test_a_revoked_session_says_what_to_do(self) -> None:
        self.place.sso.command("revoke-tokens")
        before = self.person.token_file.read_bytes()
        self.expect_refusal(self.sallyport(), "IAM Identity Center does not accept the token", "(InvalidGrant)", "aws sso login")
        self.assertEqual(self.person.token_file.read_bytes(), before)
        self.person.change_token(expiresAt=PAST)
        self.expect_refusal(self.sallyport(), "ended at", "(InvalidGrant)", "aws sso login")
        self.assertFalse(self.person.aws_works())
        self.person.sign_in_with_aws()
        self.expect_arrival(self.sallyport())

    def test_a_session_that_ends_between_two_requests(self) -> None:
        requests = ("port",), ("parameter",)
        self.workspace.write_text(workspace(self.echo.address, *sample_tags(self.place.cloud.ready), requests))

        def end_everything() -> None:
            self.place.sso.command("expire-tokens")
            self.place.cloud.command("expire-sessions")
            self.echo.before_answer = lambda: None

        self.echo.before_answer = end_everything
        code, text = self.sallyport()
        self.assertEqual(code, 0, text)
        self.assertEqual(self.echo.arrived(), [(PORT, ""), ("", PARAMETER)])
        self.assertEqual((self.calls(_TOKEN_CALL), self.refusals("UnauthorizedException")), (1, 1))
        self.assertTrue(self.person.aws_works())

    # Both at once ---------------------------------------------------------------------------

    def renew_together(self, sallyport_first: bool) -> None:
        """Both have sent the same refresh token before either is answered; only one of them can be given a new one."""
        self.person.change_token(expiresAt=PAST)
        self.place.heal()
        self.place.sso.command("pause")
        starters = [lambda: self.person.start_sallyport(self.workspace), self.person.start_aws]
        children = {}
        for index in ((0, 1) if sallyport_first else (1, 0)):
            children[index] = starters[index]()
            wait_until(lambda: connections(443) == len(children))
        self.place.sso.command("resume")
        children[1].communicate(timeout=60)
        self.expect_arrival(self.person.end_sallyport(children[0]))
        self.assertEqual((self.calls(_TOKEN_CALL), self.refusals("InvalidGrantException")), (2, 1))
        self.assertLessEqual(set(SECRET_FIELDS), set(json.loads(self.person.token_file.read_bytes())))

    def test_both_renew_at_the_same_moment(self) -> None:
        for sallyport_first in (True, False):
            with self.subTest(sallyport_first=sallyport_first):
                self.renew_together(sallyport_first)
                self.assertTrue(self.person.aws_works())
                self.expect_arrival(self.sallyport())
                self.assertEqual(self.calls(_TOKEN_CALL), 2, "what was written serves both as it is")


if __name__ == "__main__":
    if all(driving.is_installed(name) for name in SERVERS):
        namespace.enter()
    verdict.main()
