"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitizenConfig(AppConfig):
    name = "baophu.citizen"
    label = "citizen"

    def ready(self) -> None:
        """Put the pages into the menu."""
        from baophu.pages import menus

        menus.add(menus.Entry("citizen:supported", _("Tôi được hỗ trợ gì?"), roles=menus.EVERYBODY, order=90))
