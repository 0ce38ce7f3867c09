"""Addresses of FHIR."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.api.fhir import views

urlpatterns: list[URLPattern] = [
    path("metadata", views.metadata),
    path("<str:kind>", views.of_type),
    path("<str:kind>/_search", views.by_post),
    path("<str:kind>/<str:id>", views.one),
]
