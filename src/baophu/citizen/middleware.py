"""What stands before every page for the citizens' app: signing out clears what the telephone kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


def forget_middleware(get_response: Next) -> Next:
    """Have the browser drop its caches and the service worker with the answer to signing out, from whichever page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware
