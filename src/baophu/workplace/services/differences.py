"""Where lists that arrived and the register differ, to be confirmed: previewed lists that are not yet applied."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from baophu.accounts.models import User
from baophu.imports.models import Import, Row
from baophu.imports.services import imports_of

MOST = 100
"""Lists looked at: more wait nowhere."""

Kind = Row.Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """A previewed list: rows of which it is not sure who they are, rows of nobody in the register, rows that would
    change something, and people on the list before who are not on this one (of lists said to be whole)."""

    imp: Import
    doubtful: int
    unknown: int
    changing: int
    absent: int

    @property
    def pk(self) -> int:
        return int(self.imp.pk)

    @property
    def count(self) -> int:
        """Differences to confirm."""
        return self.doubtful + self.unknown + self.changing + self.absent


def differences(user: User) -> list[Difference]:
    """The previewed lists of a user and their units, the latest first."""
    waiting = list(imports_of(user).filter(state=Import.State.PREVIEWED)[:MOST])
    rows = Row.objects.filter(of__in=waiting, kind=Kind.ENDED, number=0).values("of").annotate(n=Count("pk"))
    absent = {row["of"]: row["n"] for row in rows.order_by()}
    found = []
    for imp in waiting:
        counts, gone = imp.summary.get("counts", {}), absent.get(imp.pk, 0)
        changing = sum(counts.get(kind, 0) for kind in (Kind.NEW, Kind.CHANGED, Kind.ENDED)) - gone
        found.append(Difference(imp, counts.get(Kind.DOUBTFUL, 0), counts.get(Kind.UNKNOWN, 0), changing, gone))
    return found
