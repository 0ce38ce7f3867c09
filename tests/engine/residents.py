"""Random people for a random law: moves, births and deaths within the span, statuses that begin and end on any day.

Each person grows from one number, so that a failing example loses people, not their sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from .conditions import JOBS, LEVELS, STANDARDS, TRIBES
from .laws import UNITS
from .world import FactRows, Human, Row, Stay, Value, World

FIRST, LAST = 2019 * 12 + 9, 2022 * 12 + 3
"""The months decided: October 2019 to April 2022."""

HOUSEHOLDS = (7, 3, 11)
PLACES = (*UNITS, "outside")
MONTH_VALUES = (2019 * 12 + 11, 2020 * 12 + 4, 2021 * 12)
PERSON: dict[str, Sequence[Value]] = {
    "job": JOBS,
    "veteran": (True, False),
    "tribe": (*JOBS[:1], *TRIBES, "unheard"),
    "children": (0, 1, 2, 3, 7),
    "listed": MONTH_VALUES,
    "wage": (0, 1, 999_999, 4_680_000, 50_000_000),
    "pension_amount": (0, 1_234_567, 3_000_000),
}
HOUSEHOLD: dict[str, Sequence[Value]] = {"standard": STANDARDS, "escaped": (True,)}
AREA: dict[str, Sequence[Value]] = {"island": (True,), "hardship": LEVELS, "left_hardship": MONTH_VALUES}
LONG_AGO = date(2000, 1, 1)
SPAN_BEGINS = date(2019, 9, 1)
SPAN_DAYS = 1000


def day_in_span(random: Random) -> date:
    """A day around the months decided, often the first of a month."""
    day = SPAN_BEGINS + timedelta(days=random.randrange(SPAN_DAYS))
    return day.replace(day=1) if random.random() < 0.4 else day


def stretches(random: Random, most: int) -> list[tuple[date, date | None]]:
    """Stretches of days that do not overlap; some meet, some leave a gap, the last may be open."""
    stops = sorted({day_in_span(random) for _ in range(random.randint(1, most))})
    if random.random() < 0.6:
        stops[0] = LONG_AGO
    found: list[tuple[date, date | None]] = []
    for start, following in zip(stops, [*stops[1:], None], strict=True):
        if following is not None:
            gap = timedelta(days=random.choice([0, 0, 0, 1, 20, 100]))
            found.append((start, max(start, following - timedelta(days=1) - gap)))
        elif random.random() < 0.6:
            found.append((start, None))
        else:
            found.append((start, max(start, day_in_span(random))))
    return found


def rows(random: Random, values: dict[str, Sequence[Value]], most: int = 3) -> FactRows:
    """Rows of some facts."""
    chosen = [name for name in values if random.random() < 0.5]
    return {
        name: tuple(Row(random.choice(values[name]), start, end) for start, end in stretches(random, most))
        for name in chosen
    }


def birth(random: Random) -> date:
    """At any age, or at one of those near which laws turn, or within the span."""
    years = random.choice([0, 1, 6, 18, 60, 65, 80, random.randrange(90)])
    day = day_in_span(random)
    return date(day.year - years, day.month, min(day.day, 28)) if day.day < 29 else date(2020 - years // 4 * 4, 2, 29)


def human(number: int, seed: int, fixed: frozenset[str]) -> Human:
    """The person that grows from a number."""
    random = Random(seed)
    born = birth(random)
    facts = rows(random, PERSON)
    stays = [
        Stay(random.choice(HOUSEHOLDS), random.choice(PLACES), random.random() < 0.7, start, end)
        for start, end in stretches(random, 3)
    ]
    died = day_in_span(random) if random.random() < 0.2 else None
    return Human(
        number=number,
        born=born,
        died=died if died is None or died >= born else None,
        sex=random.choice(["m", "f"]),
        stays=tuple(stays),
        facts={name: spells for name, spells in facts.items() if name not in fixed},
        fixed={name: random.choice(PERSON[name]) for name in sorted(fixed)},
        cards=tuple(Row(True, start, end) for start, end in stretches(random, 2)),
    )


def world(seeds: Sequence[int], elsewhere: int) -> World:
    """People in three households; some facts may be columns of `people`, areas the book's own or a table."""
    random = Random(elsewhere)
    fixed = frozenset(name for name in ("job", "veteran", "tribe", "children") if random.random() < 0.15)
    numbers = random.sample(range(1, 100), len(seeds))
    people = tuple(human(number, seed, fixed) for number, seed in zip(numbers, seeds, strict=True))
    households = {number: rows(random, HOUSEHOLD) for number in HOUSEHOLDS}
    areas = {unit: rows(random, AREA, 2) for unit in UNITS} if random.random() < 0.5 else None
    return World(people, households, areas, random.random() < 0.5)


def worlds(most: int = 12) -> st.SearchStrategy[World]:
    """Random people."""
    seeds = st.integers(0, 2**32)
    return st.builds(world, st.lists(seeds, min_size=most // 2, max_size=most), seeds)
