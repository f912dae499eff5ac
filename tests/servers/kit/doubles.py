# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs share that play a server, or stand before one: listening, counting, faults on purpose, a clock, a control port."""

import argparse
import collections
import http.server
import json
import socket
import ssl
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable

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

    @property
    def target(self) -> tuple[str, dict[str, str]]:
        """Path and query of what is asked for."""
        path, _, query = self.path.partition("?")
        return path, fields(query)

    @property
    def lower_headers(self) -> dict[str, str]:
        """By their names in lower case."""
        return {name.lower(): value for name, value in self.headers.items()}

    def read_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def read_form(self) -> dict[str, str]:
        return fields(self.read_body().decode("utf-8", "replace"))

    def send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_json(self, status: int, body: object, headers: Iterable[tuple[str, str]] = (), kind: str = "application/json") -> None:
        self.send(status, [("Content-Type", kind), *headers], json.dumps(body).encode())

    def log_message(self, form: str, *args: object) -> None:
        """Paths alone: queries may hold what should not be in a log."""
        super().log_message(form, *(word.partition("?")[0] if isinstance(word, str) else word for word in args))

    def date_time_string(self, timestamp: float | None = None) -> str:
        now = getattr(self.server.shared, "now", time.time)
        return super().date_time_string(now() if timestamp is None else timestamp)


def fields(text: str) -> dict[str, str]:
    """Of a query or a form."""
    return dict(urllib.parse.parse_qsl(text, keep_blank_values=True))


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


class Double:
    """What all connections of such a program share. options: what arguments() read."""

    def __init__(self, options: argparse.Namespace, handler: type[Handler]) -> None:
        self.options, self.faults, self.lock = options, Faults(), threading.Lock()
        self.offset_s = 0.0
        self._handler, self._listeners = handler, []

    def now(self) -> float:
        """The program's own time, which a test may move."""
        return time.time() + self.offset_s

    def set_clock(self, seconds: str) -> None:
        """seconds: how far it is ahead."""
        self.offset_s = float(seconds)

    def listeners(self) -> list[Listener]:
        """One for each port, new."""
        found = [Listener(self.options.port, self._handler, self)]
        if self.options.certificate:
            context = tls_context(self.options.certificate, self.options.key)
            found.append(Listener(self.options.tls_port, self._handler, self, context))
        return found

    def up(self) -> None:
        if self._listeners:
            return
        self._listeners = self.listeners()
        for listener in self._listeners:
            listener.start()

    def down(self) -> None:
        for listener in self._listeners:
            listener.close_all()
        self._listeners = []

    def commands(self) -> dict[str, Callable]:
        return {**self.faults.commands(), "clock": self.set_clock, "down": self.down, "up": self.up}


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """Of a server that shows this certificate; both are PEM files."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def change(settings: object, name: str, value: str) -> dict:
    """The command "set NAME VALUE", where a value is a number, on or off. Answers all settings."""
    key = name.replace("-", "_")
    if not hasattr(settings, key):
        raise ValueError(f"no setting {name}; known: {', '.join(vars(settings))}")
    setattr(settings, key, float({"on": "1", "off": "0"}.get(value, value)))
    return dict(vars(settings))


def arguments(about: str | None) -> argparse.ArgumentParser:
    """What kit/launching.py and kit/played.py call a program with; it adds its own. Without a certificate there is no TLS."""
    parser = argparse.ArgumentParser(description=about)
    for name in ("--port", "--control"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--tls-port", type=int, default=0)
    for name in ("--certificate", "--key"):
        parser.add_argument(name, default="")
    return parser


def play(double: Double) -> None:
    """Until the process is ended."""
    double.up()
    Listener(double.options.control, Control, double.commands()).serve_forever()
