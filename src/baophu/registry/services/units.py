"""Units of the law book and their predecessors, and mergers of units: old into new, many to many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction

from baophu.law.model import Book, Text
from baophu.registry.errors import InConflict
from baophu.registry.models import Entry, Stay, Unit, UnitSuccession
from baophu.registry.services.places import outside, unit
from baophu.registry.services.spells import DAY, add_all, copy, retract

OLD = "old:"
"""Before the name of a unit of before a merger whose code is not known: `old:X.Hải Lạng`, `old:P.Bắc Sơn`."""

KINDS = {"P.": "ward", "X.": "commune", "TT": "township"}
"""How names of old units begin; communes and wards of one name are told apart by it."""

Choose = Callable[[Stay], str | Unit | None]


def take_up(book: Book) -> int:
    """Put the law book's units and what they were formed from into the register; how many units there are.

    A predecessor named by two units was split between them. Doing it again changes nothing.
    """
    with transaction.atomic():
        outside()
        count = Counter(old for area in book.areas.values() for old in area.formed_from)
        for area in book.areas.values():
            told = {"kind": area.kind, "name": area.name, "full_name": area.full_name, "since": area.since}
            Unit.objects.update_or_create(code=area.code, defaults=told)
            for name in area.formed_from:
                old = _old(name, area.since)
                if area.since is not None:
                    told_of = {"old": old, "new_id": area.code, "day": area.since}
                    UnitSuccession.objects.get_or_create(**told_of, defaults={"whole": count[name] == 1})
    return Unit.objects.count()


def merge_units(day: date, into: Mapping[str, Sequence[str]], entry: Entry, choose: Choose | None = None) -> int:
    """From `day` on units are others: `into` names for each old code the new ones it went into. Stays moved, counted.

    A unit that goes whole into one moves with everybody; of one that is split, `choose(stay)` says for each stay which
    of its new units it is in. InConflict when it does not: its `conflicts` are the stays. Each stay is cut at the day
    (the part before stays where it was) and keeps the old unit, on which rights of the area hang. WrongFact for a unit
    that is not known or has ended.
    """
    with transaction.atomic():
        olds = {code: unit(code, day) for code in into}
        news = {code: [unit(new, day) for new in news] for code, news in into.items()}
        undecided, moved = _moves(olds, news, day, entry, choose)
        if undecided:
            raise _undecided(undecided)
        for code, old in olds.items():
            Unit.objects.filter(pk=old.pk).update(until=day - DAY)
            for new in news[code]:
                whole = len(news[code]) == 1
                UnitSuccession.objects.update_or_create(
                    old=old, new=new, day=day, defaults={"whole": whole, "entry": entry, "retracted": None}
                )
                Unit.objects.filter(pk=new.pk, since=None).update(since=day)
    return moved


def became(old: str) -> list[Unit]:
    """What a unit became, followed through later mergers; itself when it stands."""
    next_ = list(UnitSuccession.objects.filter(old=old, retracted=None).values_list("new", flat=True))
    if not next_:
        return [Unit.objects.get(code=old)]
    found = {u.code: u for code in next_ for u in became(code)}
    return [found[code] for code in sorted(found)]


def _old(name: str, since: date | None) -> Unit:
    kind = next((kind for start, kind in KINDS.items() if name.startswith(start)), "commune")
    short = name.split(".", 1)[-1].removeprefix("TT").strip()
    defaults = {"kind": kind, "name": short, "full_name": name, "until": since - DAY if since else None}
    return Unit.objects.get_or_create(code=f"{OLD}{name}", defaults=defaults)[0]


def _moves(
    olds: Mapping[str, Unit], news: Mapping[str, Sequence[Unit]], day: date, entry: Entry, choose: Choose | None
) -> tuple[list[Stay], int]:
    """Move every stay that reaches the day; those nobody decided on, and how many were moved."""
    undecided: list[Stay] = []
    added: list[Stay] = []
    stays = list(Stay.objects.known().filter(unit__in=list(olds)).within(day, None).select_related("person"))
    for stay in stays:
        among = {new.code: new for new in news[stay.unit_id]}
        chosen = next(iter(among)) if len(among) == 1 else choose(stay) if choose else None
        code = chosen.code if isinstance(chosen, Unit) else chosen
        if code not in among:
            undecided.append(stay)
            continue
        if stay.valid_from < day:
            added.append(copy(stay, entry, valid_to=day - DAY))
        first = max(day, stay.valid_from)
        added.append(copy(stay, entry, valid_from=first, unit_id=code, old_unit_id=stay.unit_id))
    if not undecided:
        retract(stays, entry)
        add_all(added)
    return undecided, len(stays)


def _undecided(stays: Sequence[Stay]) -> InConflict:
    units = Counter(stay.unit_id for stay in stays)
    said = ", ".join(f"{code} ({count})" for code, count in units.items())
    return InConflict(
        Text(
            f"Đơn vị bị chia, cần chọn đơn vị mới cho từng nơi cư trú: {said}.",
            f"these units were split; choose the new unit of each stay: {said}",
        ),
        stays,
    )
