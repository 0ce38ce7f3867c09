"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    name = "baophu.offline"
    label = "offline"

    def ready(self) -> None:
        """Put the page into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        menus.add(menus.Entry("offline:home", _("Khi mất mạng"), roles={Role.CLINIC}, order=45))
