"""Where the apps are put together: what lower ones ask for is handed down from those that know it."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class SiteConfig(AppConfig):
    name = "baophu.site"
    label = "site"

    def ready(self) -> None:
        """Hand down the law book in use, whether people are simulated, demonstration users, the latest run."""
        from baophu.accounts import people
        from baophu.decisions.services import lawbooks
        from baophu.lawpages import figures
        from baophu.pages import sources
        from baophu.registry.services import origin

        people.register_finder(_by_personal_id)
        sources.use(book=lawbooks.active, simulated=origin.simulated, demonstration=_demonstration)
        figures.use(run=_latest_run)


def _by_personal_id(number: str) -> int | None:
    from baophu.registry.models import Person

    found = Person.objects.filter(personal_id=number).values_list("pk", "merged_into").first()
    return found and (found[1] or found[0])


def _demonstration() -> tuple[tuple[str, str, str], ...]:
    from baophu.accounts.models import User
    from baophu.accounts.services.demo_users import PASSWORD
    from baophu.accounts.services.demonstration import is_demonstration

    if not is_demonstration():
        return ()
    users = User.objects.filter(demonstration=True, is_active=True).order_by("pk")
    return tuple((user.username, PASSWORD, user.get_role_display()) for user in users)


def _latest_run() -> Path:
    from baophu.decisions.services.running import latest

    run = latest()
    return run.folder if run else settings.HOME / "run"
