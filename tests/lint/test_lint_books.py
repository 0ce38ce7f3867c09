"""The books that come with the product have no errors."""

from __future__ import annotations

from pathlib import Path

import pytest

import baophu
from baophu.engine.lint import lint
from baophu.engine.months import parse
from baophu.law.read import read_book

LAWBOOK = Path(baophu.__file__).parent / "lawbook"


def test_the_toy_country_has_no_errors() -> None:
    report = lint(read_book(LAWBOOK / "toy"), parse("2015-01"), parse("2026-12"))
    assert report.of("error") == ()
    assert report.not_exhausted == ()


@pytest.mark.parametrize("month", ["2021-08", "2025-06", "2026-01"])
def test_the_province_has_no_errors(month: str) -> None:
    report = lint(read_book(LAWBOOK / "quang_ninh"), parse(month), parse(month))
    assert report.of("error") == ()
    assert report.not_exhausted == ()
