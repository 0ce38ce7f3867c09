"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "baophu.cover"
    label = "cover"

    def ready(self) -> None:
        """Listen to the register, and register what is done on approval."""
        from baophu.cover import receivers
        from baophu.cover.services import deciding

        assert receivers
        assert deciding
