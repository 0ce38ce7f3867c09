"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "baophu.pages"
    label = "pages"

    def ready(self) -> None:
        from baophu.pages.catalogues import compile_stale

        compile_stale()
