"""What stands before every page: a whole sign-in, and the access log behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.accounts.models import User
from baophu.accounts.services.looks import keep_looks
from baophu.accounts.services.sessions import Lack, lacks

Next = Callable[[HttpRequest], HttpResponse]

ALWAYS = frozenset(("account_logout", "pages:language"))
CODES = frozenset(("mfa_view_recovery_codes", "mfa_download_recovery_codes"))
AGAIN = frozenset(("account_reauthenticate", "mfa_reauthenticate"))
REACHED: dict[Lack, frozenset[str]] = {
    "device": ALWAYS | AGAIN | {"mfa_activate_totp"},
    "code": ALWAYS,
    "password": ALWAYS | AGAIN | CODES | {"account_change_password"},
}
"""Names of the addresses reached by a session that lacks something; every other leads to where it is made good."""

MADE_GOOD: dict[Lack, str] = {"device": "mfa_activate_totp", "password": "account_change_password"}
OFFICERS = AGAIN | CODES | {"account_change_password", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_index"}
"""Pages about passwords and codes, which citizens do not have."""


def looks_middleware(get_response: Next) -> Next:
    """Keep the looks of a request, also when its page fails. Nothing is shown before they are written."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with keep_looks():
            return get_response(request)

    return middleware


class WholeSignIn:
    """An officer's session signed in by password alone reaches nothing but what completes it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send a session on to what it lacks."""
        user = request.user
        if not isinstance(user, User):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not user.is_officer:
            if name in OFFICERS:
                raise Http404
            return None
        lack = lacks(request, user)
        if lack is None or name in REACHED[lack]:
            return None
        if lack == "code":
            logout(request)
            messages.info(request, _("Hãy đăng nhập lại với mật khẩu và mã xác thực."))
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return HttpResponseRedirect(reverse(MADE_GOOD[lack]))
