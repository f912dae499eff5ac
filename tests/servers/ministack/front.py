# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reverse proxy that lets no wrong signature reach ministack, counts calls and puts faults in their way.

It runs with the interpreter of the virtual environment; server.py starts it and talks to its control port.
"""

import argparse
import calendar
import collections
import http.client
import http.server
import json
import re
import socket
import sys
import threading
import time
import uuid
from xml.sax.saxutils import escape

from signatures import Gate, Key, KeyRing, Question, Refusal, operation_of, refusal_name

HOST = "127.0.0.1"
_BATCH_LIMITS = {"secretsmanager.BatchGetSecretValue": ("SecretIdList", 20), "ssm.GetParameters": ("Names", 10)}
_HOP_BY_HOP = ("connection", "transfer-encoding", "content-length", "date", "server")


class Upstream:
    """ministack itself; one connection for each thread."""

    def __init__(self, port: int, root: str, region: str) -> None:
        self._port, self._root, self._region = port, root, region
        self._local = threading.local()

    def ask(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        for attempt in (1, 2):
            connection = getattr(self._local, "connection", None) or http.client.HTTPConnection(HOST, self._port, timeout=30)
            self._local.connection = connection
            try:
                connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers:
                    connection.putheader(name, value)
                connection.endheaders(body)
                answer = connection.getresponse()
                return answer.status, answer.getheaders(), answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                self._local.connection = None
                if attempt == 2:
                    raise
        raise AssertionError

    def assume(self, role: str, session: str, seconds: int) -> dict:
        """A session by the root key, whose signature ministack does not check."""
        scope = f"{time.strftime('%Y%m%d', time.gmtime())}/{self._region}/sts/aws4_request"
        body = json.dumps({"RoleArn": role, "RoleSessionName": session, "DurationSeconds": seconds}).encode()
        status, _, answer = self.ask("POST", "/", [
            ("Host", f"{HOST}:{self._port}"), ("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body))),
            ("X-Amz-Target", "AWSSecurityTokenServiceV20110615.AssumeRole"),
            ("Authorization", f"AWS4-HMAC-SHA256 Credential={self._root}/{scope}, SignedHeaders=host, Signature=0")], body)
        if status != 200:
            raise ValueError(answer.decode("utf-8", "replace"))
        return json.loads(answer)["Credentials"]


class Front:
    """What all connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.port, self.task_role, self.task_token = options.port, options.task_role, options.task_token
        self.keys = KeyRing()
        self.offset_s, self.delay_s = 0.0, 0.0
        self.gate = Gate(options.region, self.keys, lambda: self.offset_s)
        self.upstream = Upstream(options.upstream, options.root, options.region)
        self.counts: collections.Counter[str] = collections.Counter()
        self.refused: collections.Counter[str] = collections.Counter()
        self.faults: list[dict] = []
        self.lock = threading.Lock()
        self._server: Listener | None = None

    def count(self, operation: str) -> None:
        with self.lock:
            self.counts[operation or "unknown"] += 1

    def take_fault(self, operation: str) -> dict | None:
        with self.lock:
            for fault in self.faults:
                if fault["operation"] in ("", operation) and fault["times"] > 0:
                    fault["times"] -= 1
                    return fault
        return None

    def learn(self, body: bytes) -> None:
        """Remembers the session keys of an STS answer."""
        text = body.decode("utf-8", "replace")
        found = {name: re.search(rf"<{name}>([^<]*)</{name}>", text)
                 for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")}
        if all(found.values()):
            access_key, secret, token, expiration = (match[1] for match in found.values() if match)
            self.keys.add(access_key, Key(secret, token, _seconds(expiration)))

    def session(self, role: str, seconds: int, name: str = "sallyport") -> dict:
        got = self.upstream.assume(role, name, seconds)
        self.keys.add(got["AccessKeyId"], Key(got["SecretAccessKey"], got["SessionToken"], float(got["Expiration"])))
        expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(got["Expiration"]))
        return {"accessKeyId": got["AccessKeyId"], "secretAccessKey": got["SecretAccessKey"], "sessionToken": got["SessionToken"],
                "expiration": expiration, "roleArn": role}

    # Listening ------------------------------------------------------------------------------

    def up(self) -> None:
        if self._server is None:
            self._server = Listener((HOST, self.port), Handler, self)
            threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.close_all()
            self._server = None


