# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kind 3, see azure_recording.py: the identity of a machine under Azure Arc. Its agent is played by the recorder; the folder of its keys,
which cannot be chosen, is one of this program's own, in a namespace."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from azure_recording import Recording  # noqa: E402
from kit import namespace  # noqa: E402

KEYS = pathlib.Path("/var/opt/azcmagent/tokens")
KEY = "key-of-the-agent"
LONG_AGO = 1_000_000_000


class AzureArc(Recording):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        namespace.own_folder(KEYS)

    def setUp(self):
        super().setUp()
        self.arc = {"IDENTITY_ENDPOINT": self.ready["address"] + "/metadata/identity/oauth2/token", "IMDS_ENDPOINT": self.ready["address"]}
        self.file = KEYS / "0a1b2c3d-4e5f.key"

    def key_file(self, path: pathlib.Path, text: str) -> pathlib.Path:
        """The agent names it; it has not been read for a long time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
        os.utime(path, (LONG_AGO, LONG_AGO))
        self.child_command(f"arc {path} {KEY}")
        return path

    def test_the_key_is_read_where_the_agent_leaves_it(self):
        for client in ("", "10000000-0000-4000-8000-00000000ABCD"):
            with self.subTest(client=client):
                file = self.key_file(self.file, KEY)
                theirs = self.theirs({"kind": "managed", "clientId": client}, **self.arc)
                os.utime(file, (LONG_AGO, LONG_AGO))
                ours = self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", INSOMNIA_AZURE_IDENTITYID=client, **self.arc)
                self.assertGreater(file.stat().st_atime, LONG_AGO, "a reading shows")
                self.expect_same(theirs, ours)
                self.assertEqual([one["headers"].get("authorization") for one in ours if one["path"].startswith("/metadata")],
                                 [None, f"Basic {KEY}"])

    def test_the_default_chain_finds_it(self):
        self.key_file(self.file, KEY)
        self.ours(INSOMNIA_AZURE_TYPE="default", **self.arc)

    def refused(self, *words: str) -> str:
        """The agent was asked once, and got nothing in return."""
        run = self.run_ours(INSOMNIA_AZURE_TYPE="managedIdentity", **self.arc)
        self.expect_nothing_sent(run, *words)
        self.assertEqual([one["headers"].get("authorization") for one in self.recorded()], [None])
        return run.stdout + run.stderr

    def test_a_key_file_elsewhere_is_not_read(self):
        for path in ("/var/opt/elsewhere/0a1b.key", "/var/opt/azcmagent/tokens/../../elsewhere/0a1b.key", "/var/opt/azcmagent/0a1b.key",
                     "/var/opt/azcmagent/tokens/0a1b.txt", "/var/opt/azcmagent/tokens/deeper/0a1b.key"):
            with self.subTest(path=path):
                file = self.key_file(pathlib.Path(path), KEY)
                said = self.refused("outside of its own folder")
                self.assertEqual(file.stat().st_atime, LONG_AGO)
                self.assertNotIn(KEY, said)

    def test_a_key_file_that_cannot_be_one_is_not_sent(self):
        self.key_file(self.file, "k" * 4097)
        self.refused("larger than 4096 bytes")
        self.file.unlink()
        self.refused("does not exist")

    def test_the_largest_key_is_sent(self):
        key = "k" * 4096
        self.key_file(self.file, key)
        self.child_command(f"arc {self.file} {key}")
        self.ours(INSOMNIA_AZURE_TYPE="managedIdentity", **self.arc)

    def test_a_wrong_key_is_told_and_not_quoted(self):
        self.key_file(self.file, "another-key")
        run = self.run_ours(INSOMNIA_AZURE_TYPE="managedIdentity", **self.arc)
        self.expect_nothing_sent(run, "the Azure Arc agent gives no token")
        self.assertNotIn("another-key", run.stdout + run.stderr)


if __name__ == "__main__":
    namespace.enter()
    AzureArc.run_all()
