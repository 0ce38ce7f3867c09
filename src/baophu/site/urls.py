"""Addresses of the whole site; each app keeps its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("baophu.accounts.urls")),
    path("", include("baophu.accounts.simulated.urls")),
    path("", include("baophu.workplace.urls")),  # its first page stands before the plain one of pages
    path("", include("baophu.pages.urls")),
    path("so-luat/", include("baophu.lawpages.urls")),
    path("dieu-hanh/", include("baophu.steering.urls")),
    path("tiep-can/", include("baophu.outreach.urls")),
    path("kham-chua-benh/", include("baophu.care.urls")),
    path("thu-tien/", include("baophu.till.urls")),
    path("ngoai-tuyen/", include("baophu.offline.urls")),
    path("api/", include("baophu.api.urls")),
    path("", include("baophu.citizen.urls")),
]
handler500 = "baophu.pages.views.server_error"
