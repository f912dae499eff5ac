# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reverse proxy that lets no wrong signature reach ministack, counts calls and puts faults in their way.

It runs with the interpreter of the virtual environment; server.py starts it and talks to its control port.
"""

import argparse
import calendar
import http.client
import json
import pathlib
import re
import sys
import threading
import time
import uuid
from collections.abc import Callable
from xml.sax.saxutils import escape

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import doubles  # noqa: E402
from kit.doubles import HOST  # noqa: E402
from signatures import Gate, Key, KeyRing, Question, Refusal, operation_of, refusal_name  # noqa: E402

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


class Front(doubles.Double):
    """The proxy, and the keys that it knows."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options, Handler)
        self.port, self.task_role, self.task_token = options.port, options.task_role, options.task_token
        self.keys, self.delay_s = KeyRing(), 0.0
        self.gate = Gate(options.region, self.keys, lambda: self.offset_s)
        self.upstream = Upstream(options.upstream, options.root, options.region)

    def learn(self, body: bytes) -> None:
        """Remembers the session keys of an STS answer."""
        text = body.decode("utf-8", "replace")
        found = {name: re.search(rf"<{name}>([^<]*)</{name}>", text)
                 for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")}
        if all(found.values()):
            access_key, secret, token, expiration = (match[1] for match in found.values() if match)
            self.keys.add(access_key, Key(secret, token, _seconds(expiration)))

    def session(self, role: str, seconds: str, name: str = "sallyport") -> dict:
        got = self.upstream.assume(role, name, int(seconds))
        self.keys.add(got["AccessKeyId"], Key(got["SecretAccessKey"], got["SessionToken"], float(got["Expiration"])))
        expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(got["Expiration"]))
        return {"accessKeyId": got["AccessKeyId"], "secretAccessKey": got["SecretAccessKey"], "sessionToken": got["SessionToken"],
                "expiration": expiration, "roleArn": role}

    # Control --------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable]:
        return {**super().commands(), "key": self._add_key, "session": self.session, "heal": self._heal, "delay": self._set_delay,
                "expire-sessions": lambda: {"expired": self.keys.expire_sessions()}}

    def _add_key(self, access_key: str, secret: str) -> None:
        self.keys.add(access_key, Key(secret))

    def _heal(self) -> None:
        self.faults.heal()
        self.offset_s, self.delay_s = 0.0, 0.0

    def _set_delay(self, milliseconds: str) -> None:
        self.delay_s = int(milliseconds) / 1000


def _seconds(stamp: str) -> float:
    return float(calendar.timegm(time.strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S")))


class Handler(doubles.Handler):
    """One connection of a client."""

    def do_POST(self) -> None:
        front, question = self.server.shared, self._question()
        question.operation = operation_of(question)
        front.faults.asked(question.operation)
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
        front, question = self.server.shared, self._question()
        if not question.path.startswith("/v2/credentials/"):
            self._send(404, "text/plain", b"Not Found")
            return
        question.operation = "container.credentials"
        front.faults.asked(question.operation)
        try:
            self._answer_fault(question)
            if front.task_token and question.header("authorization") != front.task_token:
                raise Refusal("UnauthorizedException", "the Authorization header is not the container's token", 401)
        except Refusal as refusal:
            self._refuse(question, refusal)
            return
        status, _, body = front.upstream.ask("GET", question.path, [("Host", "localhost")], b"")
        shape, got = json.loads(body), front.session(front.task_role, "3600", "task")
        fields = {"AccessKeyId": "accessKeyId", "SecretAccessKey": "secretAccessKey", "Token": "sessionToken",
                  "Expiration": "expiration", "RoleArn": "roleArn"}
        self._send(status, "application/json", json.dumps({name: got[fields[name]] for name in shape}).encode())

    # Parts ----------------------------------------------------------------------------------

    def _question(self) -> Question:
        headers: dict[str, list[str]] = {}
        for name, value in self.headers.items():
            headers.setdefault(name.lower(), []).append(value.strip())
        return Question(self.command, self.path, headers, self.read_body())

    def _answer_fault(self, question: Question) -> None:
        fault = self.server.shared.faults.take(question.operation)
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
        status, headers, body = self.server.shared.upstream.ask(self.command, self.path, list(self.headers.items()), question.body)
        if question.service == "sts" and status == 200:
            self.server.shared.learn(body)
        kept = [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
        self.send(status, kept, body)

    def _refuse(self, question: Question, refusal: Refusal) -> None:
        status, code = refusal_name(question.service, refusal)
        self.server.shared.faults.refused(code)
        if code == "-":
            self._send(status, "text/plain", b"")
        elif question.service == "sts":
            kind = "Sender" if status < 500 else "Receiver"
            self._send(status, "text/xml", (
                f'<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>{kind}</Type><Code>{code}</Code>'
                f"<Message>{escape(refusal.message)}</Message></Error><RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>").encode())
        else:
            self._send(status, "application/x-amz-json-1.1", json.dumps({"__type": code, "message": refusal.message}).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send(status, [("Content-Type", kind), ("x-amzn-RequestId", str(uuid.uuid4()))], body)


def main() -> None:
    parser = doubles.arguments(__doc__)
    parser.add_argument("--upstream", type=int, required=True)
    for name in ("--region", "--root", "--task-role"):
        parser.add_argument(name, required=True)
    parser.add_argument("--task-token", default="")
    doubles.play(Front(parser.parse_args()))


if __name__ == "__main__":
    main()
