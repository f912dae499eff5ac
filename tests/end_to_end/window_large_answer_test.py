# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer of 100 MB in the real window: it says that it is shown as received, its last line can be found, the window answers
all the time, and memory stays within a few copies of the body."""

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import desktop_session
from desktop_session import Desktop
from window_steps import Window

SIZE = 100_000_000
LAST = b"the very last line\n"
MAX_PAUSE_S = 0.5   # how long the window may not answer a screen reader; one core may be shared
MAX_MEMORY_MB = 300  # the body as received, as shown, and the program
WORKSPACE = """\
type: collection.insomnia.rest/5.0
name: Large
meta: {{id: wrk_1}}
collection:
  - {{url: "http://127.0.0.1:{port}/", name: Large, method: GET, meta: {{id: req_1}}}}
"""


class LargeAnswer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(SIZE))
        self.end_headers()
        line = b"0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLM\n"
        block = line * 20_000
        left = SIZE - len(LAST)
        while left > 0:
            left -= self.wfile.write(block[:left])
        self.wfile.write(LAST)

    def log_message(self, *_):
        pass


class Watch:
    """Asks the window for its name all the time, as a screen reader may, and keeps the longest wait."""

    def __init__(self, desktop, window):
        self._desktop = desktop
        self.longest = 0.0
        self.answers = 0
        self._window = window

    def until(self, probe, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not probe():
            self._ask()
            if time.monotonic() > deadline:
                self._desktop.picture("missing")
                print(self._desktop.outline(self._window), flush=True)
                raise TimeoutError(f"no {what} within {seconds} s")

    def _ask(self):
        began = time.monotonic()
        self._window.queryComponent().getExtents(0)
        self.longest = max(self.longest, time.monotonic() - began)
        self.answers += 1


def memory_mb(process, field):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) // 1024
    raise AssertionError(f"no {field}")


def main():
    desktop_session.enter()
    server = ThreadingHTTPServer(("127.0.0.1", 0), LargeAnswer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Desktop() as desktop:
        file = desktop.home / "large.yaml"
        file.write_text(WORKSPACE.format(port=server.server_port))
        program = Window(desktop)
        program.show(file)
        window, process = program.window, program.program
        desktop.wait(window, "push button", "Send")
        before = memory_mb(process, "VmRSS")
        watch = Watch(desktop, window)
        desktop.key("F5")
        watch.until(lambda: desktop.find(window, "label", "*shown as received: 100 MB*"), "message about the size")
        desktop.picture("large-answer")
        desktop.key("ctrl+f")
        field = desktop.wait(window, "text", "Find in body")
        desktop.fill(field, LAST.decode().strip())
        desktop.key("Return")
        ask_until = time.monotonic() + 2
        watch.until(lambda: time.monotonic() > ask_until, "the search")
        assert desktop.find(window, "label", "Not found") is None, "the last line is found"
        desktop.picture("last-line")
        desktop.fill(field, "a line that is not there")
        desktop.key("Return")
        watch.until(lambda: desktop.find(window, "label", "Not found"), "word that nothing was found")
        peak, now = memory_mb(process, "VmHWM"), memory_mb(process, "VmRSS")
        print(f"longest wait {watch.longest * 1000:.0f} ms of {watch.answers}; memory {before} MB before, {peak} MB at most, "
              f"{now} MB with the answer")
        assert watch.answers > 20, "the window was asked while it worked"
        assert watch.longest < MAX_PAUSE_S, f"the window did not answer for {watch.longest:.2f} s"
        assert peak < MAX_MEMORY_MB, f"{peak} MB"
    server.shutdown()
    print("an answer of 100 MB in the window: passed")


if __name__ == "__main__":
    main()
