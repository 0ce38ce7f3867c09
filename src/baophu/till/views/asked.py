"""What the till's pages share."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from baophu.accounts.models import User
from baophu.till.errors import NotSeen

View = Callable[..., HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """Who is signed in; every page here is for somebody."""
    return cast("User", request.user)


def mark() -> str:
    """A mark for a form that is handed out: sent twice it is carried out once."""
    return secrets.token_urlsafe(18)


def found(view: View) -> View:
    """What is not there, or not of one's units, is 404."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotSeen as error:
            raise Http404(str(error)) from error

    return answered
