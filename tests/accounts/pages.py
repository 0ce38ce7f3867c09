"""Pages for tests: they look at people, and some of them fail."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from baophu.accounts.guard import needs
from baophu.accounts.models import Entrusted
from baophu.accounts.services import log_look, log_looks
from baophu.site.urls import urlpatterns as of_the_site

LOOKED = (101, 102)


def good(request: HttpRequest) -> HttpResponse:
    log_looks(request.user, LOOKED, "xem danh sách", request.path)  # type: ignore[arg-type]
    return HttpResponse("two people")


def fails(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        log_look(request.user, 101, "xem hồ sơ", request.path)  # type: ignore[arg-type]
        Entrusted.objects.create(user_id=request.user.pk, unit="06838", valid_from="2026-01-01")
        raise ZeroDivisionError


def breaks(request: HttpRequest) -> HttpResponse:
    """A page whose statement the database refuses."""
    with transaction.atomic():
        log_look(request.user, 101, "xem hồ sơ", request.path)  # type: ignore[arg-type]
        for _ in range(2):
            Entrusted.objects.create(user_id=request.user.pk, unit="06838", valid_from="2026-01-01")
    raise IntegrityError


def missing(request: HttpRequest) -> HttpResponse:
    log_look(request.user, 101, "xem hồ sơ", request.path)  # type: ignore[arg-type]
    raise Http404


def streams(request: HttpRequest) -> StreamingHttpResponse:
    def rows() -> Iterator[str]:
        log_look(request.user, 101, "xuất danh sách", request.path)  # type: ignore[arg-type]
        yield "row"

    return StreamingHttpResponse(rows())


def no_reason(request: HttpRequest) -> HttpResponse:
    log_look(request.user, 101, "  ")  # type: ignore[arg-type]
    return HttpResponse("shown")


def unwritable(request: HttpRequest) -> HttpResponse:
    """A page after which the looks cannot be written."""
    log_look(request.user, 101, "xem hồ sơ")  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("alter table accounts_look rename to accounts_look_away")
    return HttpResponse("shown")


@needs("read_person")
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("person")


urlpatterns = [
    *of_the_site,
    *(
        path(f"test/{view.__name__}/", view)
        for view in (good, fails, breaks, missing, streams, no_reason, unwritable, guarded)
    ),
]
