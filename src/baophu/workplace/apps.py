"""The app for Django."""

from __future__ import annotations

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkplaceConfig(AppConfig):
    name = "baophu.workplace"
    label = "workplace"

    def ready(self) -> None:
        """Put the pages into the menu, and tell the frame of the register and the law book in use."""
        from importlib import import_module

        from baophu.accounts.models import Role
        from baophu.lawpages import figures
        from baophu.outreach import sources as lists
        from baophu.pages import menus, sources
        from baophu.workplace.services import reached, standing, worklists

        sources.use(book=standing.book, simulated=standing.simulated, weight=standing.weight)
        sources.use(demonstration=standing.demonstration)
        figures.use(people=reached.href)
        import_module("baophu.workplace.signals")
        titles = {
            "sap-het-han": _("Thẻ sắp hết hạn trong 90 ngày"),
            "sap-ra-khoi-nhom": _("Sắp ra khỏi nhóm đang hưởng"),
            "chua-co-the": _("Chưa có thẻ"),
            "chua-xet-duoc": _("Quyết định có vấn đề"),
        }
        for key, people in worklists.LISTS.items():
            lists.register(key, titles[key], people)
        soon, later, _all = worklists.NEAR
        lists.register("sap-het-han-30", _("Thẻ sắp hết hạn trong 30 ngày"), partial(worklists.ending, days=soon))
        lists.register("sap-het-han-60", _("Thẻ sắp hết hạn trong 60 ngày"), partial(worklists.ending, days=later))
        counters = {Role.COMMUNE, Role.PROVINCE}
        menus.add(
            menus.Entry("work:unit", _("Đơn vị của tôi"), roles=counters, order=10),
            menus.Entry("work:imports", _("Nhập danh sách"), roles={*counters, Role.SCHOOL}, order=30),
            menus.Entry("work:duplicates", _("Hồ sơ trùng"), roles=counters, order=35),
            menus.Entry("work:proposals", _("Chờ duyệt"), roles=counters, order=40),
            menus.Entry("work:users", _("Tài khoản"), roles={Role.ADMINISTRATOR}, order=50),
            menus.Entry("work:runs", _("Lần tính"), roles={Role.PROVINCE, Role.ADMINISTRATOR}, order=60),
        )
