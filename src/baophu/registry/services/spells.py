"""Adding and retracting rows of time. Every service that records ends here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Q

from baophu.law.model import Text
from baophu.registry.errors import NotThere, Overlap, WrongFact
from baophu.registry.models import (
    AreaStatus,
    Card,
    Entry,
    HouseholdStatus,
    PersonAmount,
    PersonStatus,
    Spell,
    Stay,
)
from baophu.registry.services.entries import touch
from baophu.registry.services.whereabouts import batches, settle

S = TypeVar("S", bound=Spell)

DAY = timedelta(days=1)
OF_PERSONS: tuple[type[Spell], ...] = (PersonStatus, PersonAmount, Stay, Card)
ALL: tuple[type[Spell], ...] = (*OF_PERSONS, HouseholdStatus, AreaStatus)


def add(model: type[S], entry: Entry, valid_from: date, valid_to: date | None, **says: Any) -> S:
    """A new row; WrongFact when it ends before it begins, Overlap when its owner and key have a row in these days."""
    row = model(entry=entry, valid_from=valid_from, valid_to=valid_to, **says)
    add_all([row])
    return row


def add_all(rows: Sequence[S]) -> None:
    """New rows of one kind, made but not yet saved; refused as `add` refuses, before any is written."""
    if not rows:
        return
    for row in rows:
        _ends_after_it_begins(row)
    for row in rows if len(rows) < 50 else ():
        if there := in_the_way(row):
            raise overlap(row, there)
    model = type(rows[0])
    model._default_manager.bulk_create(rows)
    _touch(rows, rows[0].entry)


def in_the_way(row: Spell, but: Iterable[int] = ()) -> list[Any]:
    """Rows that share a day with a row of the same owner and key, without those of some numbers."""
    found = _same(type(row), row).within(row.valid_from, row.valid_to)
    return list(found.exclude(id__in=list(but)).order_by("valid_from"))


def overlap(row: Spell, there: Sequence[Spell]) -> Overlap:
    """The refusal of a row that shares days with others."""
    days = ", ".join(spell_text(other) for other in there)
    said = " ".join(str(getattr(row, name)) for name in row.key) or type(row).__name__
    return Overlap(
        Text(
            f"{said}: đã ghi {days}. Hãy kết thúc hoặc sửa dòng đó trước khi ghi {spell_text(row)}.",
            f"{said}: recorded already is {days}. End or correct that before recording {spell_text(row)}.",
        ),
        there,
    )


def spell_text(row: Spell) -> str:
    """`near_poor 2024-01-01 … 2025-12-31`: what a row says and when."""
    value = str(getattr(row, "value", "") or getattr(row, "unit_id", "") or getattr(row, "group", ""))
    return f"{value} {row.valid_from} … {row.valid_to or ''}".strip()


def retract(rows: Iterable[S], entry: Entry) -> list[S]:
    """Rows are no longer said, from this entry on; NotThere when one was retracted before."""
    gone = list(rows)
    for row in gone:
        if row.retracted_id is not None:
            raise NotThere(
                Text(
                    f"Dòng {spell_text(row)} đã được rút lại trước đó; hãy tải lại trang và làm trên dòng hiện tại.",
                    f"The row {spell_text(row)} was retracted before; load the page again and take the present row.",
                )
            )
    if gone:
        for some in batches([row.pk for row in gone]):
            type(gone[0])._default_manager.filter(pk__in=some, retracted=None).update(retracted=entry)
    for row in gone:
        row.retracted = entry
    _touch(gone, entry)
    return gone


def copy(row: S, entry: Entry, **changed: Any) -> S:
    """A row that says the same but for what is changed, recorded by this entry; not saved yet."""
    told = {"valid_from": row.valid_from, "valid_to": row.valid_to, **row.says(), **changed}
    return type(row)(entry=entry, **told)


def replace(row: S, entry: Entry, **changed: Any) -> S:
    """Retract a row and add it with changes."""
    new = copy(row, entry, **changed)
    _ends_after_it_begins(new)
    retract([row], entry)
    add_all([new])
    return new


def cut(rows: Iterable[S], first: date, last: date | None, entry: Entry) -> list[S]:
    """Take the days `first` to `last` out of rows: each is retracted and what remains of it is added. The remains."""
    concerned = [r for r in rows if (last is None or r.valid_from <= last) and (r.valid_to or date.max) >= first]
    retract(concerned, entry)
    remains = []
    for row in concerned:
        if row.valid_from < first:
            remains.append(copy(row, entry, valid_to=first - DAY))
        if last is not None and (row.valid_to or date.max) > last:
            remains.append(copy(row, entry, valid_from=last + DAY))
    add_all(remains)
    return remains


def put(row: S, entry: Entry) -> S | None:
    """Make a row true for its days whatever stood there; None when it was true already, in one row or several."""
    there = in_the_way(row)
    said = {name: getattr(row, name) for name in row.content}
    if _covers(row, [r for r in there if {name: getattr(r, name) for name in r.content} == said]):
        return None
    _ends_after_it_begins(row)
    cut(there, row.valid_from, row.valid_to, entry)
    add_all([row])
    return row


def _covers(row: Spell, there: Sequence[Spell]) -> bool:
    """Whether rows, sorted by day and apart, leave no day of a row out."""
    upto = row.valid_from
    for other in there:
        if other.valid_from > upto:
            return False
        if other.valid_to is None:
            return True
        upto = max(upto, other.valid_to + DAY)
    return row.valid_to is not None and upto > row.valid_to


def _same(model: type[S], row: Spell) -> Any:
    names = (row.owner, *row.key)
    return model._default_manager.known().filter(Q(**{name: getattr(row, name) for name in names}))


def _ends_after_it_begins(row: Spell) -> None:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise WrongFact(
            Text(
                f"Kết thúc {row.valid_to} trước khi bắt đầu {row.valid_from}; hãy sửa một trong hai ngày.",
                f"It ends on {row.valid_to}, before it begins on {row.valid_from}; correct one of the two.",
            )
        )


def _touch(rows: Sequence[Spell], entry: Entry) -> None:
    """Note who is concerned: of an area the unit, whose residents are found by whoever decides."""
    if not rows:
        return
    owners = {getattr(row, f"{row.owner}_id") for row in rows}
    if rows[0].owner == "person":
        touch(entry, owners, {row.household_id for row in rows if isinstance(row, Stay)})
    elif rows[0].owner == "household":
        touch(entry, (), owners)
    else:
        touch(entry, (), (), owners)
    if isinstance(rows[0], Stay):
        settle(owners)
