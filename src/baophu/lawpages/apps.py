"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawPagesConfig(AppConfig):
    name = "baophu.lawpages"
    label = "lawpages"

    def ready(self) -> None:
        from baophu.pages.menus import EVERYBODY, Entry, add

        add(Entry("law:book", _("Sổ luật"), EVERYBODY, order=80))
