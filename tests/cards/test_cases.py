"""The cases that stand beside the rules, and those of the province whose resolution has a rule on cards."""

from __future__ import annotations

from pathlib import Path

from baophu.engine.cards import check_rules
from baophu.engine.cases import run_files
from baophu.law.model import Book
from baophu.law.read import read_book

BOOKS = Path(__file__).parents[2] / "src" / "baophu" / "lawbook"
CASES = sorted((BOOKS / "vietnam" / "cards").glob("*.cases.yaml"))


def test_the_cases_beside_the_rules_hold(book: Book) -> None:
    report = run_files(CASES, book)
    assert report.passed, "\n".join(map(str, [*report.problems, *report.differences]))
    assert report.cases >= 120


def test_the_province_s_cases_hold() -> None:
    province = read_book(BOOKS / "quang_ninh")
    check_rules(province)
    report = run_files(sorted((BOOKS / "quang_ninh" / "cards").glob("*.cases.yaml")), province)
    assert report.passed, "\n".join(map(str, [*report.problems, *report.differences]))


def test_every_card_and_route_rule_can_be_read(book: Book) -> None:
    check_rules(book)
