"""Pages of the law book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def book(request: HttpRequest) -> HttpResponse:
    """The instruments."""
    return render(request, "pages/base.html")
