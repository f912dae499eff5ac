# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions and answers held against the vendor's own service models, which botocore ships."""

import dataclasses
import json
import urllib.parse

import botocore.session
from botocore.model import OperationModel, Shape
from botocore.validate import ParamValidator

# The one part of a protected operation that travels in a header.
BEARER = "x-amz-sso_bearer_token"


class Problem(Exception):
    """An answer that says no. code: the model's name of the exception, without "Exception"; error: its OAuth name (RFC 6749, RFC 8628)."""

    def __init__(self, code: str, message: str, status: int = 400, error: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.error = code, message, status, error


@dataclasses.dataclass
class Asked:
    service: str
    operation: str
    fields: dict[str, object]


class Models:
    """Finds the operation for a method and path, reads its input, checks its output."""

    def __init__(self) -> None:
        session = botocore.session.Session()
        self._operations: dict[tuple[str, str], tuple[str, OperationModel]] = {}
        for service in ("sso-oidc", "sso"):
            model = session.get_service_model(service)
            for name in model.operation_names:
                operation = model.operation_model(name)
                self._operations[operation.http["method"], operation.http["requestUri"]] = (service, operation)

    def find(self, method: str, path: str) -> tuple[str, OperationModel] | None:
        return self._operations.get((method, path))

    def read(self, service: str, operation: OperationModel, query: str, headers: dict[str, str], body: bytes) -> Asked:
        """The input as the model names it. Raises Problem when the model does not allow it."""
        members = operation.input_shape.members
        named = {(shape.serialization.get("location", "body"), shape.serialization.get("name", name)): (name, shape)
                 for name, shape in members.items()}
        fields: dict[str, object] = {}
        for key, value in self._parts(query, headers, body):
            if key not in named:
                raise Problem("InvalidRequest", f"{key[1]} is not part of {operation.name}", error="invalid_request")
            name, shape = named[key]
            fields[name] = _converted(shape, value)
        report = ParamValidator().validate(fields, operation.input_shape)
        if report.has_errors():
            if "accessToken" in operation.input_shape.required_members and "accessToken" not in fields:
                raise Problem("Unauthorized", "Session token not found or invalid", 401)
            raise Problem("InvalidRequest", report.generate_report(), error="invalid_request")
        return Asked(service, operation.name, fields)

    @staticmethod
    def _parts(query: str, headers: dict[str, str], body: bytes) -> list[tuple[tuple[str, str], object]]:
        parts: list[tuple[tuple[str, str], object]] = []
        pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
        if len(dict(pairs)) != len(pairs):
            raise Problem("InvalidRequest", "a query parameter stands twice", error="invalid_request")
        parts += [(("querystring", name), value) for name, value in pairs]
        if BEARER in headers:
            parts.append((("header", BEARER), headers[BEARER]))
        if body:
            parts += [(("body", name), value) for name, value in _object(headers, body).items()]
        return parts

    @staticmethod
    def check_output(operation: OperationModel, answer: dict) -> None:
        """A ValueError here is a mistake of ours."""
        if operation.output_shape is None:
            if answer:
                raise ValueError(f"{operation.name} answers nothing")
            return
        report = ParamValidator().validate(answer, operation.output_shape)
        if report.has_errors():
            raise ValueError(report.generate_report())


def _object(headers: dict[str, str], body: bytes) -> dict:
    if headers.get("content-type", "").partition(";")[0] not in ("application/json", "application/x-amz-json-1.1"):
        raise Problem("InvalidRequest", "the content type has to be application/json", error="invalid_request")
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Problem("InvalidRequest", "the body is not a JSON object", error="invalid_request")
    return found


def _converted(shape: Shape, value: object) -> object:
    if shape.type_name == "integer" and isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise Problem("InvalidRequest", f"{shape.name} has to be a number") from None
    return value
