"""Statuses and amounts: recorded, ended, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _

from baophu.decisions.changes import Change, Owner, StatusChange
from baophu.law.model import FactDeclaration
from baophu.pages.written import day, span
from baophu.registry.models import Entry, Household, HouseholdStatus, Person, PersonAmount, PersonStatus
from baophu.registry.services.facts import declared
from baophu.registry.services.recording import (
    correct_status,
    end_status,
    set_amount,
    set_status,
    withdraw_status,
)
from baophu.workplace.services.changing.act import Act
from baophu.workplace.words import fact_label, value_label, value_of

DAY = timedelta(days=1)
Row = PersonStatus | PersonAmount | HouseholdStatus


def declaration(owner: Person | Household, fact: str) -> FactDeclaration:
    """The declaration of a fact that can be recorded of a person or household; WrongFact when there is none."""
    level = "person" if isinstance(owner, Person) else "household"
    from baophu.registry.law import book

    known = book().facts.get(fact)
    return declared(level, fact, money=known is not None and known.type == "money")


def rows_of(owner: Person | Household) -> list[Row]:
    """What is recorded of a person or household and known now, by fact and day."""
    if isinstance(owner, Household):
        return list(HouseholdStatus.objects.known().filter(household=owner).order_by("fact", "valid_from"))
    found: list[Row] = list(PersonStatus.objects.known().filter(person=owner))
    found += PersonAmount.objects.known().filter(person=owner)
    return sorted(found, key=lambda row: (row.fact, row.valid_from))


def standing_there(owner: Person | Household, fact: str, start: date, end: date | None) -> list[Row]:
    """What is recorded of a fact in some days."""
    return [
        row
        for row in rows_of(owner)
        if row.fact == fact and (end is None or row.valid_from <= end) and (row.valid_to or date.max) >= start
    ]


def key_of(row: Row) -> str:
    """A row as it stands in an address: `s12` a status, `t12` an amount, `h12` a household's."""
    return f"{_KINDS[type(row)]}{row.pk}"


def row_at(owner: Person | Household, key: str) -> Row | None:
    """The row of a key among those of an owner that are known now; None when there is none."""
    return next((row for row in rows_of(owner) if key_of(row) == key), None)


_KINDS: dict[type, str] = {PersonStatus: "s", PersonAmount: "t", HouseholdStatus: "h"}


def set_act(owner: Person | Household, fact: str, value: str | int, start: date, end: date | None) -> Act:
    """A fact has a value in some days, whatever is recorded for them. WrongFact for a fact that is not recorded so."""
    known = declaration(owner, fact)
    there = standing_there(owner, fact, start, end)
    told = [(fact_label(fact), value_label(known, value)), (_("Thời gian"), span(start, end))]
    told += [(_("Đang ghi"), _replaced(row, start, end)) for row in there]

    def do(made: Entry) -> None:
        if isinstance(owner, Person) and known.type == "money":
            set_amount(owner, fact, int(value), start, end, made)
        else:
            set_status(owner, fact, str(value), start, end, made)

    return Act("record", tuple(told), (StatusChange(*_of(owner), fact, value, start, end),), start, do)


def end_act(row: Row, last: date) -> Act:
    """A row is true only until a day."""
    owner = _owner(row)
    told = ((fact_label(row.fact), value_of(row.fact, row.value)), (_("Ngày cuối cùng"), day(last)))
    change = StatusChange(*_of(owner), row.fact, None, max(last + DAY, row.valid_from), row.valid_to)
    return Act("end", told, (change,), max(last + DAY, row.valid_from), lambda made: end_status(row, last, made))


def correct_act(row: Row, value: str | int, start: date, end: date | None) -> Act:
    """A row was recorded wrong: it says something else, or of other days."""
    owner = _owner(row)
    told = (
        (
            _("Đang ghi"),
            f"{fact_label(row.fact)}: {value_of(row.fact, row.value)}, {span(row.valid_from, row.valid_to)}",
        ),
        (_("Sửa thành"), f"{value_of(row.fact, value)}, {span(start, end)}"),
    )
    changes: Sequence[Change] = (
        StatusChange(*_of(owner), row.fact, None, row.valid_from, row.valid_to),
        StatusChange(*_of(owner), row.fact, value, start, end),
    )
    right: dict[str, Any] = {"value": value, "valid_from": start, "valid_to": end}
    return Act(
        "correct",
        told,
        tuple(changes),
        min(start, row.valid_from),
        lambda made: correct_status(cast("Any", row), made, **right),
    )


def never_act(row: Row) -> Act:
    """A row was never true."""
    owner = _owner(row)
    said = f"{fact_label(row.fact)}: {value_of(row.fact, row.value)}, {span(row.valid_from, row.valid_to)}"
    told = ((_("Đang ghi"), said), (_("Sửa thành"), _("chưa bao giờ đúng, rút lại")))
    change = StatusChange(*_of(owner), row.fact, None, row.valid_from, row.valid_to)
    return Act("correct", told, (change,), row.valid_from, lambda made: withdraw_status(cast("Any", row), made))


def _of(owner: Person | Household) -> tuple[Owner, int]:
    return ("person" if isinstance(owner, Person) else "household"), owner.pk


def _owner(row: Row) -> Person | Household:
    return row.household if isinstance(row, HouseholdStatus) else row.person


def _replaced(row: Row, start: date, end: date | None) -> str:
    """What becomes of a row under a new one."""
    said = f"{value_of(row.fact, row.value)}, {span(row.valid_from, row.valid_to)}"
    parts = []
    if row.valid_from < start:
        parts.append(_("còn đến hết %(day)s") % {"day": day(start - DAY)})
    if end is not None and (row.valid_to is None or row.valid_to > end):
        parts.append(_("lại từ %(day)s") % {"day": day(end + DAY)})
    return f"{said} → {', '.join(parts) or _('được thay bằng điều mới')}"
