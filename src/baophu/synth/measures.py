"""What the report measures in the facts tables, in SQL on DuckDB. Counts are of simulated people or households."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from baophu.synth.settings import Settings

MINORITY = "p.ethnicity <> 'kinh'"
TABLES = ("people", "stays", "person_status", "household_status", "cards")


class Tables:
    """The facts tables of one folder."""

    def __init__(self, folder: Path, config: Settings, codes_of_kind: Mapping[str, Sequence[str]]) -> None:
        self.config = config
        self.kinds = codes_of_kind
        self._db = duckdb.connect()
        for name in TABLES:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            kept = "person, born, sex, ethnicity" if name == "people" else "*"
            self._db.execute(f"create table {name} as select {kept} from read_parquet('{path}')")

    def one(self, sql: str, *values: Any) -> float:
        """The only figure of a query; 0 where it is empty."""
        row = self._db.execute(sql, list(values)).fetchone()
        return float(row[0]) if row and row[0] is not None else 0.0

    def units(self, area: str | None, units: Sequence[str] | None) -> Sequence[str] | None:
        """The unit codes of an area of units.yaml, or those given."""
        return self.config.units[area]["units"] if area else units


def _on(values: Mapping[str, Any], column: str = "") -> str:
    """The condition that a row of the table alias `column` holds on a day."""
    dot = f"{column}." if column else ""
    on = f"date '{values['on']}'"
    return f"""{dot}"from" <= {on} and coalesce({dot}"to", date '9999-12-31') >= {on}"""


def _list(values: Sequence[str]) -> str:
    return "(" + ", ".join("'" + str(v).replace("'", "''") + "'" for v in values) + ")"


def _residents(values: Mapping[str, Any], where: str = "true") -> str:
    """The residents of a day with their people row: `s` the stay, `p` the person."""
    return f"""from stays s join people p using (person)
        where s.unit <> 'outside' and {_on(values, "s")} and {where}"""


def people(t: Tables, on: Any) -> float:
    """Residents."""
    return t.one(f"select count(*) {_residents({'on': on})}")


def residents(t: Tables, on: Any, area: str) -> float:
    """Residents of the units of an area."""
    return t.one(f"select count(*) {_residents({'on': on}, f's.unit in {_list(t.units(area, None) or [])}')}")


def sex_ratio(t: Tables, on: Any) -> float:
    """Men for 100 women."""
    counts = "100.0 * count(*) filter (p.sex = 'm') / nullif(count(*) filter (p.sex = 'f'), 0)"
    return t.one(f"select {counts} {_residents({'on': on})}")


def _share(t: Tables, what: str, on: Any, where: str = "true") -> float:
    return t.one(f"select 100.0 * count(*) filter ({what}) / nullif(count(*), 0) {_residents({'on': on}, where)}")


def age_share(t: Tables, on: Any, ages: Sequence[int]) -> float:
    """Percent of residents of full ages from the first to below the second."""
    age = f"datesub('year', p.born, date '{on}')"
    return _share(t, f"{age} >= {ages[0]} and {age} < {ages[1]}", on)


def minority_share(t: Tables, on: Any) -> float:
    """Percent of residents who are not Kinh."""
    return _share(t, MINORITY, on)


def minority_people(t: Tables, on: Any) -> float:
    """Residents who are not Kinh."""
    return t.one(f"select count(*) {_residents({'on': on}, MINORITY)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ethnicity_share(t: Tables, on: Any, unit: str, ethnicity: str) -> float:
    """Percent of a unit's residents of one ethnicity."""
    return _share(t, f"p.ethnicity = {_quoted(ethnicity)}", on, f"s.unit = {_quoted(unit)}")


def kind_share(t: Tables, on: Any, kind: str) -> float:
    """Percent of residents in units of a kind."""
    return _share(t, f"s.unit in {_list(t.kinds.get(kind, ['-']))}", on)


def permanent_share(t: Tables, on: Any) -> float:
    """Percent of residents registered as permanent."""
    return _share(t, "s.permanent_resident", on)


def households(t: Tables, on: Any) -> float:
    """Households with a resident."""
    return t.one(f"select count(distinct s.household) {_residents({'on': on})}")


def standard(t: Tables, on: Any, standard: Sequence[str], national: bool = False) -> float:
    """Households of a living standard that have a resident; `national`: by the national standard only."""
    local = f"""and household not in (select household from household_status
        where fact = 'poverty_standard' and value = 'province' and {_on({"on": on})})"""
    return t.one(
        f"""select count(distinct household) from household_status
        where fact = 'living_standard' and value in {_list(standard)} and {_on({"on": on})}
        and household in (select s.household {_residents({"on": on})}) {local if national else ""}"""
    )


