"""The app for Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks


class ImportsConfig(AppConfig):
    name = "baophu.imports"
    label = "imports"

    def ready(self) -> None:
        """Listen to undoings, carry out what a second officer approves, and have the list types checked."""
        from baophu.accounts.services import four_eyes
        from baophu.imports.services.applying import approved
        from baophu.imports.services.undoing import taken_back
        from baophu.registry.signals import undoing

        undoing.connect(taken_back, dispatch_uid="imports")
        four_eyes.handler("large_import")(approved)
        checks.register(list_types_are_sound, "imports")


def list_types_are_sound(**_: Any) -> list[checks.CheckMessage]:
    """Every list type can be read and names only what the law book declares."""
    from baophu.imports.catalogue import list_types
    from baophu.imports.catalogue.check import check_all
    from baophu.law.errors import LawError
    from baophu.registry.law import installed

    try:
        check_all(list_types(), installed())
    except LawError as error:
        return [checks.Error(str(problem), id="imports.E001") for problem in error.problems]
    return []
