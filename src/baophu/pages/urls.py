"""The frame's own addresses."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from baophu.pages import views

app_name = "pages"
urlpatterns = [
    path("ngon-ngu/", set_language, name="language"),
    path("don-vi-dang-xem/", views.switch_unit, name="unit"),
    path("healthz", views.healthz, name="healthz"),
]
