"""Published figures beside what is found, as text."""

from __future__ import annotations

from fractions import Fraction

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text as RichText

from baophu.insight.claims import Claim, SupportedIn
from baophu.insight.format import Language, dong, percent, points, said, short_dong, whole
from baophu.insight.layout import blocks, heading, label
from baophu.insight.reconcile import Line, Reconciliation
from baophu.insight.words import word

SIGN = {"exact": "", "more_than": "> ", "nearly": "< ", "about": "≈ "}


def show_reconcile(answer: Reconciliation, lang: Language = "vi") -> Group:
    """A row a claim: what is stated, what is found, the difference, and below the sentences that explain it."""
    title = {"vi": "Con số đã công bố và con số tính được", "en": "What was stated and what is found"}[lang]
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", show_lines=True)
    made.add_column(word("claim", lang), overflow="fold", ratio=1)
    for key in ("published", "found", "difference"):
        made.add_column(word(key, lang), justify="right", no_wrap=True)
    for line in answer.lines:
        found = figure(line.found, line.claim, lang) if line.found is not None else "–"
        made.add_row(_told(line, lang), SIGN[line.claim.about] + figure(line.claim.value, line.claim, lang), found,
                     difference(line))  # fmt: skip
    return blocks(heading(title), label(answer.simulated, answer.weight, lang), "", made)


def figure(value: int | Fraction, claim: Claim, lang: Language) -> str:
    """A figure as its kind is written: a rate, đồng, or people."""
    if isinstance(claim.value, Fraction):
        return percent(Fraction(value))
    money = isinstance(claim.measure, SupportedIn) and claim.measure.count == "money"
    return short_dong(int(value), lang) if money else whole(int(value))


def difference(line: Line) -> str:
    """Points between rates, percent between numbers."""
    if line.difference is None:
        return ""
    if isinstance(line.claim.value, Fraction):
        return points(line.difference)
    return ("+" if line.difference > 0 else "") + percent(line.difference, 1)


def _told(line: Line, lang: Language) -> RichText:
    text = RichText(f"{said(line.claim.text, lang)} [{line.claim.source}]")
    text.append(f"\n{said(line.why, lang)}", style="dim")
    if line.per is not None and line.found_per is not None:
        stated, found = dong(round(line.per)), dong(round(line.found_per))
        both = {
            "vi": f"Công bố {stated} mỗi người; tính được {found} mỗi thẻ–năm.",
            "en": f"Stated: {stated} for each of them; found: {found} a card-year.",
        }[lang]
        text.append(f" {both}", style="dim")
    return text
