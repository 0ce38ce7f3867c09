"""What stands before the interfaces in place of sessions, cookies and pages: a short way in and out.

The first middleware of the site. What begins with one of the interfaces' addresses is answered here and goes through
none of the others: the host is checked, the key, the quota, the language; looks are kept; every answer is in the form
of its interface, errors too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver
from django.urls.resolvers import URLResolver
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from baophu.accounts.errors import Refused
from baophu.accounts.services import keep_looks
from baophu.api import problems
from baophu.api.errors import NotThere
from baophu.api.fhir import outcome
from baophu.api.services.simulation import simulated

Next = Callable[[HttpRequest], HttpResponse]

ROOT = "/api/"
REST, FHIR = "/api/v1/", "/api/fhir/"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Language, Authorization",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def api_front(get_response: Next) -> Next:
    """The middleware."""
    answered = cast("Next", convert_exception_to_response(_answered))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith((REST, FHIR)):
            return get_response(request)
        language = language_of(request.headers.get("Accept-Language", ""))
        with override(language):
            answer = _dressed(request, answered(request))
        answer["Content-Language"] = language
        return answer

    return middleware


@lru_cache(maxsize=500)
def language_of(accepted: str) -> str:
    """The language an `Accept-Language` header asks for: Vietnamese unless English is wanted before it."""
    for language, _quality in parse_accept_lang_header(accepted[:200]):
        if language.split("-")[0] in ("vi", "en"):
            return language.split("-")[0]
    return "vi"


@cache
def _resolver() -> URLResolver:
    """The addresses of the interfaces alone: those of the pages are not looked through."""
    return get_resolver("baophu.api.front_urls")


def _answered(request: HttpRequest) -> HttpResponse:
    request.get_host()  # refuses a host this installation does not answer to
    try:
        match = request.resolver_match = _resolver().resolve(request.path_info)
    except Resolver404:
        return refused(request, NotThere())
    with keep_looks():
        try:
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Refused as error:
            answer = refused(request, error)
    return answer


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """What is refused, in the form of the interface that was asked."""
    if request.path_info.startswith(FHIR):
        return outcome.of_refused(error)
    return problems.of_refused(request, error)


def _dressed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with what every answer has; a page of an error becomes an error of the interface."""
    if answer.status_code >= 400 and "json" not in answer.get("Content-Type", ""):
        plain = outcome.of_status if request.path_info.startswith(FHIR) else problems.of_status
        allow, answer = answer.get("Allow"), plain(answer.status_code)
        if allow:
            answer["Allow"] = allow
    for name, value in HEADERS.items():
        if name not in answer:
            answer[name] = value
    if answer.status_code != 304 and not answer.streaming:
        answer["Content-Length"] = str(len(answer.content))
    answer["X-Simulated"] = "true" if simulated() else "false"
    if settings.HTTPS and request.is_secure():
        answer["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return answer
