"""Addresses of the interfaces, answered by `front` alone."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from baophu.api.fhir import urls as fhir
from baophu.api.rest.base import api
from baophu.api.rest.openapi import load, openapi

load()
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", openapi),
    path("api/v1/", include((api.urls[0], "api-v1"))),
    path("api/fhir/r4/", include(fhir.urlpatterns)),
]
