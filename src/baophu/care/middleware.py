"""The camera is for the desk alone: every other page tells the browser that it has none."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
DESK = "camera=(self)"
NONE = "camera=(), microphone=(), geolocation=()"


def no_camera(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set the header where a page has not set its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, NONE)
        return response

    return middleware
