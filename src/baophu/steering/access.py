"""Who reaches steering's pages, and what of a figure they may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from baophu.accounts.models import User
from baophu.accounts.services import may, units_of
from baophu.law.model import Book
from baophu.steering.models import Kept
from baophu.steering.services import reading
from baophu.steering.services.sources import book

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page of figures stands on: the figures, the law book, and what this reader may see and do.

    `hide`: small counts are hidden and no list of people is linked; `steer`: may assign targets and note actions.
    """

    kept: Kept
    book: Book
    hide: bool
    steer: bool
    user: User


def figures(
    page: Callable[Concatenate[HttpRequest, Seen, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page of the whole province's figures; 403 for others, a page that says so where no figures are kept yet."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not may(user, "see_figures") or units_of(user) is not None:
            raise PermissionDenied("see_figures")
        kept = reading.latest()
        if kept is None:
            return render(request, "steering/no_figures.html")
        seen = Seen(kept, book(), not may(user, "read_person"), may(user, "steer"), user)
        return page(request, seen, *args, **kwargs)

    return _named(guarded, page)


def steering(
    page: Callable[Concatenate[HttpRequest, Seen, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for those who steer; 403 for others."""

    def guarded(request: HttpRequest, seen: Seen, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not seen.steer:
            raise PermissionDenied("steer")
        return page(request, seen, *args, **kwargs)

    return _named(figures(guarded), page)


F = TypeVar("F", bound=Callable[..., HttpResponseBase])


def _named(guarded: F, page: Callable[..., HttpResponseBase]) -> F:
    """The guarded page under the page's own name."""
    update_wrapper(guarded, page)
    return guarded
