"""Addresses of the stand-in."""

from __future__ import annotations

from django.urls import path

from baophu.accounts.simulated import views

app_name = "simulated"
urlpatterns = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path("simulated-vneid/keys", views.jwks, name="jwks"),
    path("simulated-vneid/authorize", views.authorize, name="authorize"),
    path("simulated-vneid/token", views.token, name="token"),
]
