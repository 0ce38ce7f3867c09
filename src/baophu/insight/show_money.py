"""Money as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table

from baophu.insight.format import Language, in_unit, month, said, unit_for, whole
from baophu.insight.layout import blocks, heading, label, table
from baophu.insight.money import Line, Money, card_years
from baophu.insight.words import payer_name, word

THOUSANDS_FROM = 100_000
"""Average people from this number on are shown in thousands, so that the columns stay narrow."""


def show_money(answer: Money, lang: Language = "vi") -> Group:
    """Payers by year, then the supports by act and year with their card-years."""
    return blocks(
        heading(f"{word('money', lang)} {month(answer.first)}–{month(answer.last)}"),
        label(answer.simulated, answer.weight, lang),
        "",
        payers_by_year(answer, lang),
        "",
        heading(word("acts", lang)),
        "",
        acts_by_year(answer, lang),
    )


def payers_by_year(answer: Money, lang: Language) -> Table:
    """Rows are payers, columns years, the last row everybody insured."""
    years = _years(answer)
    lines = {(line.payer, line.keys[0]): line for line in answer.by("year")}
    total = {line.keys[0]: line for line in answer.total("year")}
    unit, name = unit_for([answer.premium * answer.weight])
    payers = [p for p in answer.payers if any((p, y) in lines for y in years)]
    rows = [[payer_name(p, lang), *_cells([lines.get((p, y)) for y in years], answer, unit)] for p in payers]
    rows.append([word("total", lang), *_cells([total.get(y) for y in years], answer, unit)])
    heads = [total[y].average_heads * answer.weight if y in total else 0 for y in years]
    in_thousands = min((h for h in heads if h), default=0) >= THOUSANDS_FROM
    shown = [whole((h + 500) // 1000 if in_thousands else h) for h in heads]
    rows.append([word("heads_thousand" if in_thousands else "heads", lang), *shown, ""])
    return table([f"{word('payer', lang)} ({said(name, lang)})", *map(str, years), word("total", lang)], rows)


def acts_by_year(answer: Money, lang: Language, payers: Sequence[str] | None = None) -> Table:
    """Rows are payers and the acts under which they support, with card-years over the span; `payers` narrows them."""
    years = _years(answer)
    found: dict[tuple[str, str], dict[int, Line]] = {}
    for line in answer.by("instrument", "year"):
        act, year = str(line.keys[0]), int(line.keys[1])
        if act and (payers is None or line.payer in payers):
            found.setdefault((line.payer, act), {})[year] = line
    unit, name = unit_for(line.amount * answer.weight for lines in found.values() for line in lines.values())
    rows: list[list[str]] = []
    for payer, act in sorted(found, key=lambda key: (answer.payers.index(key[0]), key[1])):
        lines = found[payer, act]
        cards = card_years(sum(line.person_months for line in lines.values()) * answer.weight)
        first = [] if payers and len(payers) == 1 else [payer_name(payer, lang)]
        rows.append([*first, act, *_cells([lines.get(y) for y in years], answer, unit), whole(cards)])
    named = [] if payers and len(payers) == 1 else [word("payer", lang)]
    texts = [*named, f"{word('act', lang)} ({said(name, lang)})"]
    columns = [*texts, *map(str, years), word("total", lang), word("cards", lang)]
    return table(columns, rows, left=len(texts))


def _years(answer: Money) -> list[int]:
    return list(range(answer.first // 12, answer.last // 12 + 1))


def _cells(lines: Sequence[Line | None], answer: Money, unit: int) -> list[str]:
    amounts = [line.amount * answer.weight if line else 0 for line in lines]
    return [in_unit(a, unit) if a else "" for a in [*amounts, sum(amounts)]]
