"""Addresses of offline."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.offline.views import desk, home

app_name = "offline"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("ban-chup/moi-nhat/", home.latest, name="latest"),
    path("ban-chup/<uuid:number>/", home.file, name="file"),
    path("gui/", home.send, name="send"),
    path("quay/", desk.desk, name="desk"),
    path("quay/worker.js", desk.worker, name="worker"),
    path("quay/app.webmanifest", desk.manifest, name="manifest"),
]
