"""Published figures beside what the law and the decided province give, with what explains each difference.

Nothing is fitted here. Counts of a simulated province are multiplied by the real people one of its people stands for;
where a published count of people can only be a count of cards, all counts are shown and the nearest is named (fact base
traps 36 and 39).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from baophu.engine.months import first_full, month_of
from baophu.insight.claims import (
    Claim,
    CoverageOn,
    InsuredChange,
    InsuredOn,
    RateOn,
    SupportedIn,
    Unmeasured,
)
from baophu.insight.coverage import series
from baophu.insight.explain import coverage_text, moved_text, rate_text, supported_text
from baophu.insight.people import Supported, supported
from baophu.insight.rates import rate_on
from baophu.insight.run import InsightError, RunLike, decisions, living, month_in, numbers, simulated, text, weight
from baophu.law.model import Book, Text


@dataclass(frozen=True, slots=True)
class Line:
    """A published figure and what was found for it; `found` None: it cannot be measured, and `why` says why.

    `per` is the published value over that of the claim it is set against, `found_per` the same of what was found.
    `why` is one sentence or two in each language.
    """

    claim: Claim
    found: int | Fraction | None
    counts: Supported | None
    per: Fraction | None
    found_per: Fraction | None
    why: Text

    @property
    def difference(self) -> Fraction | None:
        """Rates: found minus published. Numbers: found over published minus one."""
        if self.found is None or not self.claim.value:
            return None
        if isinstance(self.claim.value, Fraction):
            return Fraction(self.found) - self.claim.value
        return Fraction(self.found) / self.claim.value - 1


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All claims in the order of their file. One person of the data stands for `weight` real people."""

    lines: tuple[Line, ...]
    weight: int
    simulated: bool


def reconcile(run: RunLike, book: Book, claims: Sequence[Claim]) -> Reconciliation:
    """Measure every claim on a run."""
    each = weight(run.about)
    answers = {c.id: _answer(run, book, c, each) for c in claims}
    values = {c.id: c.value for c in claims}
    lines: list[Line] = []
    for claim in claims:
        found, counts, why = answers[claim.id]
        per = Fraction(claim.value) / values[claim.per] if claim.per and values[claim.per] else None
        other = answers[claim.per][1] if claim.per else None
        found_per = None
        if counts and other and other.card_years:
            found_per = Fraction(counts.money, other.card_years)
        lines.append(Line(claim, found, counts, per, found_per, _with_note(why, claim.note)))
    return Reconciliation(tuple(lines), each, simulated(run.about))


Answer = tuple[int | Fraction | None, Supported | None, Text]


def _answer(run: RunLike, book: Book, claim: Claim, each: int) -> Answer:
    measure = claim.measure
    try:
        match measure:
            case CoverageOn():
                return _coverage(run, book, measure, each)
            case InsuredOn(on):
                point = series(run, book, [month_in(run, on)])[0]
                return point.insured * each, None, coverage_text(point.insured * each, point.people * each)
            case InsuredChange(start, end):
                before, after = series(run, book, [month_in(run, start), month_in(run, end)])
                return (after.insured - before.insured) * each, None, moved_text(before, after, each)
            case SupportedIn():
                counts = _supported(run, book, measure, each)
                return counts.count(measure.count), counts, supported_text(claim, measure, counts)
            case RateOn(on, group, under, payers):
                rate = rate_on(run, book, month_in(run, on), group=group, under=under, payers=payers)
                return (rate.share if rate else None), None, rate_text(rate)
            case Unmeasured(why):
                return None, None, why
    except InsightError as error:
        return None, None, Text(f"Không đo được: {error}.", f"Not measured: {error}.")


def _coverage(run: RunLike, book: Book, measure: CoverageOn, each: int) -> Answer:
    month = month_in(run, measure.on)
    if not measure.group and not measure.fact:
        point = series(run, book, [month])[0]
        listed = sum(area.population for area in book.areas.values())
        return point.rate, None, coverage_text(point.insured * each, point.people * each, listed)
    if measure.group:
        where = f"outcome in ({numbers(d.number for d in decisions(run) if d.group == measure.group)})"
    else:
        where = f"unit in ({', '.join(text(u) for u in sorted(units_where(book, measure.fact, month))) or 'null'})"
    ((insured, people),) = run.con.execute(
        f"""select coalesce(sum(card), 0)::bigint, count(*) from interval
            where a <= {month} and b >= {month} and {living(book)} and {where}"""
    ).fetchall()
    if not people:
        raise InsightError("nobody is concerned on that day")
    return Fraction(insured, people), None, coverage_text(insured * each, people * each, part=True)


def units_where(book: Book, fact: str, month: int) -> frozenset[str]:
    """Units in which an area fact of the book is not at its default in a month."""
    found: set[str] = set()
    for spell in book.area_facts:
        end = None if spell.end is None else month_of(spell.end)
        if spell.fact == fact and first_full(spell.start) <= month and (end is None or month <= end):
            found |= set(spell.units) if spell.value != book.facts[fact].default else set()
    return frozenset(found)


def _supported(run: RunLike, book: Book, measure: SupportedIn, each: int) -> Supported:
    """Months whose first day lies in the span asked, as far as the run goes."""
    first, last = first_full(measure.start), month_of(measure.end)
    a, b = max(first, run.first), min(last, run.last)
    if a > b:
        raise InsightError(f"the run does not reach the days {measure.start} to {measure.end}")
    found = supported(run, book, a, b, payers=measure.payers, instruments=measure.instruments, by="payer")
    return Supported(
        a, b, (a, b) == (first, last),
        people=sum(c.people for c in found) * each,
        person_years=sum(c.person_years for c in found) * each,
        card_years=(sum(c.person_months for c in found) * each + 6) // 12,
        money=sum(c.amount for c in found) * each,
    )  # fmt: skip


def _with_note(why: Text, note: Text | None) -> Text:
    return why if note is None else Text(f"{why.vi} {note.vi}".strip(), f"{why.en} {note.en}".strip())
