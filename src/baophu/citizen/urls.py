"""Addresses of citizen."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.citizen.views import supported

app_name = "citizen"
urlpatterns: list[URLPattern] = [
    path("toi-duoc-ho-tro/", supported.start, name="supported"),
    path("toi-duoc-ho-tro/hoi/<slug:key>/", supported.ask, name="ask"),
    path("toi-duoc-ho-tro/kiem-tra/", supported.check, name="check"),
    path("toi-duoc-ho-tro/ket-qua/", supported.answer, name="answer"),
]
