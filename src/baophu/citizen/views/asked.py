"""What stands around the citizen's views: who asks, and pages that are not theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from baophu.accounts.models import Role, User
from baophu.citizen.errors import NotYours

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """Who is signed in; every page here is for somebody."""
    return cast("User", request.user)


def citizens(view: View[P]) -> View[P]:
    """A page for citizens: 403 for officers, 404 for what is not theirs; kept by no cache of a browser or proxy."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if user_of(request).role != Role.CITIZEN:
            raise PermissionDenied
        try:
            response = view(request, *args, **kwargs)
        except NotYours as error:
            raise Http404(_("Không có trang này.")) from error
        add_never_cache_headers(response)
        return response

    return cast("View[P]", answered)


def own(view: View[P]) -> View[P]:
    """A page for officers of which what is another unit's is 404."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotYours as error:
            raise Http404(_("Không có phản ánh này trong địa bàn của bạn.")) from error

    return cast("View[P]", answered)
