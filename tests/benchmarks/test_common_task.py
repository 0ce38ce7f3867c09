"""The common task: the oracle against the law by hand, and the NumPy contenders against the oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from benchmarks import law, oracle, ours
from benchmarks.oracle import Decision, Person
from benchmarks.peers import numpy_monthly, numpy_profiles
from benchmarks.task import LAST_DAY, people

JANUARY_2024 = 2024 * 12
JANUARY_2025 = 2025 * 12

NOBODY = Person(
    born=date(1980, 3, 2),
    rank=1,
    commune_class="none",
    newly=False,
    minority=False,
    standard="none",
    standard_from=date(2022, 1, 1),
    standard_to=date(2027, 12, 31),
    occupation="none",
)


@pytest.mark.parametrize(
    ("facts", "month", "expected"),
    [
        # 1,800,000 x 45 / 1000 = 81,000; 2,340,000 x 45 / 1000 = 105,300
        ({}, JANUARY_2024, Decision("household", 81_000, 0, 0, 81_000)),
        ({"rank": 7}, JANUARY_2025, Decision("household", 42_120, 0, 0, 42_120)),  # 105,300 x 40 %
        ({"occupation": "employee"}, JANUARY_2025, Decision("employee", 105_300, 0, 0, 105_300)),
        # near poor: State 70 %; the province's 30 % from 2024-12
        ({"standard": "near_poor"}, JANUARY_2024, Decision("near_poor", 81_000, 56_700, 0, 24_300)),
        ({"standard": "near_poor"}, 2024 * 12 + 11, Decision("near_poor", 105_300, 73_710, 31_590, 0)),
        # average: 30 % and 50 %, 20 % is left; a student has no support of the province
        ({"standard": "average"}, JANUARY_2025, Decision("average_agri", 105_300, 31_590, 52_650, 21_060)),
        (
            {"standard": "average", "occupation": "student"},
            JANUARY_2025,
            Decision("student", 105_300, 31_590, 0, 73_710),
        ),
        # of a minority where the commune is no longer designated: the remainder, for a student too
        (
            {"minority": True, "newly": True, "occupation": "student"},
            JANUARY_2025,
            Decision("student", 105_300, 31_590, 73_710, 0),
        ),
        ({"minority": True, "commune_class": "II"}, JANUARY_2025, Decision("minority", 105_300, 105_300, 0, 0)),
        # 70 on the day, or the month after; third in the household: 81,000 x 60 %
        ({"born": date(1954, 1, 1), "rank": 3}, JANUARY_2024, Decision("household", 48_600, 0, 48_600, 0)),
        ({"born": date(1954, 1, 2), "rank": 3}, JANUARY_2024, Decision("household", 48_600, 0, 0, 48_600)),
        ({"born": date(1954, 1, 2), "rank": 3}, JANUARY_2024 + 1, Decision("household", 48_600, 0, 48_600, 0)),
        ({"born": date(1945, 1, 1)}, JANUARY_2025, Decision("aged_80", 105_300, 105_300, 0, 0)),
        ({"born": date(2024, 1, 1)}, JANUARY_2024, Decision("under_6", 81_000, 81_000, 0, 0)),
        ({"born": date(2024, 1, 2)}, JANUARY_2024, None),
        # a living standard that ends on the first day of the month still holds in that month
        (
            {"standard": "poor", "standard_to": date(2025, 1, 1)},
            JANUARY_2025,
            Decision("poor", 105_300, 105_300, 0, 0),
        ),
        (
            {"standard": "poor", "standard_from": date(2025, 1, 2)},
            JANUARY_2025,
            Decision("household", 105_300, 0, 0, 105_300),
        ),
    ],
)
def test_the_oracle_decides_as_worked_out_by_hand(
    facts: dict[str, object], month: int, expected: Decision | None
) -> None:
    assert oracle.decide(NOBODY._replace(**facts), month) == expected


def test_supports_written_on_the_group_come_to_the_same() -> None:
    born = [date(2024 - age, 1, 1) for age in (3, 30, 75, 85)]
    flags = (False, True)
    for day, occupation, standard, minority, newly, commune_class in product(
        born, law.OCCUPATIONS, law.LIVING_STANDARDS, flags, flags, ("none", "II")
    ):
        person = NOBODY._replace(
            born=day,
            occupation=occupation,
            standard=standard,
            minority=minority,
            newly=newly,
            commune_class=commune_class,
        )
        found = oracle.decide(person, JANUARY_2025)
        assert found is not None
        supported = found.group in ("near_poor", "student", "average_agri", "household")
        aged = day.year == 2024 - 75
        if supported and (aged or (minority and newly)):
            expected = found.premium - found.state
        elif found.group == "near_poor":
            expected = found.premium * 30 // 100
        elif found.group == "average_agri":
            expected = found.premium * 50 // 100
        else:
            expected = 0
        assert found.province == expected, person


@pytest.mark.parametrize("contender", [numpy_monthly.calculate, numpy_profiles.calculate])
@pytest.mark.parametrize(("n", "seed"), [(1, 1), (7, 2), (3000, 3), (3000, 4)])
def test_numpy_agrees_with_the_oracle(contender: object, n: int, seed: int) -> None:
    assert callable(contender)
    population = people(n, seed)
    assert contender(population).off_by(oracle.calculate(oracle.persons(population))) == 0


@pytest.mark.parametrize(("n", "seed"), [(1, 1), (3000, 3)])
def test_baophu_agrees_with_the_oracle(n: int, seed: int) -> None:
    population = people(n, seed)
    expected = oracle.calculate(oracle.persons(population))
    assert ours.calculate(ours.prepare(population)).off_by(expected) == 0
    assert ours.ask(ours.compiled(population)).off_by(expected) == 0


def test_profiles_without_any_living_standard() -> None:
    population = people(500)
    population = replace(population, standard=np.zeros(500, dtype=np.int8))
    expected = oracle.calculate(oracle.persons(population))
    assert numpy_profiles.calculate(population).off_by(expected) == 0
    assert ours.calculate(ours.prepare(population)).off_by(expected) == 0


def test_the_register_is_as_described() -> None:
    population = people(40_000)
    homes = population.household[-1] + 1
    assert 40_000 / homes == pytest.approx(3.65, rel=0.02)
    _, first = np.unique(population.household, return_index=True)
    assert (population.rank[first] == 1).all()
    assert np.bincount(population.standard[first]) / homes == pytest.approx([0.83, 0.05, 0.06, 0.06], abs=0.01)
    listed = population.standard[first] != 0
    opening, closing = np.datetime64("2024-01-01"), LAST_DAY
    changes = (population.standard_from[first] > opening) | (population.standard_to[first] < closing)
    assert changes[listed].mean() == pytest.approx(0.40, abs=0.02)
    assert population.born.max() <= LAST_DAY
    assert (population.born > opening).mean() == pytest.approx(0.031, abs=0.005)
    assert not (population.newly & (population.commune_class != 0)).any()


def test_the_same_seed_gives_the_same_register() -> None:
    assert np.array_equal(people(1000).born, people(1000).born)
    assert not np.array_equal(people(1000, 1).born, people(1000, 2).born)
