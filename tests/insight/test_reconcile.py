"""Published figures beside what is found: nothing is fitted, every count is shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import baophu
from baophu.insight.claims import CoverageOn, RateOn, SupportedIn, read_claims
from baophu.insight.reconcile import Line, reconcile
from baophu.law.errors import LawError
from baophu.law.model import Book, Group
from baophu.law.read import read_book

from .helpers import SmallRun, decided, small_run, spell

OLD = "3/2021/RES#elderly"
OUTCOMES = [
    decided("household", "5", {"province": (100, OLD)}),
    decided("household", "5", {"own": (100, "")}),
    decided("near_poor", "4a", {"state": (80, "1/2014/LAW#state-near-poor"), "own": (20, "")}, section=4),
]
CLAIMS = """
claims:
  - {id: rate, source: "S #1", text: {vi: a, en: b}, value: 60%, measure: {coverage: {on: 2024-12-31}}}
  - {id: heads, source: "S #2", text: {vi: a, en: b}, value: 90, about: nearly, measure: {insured: {on: 2024-12-31}}}
  - {id: more, source: "S #3", text: {vi: a, en: b}, value: 20, about: more_than,
     measure: {insured_change: {from: 2024-01-31, to: 2024-12-31}}}
  - {id: cards, source: "S #4", text: {vi: a, en: b}, value: 60,
     measure: {supported: {payers: [province], instruments: [3/2021/RES], from: 2024-01-01, to: 2025-12-31,
                           count: card_years}}}
  - {id: cost, source: "S #5", text: {vi: a, en: b}, value: 36000000, per: cards, note: {vi: Ghi chú., en: A note.},
     measure: {supported: {payers: [province], from: 2024-01-01, to: 2025-12-31, count: money}}}
  - {id: share, source: "S #6", text: {vi: a, en: b}, value: 100%,
     measure: {rate: {on: 2024-12-31, group: near_poor, payers: [state, province]}}}
  - {id: under, source: "S #7", text: {vi: a, en: b}, value: 100%,
     measure: {rate: {on: 2024-12-31, under: "3/2021/RES#elderly", payers: [province]}}}
  - {id: nation, source: "S #8", text: {vi: a, en: b}, value: 2.36%,
     measure: {unmeasured: {vi: Không có, en: Not here}}}
  - {id: early, source: "S #9", text: {vi: a, en: b}, value: 95%, measure: {coverage: {on: 2019-06-30}}}
  - {id: hills, source: "S #10", text: {vi: a, en: b}, value: 99%, measure: {coverage: {on: 2024-12-31, fact: island}}}
  - {id: poor, source: "S #11", text: {vi: a, en: b}, value: 99%,
     measure: {coverage: {on: 2024-12-31, group: near_poor}}}
