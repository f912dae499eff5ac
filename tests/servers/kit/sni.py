# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One port for several TLS servers, told apart by the name that a client asks for (RFC 6066, 3). Nothing is decrypted."""

import socket
import threading

from kit.network import HOST

_HANDSHAKE, _CLIENT_HELLO, _SERVER_NAME = 22, 1, 0


def server_name(hello: bytes) -> str:
    """The name in a ClientHello (RFC 8446, 4.1.2); empty when there is none. Raises IndexError when bytes are missing."""
    if hello[0] != _HANDSHAKE or hello[5] != _CLIENT_HELLO:
        return ""
    at = 5 + 4 + 2 + 32  # record, handshake, version, random
    at += 1 + hello[at]  # session id
    at += 2 + int.from_bytes(hello[at:at + 2])  # cipher suites
    at += 1 + hello[at]  # compression
    end = at + 2 + int.from_bytes(hello[at:at + 2])
    at += 2
    while at + 4 <= end:
        kind, length = int.from_bytes(hello[at:at + 2]), int.from_bytes(hello[at + 2:at + 4])
        if kind == _SERVER_NAME:
            start = at + 4 + 2 + 1 + 2  # list, type, length of the name
            return hello[start:at + 4 + length].decode("ascii", "replace")
        at += 4 + length
    return ""


class Router:
    """Listens until it is closed; names that it does not know are cut off. `asked` are the names so far."""

    def __init__(self, port: int, targets: dict[str, int]) -> None:
        self._targets, self.asked = targets, set()
        self._listener = socket.create_server((HOST, port), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            hello = self._hello(client)
            name = server_name(hello) if hello else ""
            self.asked.add(name)
            if name not in self._targets:
                return
            with socket.create_connection((HOST, self._targets[name])) as server:
                server.sendall(hello)
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join()

    @staticmethod
    def _hello(client: socket.socket) -> bytes:
        """The first record as a whole."""
        data = b""
        while len(data) < 5 or len(data) < 5 + int.from_bytes(data[3:5]):
            try:
                piece = client.recv(4096)
            except OSError:
                return b""
            if not piece:
                return b""
            data += piece
        return data


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
    except OSError:
        pass
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
