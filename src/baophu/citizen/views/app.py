"""What makes the citizen's pages an app of the telephone: the manifest, the service worker, the page without a line."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from baophu import __version__


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    icon = static("citizen/icon.svg")
    told = {
        "name": _("bao phủ · thẻ bảo hiểm y tế"),
        "short_name": "bao phủ",
        "id": reverse("citizen:card"),
        "start_url": reverse("citizen:card"),
        "scope": "/",
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": "#f6f4ee",
        "theme_color": "#0b3f3b",
        "icons": [
            {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "maskable"},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its scope is that of the citizen's pages."""
    context = {"version": __version__}
    return render(request, "citizen/worker.js", context, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a page says that was not kept when there is no line."""
    return render(request, "citizen/offline.html")
