"""The frame's own addresses: language, unit, health, errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from baophu.pages import menus, units


def back(request: HttpRequest) -> str:
    """Where a switch comes back to: a page of our own, else the first."""
    to = request.POST.get("next", "/")
    own = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if own else "/"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of whoever asks: the first entry of their menu."""
    entries = menus.menu(request)
    if not entries:
        raise Http404
    return HttpResponseRedirect(entries[0].href)


@login_required
@require_POST
def switch_unit(request: HttpRequest) -> HttpResponse:
    """Look at another of one's units; 404 for one that is not the user's."""
    if not units.choose(request, request.POST.get("unit", "")):
        raise Http404(_("Không có đơn vị này trong phạm vi của bạn."))
    return HttpResponseRedirect(back(request))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what should not have happened: it asks nothing of the database or the session."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that came without the mark of this browser."""
    return render(request, "403_csrf.html", status=403)
