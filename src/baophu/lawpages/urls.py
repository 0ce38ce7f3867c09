"""Addresses of the law book's pages."""

from __future__ import annotations

from django.urls import path

from baophu.lawpages.views import areas, book, compare, instruments, parameters

app_name = "law"
urlpatterns = [
    path("", book.book, name="book"),
    path("van-ban/<slug:at>/", instruments.instrument, name="instrument"),
    path("van-ban/<slug:at>/vi-du/", instruments.example_list, name="examples"),
    path("van-ban/<slug:at>/quy-dinh/<str:id>/", instruments.provision, name="provision"),
    path("tham-so/", parameters.parameters, name="parameters"),
    path("tham-so/<str:name>/", parameters.parameter, name="parameter"),
    path("so-sanh/", compare.compare, name="compare"),
    path("don-vi/", areas.units, name="units"),
    path("don-vi/<str:code>/", areas.unit, name="unit"),
]
