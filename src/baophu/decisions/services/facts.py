"""The facts tables of some households, read from the register into memory: a handful of queries, however many.

Whoever lives in a household is decided with all who lived in it at any time that matters, for the rank in the household
hangs on them. So the members are read first, then every household they lived in, then everybody in those; the facts of
all of them go in, and `persons` says for whom the decision is then whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from baophu.decisions.services.reading import Column, known, rows_of, whole_area_rows
from baophu.engine.source import Facts, in_memory
from baophu.law.model import Book
from baophu.registry.models import AreaStatus, Entry, Register

DAY, NUMBER, TEXT, FLAG = pa.date32(), pa.int64(), pa.string(), pa.bool_()
PEOPLE = (
    Column("person", "id", NUMBER),
    Column("born", "born", DAY),
    Column("died", "died", DAY),
    Column("sex", "sex", TEXT),
    Column("ethnicity", "ethnicity", TEXT),
    Column("merged", "merged_into_id", NUMBER),
    Column("withdrawn", "withdrawn", FLAG),
)
SPELL = (Column("from", "valid_from", DAY), Column("to", "valid_to", DAY))
STAYS = (
    Column("person", "person_id", NUMBER),
    Column("household", "household_id", NUMBER),
    Column("unit", "unit_id", TEXT),
    Column("permanent_resident", "permanent", FLAG),
    *SPELL,
)
STATUS = (Column("fact", "fact", TEXT), Column("value", "value", TEXT), *SPELL)
PERSON_STATUS = (Column("person", "person_id", NUMBER), *STATUS)
AMOUNT = (Column("person", "person_id", NUMBER), STATUS[0], Column("value", "value", NUMBER), *SPELL)
HOUSEHOLD_STATUS = (Column("household", "household_id", NUMBER), *STATUS)
AREA_STATUS = (Column("unit", "unit_id", TEXT), *STATUS)
CARDS = (Column("person", "person_id", NUMBER), *SPELL)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts of some households. The decision is whole for `persons`; the others are there for their sake.

    `missing` are numbers asked for of whom nothing is known in these days: nobody, merged away, living nowhere.
    """

    facts: Facts
    persons: frozenset[int]
    missing: frozenset[int]


def facts_of(
    households: Iterable[int], known_at: datetime | None = None, *, book: Book | None = None, since: date | None = None
) -> Facts:
    """The facts tables of households with everybody who ever lived in them (docs/facts-tables.md), in memory.

    `known_at` None: as known now. `since` leaves out what ended before that day, but no cards. Rows are in the order of
    owner, fact and day. `persons` of `gather` says for whom they are enough.
    """
    return gather(households, (), known_at=known_at, book=book, since=since).facts


def gather(
    households: Iterable[int],
    persons: Iterable[int] = (),
    *,
    known_at: datetime | None = None,
    book: Book | None = None,
    since: date | None = None,
    old_cards: bool = True,
) -> Gathered:
    """The facts of households and of the households of persons (`facts_of`); `old_cards` False: `since` for cards too.

    Nine queries, of one parameter each, however many are asked for.
    """
    horizon = horizon_of(known_at)
    asked, wanted = sorted({int(p) for p in persons}), {int(h) for h in households}
    if asked:
        wanted |= _homes(asked, horizon, since)
    stays = _read("registry_stay", STAYS, "household_id", sorted(wanted), horizon, since)
    whole = sorted({*stays.column("person").to_pylist(), *asked})
    beyond = _homes(whole, horizon, since) - wanted
    if beyond:
        others = _read("registry_stay", STAYS, "household_id", sorted(beyond), horizon, since)
        stays = pa.concat_tables([stays, others]).sort_by([("person", "ascending"), ("from", "ascending")])
    homes = sorted(wanted | beyond)
    everybody = sorted({*stays.column("person").to_pylist(), *whole})
    people = _people(everybody, horizon)
    living = set(people.column("person").to_pylist())
    tables = {
        "people": people,
        "stays": stays,
        "person_status": _read("registry_personstatus", PERSON_STATUS, "person_id", everybody, horizon, since),
        "person_amount": _read("registry_personamount", AMOUNT, "person_id", everybody, horizon, since),
        "household_status": _read("registry_householdstatus", HOUSEHOLD_STATUS, "household_id", homes, horizon, since),
        "cards": _read("registry_card", CARDS, "person_id", everybody, horizon, None if old_cards else since),
    }
    if len(living) < len(everybody):
        tables = {name: _only(table, living) for name, table in tables.items()}
    if (areas := areas_known(book, horizon)) is not None:
        tables["area_status"] = areas
    settled = set(tables["stays"].column("person").to_pylist())
    return Gathered(
        in_memory(tables, about()), frozenset(whole) & settled & living, frozenset(asked) - (settled & living)
    )


