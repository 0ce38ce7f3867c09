"""Addresses of the law book's pages. The law is for everybody, signed in or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from baophu.lawpages.views import areas, book, compare, instruments, parameters

app_name = "law"
urlpatterns: list[URLPattern] = [
    path("", login_not_required(book.book), name="book"),
    path("van-ban/<slug:at>/", login_not_required(instruments.instrument), name="instrument"),
    path("van-ban/<slug:at>/vi-du/", login_not_required(instruments.example_list), name="examples"),
    path("van-ban/<slug:at>/quy-dinh/<str:id>/", login_not_required(instruments.provision), name="provision"),
    path("tham-so/", login_not_required(parameters.parameters), name="parameters"),
    path("tham-so/<str:name>/", login_not_required(parameters.parameter), name="parameter"),
    path("so-sanh/", login_not_required(compare.compare), name="compare"),
    path("don-vi/", login_not_required(areas.units), name="units"),
    path("don-vi/<str:code>/", login_not_required(areas.unit), name="unit"),
]