def _seconds(stamp: str) -> float:
    return float(calendar.timegm(time.strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S")))


class Listener(http.server.ThreadingHTTPServer):
    """Knows its open connections, so that going down cuts them as a crash would."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type, front: Front) -> None:
        self.front = front
        self._open: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: socket.socket, client_address: object) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
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
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def do_POST(self) -> None:
        front, question = self.server.front, self._question()
        question.operation = operation_of(question)
        front.count(question.operation)
        if front.delay_s:
            time.sleep(front.delay_s)
        try:
            self._answer_fault(question)
            if not question.operation:
                raise Refusal("UnknownOperationException", "", 404)
            front.gate.check(question, f"{HOST}:{front.port}")
            self._check_limits(question)
            self._pass_on(question)
        except Refusal as refusal:
            self._refuse(question, refusal)

    def do_GET(self) -> None:
        """The container credentials, as ministack words them but with keys that really open something."""
        front, question = self.server.front, self._question()
        if not question.path.startswith("/v2/credentials/"):
            self._send(404, "text/plain", b"Not Found")
            return
        question.operation = "container.credentials"
        front.count(question.operation)
        try:
            self._answer_fault(question)
            if front.task_token and question.header("authorization") != front.task_token:
                raise Refusal("UnauthorizedException", "the Authorization header is not the container's token", 401)
        except Refusal as refusal:
            self._refuse(question, refusal)
            return
        status, _, body = front.upstream.ask("GET", question.path, [("Host", "localhost")], b"")
        shape, got = json.loads(body), front.session(front.task_role, 3600, "task")
        fields = {"AccessKeyId": "accessKeyId", "SecretAccessKey": "secretAccessKey", "Token": "sessionToken",
                  "Expiration": "expiration", "RoleArn": "roleArn"}
        self._send(status, "application/json", json.dumps({name: got[fields[name]] for name in shape}).encode())

    # Parts ----------------------------------------------------------------------------------

    def _question(self) -> Question:
        headers: dict[str, list[str]] = {}
        for name, value in self.headers.items():
            headers.setdefault(name.lower(), []).append(value.strip())
        return Question(self.command, self.path, headers, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer_fault(self, question: Question) -> None:
        fault = self.server.front.take_fault(question.operation)
        if fault is not None:
            raise Refusal(fault["code"], fault["message"], fault["status"])

    @staticmethod
    def _check_limits(question: Question) -> None:
        """What the vendor refuses and ministack does not."""
        name, most = _BATCH_LIMITS.get(question.operation, ("", 0))
        if name:
            body = json.loads(question.body or b"{}")
            if len(body.get(name) or []) > most:
                raise Refusal("ValidationException", f"1 validation error detected: Value at '{name[0].lower()}{name[1:]}' failed to "
                              f"satisfy constraint: Member must have length less than or equal to {most}")

    def _pass_on(self, question: Question) -> None:
        status, headers, body = self.server.front.upstream.ask(self.command, self.path, list(self.headers.items()), question.body)
        if question.service == "sts" and status == 200:
            self.server.front.learn(body)
        kept = [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
        self._send(status, "", body, kept)

    def _refuse(self, question: Question, refusal: Refusal) -> None:
        status, code = refusal_name(question.service, refusal)
        with self.server.front.lock:
            self.server.front.refused[code or str(status)] += 1
        request_id = str(uuid.uuid4())
        if code == "-":
            self._send(status, "text/plain", b"")
        elif question.service == "sts":
            kind = "Sender" if status < 500 else "Receiver"
            self._send(status, "text/xml", (
                f'<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>{kind}</Type><Code>{code}</Code>'
                f"<Message>{escape(refusal.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>").encode())
        else:
            self._send(status, "application/x-amz-json-1.1", json.dumps({"__type": code, "message": refusal.message}).encode())

    def _send(self, status: int, kind: str, body: bytes, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_response(status)
        if headers is None:
            headers = [("Content-Type", kind), ("x-amzn-RequestId", str(uuid.uuid4()))]
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string((time.time() if timestamp is None else timestamp) + self.server.front.offset_s)


class Control(http.server.BaseHTTPRequestHandler):
    """POST /COMMAND with a JSON object; only server.py knows this port."""

    server: Listener

    def do_POST(self) -> None:
        command = self.path.lstrip("/").replace("-", "_")
        given = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        try:
            status, answer = 200, getattr(self, f"_do_{command}")(self.server.front, **given) or {}
        except (ValueError, OSError) as problem:
            status, answer = 400, {"error": str(problem)}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def _do_key(front: Front, access_key: str, secret: str) -> None:
        front.keys.add(access_key, Key(secret))

    @staticmethod
    def _do_session(front: Front, role: str, seconds: int) -> dict:
        return front.session(role, seconds)

    @staticmethod
    def _do_expire_sessions(front: Front) -> dict:
        return {"expired": front.keys.expire_sessions()}

    @staticmethod
    def _do_counts(front: Front) -> dict:
        with front.lock:
            return {"counts": dict(front.counts), "refused": dict(front.refused)}

    @staticmethod
    def _do_reset_counts(front: Front) -> None:
        with front.lock:
            front.counts.clear()
            front.refused.clear()

    @staticmethod
    def _do_fail(front: Front, times: int, status: int, code: str, operation: str, message: str) -> None:
        with front.lock:
            front.faults = [fault for fault in front.faults if fault["times"] > 0]
            front.faults.append({"times": times, "status": status, "code": code, "operation": operation, "message": message})

    @staticmethod
    def _do_heal(front: Front) -> None:
        with front.lock:
            front.faults.clear()
        front.offset_s, front.delay_s = 0.0, 0.0

    @staticmethod
    def _do_clock(front: Front, seconds: float) -> None:
        front.offset_s = seconds

    @staticmethod
    def _do_delay(front: Front, seconds: float) -> None:
        front.delay_s = seconds

    @staticmethod
    def _do_down(front: Front) -> None:
        front.down()

    @staticmethod
    def _do_up(front: Front) -> None:
        front.up()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port", "--control", "--upstream"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--region", "--root", "--task-role"):
        parser.add_argument(name, required=True)
    parser.add_argument("--task-token", default="")
    options = parser.parse_args()
    front = Front(options)
    front.up()
    Listener((HOST, options.control), Control, front).serve_forever()


if __name__ == "__main__":
    main()
