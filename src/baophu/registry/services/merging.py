"""Two records of one person become one; `undoing.undo` of the entry makes them two again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from django.db import transaction
from django.db.models import Q

from baophu.law.model import Text
from baophu.registry.errors import InConflict, WrongFact
from baophu.registry.models import Card, Entry, Household, Person, PersonAmount, PersonStatus, Spell, Stay
from baophu.registry.numbers import check_personal_id
from baophu.registry.services.deaths import die
from baophu.registry.services.households import change as change_household
from baophu.registry.services.people import change
from baophu.registry.services.spells import DAY, add_all, copy, cut, retract, spell_text
from baophu.registry.signals import merged

Side = Literal["kept", "other"]
MODELS: tuple[type[Spell], ...] = (PersonStatus, PersonAmount, Stay, Card)
NUMBERS = ("personal_id", "social_number", "old_id", "card_number", "phone")
ONE_EACH = ("personal_id", "social_number")
"""Numbers of which nobody has two."""

_ABOUT = {"stay": Text("Nơi cư trú", "stay"), "card": Text("Thẻ", "card")}


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two records say differently of the same days. `key` is what a choice is given for.

    Keys: `personstatus:study`, `personamount:wage`, `stay`, `card`, `personal_id`, `social_number`, `died`.
    """

    key: str
    kept: str
    other: str

    @property
    def text(self) -> Text:
        """Both sides in a line."""
        return Text(
            f"{self.key}: giữ “{self.kept}” (kept) hay lấy “{self.other}” (other)?",
            f"{self.key}: keep '{self.kept}' (kept) or take '{self.other}' (other)?",
        )


@dataclass(slots=True)
class Preview:
    """What a merge would do: numbers the kept record would gain, rows that would move, what has to be chosen."""

    fills: dict[str, str] = field(default_factory=dict)
    moves: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def preview_merge(kept: Person, other: Person) -> Preview:
    """What `merge` would do, without doing it. WrongFact when the two cannot be merged at all."""
    _mergeable(kept, other)
    seen = Preview()
    for name in NUMBERS:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if theirs and not mine:
            fault = check_personal_id(theirs, kept.sex, kept.born) if name == "personal_id" else []
            if fault:
                seen.conflicts.append(Conflict(name, "", f"{theirs}: {fault[0].text.en}"))
            else:
                seen.fills[name] = theirs
        elif name in ONE_EACH and theirs and mine != theirs:
            seen.conflicts.append(Conflict(name, mine, theirs))
    if kept.died != other.died:
        seen.conflicts.append(Conflict("died", str(kept.died or ""), str(other.died or "")))
    for model in MODELS:
        rows = _rows(model, other)
        seen.moves[model._meta.model_name or ""] = len(rows)
        mine = _rows(model, kept)
        for key, theirs in groupby(rows, lambda row: _key(row)):
            ours = [row for row in mine if _key(row) == key]
            against = [(k, o) for o in theirs for k in ours if _share_a_day(k, o) and not _says_the_same(k, o)]
            seen.conflicts += [Conflict(key, spell_text(k), spell_text(o)) for k, o in against]
    return seen


def merge(kept: Person, other: Person, entry: Entry, choices: Mapping[str, Side] | Side | None = None) -> Person:
    """Everything recorded of `other` becomes `kept`'s, retracted there and added here; `other` points to `kept`.

    Where both say the same of a day it is said once. Where they contradict each other, InConflict lists what to choose
    (Conflict), unless `choices` has the side of each key, or one side for all. Numbers `kept` lacks are filled from
    `other`; name, birth, sex and ethnicity stay `kept`'s (correct them before or after). Merges wait for a second
    officer: `accounts` proposes, this carries out.
    """
    with transaction.atomic():
        seen = preview_merge(kept, other)
        side = _sides(seen.conflicts, choices)
        _numbers(kept, other, seen, side, entry)
        for model in MODELS:
            _move(model, kept, other, side, entry)
        if side.get("died") == "other":
            _die_as(kept, other, entry)
        for household in Household.objects.filter(head=other, stays__person=kept).distinct():
            change_household(household, entry, head_id=kept.pk)
        change(other, entry, merged_into=kept.pk)
        merged.send(Person, kept=kept, other=other, entry=entry)
    return kept


