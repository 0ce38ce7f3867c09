"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkplaceConfig(AppConfig):
    name = "baophu.workplace"
    label = "workplace"

    def ready(self) -> None:
        """Put the pages into the menu, and tell the frame of the register and the law book in use."""
        from baophu.accounts.models import Role
        from baophu.pages import menus, sources
        from baophu.workplace.services import standing

        sources.use(book=standing.book, simulated=standing.simulated, demonstration=standing.demonstration)
        counters = {Role.COMMUNE, Role.PROVINCE}
        menus.add(
            menus.Entry("work:unit", _("Đơn vị của tôi"), roles=counters, order=10),
            menus.Entry("work:imports", _("Nhập danh sách"), roles={*counters, Role.SCHOOL}, order=30),
            menus.Entry("work:duplicates", _("Hồ sơ trùng"), roles=counters, order=35),
            menus.Entry("work:proposals", _("Chờ duyệt"), roles=counters, order=40),
            menus.Entry("work:users", _("Tài khoản"), roles={Role.ADMINISTRATOR}, order=50),
            menus.Entry("work:runs", _("Lần tính"), roles={Role.PROVINCE, Role.ADMINISTRATOR}, order=60),
        )
