"""Facts that cannot be decided on are refused with the table, the row and what would do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baophu.engine.compiled import compile_law
from baophu.engine.decide import load
from baophu.engine.few import decide_few
from baophu.engine.months import parse
from baophu.engine.source import FactsError, in_memory, open_facts
from baophu.law.model import Book

from .small import book, group
from .world import table_of

Rows = list[dict[str, object]]
TODAY = date(2024, 1, 1)
SINCE = date(2000, 1, 1)
PERSON = {"person": 1, "born": date(1980, 1, 1), "sex": "m"}
STAY = {"person": 1, "household": 1, "unit": "00001", "permanent_resident": True, "from": SINCE}


@cache
def law() -> Book:
    return book(group("veteran", "veteran", "children > 1", "month - listed < 9", "tribe = 'low'", "island"))


def refusal(tables: Mapping[str, pa.Table]) -> str:
    """What is said of some tables; they must be refused, and a few people as a province is."""
    with pytest.raises(FactsError) as found:
        load(in_memory(tables), law(), parse("2020-01"), parse("2020-12"), today=TODAY)
    with pytest.raises(FactsError, match=re.escape(str(found.value))):
        decide_few(compile_law(law(), parse("2020-01"), parse("2020-12")), in_memory(tables), today=TODAY)
    return str(found.value)


def said_of(table: str, *rows: dict[str, object], extra: Mapping[str, str] | None = None) -> str:
    """What is said when a table holds these rows beside one person in one place."""
    tables: dict[str, Rows] = {"people": [PERSON], "stays": [STAY]} | {table: list(rows)}
    return refusal({n: table_of(n, r, extra if n == table else None) for n, r in tables.items()})


def status(fact: str, value: str | None, start: str = "2020-01-01", end: str | None = None) -> dict[str, object]:
    until = None if end is None else date.fromisoformat(end)
    return {"person": 1, "fact": fact, "value": value, "from": date.fromisoformat(start), "to": until}


def stay(**changed: object) -> dict[str, object]:
    return {**STAY, **changed}


def person(**changed: object) -> dict[str, object]:
    return {**PERSON, **changed}


CASES: dict[str, tuple[str, list[dict[str, object]], str]] = {
    "a person is listed twice": (
        "people",
        [person(), person(person=2), person()],
        "table people, row 3: person 1 is listed twice",
    ),
    "a person has no number": (
        "people",
        [person(), person(person=None)],
        "table people, row 2: `person` is empty; every row needs its number",
    ),
    "a person has no birth date": (
        "people",
        [person(), person(person=2, born=None)],
        "table people, row 2: person 2 has no birth date; write one (YYYY-MM-DD)",
    ),
    "a birth is in the future": (
        "people",
        [person(born=date(2024, 1, 2))],
        "table people, row 1: person 1 is born on 2024-01-02, after 2024-01-01, the last day of all; correct it",
    ),
    "a birth is too long ago": (
        "people",
        [person(born=date(1797, 5, 1))],
        "table people, row 1: person 1 is born on 1797-05-01, before 1850; correct the date",
    ),
    "a death is before the birth": (
        "people",
        [person(died=date(1979, 12, 31))],
        "table people, row 1: person 1 died on 1979-12-31, before birth on 1980-01-01",
    ),
    "a sex is unknown": ("people", [person(sex="x")], "table people, row 1: person 1: sex is x; it is m or f"),
    "nobody is listed": ("people", [], "table people is empty; there is nobody to decide"),
    "nobody lives anywhere": ("stays", [], "table stays is empty; there is nobody to decide"),
    "a unit is unknown": (
        "stays",
        [stay(), stay(unit="00009", **{"from": date(2024, 1, 1)})],
        "table stays, row 2: person 1: no unit has the code 00009; small has 1 units, and `outside` is elsewhere",
    ),
    "a stay has no household": (
        "stays",
        [stay(household=None)],
        "table stays, row 1: person 1 has a stay without a household",
    ),
    "a stay is of a stranger": (
        "stays",
        [stay(), stay(person=7)],
        "table stays, row 2: person 7 is not in people; add them there",
    ),
    "somebody has two households at once": (
        "stays",
        [stay(to=date(2021, 5, 1)), stay(household=2, **{"from": date(2021, 5, 1)})],
        "table stays, row 2: person 1 lives in two places on 2021-05-01; end the earlier row before the next begins",
    ),
    "a stay ends before it begins": (
        "stays",
        [stay(to=date(1999, 12, 31))],
        "table stays, row 1: person 1: ends 1999-12-31 before it begins 2000-01-01",
    ),
    "a stay has no beginning": (
        "stays",
        [stay(**{"from": None})],
        "table stays, row 1: person 1 has a row without `from`; say since when",
    ),
    "a status overlaps another": (
        "person_status",
        [
            status("veteran", "true", "2020-01-01", "2020-06-30"),
            status("children", "2"),
            status("veteran", "true", "2020-06-30"),
        ],
        "table person_status, row 3: person 1 has two values of veteran on 2020-06-30;"
        " end the earlier row before the next begins",
    ),
    "an open status overlaps a later one": (
        "person_status",
        [status("veteran", "true", "2020-05-01"), status("veteran", "true", "2019-05-01")],
        "table person_status, row 1: person 1 has two values of veteran on 2020-05-01;"
        " end the earlier row before the next begins",
    ),
    "a fact is unknown": (
        "person_status",
        [status("veterann", "true")],
        "table person_status, row 1: no person fact is called 'veterann'; did you mean 'veteran'?",
    ),
    "a fact is of another level": (
        "person_status",
        [status("island", "true")],
        "table person_status, row 1: no person fact is called 'island';"
        " it is one of job, veteran, tribe, children, listed",
    ),
    "a choice is unknown": (
        "person_status",
        [status("job", "clrk")],
        "table person_status, row 1: job is never 'clrk'; did you mean 'clerk'?",
    ),
    "a flag is neither true nor false": (
        "person_status",
        [status("veteran", "yes")],
        "table person_status, row 1: veteran is true or false, not 'yes'",
    ),
    "a month is written otherwise": (
        "person_status",
        [status("listed", "07/2021")],
        "table person_status, row 1: listed is a month written 2021-07, not '07/2021'",
    ),
    "a month is thousands of years away": (
        "person_status",
        [status("listed", "9999-01")],
        "table person_status, row 1: listed is a month written 2021-07, not '9999-01'",
    ),
    "a count is no number": (
        "person_status",
        [status("children", "two")],
        "table person_status, row 1: children is a whole number from 0 to 32767, not 'two'",
    ),
    "a count is written in other digits": (
        "person_status",
        [status("children", "²")],
        "table person_status, row 1: children is a whole number from 0 to 32767, not '²'",
    ),
    "a count is too large": (
        "person_status",
        [status("children", "70000")],
        "table person_status, row 1: children is a whole number from 0 to 32767, not '70000'",
    ),
    "a value is empty": (
        "person_status",
        [status("job", None)],
        "table person_status, row 1: job has no value",
    ),
    "a status is of a stranger": (
        "person_status",
        [status("job", "clerk"), status("job", "clerk") | {"person": 2}],
        "table person_status, row 2: person 2 is not in people; add them there",
    ),
    "a household's fact is unknown": (
        "household_status",
        [{"household": 1, "fact": "standard", "value": "por", "from": SINCE}],
        "table household_status, row 1: standard is never 'por'; did you mean 'poor'?",
    ),
    "an area is unknown": (
        "area_status",
        [{"unit": "00002", "fact": "island", "value": "true", "from": SINCE}],
        "table area_status, row 1: no unit has the code 00002",
    ),
    "a wage is negative": (
        "person_amount",
        [status("wage", None) | {"value": -5}],
        "table person_amount, row 1: person 1: wage is -5; it is whole đồng a month, 0 to 1099511627775",
    ),
    "a wage is missing": (
        "person_amount",
        [status("wage", None)],
        "table person_amount, row 1: person 1: wage is empty; it is whole đồng a month, 0 to 1099511627775",
    ),
    "a wage is beyond belief": (
        "person_amount",
        [status("wage", None) | {"value": 1 << 40}],
        "table person_amount, row 1: person 1: wage is 1099511627776; it is whole đồng a month, 0 to 1099511627775",
    ),
    "an amount is no amount": (
        "person_amount",
        [status("children", None) | {"value": 5}],
        "table person_amount, row 1: no person fact is called 'children'; it is one of wage",
    ),
    "a card overlaps another": (
        "cards",
        [{"person": 1, "from": SINCE}, {"person": 1, "from": date(2020, 1, 1)}],
        "table cards, row 2: person 1 has two cards on 2020-01-01; end the earlier row before the next begins",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_when(name: str) -> None:
    table, rows, message = CASES[name]
    assert said_of(table, *rows) == message


def test_a_fixed_fact_has_a_value_it_allows() -> None:
    said = said_of("people", person(job="clerk"), person(person=2, job="clrk"), extra={"job": "VARCHAR"})
    assert said == "table people, row 2: job is never 'clrk'; did you mean 'clerk'?"
    said = said_of("people", person(tribe="low"), person(person=2), extra={"tribe": "VARCHAR"})
    assert said == "table people, row 2: tribe has no value"


def test_a_fact_is_not_both_a_column_of_people_and_a_row_of_their_statuses() -> None:
    people = table_of("people", [person(job="clerk")], {"job": "VARCHAR"})
    tables = {"people": people, "stays": table_of("stays", [STAY])}
    said = refusal(tables | {"person_status": table_of("person_status", [status("job", "worker")])})
    assert said == "table person_status, row 1: job is a column of people already; say it in one of the two"


@pytest.mark.parametrize("column", ["wage", "standard", "ages"])
def test_a_column_of_people_that_is_no_fixed_fact_is_refused(column: str) -> None:
    said = said_of("people", person(**{column: "1"}), extra={column: "VARCHAR"})
    assert said == f"table people: column `{column}` is not known; the columns are person, born, died, sex"


def test_a_column_that_is_missing_or_of_another_kind_is_refused() -> None:
    people, stays = table_of("people", [PERSON]), table_of("stays", [STAY])
    said = refusal({"people": people.drop_columns(["died"]), "stays": stays})
    assert said == "table people: column `died` is missing; it needs person, born, died, sex"
    texts = people.set_column(1, "born", pa.array(["1980-01-01"]))
    assert refusal({"people": texts, "stays": stays}) == "table people: column `born` is VARCHAR, it must be DATE"


def test_a_province_without_a_needed_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="no table stays; a province needs people, stays"):
        in_memory({"people": table_of("people", [PERSON])})
    with pytest.raises(FactsError, match=re.escape(f"{tmp_path / 'none'} is not a folder; make one with")):
        open_facts(tmp_path / "none")


def test_a_file_that_is_no_parquet_file_is_named(tmp_path: Path) -> None:
    pq.write_table(table_of("stays", [STAY]), tmp_path / "stays.parquet")
    (tmp_path / "people.parquet").write_text("person,born\n1,1980-01-01\n", encoding="utf-8")
    with pytest.raises(FactsError, match=re.escape(f"{tmp_path / 'people.parquet'}: not a Parquet file")):
        load(open_facts(tmp_path), law(), parse("2020-01"), parse("2020-12"), today=TODAY)


def test_one_wrong_row_among_two_million_is_found_with_its_number(tmp_path: Path) -> None:
    rows, wrong = 2_000_000, 1_234_567
    numbers = pa.array(range(1, rows + 1), pa.int64())
    born = pa.array([4_000] * (wrong - 1) + [30_000] + [4_000] * (rows - wrong), pa.int32()).cast(pa.date32())
    people = pa.table({"person": numbers, "born": born, "died": pa.nulls(rows, pa.date32()), "sex": ["m"] * rows})
    pq.write_table(people, tmp_path / "people.parquet", row_group_size=100_000)
    pq.write_table(table_of("stays", [STAY]), tmp_path / "stays.parquet")
    said = f"row {wrong}: person {wrong} is born on 2052-02-20, after 2024-01-01, the last day of all; correct it"
    with pytest.raises(FactsError) as found:
        load(open_facts(tmp_path), law(), parse("2020-01"), parse("2020-12"), today=TODAY)
    assert str(found.value) == f"{tmp_path / 'people.parquet'}, {said}"
    assert refusal({"people": people, "stays": table_of("stays", [STAY])}) == f"table people, {said}"
