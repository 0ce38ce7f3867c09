"""The report: findings of consecutive months joined, plain text in both languages, plain data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from baophu.engine.lint import Report, default_span, lint, show, to_data
from baophu.engine.months import parse
from baophu.engine.months import show as month
from baophu.law.model import Book

Linted = Callable[..., Report]
Sample = Callable[[str], Book]


def test_periods_tile_the_span_and_findings_go_through_them(linted: Linted) -> None:
    report = linted("two_tapers", "2022-06", "2024-12")
    assert [(month(a), month(b)) for a, b in report.periods] == [
        ("2022-06", "2022-12"),
        ("2023-01", "2024-06"),
        ("2024-07", "2024-12"),  # the reference changes
    ]
    error = report.of("error")[0]
    assert (month(error.first), month(error.last)) == ("2023-01", "2024-12")
    assert error.example is not None
    assert month(error.example.month) == "2023-01"


def test_a_finding_that_stops_and_comes_back_is_two(sample: Sample) -> None:
    book = sample("two_tapers")
    bylaw = book.instruments["BYLAW"]
    taper = bylaw.provisions[0]
    assert taper.end is None
    parts = (replace(taper, end=date(2023, 3, 31)), replace(taper, start=date(2023, 6, 1)))
    changed = replace(book, instruments={**book.instruments, "BYLAW": replace(bylaw, provisions=parts)})
    spans = [(month(f.first), month(f.last)) for f in lint(changed, parse("2023-01"), parse("2023-12")).of("error")]
    assert spans == [("2023-01", "2023-03"), ("2023-06", "2023-12")]


def test_an_empty_span_is_refused(sample: Sample) -> None:
    with pytest.raises(ValueError, match="2024-01 to 2023-12 has no months"):
        lint(sample("sound"), parse("2024-01"), parse("2023-12"))


def test_the_default_span_looks_two_years_back_and_as_far_ahead_as_anything_is_decided(sample: Sample) -> None:
    book = sample("sound")
    assert [month(m) for m in default_span(book, date(2023, 5, 17))] == ["2021-05", "2024-07"]
    assert [month(m) for m in default_span(book, date(2025, 5, 17))] == ["2023-05", "2025-05"]


def test_progress_is_told_period_by_period(sample: Sample) -> None:
    told: list[tuple[str, float]] = []
    lint(sample("sound"), parse("2024-01"), parse("2024-12"), lambda step, done: told.append((step, done)))
    assert told == [("2024-01 to 2024-06", 0.0), ("2024-07 to 2024-12", 0.5)]


def test_shown_in_english(linted: Linted) -> None:
    text = show(linted("two_tapers", "2023-01", "2023-12"), "en")
    lines = text.splitlines()
    assert lines[0] == "Two tapers: 1 error, 1 notice, 2023-01…2023-12"
    assert lines[1].startswith("22 situations tried in 1 period: ")
    assert lines[3] == "ERROR  Two rules apply without an order"
    assert lines[4] == (
        "  2023-01…2023-12  Group 5 (household): two tapers apply at once; end one of them, or say except."
    )
    assert lines[6].endswith("bylaw.yaml:8")
    assert lines[7] == "      example 2023-01: of any age; Island"


def test_shown_in_vietnamese(linted: Linted) -> None:
    text = show(linted("no_catch_all"), "vi")
    assert "LỖI  Có người không thuộc nhóm nào" in text
    assert "ví dụ 2023-01: dưới 60 tuổi; không phải: Công dân" in text


def test_plain_data_is_json(linted: Linted) -> None:
    data = json.loads(json.dumps(to_data(linted("no_catch_all"))))
    assert (data["first"], data["last"], data["errors"], data["notices"]) == ("2023-01", "2024-12", 2, 0)
    assert data["situations_tried"] == sum(data["tried"].values())
    first = data["findings"][0]
    assert first["kind"] == "no_group"
    assert first["example"]["facts"] == {"citizen": "false"}
    assert (first["example"]["age"], first["example"]["next_age"]) == (0, 60)
    assert first["cited"][0]["ref"] == "ACT#order"
