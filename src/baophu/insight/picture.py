"""The picture of a decided province: coverage, money, who is about to lose what, what ends, what to try next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table

from baophu.engine.months import first_full, last_day, month_of
from baophu.engine.source import Facts, open_facts
from baophu.insight.coverage import Coverage, Point, coverage, series
from baophu.insight.expiry import Expiry, expiry
from baophu.insight.format import Language, bar, day, month, percent, points, said
from baophu.insight.lapses import Lapses, lapses
from baophu.insight.layout import blocks, faint, heading, label, table
from baophu.insight.money import Money, money
from baophu.insight.run import InsightError, RunLike
from baophu.insight.show_coverage import denominators
from baophu.insight.show_expiry import beyond_note, supports_table
from baophu.insight.show_lapses import lines_table
from baophu.insight.show_money import acts_by_year, payers_by_year
from baophu.insight.words import word
from baophu.law.model import Book, Text

AHEAD = 90
"""Days looked ahead for lapses."""
WIDTH = 100
LOWEST = 3
MOST = 10
"""Lines of the expiry calendar."""

COMMANDS: tuple[tuple[str, Text], ...] = (
    ("baophu lapses --after {day}", Text("ai sắp mất gì, vì sao, từng người", "who is about to lose what, and why")),
    (
        "baophu coverage --on {day}",
        Text("bao phủ theo xã, nhóm, tuổi, dân tộc", "coverage by unit, group, age, ethnicity"),
    ),
    (
        "baophu expiry --since {day}",
        Text("lịch hết hiệu lực và giá của một năm nữa", "what ends, and what a year more costs"),
    ),
    ("baophu reconcile", Text("con số đã công bố và con số tính được", "what was published beside what is found")),
    ("baophu explain 1 --on {day}", Text("vì sao một người được quyết định như vậy", "why one person is decided so")),
)
"""What to try next; `{day}` is the day of the picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the picture as data: coverage on `day` and year by year, money, lapses, expiry."""

    title: Text
    day: date
    coverage: Coverage
    years: tuple[Point, ...]
    money: Money
    lapses: Lapses | None
    expiry: Expiry


def picture(
    run: RunLike,
    book: Book,
    facts: Path | Facts,
    lang: Language = "vi",
    *,
    day: date | None = None,
    commands: Sequence[tuple[str, Text]] = COMMANDS,
    console: Console | None = None,
) -> None:
    """Print the picture. `day` is by default the last day of the last month that leaves AHEAD days of the run."""
    out = console or Console(width=min(Console().width, WIDTH) if Console().is_terminal else WIDTH)
    out.print(show_picture(look(run, book, facts, day=day), lang, commands))


def look(run: RunLike, book: Book, facts: Path | Facts, *, day: date | None = None) -> Picture:
    """Ask everything the picture shows."""
    on = day or last_full_month(run)
    years = sorted({min(year * 12 + 11, month_of(on)) for year in range(run.first // 12, on.year + 1)})
    source = facts if isinstance(facts, Facts) else open_facts(facts)
    return Picture(
        title=book.title,
        day=on,
        coverage=coverage(run, book, on),
        years=series(run, book, years),
        money=money(run, book),
        lapses=_lapses(run, book, source, on),
        expiry=expiry(run, book, date(on.year - 1, on.month, 1), kinds=["support"]),
    )


def last_full_month(run: RunLike) -> date:
    """The last day of the latest month after which the run still covers AHEAD days, at the earliest of its first."""
    for candidate in range(run.last, run.first, -1):
        if first_full(last_day(candidate) + timedelta(days=AHEAD)) <= run.last:
            return last_day(candidate)
    return last_day(run.first)


def show_picture(seen: Picture, lang: Language, commands: Sequence[tuple[str, Text]] = COMMANDS) -> Group:
    """The picture as text, 100 columns wide."""
    told = seen.coverage
    parts: list[RenderableType | None] = [
        heading(f"{said(seen.title, lang)} · {month(seen.money.first)}–{month(seen.money.last)}"),
        label(told.simulated, told.weight, lang),
        "",
        heading(f"{word('coverage', lang)} {day(seen.day)}: {percent(told.total.rate or Fraction(0))}"),
        *(faint(line) for line in denominators(told, lang)),
        "",
        years_table(seen.years, lang),
        faint(f"{word('lowest', lang)}: {lowest(told)}"),
        "",
        heading(word("money", lang)),
        payers_by_year(seen.money, lang),
        "",
        heading(word("acts", lang)),
        acts_by_year(seen.money, lang, payers=_local(seen.money)),
    ]
    if seen.lapses is not None:
        ahead = word("ahead", lang, days=AHEAD, day=day(seen.day))
        parts += ["", heading(f"{word('lapses', lang)}. {ahead}")]
        parts += [lines_table("cause", [*seen.lapses.by_cause, seen.lapses.total], told.weight, lang)]
    endings = [e for e in seen.expiry.endings if e.people][:MOST]
    parts += ["", heading(word("expiry", lang)), supports_table(endings, told.weight, lang)]
    parts += [beyond_note(endings, lang)]
    parts += ["", heading(word("try", lang)), commands_table(commands, seen.day, lang)]
    return blocks(*parts)


def years_table(years: Sequence[Point], lang: Language) -> Table:
    """A bar a year: the scale runs from the lowest whole tenth below to everybody."""
    low = min((p.rate for p in years), default=Fraction(0))
    floor = Fraction(int(low * 10), 10)
    rows = []
    for before, point in zip([None, *years], years, strict=False):
        change = points(point.rate - before.rate) if before else ""
        drawn = bar((point.rate - floor) / (1 - floor), 40) if floor < 1 else bar(Fraction(1), 40)
        rows.append([month(point.month), f"{drawn}▏", percent(point.rate), change])
    return table(
        [word("year", lang), f"{percent(floor, 0)} … 100 %", word("rate", lang), word("change", lang)], rows, left=2
    )


def lowest(told: Coverage) -> str:
    """The units with the lowest coverage."""
    parts = sorted((p for p in told.by["unit"] if p.rate is not None), key=lambda p: p.rate or Fraction(0))
    return " · ".join(f"{p.label.vi} {percent(p.rate or Fraction(0), 1)}" for p in parts[:LOWEST])


def commands_table(commands: Sequence[tuple[str, Text]], on: date, lang: Language) -> Table:
    """Commands and what they show."""
    made = table(["", ""], [[c.format(day=on.isoformat()), said(t, lang)] for c, t in commands], left=2)
    made.show_header = False
    return made


def _lapses(run: RunLike, book: Book, facts: Facts, on: date) -> Lapses | None:
    try:
        return lapses(run, book, facts, on, AHEAD)
    except InsightError:
        return None  # the run ends too soon after `day` to look ahead


def _local(answer: Money) -> list[str]:
    """Payers whose acts the picture shows: all that support but the first, the State, whose acts are many."""
    found = [p for p in answer.payers if any(line.payer == p and line.keys[0] for line in answer.by("instrument"))]
    return found[1:] or found
