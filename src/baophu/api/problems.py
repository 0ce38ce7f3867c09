"""Errors as RFC 9457 says: `application/problem+json`, in the reader's language, with what would do."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from baophu.accounts.errors import NotAllowed, Refused
from baophu.api.errors import ApiRefused, WrongInput
from baophu.cover.errors import NoSuchThing
from baophu.law.model import Text
from baophu.pages.texts import said

MEDIA = "application/problem+json"
KINDS = "https://baophu.example/problems/"
"""Begins the `type` of every problem. Provisional, like the identifiers' addresses: nothing is served there."""

TITLES: dict[int, Text] = {
    400: Text("Yêu cầu không đọc được", "The request cannot be read"),
    401: Text("Cần khoá", "A key is needed"),
    403: Text("Không được phép", "Not allowed"),
    404: Text("Không tìm thấy", "Not found"),
    405: Text("Không dùng được cách gọi này", "Method not allowed"),
    406: Text("Không trả lời được ở dạng này", "Not acceptable"),
    409: Text("Trái với điều đã ghi", "In conflict with what is recorded"),
    413: Text("Quá lớn", "Too large"),
    415: Text("Kiểu nội dung không đọc được", "Media type not supported"),
    422: Text("Nội dung không dùng được", "The content cannot be used"),
    429: Text("Quá hạn mức", "Over the quota"),
    500: Text("Lỗi của hệ thống", "An error of this system"),
    503: Text("Chưa sẵn sàng", "Not ready"),
}
DETAILS: dict[int, Text] = {
    404: Text("Không có gì ở địa chỉ này.", "There is nothing at this address."),
    405: Text("Địa chỉ này chỉ nhận các cách gọi nêu ở Allow.", "This address takes the methods named in Allow."),
    500: Text(
        "Có lỗi ngoài dự kiến; không có gì bị ghi dở. Hãy thử lại, nếu vẫn vậy hãy báo quản trị hệ thống.",
        "Something unexpected went wrong; nothing was half-written. Try again, then tell the administrator.",
    ),
}


def status_of(refused: Refused) -> int:
    """The status something refused is told by."""
    if isinstance(refused, ApiRefused):
        return refused.status
    if isinstance(refused, NoSuchThing):
        return 404
    return 403 if isinstance(refused, NotAllowed) else 409


def of_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The problem something refused is told as."""
    status = status_of(refused)
    kind = refused.kind if isinstance(refused, ApiRefused) else _kind(type(refused))
    more: dict[str, Any] = {}
    if isinstance(refused, WrongInput):
        more["errors"] = [{"where": f.where, "code": f.code, "detail": said(f.text)} for f in refused.faults]
    answer = problem(status, kind, said(refused.text), **more)
    if isinstance(refused, ApiRefused):
        for name, value in refused.headers.items():
            answer[name] = value
    return answer


def of_status(status: int) -> HttpResponse:
    """The problem of a status alone."""
    return problem(status, HTTPStatus(status).name.lower().replace("_", "-"), said(DETAILS.get(status, title(status))))


def problem(status: int, kind: str, detail: str, **more: Any) -> HttpResponse:
    """A problem as an answer."""
    body = {"type": f"{KINDS}{kind}", "title": said(title(status)), "status": status, "detail": detail, **more}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA)


def title(status: int) -> Text:
    """What a status is called."""
    phrase = HTTPStatus(status).phrase
    return TITLES.get(status, Text(phrase, phrase))


def _kind(of: type[Refused]) -> str:
    """`KeyTaken` as `key-taken`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in of.__name__).lstrip("-")
