"""Answers as text: Vietnamese numbers and dates, both languages, a label on whatever is simulated."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console, RenderableType

from baophu.engine.months import parse
from baophu.engine.source import Facts
from baophu.insight import format as f
from baophu.insight.coverage import coverage
from baophu.insight.expiry import expiry
from baophu.insight.format import LANGUAGES, Language
from baophu.insight.lapses import lapses
from baophu.insight.money import money
from baophu.insight.picture import AHEAD, last_full_month, look, picture
from baophu.insight.plain import to_json
from baophu.insight.show_coverage import show_coverage
from baophu.insight.show_expiry import show_expiry
from baophu.insight.show_lapses import show_lapses
from baophu.insight.show_money import show_money
from baophu.insight.words import WORDS, payer_name
from baophu.law.model import Book

from .helpers import SmallRun, decided, facts_of, small_run, spell

OLD, NEW = "3/2021/RES#elderly", "4/2024/RES#elderly"
OUTCOMES = [
    decided("household", "5", {"province": (100, OLD)}, applied=["1/2014/LAW#household"]),
    decided("household", "5", {"province": (100, NEW)}, applied=["1/2014/LAW#household"]),
    decided("household", "5", {"own": (100, "")}, applied=["1/2014/LAW#household"]),
    decided("child", "3a", {"state": (100, "1/2014/LAW#state-three")}, applied=["1/2014/LAW#child"], section=3),
]


@pytest.fixture
def run() -> SmallRun:
    return small_run(
        OUTCOMES,
        [
            spell(1, "2023-01", "2024-06", 0, 50000, province=50000),
            spell(1, "2024-07", "2025-12", 1, 60000, province=60000),
            spell(2, "2023-01", "2025-12", 2, 50000, own=50000, card=0, unit="00002"),
            spell(3, "2023-01", "2025-08", 2, 60000, own=60000),
            spell(3, "2025-09", "2025-12", 2, 60000, own=60000, card=0),
            spell(4, "2023-01", "2025-12", 3, 50000, state=50000, born="2022-01"),
        ],
        first="2023-01",
        about={"simulated": True, "weight": 1000},
    )


@pytest.fixture
def facts() -> Facts:
    return facts_of(cards=[(3, "2022-09-01", "2025-08-31")])


def text(shown: RenderableType, width: int = 100) -> str:
    out = io.StringIO()
    Console(file=out, width=width, no_color=True).print(shown)
    return out.getvalue()


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (f.dong(1263600), "1.263.600 ₫"),
        (f.dong(-4212), "−4.212 ₫"),
        (f.day(date(1980, 12, 5)), "05/12/1980"),
        (f.month(parse("2025-07")), "07/2025"),
        (f.percent(Fraction(9571, 10000)), "95,71 %"),
        (f.percent(Fraction(1, 3), 0), "33 %"),
        (f.points(Fraction(15, 10000)), "+0,15"),
        (f.points(Fraction(-12, 1000)), "−1,20"),
        (f.points(Fraction(0)), "0,00"),
        (f.decimal(Fraction(-1, 1000), 2), "0,00"),
        (f.short_dong(72_349_000_000, "vi"), "72,3 tỷ ₫"),
        (f.short_dong(72_350_000_000, "en"), "72,4 bn ₫"),  # half up
        (f.short_dong(1_263_600, "vi"), "1,3 triệu ₫"),
        (f.short_dong(999_999, "en"), "999.999 ₫"),
        (f.signed(5), "+5"),
        (f.bar(Fraction(1, 2), 4), "██  "),
        (f.bar(Fraction(9, 32), 4), "█▏  "),  # nine of 32 eighths
        (f.bar(Fraction(2), 4), "████"),
    ],
)
def test_numbers_and_dates_are_written_the_vietnamese_way(got: str, expected: str) -> None:
    assert got == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_simulated_says_so_and_how_it_is_counted(
    run: SmallRun, facts: Facts, toy: Book, lang: Language
) -> None:
    shown = [
        show_coverage(coverage(run, toy, date(2025, 8, 31), against=date(2024, 1, 1)), lang),
        show_money(money(run, toy), lang),
        show_lapses(lapses(run, toy, facts, date(2025, 8, 1), 60), lang),
        show_expiry(expiry(run, toy, date(2024, 1, 1)), lang),
    ]
    note = {"vi": "MÔ PHỎNG: không phải người thật.", "en": "SIMULATED: no real people."}[lang]
    for answer in shown:
        printed = text(answer)
        assert note in printed
        assert "1.000" in printed
        assert max(len(line) for line in printed.splitlines()) <= 100


def test_coverage_shows_its_denominators(run: SmallRun, toy: Book) -> None:
    printed = text(show_coverage(coverage(run, toy, date(2025, 8, 31)), "en"))
    assert "Health insurance coverage 31/08/2025: 75,00 %" in printed
    assert "75,00 % = 3.000 / 4.000 people living in the units on the first of the month" in printed
    assert "25,00 % = 3.000 / 12.000 population of the units as listed in the law book" in printed


def test_money_is_in_one_unit_and_adds_up(run: SmallRun, toy: Book) -> None:
    rows = [line.split() for line in text(show_money(money(run, toy), "en")).splitlines()]
    # 2025: person 1 12 × 60000, person 3 8 × 60000, person 4 12 × 50000, each a thousand times
    assert ["Province", "0,6", "0,7", "0,7", "2,0"] in rows
    assert ["Total", "1,9", "2,0", "1,8", "5,7"] in rows
    assert ["Province", "4/2024/RES", "360,0", "720,0", "1.080,0", "1.500"] in rows  # millions


def test_lapses_show_cause_day_and_what_is_left(run: SmallRun, facts: Facts, toy: Book) -> None:
    printed = text(show_lapses(lapses(run, toy, facts, date(2025, 8, 1), 60), "en"))
    assert "The card ends" in printed
    assert "31/08/2025" in printed
    assert "60.000 ₫ → 60.000 ₫" in printed


def test_expiry_shows_what_follows_and_what_is_beyond_the_run(run: SmallRun, toy: Book) -> None:
    printed = text(show_expiry(expiry(run, toy, date(2024, 1, 1)), "en"))
    assert "→ 1.000 4/2024/RES#elderly" in printed
    assert "→ nothing is decided after" in printed
    assert "* ends beyond the run; counted in the run's last month" in printed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_fits_a_hundred_columns_and_plain_text(
    run: SmallRun, facts: Facts, toy: Book, lang: Language
) -> None:
    out = io.StringIO()
    picture(run, toy, facts, lang, console=Console(file=out, width=100, no_color=True))
    printed = out.getvalue()
    assert "\x1b" not in printed
    assert max(len(line) for line in printed.splitlines()) <= 100
    assert {"vi": "MÔ PHỎNG", "en": "SIMULATED"}[lang] in printed
    assert "baophu lapses --after 2025-08-31" in printed
    assert "08/2025" in printed
    assert "12/2024" in printed


def test_the_picture_looks_at_the_last_month_that_leaves_days_ahead(run: SmallRun, facts: Facts, toy: Book) -> None:
    # 31 August and 90 days is 29 November: its month is decided; 30 September and 90 days would need January
    assert last_full_month(run) == date(2025, 8, 31)
    seen = look(run, toy, facts)
    assert seen.lapses is not None
    assert (seen.lapses.until - seen.lapses.after).days == AHEAD
    assert [p.month for p in seen.years] == [parse("2023-12"), parse("2024-12"), parse("2025-08")]
    late = look(run, toy, facts, day=date(2025, 12, 31))
    assert late.lapses is None


def test_the_picture_is_plain_data_too(run: SmallRun, facts: Facts, toy: Book) -> None:
    plain: Any = to_json(look(run, toy, facts))
    assert plain["day"] == "2025-08-31"
    assert plain["years"][0]["month"] == "2023-12"
    assert plain["lapses"]["by_cause"] == [] or plain["lapses"]["by_cause"][0]["people"] >= 1


def test_every_word_is_in_both_languages() -> None:
    assert all(t.vi and t.en for t in WORDS.values())
    assert payer_name("own", "en") == "The person"
    assert payer_name("pension_fund", "vi") == "pension_fund"
