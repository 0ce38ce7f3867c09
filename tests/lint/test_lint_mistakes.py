"""Each book has one mistake; lint names it, the provisions, the months and the plainest situation, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baophu.engine.lint import Finding, Report
from baophu.engine.months import show

Linted = Callable[..., Report]


def brief(finding: Finding) -> tuple[str, list[str], str, str | None]:
    """Kind, provisions, months and the example's words."""
    refs = [c.ref for c in finding.cited]
    example = finding.example.words.en if finding.example else None
    return finding.kind, refs, f"{show(finding.first)} {show(finding.last)}", example


def errors(report: Report) -> list[tuple[str, list[str], str, str | None]]:
    return [brief(f) for f in report.of("error")]


def test_nothing_is_wrong_with_the_sound_book(linted: Linted) -> None:
    report = linted("sound")
    assert report.findings == ()
    assert report.situations_tried > 20


def test_whoever_no_group_holds_is_left_without_one(linted: Linted) -> None:
    report = linted("no_catch_all")
    assert errors(report) == [
        ("no_group", ["ACT#order"], "2023-01 2024-12", "aged under 60; not: Citizen"),
        ("no_group", ["ACT#order"], "2023-01 2024-12", "aged 60 or over; Escaped poverty"),
    ]
    assert {f.says.en for f in report.of("error")} == {"This person is in no group."}


@pytest.mark.usefixtures("unchecked")
def test_groups_that_give_way_to_each_other_leave_a_person_without_one(linted: Linted) -> None:
    report = linted("circle")
    assert errors(report) == [
        (
            "no_group",
            ["ACT#poor", "ACT#pupil", "ACT#household"],
            "2023-01 2024-12",
            "of any age; At school; Living standard: Poor",
        )
    ]
    assert "each of these gives way to another" in report.findings[0].says.en


def test_a_group_nobody_thought_of_has_no_premium_and_no_benefit(linted: Linted) -> None:
    assert errors(linted("forgotten")) == [
        ("no_premium", ["BYLAW#islander"], "2023-01 2024-12", "of any age; Island"),
        ("no_benefit", ["BYLAW#islander"], "2023-01 2024-12", None),
    ]


def test_a_benefit_that_misses_some_is_found_for_each_group(linted: Linted) -> None:
    report = linted("forgotten_in_part")
    assert errors(report) == [
        ("no_benefit", ["ACT#household"], "2023-01 2024-12", "aged under 6"),
        ("no_benefit", ["ACT#pupil"], "2023-01 2024-12", "aged under 6; At school"),
    ]
    assert report.findings[1].says.en == "Group 4a (pupil) has a benefit level, but not for everybody in it."


@pytest.mark.usefixtures("unchecked")
def test_shares_of_more_than_the_premium_are_found(linted: Linted) -> None:
    report = linted("over_premium")
    assert errors(report) == [
        (
            "over_premium",
            ["ACT#state-near-poor", "BYLAW#islands"],
            "2023-01 2024-12",
            "of any age; Living standard: Near-poor; Island",
        )
    ]
    assert report.findings[0].says.en == (
        "Group 4b (near_poor): 40% (BYLAW#islands) on top of 70% (ACT#state-near-poor) make 110% of the premium."
    )


@pytest.mark.usefixtures("unchecked")
def test_two_supports_that_give_the_same_need_an_order(linted: Linted) -> None:
    assert errors(linted("two_supports")) == [
        (
            "no_order",
            ["ACT#province-near-poor", "BYLAW#islands"],
            "2023-01 2024-12",
            "of any age; Living standard: Near-poor; Permanent resident; Island",
        )
    ]


@pytest.mark.usefixtures("unchecked")
def test_two_premiums_need_an_order(linted: Linted) -> None:
    assert errors(linted("two_premiums")) == [
        ("no_order", ["ACT#premium", "BYLAW#premium-of-the-old"], "2023-01 2024-12", "aged 80 or over")
    ]


def test_two_tapers_need_an_order(linted: Linted) -> None:
    assert errors(linted("two_tapers")) == [
        ("no_order", ["ACT#taper", "BYLAW#taper-on-islands"], "2023-01 2024-12", "of any age; Island")
    ]


def test_a_finding_cites_article_file_and_line(linted: Linted) -> None:
    cited = linted("two_tapers").findings[0].cited[1]
    line = cited.place.file.read_text(encoding="utf-8").splitlines()[cited.place.line - 1]
    assert (cited.article, cited.place.file.name, line.strip()) == ("Article 1", "bylaw.yaml", "- id: taper-on-islands")


def test_months_before_the_mistake_are_clean(linted: Linted) -> None:
    assert errors(linted("two_tapers", "2021-01", "2022-12")) == []
    assert [span for _, _, span, _ in errors(linted("two_tapers", "2021-01", "2023-03"))] == ["2023-01 2023-03"]