def horizon_of(known_at: datetime | None) -> int | None:
    """The last entry known at a moment (their moments grow with their numbers); None: now."""
    if known_at is None:
        return None
    last = Entry.objects.filter(at__lte=known_at).order_by("-at", "-id").values_list("id", flat=True).first()
    return last or 0


def about() -> dict[str, Any]:
    """What the register says of itself: whether its people are simulated, and from when to when."""
    found = Register.objects.first()
    return {} if found is None else {**found.about, "simulated": found.simulated}


def areas_known(book: Book | None, horizon: int | None) -> pa.Table | None:
    """Facts of areas where the register has some of its own, with those of the law book; else None."""
    if not AreaStatus.objects.exists():
        return None
    own = rows_of("registry_areastatus", AREA_STATUS, known(horizon), order="unit_id, fact, valid_from")
    return pa.concat_tables([own, whole_area_rows(book)]) if book is not None else own


def _homes(persons: Sequence[int], horizon: int | None, since: date | None) -> set[int]:
    """Households that persons live or lived in."""
    column = (Column("household", "distinct household_id", NUMBER),)
    found = rows_of("registry_stay", column, known(horizon), key="person_id", ids=persons, since=since)
    return set(found.column("household").to_pylist())


def _read(
    table: str, columns: Sequence[Column], key: str, ids: Sequence[int], horizon: int | None, since: date | None
) -> pa.Table:
    fact = "fact, " if any(c.name == "fact" for c in columns) else ""
    owner = columns[0].stored
    return rows_of(table, columns, known(horizon), key=key, ids=ids, since=since, order=f"{owner}, {fact}valid_from")


def _people(ids: Sequence[int], horizon: int | None) -> pa.Table:
    """People as known then, without those merged into another or taken back."""
    known_then = [] if horizon is None else [f"entry_id <= {horizon}"]
    found = rows_of("registry_person", PEOPLE, known_then, key="id", ids=ids, order="id")
    rows = found.to_pylist()
    if horizon is not None:
        _as_before(rows, ids, horizon)
    kept = [row for row in rows if row["merged"] is None and not row["withdrawn"]]
    return pa.table({c.name: pa.array([row[c.name] for row in kept], c.kind) for c in PEOPLE[:5]})


def _as_before(rows: list[dict[str, Any]], ids: Sequence[int], horizon: int) -> None:
    """Put back what stood in a person's fields before they were changed."""
    columns = (Column("person", "person_id", NUMBER), Column("field", "field", TEXT), Column("before", "before", TEXT))
    later = rows_of(
        "registry_personchange", columns, [f"entry_id > {horizon}"], key="person_id", ids=ids, order="id desc"
    )
    by_person = {row["person"]: row for row in rows}
    for change in later.to_pylist():
        row, before = by_person.get(change["person"]), change["before"] or None
        if row is None:
            continue
        match change["field"]:
            case "born" | "died":
                row[change["field"]] = date.fromisoformat(before) if before else None
            case "sex" | "ethnicity":
                row[change["field"]] = before
            case "merged_into":
                row["merged"] = int(before) if before else None
            case "withdrawn":
                row["withdrawn"] = before == "true"


def _only(table: pa.Table, living: set[int]) -> pa.Table:
    if "person" not in table.column_names:
        return table
    kept = [i for i, person in enumerate(table.column("person").to_pylist()) if person in living]
    return table if len(kept) == table.num_rows else table.take(pa.array(kept, pa.int64()))
