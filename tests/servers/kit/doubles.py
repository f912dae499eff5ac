# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs share that stand between a test and a server: listening, counting, faults on purpose, a control port."""

import collections
import http.server
import json
import socket
import ssl
import sys
import threading
from collections.abc import Callable

HOST = "127.0.0.1"


class Listener(http.server.ThreadingHTTPServer):
    """Knows its open connections, so that closing cuts them as a crash would. "shared" is what its handlers need."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, port: int, handler: type, shared: object, tls: ssl.SSLContext | None = None) -> None:
        self.shared, self._tls = shared, tls
        self._open: set[socket.socket] = set()
        super().__init__((HOST, port), handler)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def finish_request(self, request: socket.socket, client_address: object) -> None:
        # In the connection's own thread: a slow handshake holds nobody up.
        if self._tls is not None:
            request.settimeout(30.0)
            request = self._tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def process_request(self, request: socket.socket, client_address: object) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(http.server.BaseHTTPRequestHandler):
    """Keeps connections open and answers in one go."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def read_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Faults:
    """Counts what is asked and refused, and says which question has to fail."""

    def __init__(self) -> None:
        self._counts: collections.Counter[str] = collections.Counter()
        self._refused: collections.Counter[str] = collections.Counter()
        self._faults: list[dict] = []
        self._lock = threading.Lock()

    def asked(self, operation: str) -> None:
        with self._lock:
            self._counts[operation or "unknown"] += 1

    def refused(self, code: str) -> None:
        with self._lock:
            self._refused[code] += 1

    def peek(self, operation: str) -> dict | None:
        """The fault that the next question of this kind meets: {status, code, message}."""
        return next((fault for fault in self._faults if fault["operation"] in ("*", operation) and fault["times"] > 0), None)

    def take(self, operation: str) -> dict | None:
        """As above, for the question that meets it now."""
        with self._lock:
            fault = self.peek(operation)
            if fault is not None:
                fault["times"] -= 1
            return fault

    def counts(self) -> dict:
        with self._lock:
            return {"counts": dict(self._counts), "refused": dict(self._refused)}

    def reset_counts(self) -> None:
        with self._lock:
            self._counts.clear()
            self._refused.clear()

    def fail(self, times: str, status: str, code: str = "-", operation: str = "*", *words: str) -> None:
        fault = {"times": int(times), "status": int(status), "code": code, "operation": operation,
                 "message": " ".join(words) or "made to fail by a test"}
        with self._lock:
            self._faults = [*(one for one in self._faults if one["times"] > 0), fault]

    def heal(self) -> None:
        with self._lock:
            self._faults.clear()

    def commands(self) -> dict[str, Callable]:
        return {"counts": self.counts, "reset-counts": self.reset_counts, "fail": self.fail, "heal": self.heal}


class Control(Handler):
    """POST /COMMAND with a JSON array of words; Listener.shared is the table of commands. Only server.py knows this port."""

    def do_POST(self) -> None:
        command, words = self.path.lstrip("/"), json.loads(self.read_body() or b"[]")
        try:
            status, answer = 200, self.server.shared[command](*words) or {}
        except (ValueError, TypeError, KeyError, OSError) as problem:
            status, answer = 400, {"error": f"{command}: {problem}"}
        self.send(status, [("Content-Type", "application/json")], json.dumps(answer).encode())
