"""Random people for a random law: moves, births and deaths within the span, statuses that begin and end on any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .conditions import JOBS, LEVELS, STANDARDS, TRIBES
from .laws import UNITS, days
from .world import FactRows, Human, Row, Stay, Value, World

HOUSEHOLDS = (7, 3, 11)
PLACES = (*UNITS, "outside")
MONTH_VALUES = (2019 * 12 + 11, 2020 * 12 + 4, 2021 * 12)
PERSON: dict[str, Sequence[Value]] = {
    "job": JOBS,
    "veteran": (True, False),
    "tribe": (*TRIBES, "unheard"),
    "children": (0, 1, 2, 3, 7),
    "listed": MONTH_VALUES,
    "wage": (0, 1, 999_999, 4_680_000, 50_000_000),
    "pension_amount": (0, 1_234_567, 3_000_000),
}
HOUSEHOLD: dict[str, Sequence[Value]] = {"standard": STANDARDS, "escaped": (True,)}
AREA: dict[str, Sequence[Value]] = {"island": (True,), "hardship": LEVELS, "left_hardship": MONTH_VALUES}
LONG_AGO = date(2000, 1, 1)


@st.composite
def stretches(draw: DrawFn, most: int) -> list[tuple[date, date | None]]:
    """Stretches of days that do not overlap; some meet, some leave a gap, the last may be open."""
    stops = sorted(draw(st.sets(days, max_size=most)))
    starts = [draw(st.sampled_from([LONG_AGO, *stops[:1]])), *stops[1:]] if stops else [LONG_AGO] * min(most, 1)
    found: list[tuple[date, date | None]] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        gap = draw(st.sampled_from([0, 0, 0, 1, 20, 100]))
        if following is None:
            end = draw(st.one_of(st.none(), days.filter(lambda day, start=start: day >= start)))
        else:
            end = max(start, following - timedelta(days=1 + gap))
        found.append((start, end))
    return found


@st.composite
def rows(draw: DrawFn, values: dict[str, Sequence[Value]], most: int = 3) -> FactRows:
    """Rows of some facts."""
    found: dict[str, tuple[Row, ...]] = {}
    for name in draw(st.sets(st.sampled_from(sorted(values)))):
        spells = draw(stretches(most))
        found[name] = tuple(Row(draw(st.sampled_from(values[name])), start, end) for start, end in spells)
    return found


births = st.one_of(
    st.dates(date(1935, 1, 1), date(2022, 3, 31)),
    st.sampled_from([date(2015, 2, 1), date(1960, 2, 29), date(2014, 5, 15), date(2020, 8, 1), date(2003, 1, 31)]),
)


@st.composite
def humans(draw: DrawFn, number: int, fixed: frozenset[str]) -> Human:
    born = draw(births)
    stays = [
        Stay(draw(st.sampled_from(HOUSEHOLDS)), draw(st.sampled_from(PLACES)), draw(st.booleans()), start, end)
        for start, end in draw(stretches(3))
    ]
    died = draw(st.one_of(st.none(), st.none(), days.filter(lambda day: day >= born)))
    facts = draw(rows(PERSON))
    return Human(
        number=number,
        born=born,
        died=died if died is None or died >= born else None,
        sex=draw(st.sampled_from(["m", "f"])),
        stays=tuple(stays),
        facts={name: spells for name, spells in facts.items() if name not in fixed},
        fixed={name: draw(st.sampled_from(PERSON[name])) for name in fixed},
        cards=tuple(Row(True, start, end) for start, end in draw(stretches(2))),
    )


@st.composite
def worlds(draw: DrawFn, most: int = 6) -> World:
    """A few people in three households; some facts may be columns of `people`, areas the book's own or a table."""
    fixed = frozenset(draw(st.sets(st.sampled_from(["job", "veteran", "tribe", "children"]), max_size=1)))
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=most, unique=True))
    people = tuple(draw(humans(number, fixed)) for number in numbers)
    households = {number: draw(rows(HOUSEHOLD)) for number in HOUSEHOLDS}
    areas = draw(st.one_of(st.none(), st.fixed_dictionaries({unit: rows(AREA, 2) for unit in UNITS})))
    return World(people, households, areas, draw(st.booleans()))
