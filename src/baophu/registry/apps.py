"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "baophu.registry"
    label = "registry"

    def ready(self) -> None:
        """Say what waits for a second officer."""
        import baophu.registry.four_eyes  # noqa: F401
