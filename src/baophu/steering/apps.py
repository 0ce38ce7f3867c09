"""The app for Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SteeringConfig(AppConfig):
    name = "baophu.steering"
    label = "steering"

    def ready(self) -> None:
        """Put the pages into the menu, and keep the figures of every run."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        menus.add(
            menus.Entry("steering:overview", _("Điều hành"), roles={Role.PROVINCE, Role.COMMITTEE}, order=20),
        )
        import_module("baophu.steering.signals")
