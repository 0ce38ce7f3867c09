"""Pages of accounts that allauth does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address that allauth names and baophu does not have: signing up, mail addresses, resetting by mail."""
    raise Http404


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """What is shown, with 429, to whoever guessed too often: the same whether the name exists or not."""
    return render(request, "accounts/locked.html", status=429)
