"""Addresses of the interfaces' pages; the interfaces themselves are answered by `front` (front_urls)."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.api import views

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("", views.described, name="described"),
    path("to-chuc/", views.organisations, name="organisations"),
    path("to-chuc/them/", views.add_organisation, name="add_organisation"),
    path("to-chuc/<int:number>/", views.organisation, name="organisation"),
]
