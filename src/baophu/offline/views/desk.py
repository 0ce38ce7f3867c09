"""The desk's shell: a page without anybody's data, kept by the browser; its texts, its service worker, its manifest."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from baophu import __version__
from baophu.offline.services import secrets
from baophu.offline.views.texts import texts
from baophu.pages import sources

STYLES = (
    "pages/tokens.css",
    "pages/base.css",
    "pages/frame.css",
    "pages/parts.css",
    "care/care.css",
    "offline/offline.css",
)
MODULES = ("desk", "vault", "reading", "answering", "keeping", "sending", "showing")
PICTURES = ("pages/mark.svg", "pages/mark-line.svg", "pages/bay.svg")


@ensure_csrf_cookie
@login_not_required
@require_safe
@cache_control(no_cache=True)
def desk(request: HttpRequest) -> HttpResponse:
    """The page: the same for everybody, so that it can be kept; what it knows it reads from a snapshot."""
    context = {
        "styles": [static(name) for name in STYLES],
        "texts": texts(),
        "signers": secrets.signers(),
        "simulated": sources.simulated(),
    }
    return render(request, "offline/desk.html", context)


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It becomes another when a file it keeps does."""
    files = [*(static(n) for n in (*STYLES, *PICTURES)), *(static(f"offline/{n}.js") for n in MODULES)]
    page = reverse("offline:desk")
    context = {"version": __version__, "mark": _mark(), "files": [page, *files], "page": page}
    answer = render(request, "offline/worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = page
    return answer


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    icon = static("pages/mark.svg")
    told = {
        "name": _("bao phủ · quầy ngoại tuyến"),
        "short_name": _("Quầy bao phủ"),
        "id": reverse("offline:desk"),
        "start_url": reverse("offline:desk"),
        "scope": reverse("offline:desk"),
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": "#f6f4ee",
        "theme_color": "#0b3f3b",
        "icons": [
            {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
            for purpose in ("any", "maskable")
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _mark() -> str:
    """A digest of the files that are kept."""
    from django.contrib.staticfiles import finders

    found = hashlib.sha256()
    for name in (*STYLES, *PICTURES, *(f"offline/{n}.js" for n in MODULES)):
        if path := finders.find(name):
            with open(path, "rb") as file:
                found.update(file.read())
    return found.hexdigest()[:12]
