# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mouse does in the real window: the page of a folder, rows of a table and entries of the tree dragged to another place.
What the saved file differs by is what was done."""

import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import desktop_session
from desktop_session import Desktop
from window_steps import Window

WORKSPACE = """\
type: collection.insomnia.rest/5.0
name: Rows
meta:
  id: wrk_1
collection:
  - name: Orders
    meta:
      id: fld_1
    children:
      - {url: 'http://127.0.0.1:9/a', name: First, method: GET, meta: {id: req_1}} # one line
      - url: http://127.0.0.1:9/b
        name: Second
        method: POST
        meta:
          id: req_2
    headers:
      - name: X-Alpha
        value: 'one' # quoted
      - name: X-Beta
        value: two
      - name: X-Gamma
        value: three
environments:
  name: Base Environment
  meta:
    id: env_1
  data: {}
"""


class Editing(Window):
    def __init__(self, desktop):
        super().__init__(desktop)
        file = desktop.home / "rows.yaml"
        file.write_text(WORKSPACE)
        self.show(file)

    def saved(self, expected):
        """Saves, waits until the file holds what is expected, and answers the lines that differ from the first state."""
        self.save(expected)
        lines = difflib.ndiff(WORKSPACE.splitlines(), self.workspace.read_text().splitlines())
        return [line for line in lines if line[0] in "+-"]

    def cell(self, name):
        return self.desktop.wait(self.window, "table cell", name)

    def drag_header(self):
        d = self.desktop
        d.click(self.cell("Orders"))
        d.wait(self.window, "text", "Folder name")
        d.picture("folder")
        d.drag(self.cell("X-Alpha"), self.cell("X-Gamma"))
        difference = self.saved("value: two\n      - name: X-Alpha\n        value: 'one' # quoted\n      - name: X-Gamma")
        assert len(difference) == 4, difference
        d.key("ctrl+z")
        assert self.saved("headers:\n      - name: X-Alpha") == []

    def drag_request(self):
        d = self.desktop
        d.drag(self.cell("First, GET"), self.cell("Second, POST"), below=True)
        difference = self.saved("id: req_2\n      - {url: 'http://127.0.0.1:9/a'")
        assert len(difference) == 2, difference


def main():
    desktop_session.enter()
    with Desktop() as desktop:
        editing = Editing(desktop)
        editing.drag_header()
        editing.drag_request()
    print("rows and entries dragged to another place: passed")


if __name__ == "__main__":
    main()