def standing(person: Person) -> Person:
    """The record a record was merged into, however often; itself when it stands."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def _mergeable(kept: Person, other: Person) -> None:
    if kept.pk == other.pk:
        raise WrongFact(Text("Một hồ sơ không gộp với chính nó.", "a record is not merged with itself"))
    for person in (kept, other):
        if person.merged_into_id or person.withdrawn:
            raise WrongFact(
                Text(
                    f"Hồ sơ {person.pk} đã được gộp hoặc thu hồi trước đó.",
                    f"record {person.pk} was merged or taken back before",
                )
            )


def _sides(conflicts: list[Conflict], choices: Mapping[str, Side] | Side | None) -> dict[str, Side]:
    keys = list(dict.fromkeys(c.key for c in conflicts))
    chosen: dict[str, Side] = {}
    for key in keys:
        side = choices if isinstance(choices, str) else (choices or {}).get(key)
        if side is not None:
            chosen[key] = side
    open_ = [c for c in conflicts if c.key not in chosen]
    if open_:
        vi, en = "; ".join(c.text.vi for c in open_), "; ".join(c.text.en for c in open_)
        raise InConflict(
            Text(f"Hai hồ sơ mâu thuẫn, hãy chọn: {vi}", f"the two records contradict each other; choose: {en}"), open_
        )
    return chosen


def _numbers(kept: Person, other: Person, seen: Preview, side: Mapping[str, Side], entry: Entry) -> None:
    taken = [*seen.fills, *(name for name in ONE_EACH if side.get(name) == "other")]
    values = {name: getattr(other, name) for name in taken}
    change(other, entry, **{name: "" if name == "phone" else None for name in taken})
    change(kept, entry, **values)


def _move(model: type[Spell], kept: Person, other: Person, side: Mapping[str, Side], entry: Entry) -> None:
    theirs = retract(_rows(model, other), entry)
    for row in theirs:
        ours = [r for r in _rows(model, kept) if _key(r) == _key(row) and _share_a_day(r, row)]
        if side.get(_key(row)) == "other":
            cut(ours, row.valid_from, row.valid_to, entry)
            ours = []
        add_all(_left_by(ours, copy(row, entry, person_id=kept.pk)))


def _left_by(there: list[Spell], row: Spell) -> list[Spell]:
    """What remains of a new row where other rows, sorted by day and apart, already stand."""
    left, start = [], row.valid_from
    for other in there:
        if other.valid_from > start:
            left.append(copy(row, row.entry, valid_from=start, valid_to=other.valid_from - DAY))
        if other.valid_to is None:
            return left
        start = max(start, other.valid_to + DAY)
    if row.valid_to is None or start <= row.valid_to:
        left.append(copy(row, row.entry, valid_from=start))
    return left


def _die_as(kept: Person, other: Person, entry: Entry) -> None:
    if other.died is None:
        change(kept, entry, died=None)
    else:
        change(kept, entry, died=None)
        die(kept, other.died, entry)


def _rows(model: type[Spell], person: Person) -> list[Any]:
    order = [*model.key, "valid_from"]
    return list(model._default_manager.known().filter(Q(person=person)).order_by(*order))


def _key(row: Spell) -> str:
    return ":".join([row._meta.model_name or "", *(getattr(row, name) for name in row.key)])


def _share_a_day(a: Spell, b: Spell) -> bool:
    return (b.valid_to is None or a.valid_from <= b.valid_to) and (a.valid_to is None or b.valid_from <= a.valid_to)


def _says_the_same(a: Spell, b: Spell) -> bool:
    return {**a.says(), "person_id": 0} == {**b.says(), "person_id": 0}
