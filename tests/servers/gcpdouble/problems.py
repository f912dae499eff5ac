# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals as Google's services word them (google.rpc.Status and ErrorInfo; Secret Manager, "Troubleshooting")."""

SECRET_MANAGER = "secretmanager.googleapis.com"
_CODES = {"INVALID_ARGUMENT": 400, "FAILED_PRECONDITION": 400, "UNAUTHENTICATED": 401, "PERMISSION_DENIED": 403, "NOT_FOUND": 404,
          "RESOURCE_EXHAUSTED": 429, "INTERNAL": 500, "UNAVAILABLE": 503, "DEADLINE_EXCEEDED": 504}


class Problem(Exception):
    """status: the name of a google.rpc.Code. reason, domain and metadata make an ErrorInfo."""

    def __init__(self, status: str, message: str, reason: str = "", domain: str = "googleapis.com", **metadata: str) -> None:
        super().__init__(message)
        self.code, self.status, self.message = _CODES.get(status, 400), status, message
        self._info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": domain,
                      **({"metadata": metadata} if metadata else {})}
        self.reason = reason

    def body(self) -> dict:
        error = {"code": self.code, "message": self.message, "status": self.status}
        return {"error": {**error, **({"details": [self._info]} if self.reason else {})}}


def invalid(message: str = "Invalid resource field value in the request.") -> Problem:
    return Problem("INVALID_ARGUMENT", message)


def denied(permission: str, resource: str) -> Problem:
    return Problem("PERMISSION_DENIED", f"Permission '{permission}' denied for resource '{resource}' (or it may not exist).",
                   "IAM_PERMISSION_DENIED", "iam.googleapis.com", permission=permission, resource=resource)


def disabled(number: str) -> Problem:
    """The service is switched off in a project."""
    page = f"https://console.developers.google.com/apis/api/{SECRET_MANAGER}/overview?project={number}"
    return Problem("PERMISSION_DENIED", f"Secret Manager API has not been used in project {number} before or it is disabled. Enable it by "
                   f"visiting {page} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
                   "systems and retry.", "SERVICE_DISABLED", service=SECRET_MANAGER, consumer=f"projects/{number}")


def unauthenticated(reason: str) -> Problem:
    return Problem("UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
                   "other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                   reason, service=SECRET_MANAGER)


def insufficient_scopes() -> Problem:
    return Problem("PERMISSION_DENIED", "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                   service=SECRET_MANAGER)


def made_to_fail(code: int, status: str, message: str) -> Problem:
    """By the command "fail"."""
    problem = Problem(status, message, "RATE_LIMIT_EXCEEDED" if code == 429 else "", service=SECRET_MANAGER)
    problem.code = code
    return problem
