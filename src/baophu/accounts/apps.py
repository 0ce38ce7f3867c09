"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baophu.accounts"
    label = "accounts"
