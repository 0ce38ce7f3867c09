"""Coverage as text."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Group

from baophu.insight.coverage import DIMENSIONS, Coverage, Part
from baophu.insight.format import Language, day, percent, points, said, whole
from baophu.insight.layout import blocks, faint, heading, label, table
from baophu.insight.words import word


def show_coverage(answer: Coverage, lang: Language = "vi") -> Group:
    """The rate with its denominators, then a table for each dimension."""
    parts = [
        table(
            [word(name, lang), word("insured", lang), word("people", lang), word("without", lang), word("rate", lang),
             *([word("change", lang)] if answer.against else [])],
            [_row(part, answer, lang) for part in answer.by[name] if part.people or part.before_people],
            wide=44,
        )
        for name in DIMENSIONS
    ]  # fmt: skip
    title = f"{word('coverage', lang)} {day(answer.day)}"
    since = (
        f" ({points(answer.total.change)} / {day(answer.against)})" if answer.against and answer.total.change else ""
    )
    rate = percent(answer.total.rate or Fraction(0))
    spaced = [item for part in parts for item in ("", part)]
    return blocks(
        heading(f"{title}: {rate}{since}"),
        label(answer.simulated, answer.weight, lang),
        *(faint(line) for line in denominators(answer, lang)),
        *spaced,
    )


def denominators(answer: Coverage, lang: Language) -> list[str]:
    """A line for each denominator: insured, of how many of what, the rate."""
    insured = whole(answer.total.insured * answer.weight)
    return [f"{percent(d.rate)} = {insured} / {whole(d.people)} {said(d.label, lang)}" for d in answer.denominators]


def _row(part: Part, answer: Coverage, lang: Language) -> list[str]:
    counts = [part.insured, part.people, part.people - part.insured]
    cells = [said(part.label, lang), *(whole(n * answer.weight) for n in counts)]
    cells.append(percent(part.rate, 1) if part.rate is not None else "")
    if answer.against:
        cells.append(points(part.change, 1) if part.change is not None else "")
    return cells
