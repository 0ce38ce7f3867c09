"""The facts tables keep their contract (docs/facts-tables.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .conftest import PEOPLE, TABLES, UNITS, Ask

SPELL = [("from", pa.date32()), ("to", pa.date32())]
STATUS = [("fact", pa.string()), ("value", pa.string()), *SPELL]
COLUMNS = {
    "people": [
        ("person", pa.int64()),
        ("born", pa.date32()),
        ("died", pa.date32()),
        ("sex", pa.string()),
        ("ethnicity", pa.string()),
        ("name", pa.string()),
    ],
    "stays": [
        ("person", pa.int64()),
        ("household", pa.int64()),
        ("unit", pa.string()),
        ("permanent_resident", pa.bool_()),
        *SPELL,
    ],
    "person_status": [("person", pa.int64()), *STATUS],
    "person_amount": [("person", pa.int64()), ("fact", pa.string()), ("value", pa.int64()), *SPELL],
    "household_status": [("household", pa.int64()), *STATUS],
    "cards": [("person", pa.int64()), *SPELL],
}

VALUES = {
    "employment": "employee official part_time_worker household_business unpaid_manager foreign_employee "
    "commune_part_time defence_worker unpaid_leave",
    "pension": "retirement loss_of_capacity accident commune_cadre_fund commune_cadre_budget loss_of_capacity_budget",
    "fund_benefit": "unemployment long_sick sick_14_days maternity",
    "force": "army police cipher cadet reserve_or_militia",
    "merit": "revolutionary veteran resistance",
    "relative_of": "martyr meritorious force defence_worker",
    "study": "pupil student",
    "school_province": "01 19 22 31",
    "school_budget": "central province",
    "social_allowance": "national province",
    "citizen": "false",
} | dict.fromkeys(
    [
        "deputy",
        "organ_donor",
        "foreign_scholar",
        "social_pension",
        "survivor_allowance",
        "pre_pension_benefit",
        "security_force",
        "village_health_worker",
        "village_part_timer",
        "artisan",
        "trafficking_victim",
        "mine_victim",
        "rubber_worker",
        "religious_institution",
    ],
    "true",
)
HOUSEHOLD_VALUES = {
    "living_standard": "poor near_poor average",
    "poverty_standard": "province",
    "escaped_poverty": "poverty_only both",
    "livelihood": "agriculture forestry fishery salt",
}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_those_of_the_contract(province: Path, table: str) -> None:
    schema = pq.read_schema(province / f"{table}.parquet")
    assert [(f.name, f.type) for f in schema] == COLUMNS[table]


@pytest.mark.parametrize("table", [t for t in TABLES if t != "people"])
def test_no_spell_ends_before_it_begins(ask: Ask, table: str) -> None:
    assert ask(f"""select * from {table} where "from" > "to" or "from" is null limit 3""") == []


@pytest.mark.parametrize(
    ("table", "owner"),
    [
        ("stays", "person"),
        ("cards", "person"),
        ("person_status", "person, fact"),
        ("person_amount", "person, fact"),
        ("household_status", "household, fact"),
    ],
)
def test_no_two_spells_of_one_thing_overlap(ask: Ask, table: str, owner: str) -> None:
    following = f"""select *, lead("from") over (partition by {owner} order by "from") as after from {table}"""
    assert ask(f"""select * from ({following}) where after <= "to" limit 3""") == []


def test_cards_never_touch_either(ask: Ask) -> None:
    following = """select *, lead("from") over (partition by person order by "from") as after from cards"""
    assert ask(f"""select * from ({following}) where after <= "to" + interval 1 day limit 3""") == []


@pytest.mark.parametrize(("table", "known"), [("person_status", VALUES), ("household_status", HOUSEHOLD_VALUES)])
def test_facts_and_values_are_known(ask: Ask, table: str, known: dict[str, str]) -> None:
    found = ask(f"select distinct fact, value from {table}")
    assert [pair for pair in found if pair[1] not in known.get(pair[0], "").split()] == []


def test_units_are_those_given_or_outside(ask: Ask) -> None:
    assert {u for (u,) in ask("select distinct unit from stays")} == {u.code for u in UNITS} | {"outside"}


def test_everybody_has_a_stay_and_every_row_a_person(ask: Ask) -> None:
    people = {p for (p,) in ask("select person from people")}
    assert {p for (p,) in ask("select distinct person from stays")} == people
    assert {p for (p,) in ask("select person from person_status union select person from cards")} <= people


def test_every_household_with_a_status_has_somebody_in_that_time(ask: Ask) -> None:
    lived = """select household, min("from") as a, max("to") as b from stays group by household"""
    status = f"""select h.* from household_status h left join ({lived}) l using (household)
        where l.a is null or h."from" < l.a or least(h."to", date '2026-12-31') > l.b"""
    assert ask(f"select * from ({status}) limit 3") == []


@pytest.mark.parametrize("table", ["stays", "person_status", "person_amount", "cards"])
def test_nothing_lies_outside_a_life(ask: Ask, table: str) -> None:
    rows = f"""select t.* from {table} t join people using (person)
        where t."from" < born or (died is not null and t."to" > died)"""
    assert ask(f"select * from ({rows}) limit 3") == []


@pytest.mark.parametrize("table", ["person_status", "person_amount", "cards"])
def test_nothing_lies_outside_the_time_in_the_province(ask: Ask, table: str) -> None:
    lived = """select person, min("from") as a, max("to") as b from stays group by person"""
    rows = f"""select t.* from {table} t join ({lived}) using (person)
        where t."from" < a or t."to" > b"""
    assert ask(f"select * from ({rows}) limit 3") == []


def test_stays_of_a_person_follow_each_other_without_a_gap(ask: Ask) -> None:
    following = """select *, lead("from") over (partition by person order by "from") as after from stays"""
    assert ask(f"""select * from ({following}) where after <> "to" + interval 1 day limit 3""") == []


def test_the_span_is_kept(ask: Ask) -> None:
    assert ask(
        "select max(born) <= date '2026-12-31', min(coalesce(died, date '2020-01-01')) >= date '2015-01-01' from people"
    ) == [(True, True)]
    ends = ask("""select max("to") from person_status where "to" < date '9999-12-31'""")
    assert ends[0][0].isoformat() <= "2026-12-31"


def test_people_are_as_many_as_asked_for_on_the_reference_day(ask: Ask) -> None:
    here = """select count(*) from stays where unit <> 'outside'
        and "from" <= date '2025-06-30' and "to" >= date '2025-06-30'"""
    assert ask(here) == [(PEOPLE,)]


def test_members_of_a_household_are_numbered_from_the_oldest(ask: Ask) -> None:
    last = """select household, person, born, row_number() over (partition by person order by "from" desc) as n
        from stays join people using (person)"""
    ordered = f"select *, lag(born) over (partition by household order by person) as before from ({last}) where n = 1"
    assert ask(f"select * from ({ordered}) where before > born limit 3") == []


def test_about_says_that_it_is_simulated_and_for_how_many_each_stands(province: Path) -> None:
    about = json.loads((province / "about.json").read_text(encoding="utf-8"))
    assert about["simulated"] is True
    assert (about["seed"], about["people"], about["from"], about["to"]) == (3, PEOPLE, "2015-01-01", "2026-12-31")
    assert about["weight"] == about["share"] == round(1_358_000 / PEOPLE)
