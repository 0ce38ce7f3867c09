"""Everything recorded of a person: act by act, what each added and took back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from baophu.law.model import Text
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.registry.models import (
    Card,
    Entry,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonChange,
    PersonStatus,
    Spell,
    Stay,
)
from baophu.workplace.services import scans
from baophu.workplace.words import fact_label, field_label, value_of


@dataclass(frozen=True, slots=True)
class Line:
    """A row an act added or took back: what it says, and its days."""

    what: str
    value: str
    first: date | None = None
    last: date | None = None
    added: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act of recording, as far as it concerns a person; `undone`: taken back since; `can_undo`: it may be.

    `scan`: whether the scan of its document is there (None: there never was one).
    """

    entry: Entry
    lines: tuple[Line, ...]
    undone: bool
    can_undo: bool = field(default=False)
    scan: bool | None = None


UNDOABLE = frozenset(("record", "end", "correct", "person", "household", "move", "arrive", "birth", "death", "undo"))
"""Kinds of acts an officer undoes on the person's page; others (imports, cards, merges) have a way of their own."""

_MODELS: tuple[type[Spell], ...] = (PersonStatus, PersonAmount, Stay, Card)


def history(person: Person) -> list[Recorded]:
    """Every act that concerned a person, or a household lived in, the latest first."""
    lines: dict[int, list[Line]] = {}
    for model in _MODELS:
        for row in model._default_manager.filter(Q(person=person)).order_by("valid_from"):
            _row(lines, row)
    homes = set(Stay.objects.filter(person=person).values_list("household", flat=True))
    for status in HouseholdStatus.objects.filter(household__in=homes).order_by("valid_from"):
        _row(lines, status)
    for change in PersonChange.objects.filter(person=person).order_by("id"):
        text = f"{_plain(change.field, change.before)} → {_plain(change.field, change.after)}"
        lines.setdefault(change.entry_id, []).append(Line(field_label(change.field), text))
    lines.setdefault(person.entry_id, []).insert(0, Line(_("Lập hồ sơ"), person.name))
    entries = list(Entry.objects.filter(pk__in=lines).select_related("by", "document", "undone_by").order_by("-id"))
    there = scans.attached(e.document for e in entries if e.document)
    return [
        Recorded(
            e, tuple(lines[e.pk]), _undone(e), e.what in UNDOABLE and e.pk != Entry.LOADED and not _undone(e),
            there.get(e.document_id or 0),
        )
        for e in entries
    ]  # fmt: skip


def _row(lines: dict[int, list[Line]], row: Any) -> None:
    what, value = _said(row)
    lines.setdefault(row.entry_id, []).append(Line(what, value, row.valid_from, row.valid_to))
    if row.retracted_id is not None:
        lines.setdefault(row.retracted_id, []).append(Line(what, value, row.valid_from, row.valid_to, added=False))


def _said(row: Any) -> tuple[str, str]:
    if isinstance(row, Stay):
        kind = _("thường trú") if row.permanent else _("tạm trú")
        return _("Nơi ở"), f"{sources.unit_name(row.unit_id)}, {_('hộ')} {row.household_id}, {kind}"
    if isinstance(row, Card):
        return _("Thẻ"), row.number or _("có thẻ")
    return fact_label(row.fact), value_of(row.fact, row.value)


def _undone(entry: Entry) -> bool:
    return hasattr(entry, "undone_by") and not hasattr(entry.undone_by, "undone_by")


def _plain(name: str, value: str) -> str:
    if not value:
        return "–"
    if name in ("born", "died"):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    if name in ("sex",):
        return said({"m": Text("Nam", "Male"), "f": Text("Nữ", "Female")}.get(value, Text(value, value)))
    return value_of("ethnicity", value) if name == "ethnicity" else value
