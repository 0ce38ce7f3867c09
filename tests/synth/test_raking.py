"""Raking meets its margins, and says when it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from baophu.synth.raking import Margin, RakingError, rake, whole


def test_margins_are_met_and_ties_within_the_seed_are_kept() -> None:
    seed = np.array([[1.0, 2.0, 1.0], [3.0, 1.0, 2.0]])
    out = rake(
        seed, [Margin("rows", (0,), np.array([40.0, 60.0])), Margin("columns", (1,), np.array([30.0, 30.0, 40.0]))]
    )
    assert out.sum(axis=1) == pytest.approx([40, 60], rel=1e-5)
    assert out.sum(axis=0) == pytest.approx([30, 30, 40], rel=1e-5)
    odds = out[0, 0] * out[1, 1] / (out[0, 1] * out[1, 0])
    assert odds == pytest.approx(1 * 1 / (2 * 3))


def test_a_margin_may_leave_sums_open() -> None:
    out = rake(np.ones((2, 2)), [Margin("one cell", (0, 1), np.array([[0.7, np.nan], [np.nan, np.nan]]))])
    assert out.tolist() == [[0.7, 1], [1, 1]]


def test_a_margin_over_empty_cells_is_refused() -> None:
    with pytest.raises(RakingError, match="margin 'rows': 1 wanted sums"):
        rake(np.array([[0.0, 0.0], [1.0, 1.0]]), [Margin("rows", (0,), np.array([1.0, 1.0]))])


def test_margins_against_each_other_are_refused() -> None:
    with pytest.raises(RakingError, match="still missed"):
        rake(
            np.ones((2, 2)),
            [Margin("rows", (0,), np.array([1.0, 1.0])), Margin("columns", (1,), np.array([2.0, 2.0]))],
            rounds=20,
        )


@pytest.mark.parametrize("offset", [0.0, 0.5, 0.99])
def test_whole_counts_add_up_and_stay_near(offset: float) -> None:
    table = np.random.default_rng(5).random((7, 5, 3))
    counts = whole(table, 400, offset)
    share = table / table.sum() * 400
    assert counts.sum() == 400
    assert counts.min() >= 0
    assert np.abs(counts - share).max() < 1.0001
    assert np.abs(counts.sum(axis=(1, 2)) - share.sum(axis=(1, 2))).max() < 1.0001
