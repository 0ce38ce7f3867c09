"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "baophu.api"
    label = "api"

    def ready(self) -> None:
        """Put the administrators' page into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        menus.add(menus.Entry("api:organisations", _("Khoá kết nối"), roles={Role.ADMINISTRATOR}, order=55))
