"""An act of recording is undone: what it added is retracted, what it retracted is said again, on a new entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from baophu.accounts.models import User
from baophu.law.model import Text
from baophu.registry.errors import BuiltOn, NotThere
from baophu.registry.models import Entry, Household, HouseholdChange, Person, PersonChange, Spell, Unit, UnitSuccession
from baophu.registry.services import households, people
from baophu.registry.services.entries import entry as new_entry
from baophu.registry.services.spells import ALL, DAY, add_all, copy, in_the_way, retract, spell_text
from baophu.registry.signals import undoing

UNDO = "undo"

Later = defaultdict[int, set[str]]
"""Numbers of later entries, and what of the first they stand on."""


def undo(entry: Entry, by: User | None = None, reason: str = "") -> Entry:
    """Undo everything an entry recorded, whatever kind of act it was; the new entry, which can be undone in turn.

    BuiltOn when a later entry stands on it: it changed a row, a field or a person that this one recorded, or recorded
    something for days this one had cleared. It names them: undo those first. NotThere when it was undone already or is
    the load of the register. Receivers of `signals.undoing` may refuse too. Nothing is written then.
    """
    with transaction.atomic():
        last = _chain(entry)
        _can_be_undone(entry, last)
        new = new_entry(UNDO, by=by, document=entry.document, reason=reason, undoes=last[-1])
        _take_back(last[-1], new)
    return new


def _take_back(entry: Entry, new: Entry) -> None:
    undoing.send(Entry, entry=entry, by=new)
    standing = {model: _standing_rows(model, entry) for model in ALL}
    _nothing_later(entry, [row for rows in standing.values() for row in rows])
    for rows in standing.values():
        retract(rows, new)
    for model in ALL:
        _say_again(model, entry, new)
    _fields_back(entry, new)
    _records_back(entry, new)
    _units_back(entry, new)


def recorded_by(entry: Entry) -> list[Spell]:
    """Rows an entry added, for showing; those it retracted are `retracted_by`."""
    return [row for model in ALL for row in model._default_manager.filter(_by(entry)).order_by("id")]


def retracted_by(entry: Entry) -> list[Spell]:
    """Rows that are no longer said since an entry."""
    return [row for model in ALL for row in _rows_retracted(model, entry)]


def _by(entry: Entry, path: str = "") -> Q:
    """The index of entries leaves the load out, and is used only where that is said."""
    return Q(**{f"{path}entry": entry, f"{path}entry__gt": Entry.LOADED})


def _chain(entry: Entry) -> list[Entry]:
    """The entry, the one that undid it, the one that undid that, and so on: of odd length when it holds."""
    chain = [entry]
    while (undone := Entry.objects.filter(undoes=chain[-1]).first()) is not None:
        chain.append(undone)
    return chain


def _can_be_undone(entry: Entry, chain: list[Entry]) -> None:
    if len(chain) % 2 == 0:
        raise NotThere(
            Text(
                f"Lần ghi {entry.pk} đã được hoàn tác bởi lần ghi {chain[-1].pk}; muốn ghi lại, hãy hoàn tác lần đó.",
                f"entry {entry.pk} was undone by entry {chain[-1].pk}; to have it again, undo that one",
            )
        )
    if entry.pk == Entry.LOADED:
        raise NotThere(
            Text(
                "Lần nạp đầu tiên không hoàn tác được; hãy khôi phục từ bản sao lưu.",
                "the load of the register is not undone; restore a backup instead",
            )
        )


def _rows_retracted(model: type[Spell], entry: Entry) -> list[Spell]:
    """Rows an entry retracted that it had not itself added."""
    rows = model._default_manager.filter(Q(retracted=entry, retracted__isnull=False))
    return list(rows.exclude(entry=entry).order_by("id"))


def _standing_rows(model: type[Spell], entry: Entry) -> list[Spell]:
    """What stands for each row an entry added and did not itself retract again.

    The row; or, where a later entry retracted it and was undone, the copy that came back. A row whose retraction holds
    stands for itself: it shows what is built on the entry.
    """
    rows = model._default_manager.filter(_by(entry)).exclude(retracted=entry).order_by("id")
    return [_standing(row) for row in rows.select_related("retracted")]


def _standing(row: Spell) -> Spell:
    model = type(row)
    while row.retracted is not None:
        undone = Entry.objects.filter(undoes=row.retracted).first()
        same = {**row.says(), "valid_from": row.valid_from, "valid_to": row.valid_to}
        back = model._default_manager.filter(Q(entry=undone, **same)).select_related("retracted").first()
        if undone is None or back is None:
            break
        row = back
    return row


def _nothing_later(entry: Entry, standing: Iterable[Spell]) -> None:
    """BuiltOn when something recorded later stands on what this entry recorded."""
    later: Later = defaultdict(set)
    for row in standing:
        if row.retracted_id is not None:
            later[row.retracted_id].add(spell_text(row))
    for one in PersonChange.objects.filter(entry=entry):
        for other in PersonChange.objects.filter(person=one.person_id, field=one.field, id__gt=one.pk):
            later[other.entry_id].add(one.field)
    for its in HouseholdChange.objects.filter(entry=entry):
        for another in HouseholdChange.objects.filter(household=its.household_id, field=its.field, id__gt=its.pk):
            later[another.entry_id].add(its.field)
    _on_new_records(entry, later)
    _refuse(entry, later)


def _on_new_records(entry: Entry, later: Later) -> None:
    """What later entries say of people and households that this one made."""
    for model in ALL:
        for path in {model.owner, *model.content} & {"person", "household"}:
            rows = model._default_manager.known().filter(_by(entry, f"{path}__")).exclude(entry=entry)
            for row in rows:
                later[row.entry_id].add(spell_text(row))
    for change in PersonChange.objects.filter(_by(entry, "person__")).exclude(entry=entry):
        later[change.entry_id].add(change.field)
    for other in HouseholdChange.objects.filter(_by(entry, "household__")).exclude(entry=entry):
        later[other.entry_id].add(other.field)


def _refuse(entry: Entry, later: Later) -> None:
    """BuiltOn with the later entries that hold; an entry and the one that undid it are as if neither had been."""
    holding: Later = defaultdict(set)
    for number, said in later.items():
        root = Entry.objects.get(pk=number)
        while root.undoes_id is not None and root.undoes_id > entry.pk:
            root = Entry.objects.get(pk=root.undoes_id)
        chain = _chain(root)
        if root.pk != entry.pk and len(chain) % 2:
            holding[chain[-1].pk] |= said
    if not holding:
        return
    entries = list(Entry.objects.filter(pk__in=holding).order_by("id"))
    listed = "; ".join(f"{e.pk} ({e.what}, {e.at:%d/%m/%Y}): {', '.join(sorted(holding[e.pk]))}" for e in entries)
    raise BuiltOn(
        Text(
            f"Không hoàn tác được lần ghi {entry.pk} vì các lần ghi sau dựa trên nó. Hãy hoàn tác trước: {listed}.",
            f"entry {entry.pk} cannot be undone: later ones stand on it. Undo first: {listed}",
        ),
        entries,
    )


def _say_again(model: type[Spell], entry: Entry, new: Entry) -> None:
    """Rows the entry had retracted are said again; BuiltOn when something else is recorded for their days."""
    rows = [copy(row, new) for row in _rows_retracted(model, entry)]
    later: Later = defaultdict(set)
    for row in rows:
        for other in in_the_way(row):
            later[other.entry_id].add(spell_text(other))
    _refuse(entry, later)
    add_all(rows)


def _fields_back(entry: Entry, new: Entry) -> None:
    """Fields get back what stood there, the last change first: a number moves between two people in order."""
    for one in PersonChange.objects.filter(entry=entry).order_by("-id"):
        person = Person.objects.get(pk=one.person_id)
        people.change(person, new, **{one.field: people.from_text(one.field, one.before)})
    for its in HouseholdChange.objects.filter(entry=entry).order_by("-id"):
        household = Household.objects.get(pk=its.household_id)
        households.change(household, new, **{its.field: households.from_text(its.field, its.before)})


def _records_back(entry: Entry, new: Entry) -> None:
    """People and households the entry made are taken back: they keep their number here but are found no more."""
    nobody: dict[str, Any] = {"withdrawn": True, **dict.fromkeys(people.ONCE)}
    for person in Person.objects.filter(_by(entry)):
        people.change(person, new, **nobody)
    for household in Household.objects.filter(_by(entry)):
        households.change(household, new, withdrawn=True, code=None)


def _units_back(entry: Entry, new: Entry) -> None:
    """Mergers of units the entry recorded are taken back, those it had taken back are recorded again."""
    for one in UnitSuccession.objects.filter(entry=entry, retracted=None):
        Unit.objects.filter(pk=one.old_id, until=one.day - DAY).update(until=None)
        Unit.objects.filter(pk=one.new_id, since=one.day).update(since=None)
    UnitSuccession.objects.filter(entry=entry, retracted=None).update(retracted=new)
    for one in UnitSuccession.objects.filter(retracted=entry):
        Unit.objects.filter(pk=one.old_id, until=None).update(until=one.day - DAY)
        Unit.objects.filter(pk=one.new_id, since=None).update(since=one.day)
    UnitSuccession.objects.filter(retracted=entry).update(retracted=None)
