"""What a check-in needs to know of a person, in two indexed queries.

The first finds the person with the decision kept beside them, the second brings cards, statuses, stays and copayments
of the year. Both are written as SQL, the same on SQLite and PostgreSQL: this is the path of hundreds of check-ins a
second, on which building query objects and models would cost more than the database does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from baophu.care.models import Visit
from baophu.care.services.planned import rows
from baophu.decisions.models import Current, Outcome
from baophu.pages import sources
from baophu.registry.models import AreaStatus, Card, HouseholdStatus, Person, PersonStatus, Stay


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision kept beside a person: month, benefit in percent and its provision, the stretch insured, when it was
    made, and why it could not be made (`problem`)."""

    month: int
    benefit: int
    by_benefit: str
    insured_from: date | None
    insured_to: date | None
    next_month: int | None
    problem: str
    at: datetime
    household: int


@dataclass(frozen=True, slots=True)
class Found:
    """A person of the register, as the counter compares them."""

    id: int
    personal_id: str | None
    social_number: str | None
    card_number: str | None
    name: str
    name_key: str
    born: date
    born_known: str
    died: date | None
    sex: str
    ethnicity: str
    unit: str | None
    unit_name: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class CardHeld:
    """A card as known now."""

    number: str
    start: date
    end: date | None
    paid_on: date | None
    ended: str


@dataclass(frozen=True, slots=True)
class Said:
    """A status of the person (`person`), the household or the unit (`area`), or a stay: `value` is then its unit, and
    `fact` is `permanent` for permanent residence."""

    level: str
    fact: str
    value: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Records:
    """Cards in order, statuses and stays that are not over, and the copayments of the year that count."""

    cards: tuple[CardHeld, ...]
    said: tuple[Said, ...]
    stays: tuple[Said, ...]
    copays: tuple[tuple[date, int], ...]


COLUMNS = (
    "p.id, p.merged_into_id, p.personal_id, p.social_number, p.card_number, p.name, p.name_key, p.born, p.born_known,"
    " p.died, p.sex, p.ethnicity, p.unit_id, c.month, c.insured_from, c.insured_to, c.next_month, c.problem,"
    " c.decided_at, c.household_id, o.benefit, o.by_benefit"
)


def find(field: str, value: str | int, most: int = 3) -> list[Found]:
    """People who have a number, by the name of its field; a merged record leads to the one that stands for it."""
    return _stand(rows(_people(field), [value])[:most])


def find_by_card(number: str) -> list[Found]:
    """People to whom a card of this number was ever given."""
    return _stand(rows(_people_by_card(), [number])[:3])


def _stand(told: Sequence[tuple[Any, ...]]) -> list[Found]:
    found: dict[int, Found] = {}
    for row in told:
        if row[1] is None:
            found.setdefault(row[0], _found(row))
        else:
            for one in find("id", row[1]):
                found.setdefault(one.id, one)
    return list(found.values())


def records(person: int, day: date) -> Records:
    """Everything else that an answer of a day may turn on."""
    first = day.replace(day=1)
    values: list[int | date] = [
        person,
        person, first,
        person, day, day, first,
        person, day, day, first,
        person, first,
        person, date(day.year, 1, 1), day,
    ]  # fmt: skip
    cards, said, stays, copays = [], [], [], []
    for kind, one, two, start, end, paid, amount in rows(_records(), values):
        if kind == "card":
            cards.append(CardHeld(one, _day(start), _maybe(end), _maybe(paid), two))
        elif kind == "stay":
            stays.append(Said(kind, two, one, _day(start), _maybe(end)))
        elif kind == "copay":
            copays.append((_day(start), amount))
        else:
            said.append(Said(kind, one, two, _day(start), _maybe(end)))
    cards.sort(key=lambda c: c.start)
    return Records(tuple(cards), tuple(said), tuple(stays), tuple(copays))


def _found(row: Sequence[Any]) -> Found:
    decided = None
    if row[18] is not None:
        decided = Decided(
            month=row[13],
            benefit=row[20] or 0,
            by_benefit=row[21] or "",
            insured_from=_maybe(row[14]),
            insured_to=_maybe(row[15]),
            next_month=row[16],
            problem=row[17],
            at=_moment(row[18]),
            household=row[19],
        )
    return Found(
        id=row[0],
        personal_id=row[2],
        social_number=row[3],
        card_number=row[4],
        name=row[5],
        name_key=row[6],
        born=_day(row[7]),
        born_known=row[8],
        died=_maybe(row[9]),
        sex=row[10],
        ethnicity=row[11],
        unit=row[12],
        unit_name=sources.unit_name(row[12]) if row[12] else "",
        decided=decided,
    )


def _from() -> str:
    return (
        f"select {COLUMNS} from {Person._meta.db_table} p"
        f" left join {Current._meta.db_table} c on c.person_id = p.id"
        f" left join {Outcome._meta.db_table} o on o.id = c.outcome_id"
    )


FIELDS = ("id", "personal_id", "old_id", "social_number", "card_number")


@cache
def _people(field: str) -> str:
    if field not in FIELDS:
        raise ValueError(f"{field} is no number of a person")
    return f"{_from()} where p.{field} = %s and not p.withdrawn"


@cache
def _people_by_card() -> str:
    return (
        f"{_from()} where not p.withdrawn and p.id in"
        f" (select person_id from {Card._meta.db_table} where number = %s and number <> '')"
    )


@cache
def _records() -> str:
    """One row a card, status, stay or copayment: kind, two texts, two days, a day of payment, an amount."""
    nothing, number = "cast(null as date)", "cast(0 as bigint)"

    stay = Stay._meta.db_table
    home = (
        f"(select {{}} from {stay} where person_id = %s and retracted_id is null"
        " and valid_from <= %s and (valid_to is null or valid_to >= %s))"
    )
    lasting = "case when permanent then 'permanent' else '' end"

    def spells(kind: str, table: str, texts: str, owner: str, whose: str = "%s") -> str:
        return (
            f"select '{kind}', {texts}, valid_from, valid_to, {nothing}, {number} from {table}"
            f" where {owner} = {whose} and retracted_id is null and (valid_to is null or valid_to >= %s)"
        )

    return " union all ".join(
        (
            f"select 'card', number, ended, valid_from, valid_to, paid_on, {number} from {Card._meta.db_table}"
            " where person_id = %s and retracted_id is null",
            spells("person", PersonStatus._meta.db_table, "fact, value", "person_id"),
            spells(
                "household", HouseholdStatus._meta.db_table, "fact, value", "household_id", home.format("household_id")
            ),
            spells("area", AreaStatus._meta.db_table, "fact, value", "unit_id", home.format("unit_id")),
            spells("stay", stay, f"unit_id, {lasting}", "person_id"),
            f"select 'copay', '', '', date_out, {nothing}, {nothing}, copay from {Visit._meta.db_table}"
            " where person_id = %s and counted and date_out >= %s and date_out <= %s",
        )
    )


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _maybe(value: Any) -> date | None:
    return None if value is None else _day(value)


def _moment(value: Any) -> datetime:
    """A moment of the database; SQLite keeps it as a text in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)
