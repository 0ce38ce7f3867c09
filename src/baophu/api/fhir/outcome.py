"""Errors as OperationOutcome, each with its code, in the reader's language."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from baophu.accounts.errors import Refused
from baophu.api import problems
from baophu.api.errors import ApiRefused, WrongInput
from baophu.pages.texts import said

MEDIA = "application/fhir+json"
CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "business-rule",
    413: "too-long",
    415: "not-supported",
    422: "invalid",
    429: "throttled",
    500: "exception",
}


def of_refused(error: Refused) -> HttpResponse:
    """The outcome something refused is told as."""
    status = problems.status_of(error)
    if isinstance(error, WrongInput):
        issues = [_issue(status, f"{f.where}: {said(f.text)}", f.where) for f in error.faults]
    else:
        issues = [_issue(status, said(error.text))]
    answer = _answer(status, issues)
    if isinstance(error, ApiRefused):
        for name, value in error.headers.items():
            answer[name] = value
    return answer


def of_status(status: int) -> HttpResponse:
    """The outcome of a status alone."""
    return _answer(status, [_issue(status, said(problems.DETAILS.get(status, problems.title(status))))])


def _issue(status: int, text: str, where: str = "") -> dict[str, Any]:
    severity = "fatal" if status >= 500 else "error"
    issue: dict[str, Any] = {
        "severity": severity,
        "code": CODES.get(status, "processing"),
        "details": {"text": text},
        "diagnostics": text,
    }
    return issue | ({"expression": [where]} if where else {})


def _answer(status: int, issues: list[dict[str, Any]]) -> HttpResponse:
    body = {"resourceType": "OperationOutcome", "issue": issues}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA)
