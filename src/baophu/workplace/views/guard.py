"""What stands around the workplace's views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from baophu.accounts.acts import Act
from baophu.accounts.guard import needs
from baophu.workplace.views.asked import Elsewhere

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(act: Act) -> Callable[[View[P]], View[P]]:
    """A page for those who may do this; one that stands elsewhere now leads there."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Elsewhere as elsewhere:
                return elsewhere.answer()

        return cast("View[P]", needs(act)(answered))

    return decorate
