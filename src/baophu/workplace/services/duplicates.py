"""Pairs of records that may be of one person: listed, compared side by side, proposed to a second officer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import units_of
from baophu.imports.models import Pair
from baophu.pages import sources
from baophu.pages.texts import Said
from baophu.pages.written import day, span
from baophu.registry.four_eyes import propose_merge
from baophu.registry.models import Person
from baophu.registry.services.merging import Conflict, Preview, Side, preview_merge
from baophu.workplace.words import born_text, ethnicity_label, fact_label, field_label, value_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPELL = re.compile(r"(.*?)(\d{4}-\d{2}-\d{2}) …(?: (\d{4}-\d{2}-\d{2}))?")
SHOWN = ("name", "born", "sex", "ethnicity", "personal_id", "old_id", "social_number", "card_number", "phone", "unit")


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of two records side by side."""

    label: str
    kept: str
    other: str

    @property
    def same(self) -> bool:
        return self.kept == self.other


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the two say differently, to be chosen: what it is called, and both sides."""

    key: str
    label: str
    kept: str
    other: str


STATES: Mapping[str, Said] = {
    "open": gettext_lazy("chưa xem"),
    "proposed": gettext_lazy("đã đề nghị gộp"),
    "merged": gettext_lazy("đã gộp"),
    "different": gettext_lazy("hai người khác nhau"),
}
"""What became of a pair, by the names of addresses."""


def pairs(user: User, unit: str | None = None, state: str = "open") -> QuerySet[Pair]:
    """Pairs in a state of which both records are of one's units (or of one of them). A proposal that was rejected or
    withdrawn leaves its pair open."""
    found = Pair.objects.select_related("first__unit", "second__unit", "by")
    merged = ~Q(first__merged_into=None, second__merged_into=None)
    ended = Proposal.objects.filter(kind="merge", state__in=(Proposal.State.REJECTED, Proposal.State.WITHDRAWN))
    back = Q(state=Pair.State.PROPOSED, proposal__in=ended.values("pk"))
    wanted = {
        "open": (Q(state=Pair.State.OPEN) | back) & ~merged,
        "proposed": Q(state=Pair.State.PROPOSED) & ~back & ~merged,
        "merged": merged & ~Q(state=Pair.State.DIFFERENT),
        "different": Q(state=Pair.State.DIFFERENT),
    }
    found = found.filter(wanted[state])
    mine = units_of(user)
    units = mine if unit is None else frozenset((unit,)) if mine is None else mine & {unit}
    if units is None:
        return found
    sides = [Q(first__unit__in=units), Q(second__unit__in=units)]
    if state == "merged":  # a record that was merged away lives nowhere
        return found.filter(sides[0] | sides[1])
    return found.filter(*sides)


def state_of(pair: Pair) -> str:
    """What became of a pair, as `STATES` calls it."""
    if pair.first.merged_into_id or pair.second.merged_into_id:
        return "merged" if pair.state != Pair.State.DIFFERENT else "different"
    return str(pair.state)


def compared(kept: Person, other: Person) -> list[Compared]:
    """The fields of two records side by side."""
    return [Compared(field_label(f) if f != "unit" else _("Đơn vị"), _text(kept, f), _text(other, f)) for f in SHOWN]


def choices(seen: Preview) -> list[Choice]:
    """What has to be chosen before the two become one, each key once."""
    found: dict[str, Conflict] = {}
    for conflict in cast("Sequence[Conflict]", seen.conflicts):
        found.setdefault(conflict.key, conflict)
    return [Choice(key, _label(key), _side(key, c.kept), _side(key, c.other)) for key, c in found.items()]


def preview(kept: Person, other: Person) -> Preview:
    """What merging would do; WrongFact when the two cannot be merged."""
    return preview_merge(kept, other)


def propose(kept: Person, other: Person, by: User, chosen: Mapping[str, Side], reason: str) -> Proposal:
    """Lay a merge before a second officer; an open pair of the two is closed by it."""
    with transaction.atomic():
        made = propose_merge(kept, other, by, dict(chosen) or None, reason)
        _of(kept, other).update(state=Pair.State.PROPOSED, proposal=made.pk, by=by, at=timezone.now())
    return made


def different(kept: Person, other: Person, by: User) -> None:
    """The two are not one person: the pair is not shown again."""
    first, second = sorted((kept, other), key=lambda p: p.pk)
    Pair.objects.update_or_create(
        first=first,
        second=second,
        defaults={"state": Pair.State.DIFFERENT, "by": by, "at": timezone.now()},
        create_defaults={
            "state": Pair.State.DIFFERENT,
            "by": by,
            "at": timezone.now(),
            "score": 0,
            "found_at": timezone.now(),
            "unit": first.unit_id or "",
        },
    )


def _of(one: Person, two: Person) -> QuerySet[Pair]:
    return Pair.objects.filter(Q(first=one, second=two) | Q(first=two, second=one))


def _text(person: Person, name: str) -> str:
    if name == "born":
        return born_text(person)
    if name == "sex":
        return _("Nam") if person.sex == "m" else _("Nữ")
    if name == "ethnicity":
        return ethnicity_label(person.ethnicity)
    if name == "unit":
        return person.unit.full_name if person.unit else "–"
    return str(getattr(person, name) or "–")


def _label(key: str) -> str:
    kind, _colon, fact = key.partition(":")
    if fact:
        return fact_label(fact)
    return {"stay": _("Nơi ở"), "card": _("Thẻ")}.get(kind) or field_label(kind)


def _side(key: str, text: str) -> str:
    """One side of a conflict as it is read: a value and its days, a number, a day."""
    if not text:
        return "–"
    if _DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    match = _SPELL.fullmatch(text)
    if match is None:
        return text
    kind, _colon, fact = key.partition(":")
    value = match[1].strip()
    said = value_of(fact, value) if fact else sources.unit_name(value) if kind == "stay" else value
    days = span(date.fromisoformat(match[2]), date.fromisoformat(match[3]) if match[3] else None)
    return f"{said}, {days}" if said else days
