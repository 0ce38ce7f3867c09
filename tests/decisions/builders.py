"""A small province in the database, and facts tables put into it as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.utils import timezone

from baophu.law.model import Book
from baophu.registry.models import (
    Card,
    Entry,
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonStatus,
    Register,
    Stay,
    Unit,
)


def entry(what: str = "record") -> Entry:
    """An act of recording."""
    return Entry.objects.create(at=timezone.now(), what=what)


def units(book: Book) -> None:
    """The units of the law book, and elsewhere."""
    rows = [Unit(code=c, kind=a.kind, name=a.code, full_name=a.code) for c, a in book.areas.items()]
    Unit.objects.bulk_create(rows)
    Unit.objects.get_or_create(code=Unit.OUTSIDE, defaults={"kind": "outside", "name": "", "full_name": ""})


def put(folder: Path, book: Book) -> None:
    """Facts tables into an empty register."""

    def rows(name: str) -> list[dict[str, Any]]:
        return pq.read_table(folder / f"{name}.parquet").to_pylist()

    units(book)
    by = Entry.objects.create(id=Entry.LOADED, at=timezone.now(), what="load")
    Register.objects.create(id=1, simulated=True, about={"simulated": True, "to": "2026-12-31"})
    Person.objects.bulk_create(
        [
            Person(
                id=r["person"], name=r["name"], name_key=r["name"], name_back=r["name"], born=r["born"],
                died=r["died"], sex=r["sex"], ethnicity=r["ethnicity"], entry=by,
            )
            for r in rows("people")
        ],
        batch_size=2000,
    )  # fmt: skip
    stays = rows("stays")
    homes = {r["household"] for r in stays} | {r["household"] for r in rows("household_status")}
    Household.objects.bulk_create([Household(id=h, entry=by) for h in sorted(homes)], batch_size=2000)

    def when(r: dict[str, Any]) -> dict[str, Any]:
        return {"valid_from": r["from"], "valid_to": r["to"], "entry": by}

    Stay.objects.bulk_create(
        [
            Stay(person_id=r["person"], household_id=r["household"], unit_id=r["unit"],
                 permanent=r["permanent_resident"], **when(r))
            for r in stays
        ],
        batch_size=2000,
    )  # fmt: skip
    PersonStatus.objects.bulk_create(
        [
            PersonStatus(person_id=r["person"], fact=r["fact"], value=r["value"], **when(r))
            for r in rows("person_status")
        ],
        batch_size=2000,
    )
    PersonAmount.objects.bulk_create(
        [
            PersonAmount(person_id=r["person"], fact=r["fact"], value=r["value"], **when(r))
            for r in rows("person_amount")
        ],
        batch_size=2000,
    )
    HouseholdStatus.objects.bulk_create(
        [
            HouseholdStatus(household_id=r["household"], fact=r["fact"], value=r["value"], **when(r))
            for r in rows("household_status")
        ],
        batch_size=2000,
    )
    Card.objects.bulk_create([Card(person_id=r["person"], **when(r)) for r in rows("cards")], batch_size=2000)


def retract(row: Any, by: Entry) -> None:
    """Take a row back."""
    type(row).objects.filter(pk=row.pk).update(retracted=by)


def today() -> date:
    """The day of the tests."""
    return timezone.localdate()
