"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "baophu.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Put the pages into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        menus.add(menus.Entry("outreach:campaigns", _("Tiếp cận"), roles={Role.COMMUNE, Role.PROVINCE}, order=25))