"""


BOOKS = Path(baophu.__file__).parent / "lawbook"


def claims_file(folder: Path, content: str = CLAIMS) -> Path:
    file = folder / "claims.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def province() -> SmallRun:
    """Five people, each standing for twenty: 1 and 2 supported, 3 pays, 4 has no card, 5 is near-poor on an island."""
    return small_run(
        OUTCOMES,
        [
            spell(1, "2024-01", "2025-12", 0, 50000, province=50000),
            spell(2, "2024-07", "2025-06", 0, 50000, province=50000),
            spell(2, "2025-07", "2025-12", 1, 50000, own=50000),
            spell(3, "2024-01", "2025-12", 1, 50000, own=50000),
            spell(4, "2024-01", "2025-12", 1, 50000, own=50000, card=0),
            spell(5, "2024-01", "2025-12", 2, 50000, state=40000, own=10000, unit="00003"),
        ],
        about={"weight": 20, "simulated": True},
    )


@pytest.fixture
def lines(toy: Book, tmp_path: Path) -> dict[str, Line]:
    found = reconcile(province(), toy, read_claims(claims_file(tmp_path)))
    assert found.weight == 20
    assert found.simulated
    return {line.claim.id: line for line in found.lines}


def test_counts_of_people_are_multiplied_by_the_weight(lines: dict[str, Line]) -> None:
    assert lines["heads"].found == 4 * 20
    assert lines["heads"].difference == Fraction(80, 90) - 1
    assert lines["more"].found == 1 * 20  # person 2 joins in July


def test_a_rate_differs_by_points(lines: dict[str, Line]) -> None:
    assert lines["rate"].found == Fraction(4, 5)
    assert lines["rate"].difference == Fraction(1, 5)
    assert "80 người có thẻ trên 100 người đang sống" in lines["rate"].why.vi
    assert "Against the 12.000 people the law book lists it is 0,67 %" in lines["rate"].why.en


def test_a_count_of_people_is_shown_in_every_way(lines: dict[str, Line]) -> None:
    line = lines["cards"]
    assert line.counts is not None
    # person 1: 24 months, person 2: 12 → 36 months × 20 = 60 cards of a year, of 2 people in 4 person-years
    counts = line.counts
    assert (counts.people, counts.person_years, counts.card_years, counts.money) == (40, 80, 60, 36 * 20 * 50000)
    assert line.found == 60
    assert line.difference == 0
    assert "Nearest to the published figure: card-years (100 % of it)." in line.why.en


def test_money_is_set_against_the_count_it_is_published_with(lines: dict[str, Line]) -> None:
    line = lines["cost"]
    assert (line.found, line.per, line.found_per) == (36_000_000, 600_000, 600_000)
    assert line.why.vi.endswith("Ghi chú.")


def test_a_rate_of_support_is_that_of_most_people(lines: dict[str, Line]) -> None:
    assert lines["share"].found == Fraction(4, 5)  # the State's 80 %, nothing of the province
    assert lines["under"].found == 1


def test_coverage_of_a_group_or_where_a_fact_holds(lines: dict[str, Line]) -> None:
    assert lines["hills"].found == 1
    assert "20 insured of 20 concerned: 100,00 %" in lines["hills"].why.en
    assert lines["poor"].found == 1


def test_what_cannot_be_measured_says_why(lines: dict[str, Line]) -> None:
    assert (lines["nation"].found, lines["nation"].difference, lines["nation"].why.vi) == (None, None, "Không có")
    assert "2019-06 is not decided" in lines["early"].why.en


def test_a_span_the_run_covers_in_part_says_so(toy: Book, tmp_path: Path) -> None:
    part = "claims: [{id: x, source: s, text: {vi: a, en: b}, value: 5, measure: {supported: {payers: [province],"
    part += " from: 2021-01-01, to: 2024-06-30, count: people}}}]"
    (line,) = reconcile(province(), toy, read_claims(claims_file(tmp_path, part))).lines
    assert line.counts is not None
    assert (line.found, line.counts.whole) == (20, False)
    assert "only part of the time stated" in line.why.en


def test_claims_are_typed(tmp_path: Path) -> None:
    found = {c.id: c for c in read_claims(claims_file(tmp_path))}
    assert found["rate"].value == Fraction(3, 5)
    assert isinstance(found["rate"].measure, CoverageOn)
    assert found["heads"].about == "nearly"
    measure = found["cards"].measure
    assert isinstance(measure, SupportedIn)
    assert (measure.instruments, measure.count) == (("3/2021/RES",), "card_years")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("claims: [{id: x, source: s, text: {vi: a, en: b}, value: 1, measure: {coverage: {on: 2024-12-31, grup: y}}}]",
         "the key 'grup' is not known here; did you mean 'group'?"),
        ("claims: [{id: x, source: s, text: {vi: a, en: b}, value: 1, measure: {covers: {on: 2024-12-31}}}]",
         "a measure is exactly one of coverage, insured"),
        ("claims: [{id: x, source: s, text: {vi: a, en: b}, value: some, measure: {insured: {on: 2024-12-31}}}]",
         "'some' is not a whole number"),
        ("claims: [{id: x, source: s, text: {vi: a, en: b}, value: 1, per: y, measure: {insured: {on: 2024-12-31}}}]",
         "'per' names the claim 'y', which there is not"),
        ("claims: [{id: x, source: s, text: {vi: a, en: b}, value: 1, measure: {rate: {on: 2024-12-31, payers: [a]}}}]",
         "a rate is that of a `group` or `under` an instrument"),
        ("[1]", "the file holds a mapping with the one key `claims`"),
    ],
)  # fmt: skip
def test_a_claim_that_is_wrong_is_refused_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(LawError) as raised:
        read_claims(claims_file(tmp_path, content))
    assert message in str(raised.value)
    assert "claims.yaml:1" in str(raised.value)


@pytest.mark.parametrize("file", sorted(BOOKS.glob("*/claims.y*ml")), ids=lambda file: file.parent.name)
def test_the_claims_of_a_book_name_what_the_book_has(file: Path) -> None:
    book = read_book(file.parent)
    refs = {p.ref for p in book.provisions()} | set(book.instruments)
    groups = {p.effect.name for p in book.provisions() if isinstance(p.effect, Group)}
    claims = read_claims(file)
    assert claims
    for claim in claims:
        measure = claim.measure
        if isinstance(measure, SupportedIn):
            assert set(measure.instruments or ()) <= refs, claim.id
            assert set(measure.payers) <= set(book.payers), claim.id
        if isinstance(measure, RateOn):
            assert {measure.under} <= refs | {""}, claim.id
            assert {measure.group} <= groups | {""}, claim.id
        if isinstance(measure, CoverageOn):
            assert {measure.group} <= groups | {""}, claim.id
            assert {measure.fact} <= set(book.facts) | {""}, claim.id
