"""An expired session in the middle of a form: sign in and go on with the form as it was.

A form sent by somebody who is not signed in any more is kept in the visitor's new session, on the server, under a key
used once. It is given back to the same user only: a signed cookie, set while somebody is signed in, says whose browser
this was; without it, or after signing in as somebody else, nothing is given back.

A page takes the values as `request.kept` (a QueryDict, or None), most simply by `bound`:

    form = bound(request, ChangeForm)      # bound to what was sent, else to what was kept, else unbound

A page that does not take them is asked nothing: the user sees what was kept and sends it again with one press.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

F = TypeVar("F", bound=BaseForm)

COOKIE = "baophu_whose"
PARAMETER = "resume"
SESSION = "kept_forms"
LARGEST = 200_000
AT_MOST = 3
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"})


class ResumeMiddleware:
    """Keeps a form that arrives without a session, and gives it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        taken = _Taken(_take(request))
        request.kept = taken  # type: ignore[attr-defined]
        response = self.get_response(request)
        if (
            taken.data is not None
            and not taken.asked
            and request.method == "GET"
            and response.status_code in (200, 405)
        ):
            response = _ask_again(request, taken.data)
        if request.method == "POST" and _sent_to_sign_in(request, response):
            response = _keep(request, response)
        _say_whose(request, response)
        return response


class _Taken:
    """What was kept, and whether the page asked for it."""

    def __init__(self, data: QueryDict | None) -> None:
        self.data, self.asked = data, False


def kept(request: HttpRequest) -> QueryDict | None:
    """What was sent to this page before the session ended; None when there is nothing."""
    taken = getattr(request, "kept", None)
    if not isinstance(taken, _Taken):
        return None
    taken.asked = True
    return taken.data


def bound(request: HttpRequest, form: type[F], **options: Any) -> F:
    """A form bound to what was sent, else to what was kept, else unbound."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **options)
    data = kept(request)
    return form(data, **options) if data is not None else form(**options)


def _sent_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code != 302 or getattr(request, "user", None) is None or request.user.is_authenticated:
        return False
    return urlsplit(response["Location"]).path == str(settings.LOGIN_URL)


def _keep(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The way to sign in, with the way back to the form as it was."""
    owner = _whose(request)
    data = request.POST.copy()
    for name in NEVER_KEPT:
        data.pop(name, None)
    body = data.urlencode()
    back = request.get_full_path()
    if owner is not None and 0 < len(body) <= LARGEST:
        key = secrets.token_urlsafe(16)
        forms: dict[str, Any] = request.session.get(SESSION, {})
        forms[key] = {"owner": owner, "path": request.path, "data": body}
        request.session[SESSION] = dict(list(forms.items())[-AT_MOST:])
        back = _with(back, {PARAMETER: key})
        messages.info(request, _("Phiên làm việc đã hết hạn. Hãy đăng nhập lại: biểu mẫu của bạn vẫn còn nguyên."))
        if request.FILES:  # whoever is not signed in leaves no file here
            messages.info(request, _("Tệp đã chọn không được giữ; hãy chọn lại tệp."))
    to = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def _take(request: HttpRequest) -> QueryDict | None:
    """The form kept under the key of this address, once, for the user it is of."""
    key = request.GET.get(PARAMETER)
    if request.method != "GET" or not key or not request.user.is_authenticated:
        return None
    forms: dict[str, Any] = request.session.get(SESSION, {})
    form = forms.pop(key, None)
    request.session[SESSION] = forms
    if form is None or form["owner"] != str(request.user.pk) or form["path"] != request.path:
        return None
    messages.info(request, _("Biểu mẫu của bạn còn nguyên. Hãy kiểm tra rồi gửi lại."))
    return QueryDict(form["data"])


def _ask_again(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """What was kept, for a page that does not show it itself: seen, and sent again with one press."""
    action = _with(request.get_full_path(), {PARAMETER: None})
    pairs = [(name, value) for name, values in data.lists() for value in values]
    return render(request, "pages/resume.html", {"pairs": pairs, "action": action})


def _with(address: str, changed: Mapping[str, str | None]) -> str:
    parts = urlsplit(address)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in changed]
    pairs += [(k, v) for k, v in changed.items() if v is not None]
    return urlunsplit(("", "", parts.path, urlencode(pairs), ""))


def _whose(request: HttpRequest) -> str | None:
    found = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE)
    return str(found) if found else None


def _say_whose(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note in the browser, signed, who was signed in last; signing out takes the note away."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        if _whose(request) != str(user.pk):
            secure = request.is_secure()
            response.set_signed_cookie(COOKIE, str(user.pk), salt=COOKIE, httponly=True, samesite="Lax", secure=secure)
    elif request.method == "POST" and request.path == _sign_out() and COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE)


def _sign_out() -> str:
    from django.urls import reverse

    return reverse("account_logout")
