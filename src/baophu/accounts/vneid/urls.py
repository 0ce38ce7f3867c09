"""Where a citizen's sign-in begins, and where the identity provider sends them back. allauth includes these."""

from __future__ import annotations

from django.urls import path

from baophu.accounts.vneid import views

urlpatterns = [
    path("vneid/login/", views.login, name="vneid_login"),
    path("vneid/login/callback/", views.callback, name="vneid_callback"),
]
