"""What is counted for every month at once is what is counted for one month or year."""

from __future__ import annotations

from datetime import date

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baophu.engine.months import parse, show
from baophu.insight.by_month import money_by_month, people_by_month
from baophu.insight.coverage import coverage
from baophu.insight.money import money
from baophu.law.model import Book

from .helpers import SmallRun, decided, small_run, someone, spell

HOUSEHOLD = decided("household", "5", {"own": (100, "")})
CHILD = decided("child", "3a", {"state": (60, "1/2014/LAW#state-three"), "own": (40, "")}, section=3)
BANDS = (0, 6, 70)


def sums(table: object, column: str, key: str, where: str = "true") -> dict[str, int]:
    with duckdb.connect() as con:
        con.register("t", table)
        return dict(con.execute(f'select "{key}"::varchar, sum({column}) from t where {where} group by 1').fetchall())


def mixed() -> SmallRun:
    """People who move, turn six, die, lose their card; one lives elsewhere."""
    return small_run(
        [HOUSEHOLD, CHILD],
        [
            spell(1, "2024-01", "2024-06", 0, 45000, own=45000),
            spell(1, "2024-07", "2025-12", 0, 45000, own=45000, card=0, unit="00002"),
            spell(2, "2024-03", "2025-02", 1, 50000, state=30000, own=20000, born="2019-01"),
            spell(2, "2025-03", "2025-12", 0, 45000, own=45000, born="2019-01"),
            spell(3, "2024-01", "2024-03", 0, 45000, own=45000, born="1950-01"),
            spell(4, "2024-01", "2025-12", 0, 45000, own=45000, unit="outside"),
        ],
        [someone(1, ethnicity="hill"), someone(2), someone(3, died="2024-03-10"), someone(4)],
    )


def test_people_of_a_month_are_those_of_coverage(toy: Book) -> None:
    run = mixed()
    table = people_by_month(run, toy, BANDS)
    for month in (parse("2024-01"), parse("2024-03"), parse("2025-01"), parse("2025-12")):
        asked = coverage(run, toy, date(month // 12, month % 12 + 1, 1), bands=BANDS)
        for dimension, key in (("unit", "unit"), ("group", "group"), ("age", "band"), ("ethnicity", "ethnicity")):
            where = f"month = {month}"
            parts = asked.by[dimension]
            assert sums(table, "living", key, where) == {p.key: p.people for p in parts}, (show(month), dimension)
            assert sums(table, "insured", key, where) == {p.key: p.insured for p in parts}, (show(month), dimension)


def test_money_of_the_months_is_that_of_the_years(toy: Book) -> None:
    run = mixed()
    table = money_by_month(run, toy)
    asked = money(run, toy)
    for first, last in (
        (run.first, run.last),
        (parse("2024-01"), parse("2024-12")),
        (parse("2025-02"), parse("2025-03")),
    ):
        where = f"month between {first} and {last}"
        asked = money(run, toy, first, last)
        assert sums(table, "amount", "payer", where) == {li.payer: li.amount for li in asked.by() if li.amount}
        assert sums(table, "person_months", "payer", where) == {li.payer: li.person_months for li in asked.by()}
        by_act = {"/".join(map(str, (li.payer, *li.keys))): li.amount for li in asked.by("provision") if li.amount}
        with duckdb.connect() as con:
            con.register("t", table)
            query = (
                f"select payer || '/' || provision, sum(amount) from t where {where} group by 1 having sum(amount) > 0"
            )
            assert dict(con.execute(query).fetchall()) == by_act


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 23), st.integers(0, 23), st.sampled_from(["00001", "00002"]), st.booleans(),
            st.integers(1945, 2024),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_any_stretches_are_counted_alike(toy: Book, rows: list[tuple[int, int, str, bool, int]]) -> None:
    first = parse("2024-01")
    stretches = []
    for n, (a, b, unit, card, born) in enumerate(rows, start=1):
        low, high = sorted((a, b))
        low = max(low, (born - 2024) * 12)  # nobody is decided before birth
        stretches.append(
            spell(n, show(first + low), show(first + max(low, high)), 0, 45000, own=45000, unit=unit, card=int(card),
                  born=f"{born}-01")
        )  # fmt: skip
    run = small_run([HOUSEHOLD], stretches)
    table = people_by_month(run, toy, BANDS)
    for month in range(first, first + 24, 5):
        asked = coverage(run, toy, date(month // 12, month % 12 + 1, 1), bands=BANDS)
        assert sums(table, "living", "band", f"month = {month}") == {p.key: p.people for p in asked.by["age"]}
        assert sums(table, "insured", "unit", f"month = {month}") == {p.key: p.insured for p in asked.by["unit"]}


def test_nobody_and_nothing(toy: Book) -> None:
    run = small_run([HOUSEHOLD], [])
    assert people_by_month(run, toy, BANDS).num_rows == 0
    assert money_by_month(run, toy).num_rows == 0
