"""The demonstration's register: filled once from the facts tables, decided, with users of every role."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from baophu.cli.shared import failures, progress_bar

if TYPE_CHECKING:
    from baophu.law.model import Book


def fill(book: Book, facts: Path) -> None:
    """Load, decide, and make the demonstration's users, as far as it has not been done."""
    from baophu.cli.register import migrated

    with migrated("vi"):
        from baophu.accounts.services.demo_users import demo_users
        from baophu.decisions.services.running import latest, run_now
        from baophu.registry.models import Person
        from baophu.registry.services.loading.load import load

        if not Person.objects.exists():
            with failures(), progress_bar() as progress:
                load(facts, progress=progress)
        demo_users(_units(book))
        if latest() is None:
            with failures(), progress_bar() as progress:
                run_now(progress=progress)
        from baophu.care.services.demonstration import demonstrate

        demonstrate(book, _units(book))
        from baophu.cli.demo_content import content

        content(book, _units(book))


def _units(book: Book) -> Sequence[str]:
    """Units for the demonstration's officers: the largest of each kind, then the next largest."""
    by_size = sorted(book.areas.values(), key=lambda area: -area.population)
    first = {area.kind: area.code for area in reversed(by_size)}
    return [*first.values(), *(area.code for area in by_size if area.code not in first.values())]
