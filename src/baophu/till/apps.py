"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TillConfig(AppConfig):
    name = "baophu.till"
    label = "till"

    def ready(self) -> None:
        """Put the pages into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        officers = {Role.COMMUNE, Role.PROVINCE}
        menus.add(
            menus.Entry("till:today", _("Thu tiền"), roles={Role.AGENT}, order=10),
            menus.Entry("till:transfers", _("Chuyển khoản"), roles=officers, order=41),
            menus.Entry("till:days", _("Tiền mặt"), roles=officers, order=42),
        )
