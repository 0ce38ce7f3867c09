"""The interface itself: who may ask, how bodies are read, how errors are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security.base import AuthBase

from baophu.accounts.errors import Refused
from baophu.api import problems
from baophu.api.errors import Fault, Malformed, TooLarge, WrongInput, WrongMedia
from baophu.api.rest.messages import faults
from baophu.api.services import callers, quotas
from baophu.api.services.callers import Caller
from baophu.law.model import Text

LARGEST = 1_000_000
"""Bytes of a JSON body."""
REASON = "X-Reason"
LONGEST_REASON = 160


class Reader(Parser):
    """Reads JSON bodies, and nothing else."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. WrongMedia, TooLarge or Malformed go through as they are (`HttpError` is ninja's way)."""
        return json.loads(request.body, parse_constant=_no_constant, object_pairs_hook=_once)  # type: ignore[no-any-return]


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of a name told twice nobody knows which was meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


class Key(AuthBase):
    """Who asks: the key's organisation, counted against its quota; with a scope where one is needed."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        """NoKey, NoScope, QuotaUsed."""
        who = callers.caller(request.headers.get("Authorization", ""))
        quotas.count(who)
        if self.scope:
            who.needs(self.scope)
        check_request(request)
        return who


api = NinjaAPI(
    title="bao phủ",
    version="1",
    description=(
        "Bảo hiểm y tế toàn dân: tra cứu thẻ, báo giá, lần khám, sổ luật, số liệu. "
        "Universal health insurance: cover, prices, visits, the law book, figures. "
        "Errors are RFC 9457 problems in Vietnamese or English (Accept-Language)."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    parser=Reader(),
    auth=Key(),
)


def who_asks(request: HttpRequest) -> Caller:
    """The organisation behind a request that was let in."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Caller)
    return found


def reason(request: HttpRequest, otherwise: str) -> str:
    """Why a record is read: the header `X-Reason` (UTF-8 may be percent-encoded), else what the address is for."""
    told = unquote(request.headers.get(REASON, "")).strip()
    told = "".join(c for c in told if c.isprintable())
    return f"{otherwise}: {told}" if told else otherwise


def page_of(request: HttpRequest) -> str:
    """The address as the log of looks has it: the pattern, so that no number of a person stands in it."""
    match = request.resolver_match
    return f"{request.method} /{match.route}" if match is not None else request.method or ""


def check_request(request: HttpRequest) -> None:
    """WrongMedia for a body that is no JSON, TooLarge for too large a one, WrongInput for parameters and headers."""
    known = _queries().get(page_of(request), frozenset())
    unknown = [name for name in request.GET if name not in known]
    twice = [name for name in request.GET if len(request.GET.getlist(name)) > 1]
    if len(request.headers.get(REASON, "")) > LONGEST_REASON:
        long = Text(f"nhiều nhất {LONGEST_REASON} ký tự.", f"has {LONGEST_REASON} characters at most.")
        raise WrongInput([Fault(f"header/{REASON}", "too-long", long)])
    if unknown or twice:
        told = Text("không có tham số này, hoặc nó có hai lần.", "there is no such parameter, or it stands twice.")
        raise WrongInput([Fault(f"query/{name}", "unknown", told) for name in dict.fromkeys([*unknown, *twice])])
    if request.method in ("POST", "PUT", "PATCH") and not request.path_info.endswith("/xml1"):
        check_size(request, LARGEST)
        if request.content_type != "application/json" and request.headers.get("Content-Length", "0") != "0":
            raise WrongMedia("application/json")


def check_size(request: HttpRequest, most: int) -> None:
    """TooLarge for a body of more bytes; Malformed for one of a length that is not told."""
    told = request.headers.get("Content-Length") or "0"
    if "Transfer-Encoding" in request.headers or not told.isdigit():
        raise Malformed("Thiếu Content-Length.", "Content-Length is missing.")
    if int(told) > most:
        raise TooLarge(most)


def _queries() -> Mapping[str, frozenset[str]]:
    from baophu.api.rest.openapi import queries

    return queries()


def kept(request: HttpRequest, tag: str, answer: Callable[[], dict[str, Any]]) -> HttpResponse:
    """An answer that stays the same as long as its tag does: 304 for who has it."""
    from django.utils.translation import get_language

    etag = f'"{tag}-{get_language()}"'
    known = request.headers.get("If-None-Match") == etag
    told = HttpResponse(status=304) if known else as_json(answer())
    told["ETag"] = etag
    told["Cache-Control"] = "private, no-cache"
    return told


def as_json(body: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A body written as JSON; days must be texts already."""
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")), status=status, content_type="application/json"
    )


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.of_refused(request, error)


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.of_refused(request, WrongInput(faults(error.errors)))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return problems.of_refused(
            request,
            Malformed(
                "Nội dung không phải JSON đọc được, hoặc một tên có hai lần.",
                "The body is no JSON that can be read, or a name stands in it twice.",
            ),
        )
    return problems.of_status(error.status_code)
