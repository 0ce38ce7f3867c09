"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "baophu.care"
    label = "care"

    def ready(self) -> None:
        """Put the pages into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        clinics = {Role.CLINIC}
        menus.add(
            menus.Entry("care:desk", _("Đón tiếp"), roles=clinics, order=10),
            menus.Entry("care:visits", _("Lần khám"), roles=clinics, order=20),
            menus.Entry("care:files", _("Tệp XML1"), roles=clinics, order=30),
            menus.Entry("care:facilities", _("Cơ sở khám chữa bệnh"), roles={Role.ADMINISTRATOR}, order=55),
        )
