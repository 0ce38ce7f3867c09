"""Rules without effect, and open questions on which decisions hang."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from baophu.engine.lint import Report, lint, ways
from baophu.engine.months import parse, show
from baophu.law.model import Book

Linted = Callable[..., Report]


def found(report: Report, kind: str) -> dict[str, str]:
    """First provision of each finding of a kind, with its months."""
    return {f.cited[0].ref: f"{show(f.first)} {show(f.last)}" for f in report.findings if f.kind == kind}


def test_a_rule_whose_conditions_exclude_each_other_never_holds(linted: Linted) -> None:
    report = linted("never_holds")
    assert found(report, "never_holds") == {"BYLAW#young-and-old": "2023-01 2024-12"}
    assert len(report.findings) == 1
    assert report.findings[0].says.en == "No facts fulfil all of its conditions."


def test_facts_that_hang_on_each_other_only_take_values_together(linted: Linted) -> None:
    report = linted("never_together", "2023-01", "2026-01")
    assert found(report, "never_holds") == {
        "BYLAW#escape-without-escaping": "2023-01 2026-01",
        "BYLAW#till-autumn": "2024-10 2026-01",  # the calendar turns inside a period of the law
        "BYLAW#two-years": "2025-01 2026-01",  # 2023-01 is 24 months ago from then on
    }
    assert len(report.findings) == 3


def test_a_rule_always_excepted_names_what_excepts_it(linted: Linted) -> None:
    report = linted("always_excepted")
    assert found(report, "never_holds") == {"BYLAW#half": "2023-01 2024-12"}
    assert report.findings[0].says.en == "Wherever it would hold, BYLAW#whole holds instead of it."
    assert [c.ref for c in report.findings[0].cited] == ["BYLAW#half", "BYLAW#whole"]


def test_groups_supports_premiums_and_benefits_that_always_lose(linted: Linted) -> None:
    report = linted("always_loses")
    losses = {f.cited[0].ref: (f.cited[-1].ref, f.example and f.example.words.en) for f in report.findings}
    assert losses == {
        "BYLAW#young-poor": ("ACT#poor", "aged under 18; Living standard: Poor"),
        "BYLAW#premium-young-poor": ("ACT#premium", "aged under 18; Living standard: Poor"),
        "BYLAW#cover-young-poor": ("ACT#full-cover", "aged under 18; Living standard: Poor"),
        "BYLAW#state-60": ("ACT#state-near-poor", "aged 65 or over; Living standard: Near-poor"),
        "BYLAW#state-poor-pupils": ("ACT#state-poor", "aged 18 to 64; Living standard: Poor"),
    }
    assert {f.kind for f in report.findings} == {"always_loses"}


def test_a_group_that_never_pays_but_lifts_a_benefit_is_not_idle(linted: Linted) -> None:
    assert found(linted("decides_benefit"), "always_loses").keys() == {"BYLAW#premium"}


def test_before_a_rule_is_said_to_lose_more_is_tried(linted: Linted) -> None:
    assert linted("decides_benefit").tally.deeper > 0
    assert linted("sound").tally.deeper == 0


def test_a_support_left_behind_by_its_group_reaches_nobody(linted: Linted) -> None:
    assert found(linted("no_group_left"), "reaches_no_group") == {"ACT#state-pupil": "2023-01 2024-12"}


def test_open_questions_that_decide(linted: Linted) -> None:
    report = linted("open_questions")
    said = {f.cited[0].ref: (f.says.en, f.example and f.example.words.en) for f in report.findings}
    assert said == {
        "BYLAW#large-households": (
            "It is open (sure: ?), and somebody is decided by it. Who is counted is not clear.",
            "aged under 60; Members: 5",
        ),
        "islanders_from": (
            "The open parameter islanders_from is taken as 65; were it 60, somebody would be decided otherwise."
            " 65 or 60.",
            "aged 60 to 64; Island",
        ),
        "open_to_citizens": (
            "The open parameter open_to_citizens is taken as false; were it true, somebody would be decided otherwise."
            " Not clear.",
            "aged under 60; Island",
        ),
    }


def test_a_rule_only_the_other_answer_wakes_is_no_dead_rule(linted: Linted) -> None:
    assert found(linted("open_questions"), "never_holds") == {}


def test_an_open_question_that_decides_nothing_is_not_raised(sample: Callable[[str], Book]) -> None:
    book = sample("open_questions")
    settled = {name: p for name, p in book.parameters.items() if name != "islanders_from"}
    same = book.parameters["islanders_from"]
    value = same.values[0]
    settled["islanders_from"] = replace(same, values=(replace(value, alternative=value.value),))
    report = lint(replace(book, parameters=settled), parse("2023-01"), parse("2023-02"))
    assert "islanders_from" not in found(report, "open_question")


def test_a_rule_of_too_many_facts_is_named_and_not_called_dead(
    sample: Callable[[str], Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "MOST", 2)
    report = lint(sample("never_holds"), parse("2023-01"), parse("2023-01"))
    assert "BYLAW#young-and-old" in report.not_exhausted
    assert found(report, "never_holds") == {}
