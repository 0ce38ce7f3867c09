"""Sets of spells against the same sets written out day by day."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baophu.synth.spells import Spells, covers, first_come, intersect, overlay, runs, spells, subtract, union

Row = tuple[int, int, int]
rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(0, 8)), max_size=12)


def made(of: list[Row]) -> Spells:
    """Spells from owner, first day and length."""
    table = np.array(of, dtype=np.int64).reshape(-1, 3)
    return spells(table[:, 0], table[:, 1], table[:, 1] + table[:, 2])


def days(of: Spells) -> set[tuple[int, int]]:
    """Every owner and day."""
    return {(int(o), d) for o, a, b in zip(of.owner, of.start, of.end, strict=True) for d in range(int(a), int(b) + 1)}


@given(rows)
def test_union_has_the_same_days_in_spells_that_do_not_touch(of: list[Row]) -> None:
    out = union(made(of))
    assert days(out) == days(made(of))
    listed = list(zip(out.owner, out.start, out.end, strict=True))
    assert all(b[0] > a[0] or b[1] > a[2] + 1 for a, b in pairwise(listed))


@given(rows, rows)
def test_intersection_and_difference(first: list[Row], second: list[Row]) -> None:
    a, b = union(made(first)), union(made(second))
    assert days(intersect(a, b)) == days(a) & days(b)
    assert days(subtract(a, b)) == days(a) - days(b)


@given(rows, rows)
def test_overlay_says_where_each_piece_came_from(first: list[Row], second: list[Row]) -> None:
    a, b = union(made(first)), union(made(second))
    pieces, in_a, in_b = overlay(a, b)
    assert days(pieces) == days(a)
    for piece in range(len(pieces)):
        own = pieces.take(np.array([piece]))
        assert days(own) <= days(a.take(np.array([in_a[piece]])))
        covering = days(b.take(np.array([in_b[piece]]))) if in_b[piece] >= 0 else set()
        assert days(own) <= covering if covering else not days(own) & days(b)


@given(rows, st.integers(0, 3), st.integers(0, 45))
def test_covers_finds_the_spell_of_a_day(of: list[Row], owner: int, on: int) -> None:
    all_of = union(made(of))
    found = int(covers(all_of, [owner], [on])[0])
    assert (found >= 0) == ((owner, on) in days(all_of))
    if found >= 0:
        assert (owner, on) in days(all_of.take(np.array([found])))


@given(rows)
def test_first_come_keeps_a_spell_only_after_those_before_it(of: list[Row]) -> None:
    raw = made(of)
    ordered = raw.take(np.lexsort((raw.start, raw.owner)))
    kept = ordered.take(first_come(ordered))
    expected: list[tuple[int, int, int]] = []
    for o, a, b in zip(ordered.owner.tolist(), ordered.start.tolist(), ordered.end.tolist(), strict=True):
        if not expected or expected[-1][0] != o or expected[-1][2] < a:
            expected.append((o, a, b))
    assert list(zip(kept.owner.tolist(), kept.start.tolist(), kept.end.tolist(), strict=True)) == expected


def test_empty_spells_are_left_out() -> None:
    assert len(spells([1, 2], [5, 5], [4, 6])) == 1


def test_cutting_to_days() -> None:
    assert days(spells([1, 1], [0, 8], [5, 9]).within(4, 7)) == {(1, 4), (1, 5)}


@pytest.mark.parametrize(("times", "row", "step"), [([2, 0, 3], [0, 0, 2, 2, 2], [0, 1, 0, 1, 2]), ([], [], [])])
def test_runs_count_within_each_row(times: list[int], row: list[int], step: list[int]) -> None:
    got = runs(times)
    assert (got[0].tolist(), got[1].tolist()) == (row, step)
