"""Addresses of the law book's pages."""

from __future__ import annotations

from django.urls import path

from baophu.lawpages import views

app_name = "law"
urlpatterns = [
    path("", views.book, name="book"),
]
