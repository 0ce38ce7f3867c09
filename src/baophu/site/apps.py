"""Where the apps are put together: what lower ones ask for is handed down from those that know it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from baophu.accounts.people import Example


class SiteConfig(AppConfig):
    name = "baophu.site"
    label = "site"

    def ready(self) -> None:
        """Hand down who somebody of a personal ID is, whom a visitor may be, and the latest run.

        What the frame says of the installation is handed down by the workplace (`workplace.services.standing`).
        """
        from baophu.accounts import people
        from baophu.lawpages import figures

        people.register_finder(_by_personal_id)
        people.register_examples(_residents)
        figures.use(run=_latest_run)


def _by_personal_id(number: str) -> int | None:
    from baophu.registry.models import Person

    found = Person.objects.filter(personal_id=number).values_list("pk", "merged_into").first()
    return found and (found[1] or found[0])


def _residents() -> tuple[Example, ...]:
    from baophu.site.examples import residents

    return residents()


def _latest_run() -> Path:
    from baophu.decisions.services.running import latest

    run = latest()
    return run.folder if run else settings.HOME / "run"
