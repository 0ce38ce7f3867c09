"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "baophu.decisions"
    label = "decisions"

    def ready(self) -> None:
        from baophu.decisions import receivers  # noqa: F401
        from baophu.decisions.services import lawbooks
        from baophu.registry import law

        law.use(lawbooks.active)
