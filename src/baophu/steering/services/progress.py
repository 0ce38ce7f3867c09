"""How far targets are, by kept figures: people insured over people living there now (a group's: those who pay in it),
the people missing to the target, how many a month that is to the year's end, what is foreseen, and who answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from baophu.law.model import Book, Text
from baophu.steering.models import Action, Contact, Kept, Target
from baophu.steering.services import agencies, reading
from baophu.steering.services.reading import NOBODY, Count, Foreseen
from baophu.steering.services.sources import book as in_use
from baophu.steering.services.targets import WHOLE

DECEMBER = 11

Outlook = Literal["reached", "likely", "open", "unlikely", "unknown"]
OUTLOOK: Mapping[str, Text] = {
    "reached": Text("đã đạt", "reached"),
    "likely": Text("có thể đạt", "likely to be reached"),
    "open": Text("chưa chắc", "may or may not be reached"),
    "unlikely": Text("khó đạt", "unlikely to be reached"),
    "unknown": Text("chưa dự báo", "not foreseen"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target is in a `month`: the last known, or the year's last. `gap` is people still to be insured (0:
    reached), `pace` people a month to the year's end.

    `change` is the rate's change since the end of the year before; None where that is not in the figures.
    """

    target: Target
    unit_name: str
    contact: Contact | None
    month: int
    count: Count
    change: Fraction | None
    gap: int
    months_left: int
    foreseen: Foreseen | None
    outlook: Outlook
    actions: tuple[Action, ...]

    @property
    def of_province(self) -> bool:
        """Whether it is the target of the whole province."""
        return not self.target.unit and not self.target.agency_id and not self.target.group

    @property
    def asked(self) -> Fraction:
        """The share asked for."""
        return Fraction(self.target.coverage, WHOLE)

    @property
    def pace(self) -> int | None:
        """People a month to close the gap by the year's end, rounded up; None: the year is over."""
        return None if self.months_left < 1 else -(-self.gap // self.months_left)

    @property
    def next_action(self) -> Action | None:
        """What is to be done first."""
        return self.actions[0] if self.actions else None

    @property
    def outlook_text(self) -> Text:
        return OUTLOOK[self.outlook]


def progress(kept: Kept, targets: Iterable[Target], *, book: Book | None = None) -> list[Progress]:
    """How far each of some targets is, by the figures kept; asked together, so that one page is a few queries."""
    book, held = book or in_use(), list(targets)
    months = {t.year: min(kept.month, t.year * 12 + DECEMBER) for t in held}
    counts, before = _counts(kept, held, months), _counts(kept, held, {y: y * 12 - 1 for y in months})
    ahead, contacts, actions = reading.foreseen(kept), agencies.contacts(), _open_actions({t.year for t in held})
    return [
        _progress(kept, t, months[t.year], counts[t.pk], before[t.pk], ahead, contacts, actions, book) for t in held
    ]


def _progress(
    kept: Kept,
    target: Target,
    month: int,
    count: Count,
    before: Count,
    ahead: Mapping[str, Foreseen],
    contacts: Mapping[int, Contact],
    actions: Mapping[tuple[int, str, int | None], tuple[Action, ...]],
    book: Book,
) -> Progress:
    end = target.year * 12 + DECEMBER
    asked = Fraction(target.coverage, WHOLE)
    gap = max(0, -(-count.living * target.coverage // WHOLE) - count.insured)
    foreseen = ahead.get(target.unit) if not target.group else None
    if foreseen is not None and foreseen.month != end:
        foreseen = None
    change = count.rate - before.rate if count.rate is not None and before.rate is not None else None
    area = book.areas.get(target.unit)
    return Progress(
        target=target,
        unit_name=area.full_name if area else target.unit,
        contact=contacts.get(target.agency_id) if target.agency_id else None,
        month=month,
        count=count,
        change=change,
        gap=gap,
        months_left=max(0, end - month),
        foreseen=foreseen,
        outlook=_outlook(count, asked, gap, foreseen, over=end <= month),
        actions=actions.get((target.year, target.unit, target.agency_id if not target.unit else None), ()),
    )


def _outlook(count: Count, asked: Fraction, gap: int, foreseen: Foreseen | None, *, over: bool) -> Outlook:
    """Reached where it is now; else by where the target lies against the interval of the forecast."""
    if count.living and gap == 0 and (over or foreseen is None or (foreseen.low or Fraction(0)) >= asked):
        return "reached"
    if over:
        return "unlikely"
    if foreseen is None or foreseen.rate is None:
        return "unknown"
    if foreseen.low is not None and foreseen.low >= asked:
        return "likely"
    if foreseen.high is not None and foreseen.high < asked:
        return "unlikely"
    return "open"


def _counts(kept: Kept, targets: Sequence[Target], months: Mapping[int, int]) -> dict[int, Count]:
    """The people of each target in the month of its year; nobody where the figures do not have that month."""
    known: dict[tuple[int, str], dict[str, Count]] = {}
    found: dict[int, Count] = {}
    for target in targets:
        month = months[target.year]
        place = (month, target.group)
        if place not in known:
            dimension = "group" if target.group else "all"
            known[place] = {
                **reading.by_unit(kept, month, dimension, target.group),
                "": reading.by_key(kept, month, dimension).get(target.group, NOBODY),
            }
        found[target.pk] = known[place].get(target.unit, NOBODY)
    return found


def _open_actions(years: set[int]) -> dict[tuple[int, str, int | None], tuple[Action, ...]]:
    found: dict[tuple[int, str, int | None], list[Action]] = {}
    rows = Action.objects.filter(year__in=years, closed=None).select_related("entry").order_by("due", "id")
    for action in rows:
        key = (action.year, action.unit, action.agency_id if not action.unit else None)
        found.setdefault(key, []).append(action)
    return {key: tuple(held) for key, held in found.items()}
