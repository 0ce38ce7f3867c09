"""The frame's own addresses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from baophu.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("ngon-ngu/", login_not_required(set_language), name="language"),
    path("don-vi-dang-xem/", views.switch_unit, name="unit"),
    path("healthz", login_not_required(views.healthz), name="healthz"),
]
