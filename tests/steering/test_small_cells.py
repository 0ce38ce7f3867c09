"""What points at people is hidden, and cannot be worked out from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baophu.steering.services.reading import Count
from baophu.steering.services.small_cells import FEWEST, Shown, numbers, shown, shown_rows

counts = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda t: Count(max(t), min(t)))


def test_a_count_of_a_few_is_hidden_with_what_hangs_on_it() -> None:
    assert shown(Count(100, 97), hide=True) == Shown(100, None, None, None, True)
    assert shown(Count(100, 3), hide=True) == Shown(100, None, None, None, True)
    assert shown(Count(3, 3), hide=True) == Shown(None, None, None, None, True)
    assert shown(Count(100, 95), hide=True).uncovered == 5
    assert shown(Count(100, 100), hide=True).rate == 1
    assert shown(Count(0, 0), hide=True) == Shown(0, 0, 0, None)
    assert shown(Count(100, 97), hide=False).uncovered == 3


def test_one_hidden_row_takes_another_with_it() -> None:
    rows = shown_rows([("a", Count(100, 97)), ("b", Count(50, 40)), ("c", Count(900, 800))], hide=True)
    assert [(key, s.hidden) for key, s in rows] == [("a", True), ("b", True), ("c", False)]


def test_rows_that_come_to_few_together_take_another_with_them() -> None:
    """974 of 976 people shown would say that the two others are one person each."""
    rows = dict(shown_rows([("kinh", Count(974, 932)), ("tay", Count(1, 1)), ("dao", Count(1, 1))], hide=True))
    assert all(s.living is None for s in rows.values())


@given(st.lists(counts, min_size=1, max_size=8))
def test_hidden_rows_are_two_and_come_to_enough_or_everything_is_hidden(rows: list[Count]) -> None:
    found = [s for _key, s in shown_rows(enumerate(rows), hide=True)]
    for measure in ("living", "insured", "uncovered"):
        hidden = [getattr(c, measure) for c, s in zip(rows, found, strict=True) if getattr(s, measure) is None]
        left = [getattr(c, measure) for c, s in zip(rows, found, strict=True) if getattr(s, measure) is not None]
        assert all(not 0 < n < FEWEST for n in left)
        if hidden and any(left):
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_single_counts_alike(values: list[int]) -> None:
    found = numbers(values, int, hide=True)
    hidden = [v for v, n in zip(values, found, strict=True) if n is None]
    assert all(n is None or not 0 < n < FEWEST for n in found)
    if hidden and any(n for n in found):
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST
    assert numbers(values, int, hide=False) == values
