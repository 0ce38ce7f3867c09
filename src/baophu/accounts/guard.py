"""Who reaches a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from baophu.accounts.acts import Act
from baophu.accounts.services.scope import may

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def needs(act: Act) -> Callable[[View], View]:
    """A page for those who may do this; 403 for anybody else signed in. Whoever is not signed in is sent to sign in.

    It says nothing about units: those are asked in the query (`narrowed`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, act):
                raise PermissionDenied(act)
            return view(request, *args, **kwargs)

        return cast("View", guarded)

    return decorate
