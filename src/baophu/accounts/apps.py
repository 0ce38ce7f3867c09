"""The app for Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baophu.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what happens at sign-in."""
        import_module("baophu.accounts.signals")
