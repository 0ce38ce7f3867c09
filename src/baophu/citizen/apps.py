"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitizenConfig(AppConfig):
    name = "baophu.citizen"
    label = "citizen"

    def ready(self) -> None:
        """Put the pages into the menu."""
        from baophu.accounts.models import Role
        from baophu.pages import menus

        citizens, counters = {Role.CITIZEN}, {Role.COMMUNE, Role.PROVINCE}
        menus.add(
            menus.Entry("citizen:card", _("Thẻ của tôi"), roles=citizens, order=5),
            menus.Entry("citizen:family", _("Gia đình"), roles=citizens, order=10),
            menus.Entry("citizen:visits", _("Lần khám"), roles=citizens, order=15),
            menus.Entry("citizen:notices", _("Thông báo"), roles=citizens, order=20),
            menus.Entry("citizen:history", _("Quá trình"), roles=citizens, order=25),
            menus.Entry("citizen:looks", _("Ai đã xem"), roles=citizens, order=30),
            menus.Entry("citizen:reports", _("Báo sai"), roles=citizens, order=35),
            menus.Entry("citizen:delegates", _("Uỷ quyền"), roles=citizens, order=40),
            menus.Entry("citizen:reports_office", _("Phản ánh"), roles=counters, order=38),
            menus.Entry("citizen:supported", _("Tra hỗ trợ"), roles=menus.EVERYBODY, order=90),
        )