def standard_share(t: Tables, on: Any, standard: Sequence[str]) -> float:
    """Percent of households of a living standard."""
    return 100 * _standard(t, on, standard) / max(households(t, on), 1)


_standard = standard  # the name is an argument above


def _having(fact: str, on: Any, values: Sequence[str] | None = None) -> str:
    """The people with a fact on a day."""
    among = f"and value in {_list(values)}" if values else ""
    return f"(select person from person_status where fact = {_quoted(fact)} {among} and {_on({'on': on})})"


def with_fact(t: Tables, on: Any, fact: str, values: Sequence[str] | None = None) -> float:
    """Residents with a fact."""
    return t.one(f"select count(*) {_residents({'on': on}, f's.person in {_having(fact, on, values)}')}")


def fact_share(t: Tables, on: Any, fact: str, values: Sequence[str] | None = None) -> float:
    """Percent of residents with a fact."""
    return _share(t, f"s.person in {_having(fact, on, values)}", on)


def in_school(t: Tables, on: Any) -> float:
    """Pupils, and children in preschool by the assumed shares of work.yaml."""
    rule = t.config.work["school"]["preschool"]
    age = f"(year(date '{on}') - year(p.born))"
    first = t.config.work["school"]["first_age"]
    per_age = f"""sum(case when {age} >= {rule["from_age"]} and {age} < {first} then {rule["share"]}
        when {age} >= {rule["nursery_from"]} and {age} < {rule["from_age"]} then {rule["nursery_share"]} else 0 end)"""
    return with_fact(t, on, "study", ["pupil"]) + t.one(f"select {per_age} {_residents({'on': on})}")


def _insured(on: Any) -> str:
    return f"(select person from cards where {_on({'on': on})})"


def participants(t: Tables, on: Any) -> float:
    """Residents with a card."""
    return t.one(f"select count(*) {_residents({'on': on}, f's.person in {_insured(on)}')}")


def coverage(
    t: Tables, on: Any, area: str | None = None, units: Sequence[str] | None = None, fact: str | None = None
) -> float:
    """Percent of residents with a card: all, those of some units, or those with a fact."""
    codes = t.units(area, units)
    where = f"s.unit in {_list(codes)}" if codes else "true"
    where += f" and s.person in {_having(fact, on)}" if fact else ""
    return _share(t, f"s.person in {_insured(on)}", on, where)


def gained(t: Tables, on: Any, **since: Any) -> float:
    """How many more residents have a card than on the day `from`."""
    return participants(t, on) - participants(t, since["from"])


EARLIER = ("employment", "pension", "fund_benefit", "force", "merit", "social_allowance", "relative_of", "deputy")
"""Facts that insure people whatever the place they live in."""


def average_scheme(t: Tables, on: Any) -> float:
    """Members of households of average standard on land or sea, past the age of children's cards, who have no other
    ground of insurance than school."""
    homes = f"""s.household in (select household from household_status where fact = 'living_standard'
        and value = 'average' and {_on({"on": on})})"""
    others = " and ".join(f"s.person not in {_having(f, on)}" for f in EARLIER)
    area = f"not (p.ethnicity <> 'kinh' and s.unit in {_list(t.units('minority_area', None) or [])})"
    grown = f"datesub('month', p.born, date '{on}') >= 72"
    return t.one(f"select count(*) {_residents({'on': on}, f'{homes} and {others} and {area} and {grown}')}")


def lost_area(t: Tables, on: Any, area: str, insured_on: Any = None) -> float:
    """Minority residents of an area without an earlier ground; `insured_on`: those of them with a card that day."""
    others = " and ".join(f"s.person not in {_having(f, on)}" for f in EARLIER)
    where = f"""p.ethnicity <> 'kinh' and s.unit in {_list(t.units(area, None) or [])} and {others}
        and datesub('month', p.born, date '{on}') >= 72"""
    where += f" and s.person in {_insured(insured_on)}" if insured_on else ""
    return t.one(f"select count(*) {_residents({'on': on}, where)}")


COUNTS: dict[str, Callable[..., float]] = {
    f.__name__: f
    for f in (people, residents, minority_people, households, standard, with_fact, in_school, participants, gained,
              average_scheme, lost_area)
}  # fmt: skip
"""Measures that count, to be multiplied by the weight."""

SHARES: dict[str, Callable[..., float]] = {
    f.__name__: f
    for f in (sex_ratio, age_share, minority_share, ethnicity_share, kind_share, permanent_share, standard_share,
              fact_share, coverage)
}  # fmt: skip
"""Measures that are ratios."""
