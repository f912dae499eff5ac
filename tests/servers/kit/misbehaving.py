# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers over HTTP that are no answers: what a broken, a captive or a hostile server sends."""

import gzip
import select
import socket
import struct
import time
from collections.abc import Callable

from kit.doubles import Handler

_GIB = 1 << 30
# A test that waits longer than that has failed long ago.
_PATIENCE_S = 60.0
_JSON = [("Content-Type", "application/json; charset=UTF-8")]


def _raw(handler: Handler, data: bytes) -> None:
    handler.wfile.write(data)
    handler.wfile.flush()


def _head(handler: Handler, *lines: str) -> None:
    _raw(handler, "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *lines, "", ""]).encode())


def _until_gone(handler: Handler, data: bytes, pause_s: float) -> None:
    """Sends the same again and again until the other side has had enough."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if data:
            _raw(handler, data)
        if pause_s and select.select([handler.connection], [], [], pause_s)[0] and not handler.connection.recv(1, socket.MSG_PEEK):
            return


def _reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _truncated(handler: Handler) -> None:
    _head(handler, "Content-Length: 1000")
    _raw(handler, b'{"name": "half')


def _cut_chunk(handler: Handler) -> None:
    _head(handler, "Transfer-Encoding: chunked")
    _raw(handler, b'100\r\n{"name": "half')


def _drip(handler: Handler) -> None:
    _head(handler, "Content-Length: 1000")
    _until_gone(handler, b" ", 0.1)


def _huge(handler: Handler) -> None:
    _head(handler, f"Content-Length: {_GIB}")
    _until_gone(handler, b" " * 65536, 0)


def _bomb(handler: Handler) -> None:
    handler.send(200, [*_JSON, ("Content-Encoding", "gzip")], gzip.compress(b" " * (64 << 20), 9))


def _half_header(handler: Handler) -> None:
    _raw(handler, b"HTTP/1.1 200 OK\r\nContent-Ty")
    _reset(handler)


def _hints(handler: Handler) -> None:
    _until_gone(handler, b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, 0)


def _elsewhere(handler: Handler) -> None:
    """Another host by name, the same program by address: it counts who arrives."""
    location = f"http://localhost:{handler.server.server_address[1]}/elsewhere"
    handler.send(302, [("Location", location)], b"")


def _body(status: int, headers: list[tuple[str, str]], body: bytes) -> Callable[[Handler], None]:
    return lambda handler: handler.send(status, headers, body)


_TYPES = (b'{"name": 7, "payload": ["data"], "secrets": {}, "access_token": {"a": 1}, "expires_in": [], "accessToken": 1, '
          b'"expireTime": true, "error": "text"}')
WAYS: dict[str, Callable[[Handler], None]] = {
    "html": _body(200, [("Content-Type", "text/html")], b"<!doctype html><title>Sign in to the guest network</title>"),
    "bad-gateway": _body(502, [("Content-Type", "text/html")], b"<html><title>502 Bad Gateway</title></html>"),
    "empty": _body(200, _JSON, b""), "no-content": _body(204, [], b""), "not-json": _body(200, _JSON, b'{"name": '),
    "array": _body(200, _JSON, b"[1, 2]"), "null": _body(200, _JSON, b"null"), "text": _body(200, _JSON, b'"text"'),
    "types": _body(200, _JSON, _TYPES), "nested": _body(200, _JSON, b'{"a":' * 100_000),
    "truncated": _truncated, "cut-chunk": _cut_chunk, "drip": _drip, "huge": _huge, "bomb": _bomb, "hints": _hints,
    "silent": lambda handler: _until_gone(handler, b"", 0.1), "reset": _reset, "half-header": _half_header, "elsewhere": _elsewhere}


def misbehave(handler: Handler, way: str) -> None:
    """Answers in one of WAYS, and closes the connection where that is not an answer."""
    if way not in ("html", "empty", "not-json"):
        handler.close_connection = True
    WAYS[way](handler)
