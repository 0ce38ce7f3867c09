"""What the fund pays of a visit: cost × benefit level × share of the route (Article 22 of the law)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from baophu.engine.cards.chain import Cover, chain, covers
from baophu.engine.cards.copays import REFERENCE, Paid, Year, year_of
from baophu.engine.cards.days import add_months, day_of_year
from baophu.engine.cards.effects import Level, Share, amount, parameter, read_rule, rules_on
from baophu.engine.cards.errors import NotTold, RuleError
from baophu.engine.cards.rules import Row, Value, applied, facts_needed, holding, judge
from baophu.engine.cards.standing import decision_on, facts_on
from baophu.engine.cards.unknowns import settled, situations
from baophu.engine.considered import Considered
from baophu.engine.one import Decision, Person
from baophu.law.model import Book, Provision
from baophu.law.scalars import share_text

FIVE_YEARS = "five_year_months"
SMALL = "small_visit_share"
WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Copay:
    """A copayment made before, with the facts of its visit: without any it counts, of a wrong route it does not."""

    on: date
    amount: int
    told: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitAsked:
    """A visit of a person: its cost within the scope of insurance, and the facts of level `visit` that are known.

    `cards` None: the card was checked elsewhere and is valid. `five_year_since` may be told in place of old cards.
    """

    person: str
    on: date
    cost: int
    told: Mapping[str, Value] = field(default_factory=dict)
    cards: tuple[Cover, ...] | None = None
    five_year_since: date | None = None
    copays: tuple[Copay, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What the fund and the person pay, in đồng; level in percent, share of the route, and why.

    `exempt_to` is the last day of the exemption from copayment where it holds; `year` how far its copayments have come.
    """

    fund: int
    copay: int
    level: int
    share: Fraction
    exempt_to: date | None
    five_year_since: date | None
    year: Year
    decision: Decision
    why: tuple[str, ...]
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """One situation's answer: the provisions that give share and level; none for a level is the group's own."""

    share: Share
    by_share: tuple[str, ...]
    counted: bool
    level: int
    by_level: tuple[str, ...]
    until: str


def visit(
    book: Book,
    people: Sequence[Person],
    asked: VisitAsked,
    decision: Decision | None = None,
    *,
    explained: bool = True,
) -> Visit:
    """The answer for a visit. NotTold asks for what the law turns on; RuleError when the law book is not clear.

    `decision` is the engine's decision for the day when it is at hand; without it the people are decided here.
    `explained=False` leaves the lines of the conditions out of `considered`, which takes most of the time.
    """
    if asked.cost < 0:
        raise NotTold(f"a visit costs {asked.cost} đồng; say what it cost")
    decision = decision or decision_on(book, people, asked.person, asked.on)
    since = _since(book, asked)
    year = year_of(book, _counted(book, people, asked), asked.on)
    facts: dict[str, Value] = {
        **asked.told,
        "card_valid": asked.cards is None or covers(asked.cards, asked.on),
        "small_visit": asked.cost < amount(book, SMALL, asked.on) * amount(book, REFERENCE, asked.on),
        "five_years": since is not None and add_months(since, parameter(book, FIVE_YEARS, asked.on)) <= asked.on,
        "copay_limit_passed": year.passed,
    }
    benefit = decision.outcome.benefit
    found, considered = _answer(book, people, asked.person, asked.on, facts, benefit, explained)
    fund = int(asked.cost * Fraction(found.level, 100) * found.share.share)
    refs = (*found.by_level, *found.by_share)
    by_group = () if found.by_level else (decision.outcome.by_benefit,)
    return Visit(
        fund=fund,
        copay=asked.cost - fund,
        level=found.level,
        share=found.share.share,
        exempt_to=day_of_year(asked.on.year, found.until) if found.until else None,
        five_year_since=since,
        year=year,
        decision=decision,
        why=(*refs, *by_group),
        considered=applied(considered, frozenset(refs)),
    )


def _since(book: Book, asked: VisitAsked) -> date | None:
    """Since when cover is continuous on the day of the visit."""
    if asked.five_year_since is not None:
        return asked.five_year_since
    begun = [c for c in asked.cards or () if c.start <= asked.on]
    if not covers(begun, asked.on):
        return None
    kept = chain(book, begun)
    return kept.since if kept else None


def _counted(book: Book, people: Sequence[Person], asked: VisitAsked) -> list[Paid]:
    """The copayments that count towards the limit: not those of a wrong route, but for the cases the rules count."""
    return [Paid(c.on, c.amount) for c in asked.copays if _counts(book, people, asked.person, c)]


def _counts(book: Book, people: Sequence[Person], key: str, copay: Copay) -> bool:
    if not copay.told:
        return True
    if set(copay.told) == {"route"}:
        return copay.told["route"] != WRONG
    rules = rules_on(book, "route", "share", copay.on)
    facts: dict[str, Value] = {**copay.told, "card_valid": True}
    rows, open_facts = _rows(book, people, key, copay.on, facts, rules)
    judged = judge(book, rules, copay.on, rows, explained=False)
    answers = [_shares(considered)[2] for considered in judged]
    return settled(rows, answers, open_facts, lambda counts: "counts" if counts else "does not count")


def _rows(
    book: Book, people: Sequence[Person], key: str, day: date, facts: dict[str, Value], rules: Sequence[Provision]
) -> tuple[list[Row], tuple[str, ...]]:
    """Every situation the facts of a visit may stand for."""
    of_visit = {n: f for n, f in book.facts.items() if f.level == "visit"}
    asked_of_person = [n for n in facts_needed(rules) if n not in of_visit]
    flags: dict[str, Value] = {n: f.default for n, f in of_visit.items() if f.type == "flag"}
    row = facts_on(book, people, key, day, asked_of_person) | flags | facts
    return situations(book, rules, row, "visit")


def _answer(
    book: Book, people: Sequence[Person], key: str, day: date, facts: dict[str, Value], benefit: int, explained: bool
) -> tuple[_Answer, tuple[Considered, ...]]:
    """The one answer of all situations the facts may stand for, with what was considered in the first of them."""
    shares, levels = rules_on(book, "route", "share", day), rules_on(book, "route", "level", day)
    rows, open_facts = _rows(book, people, key, day, facts, [*shares, *levels])
    judged = judge(book, shares, day, rows, explained=explained)
    parts = [_shares(considered) for considered in judged]
    counted = [{**row, "counted": part[2]} for row, part in zip(rows, parts, strict=True)]
    by_level = judge(book, levels, day, counted, explained=explained)
    answers = [_Answer(*part, *_level(found, benefit)) for part, found in zip(parts, by_level, strict=True)]
    settled(rows, [(a.share.share, a.level) for a in answers], open_facts, _in_words)
    return _common(answers), (*judged[0], *by_level[0])


def _in_words(answer: tuple[Fraction, int]) -> str:
    return f"{share_text(answer[0])} of level {answer[1]}"


def _common(answers: Sequence[_Answer]) -> _Answer:
    """The answer of all situations, citing what they have in common where what they cite differs."""
    first = answers[0]
    by_share = tuple(ref for ref in first.by_share if all(ref in a.by_share for a in answers))
    by_level = tuple(ref for ref in first.by_level if all(ref in a.by_level for a in answers))
    return replace(first, by_share=by_share or first.by_share, by_level=by_level or first.by_level)


def _shares(considered: Sequence[Considered]) -> tuple[Share, tuple[str, ...], bool]:
    """The best share of those that hold, by which provisions, and whether what is left counts as a copayment."""
    found = [(p, effect) for p in holding(considered) if isinstance(effect := read_rule(p), Share)]
    if not found:
        raise RuleError("no rule of the law book says what share the fund pays")
    best = max(effect.share for _, effect in found)
    winners = [(p, effect) for p, effect in found if effect.share == best]
    counts = any(effect.counts for _, effect in winners)
    return Share(best, counts), tuple(p.ref for p, _ in winners), counts


def _level(considered: Sequence[Considered], benefit: int) -> tuple[int, tuple[str, ...], str]:
    """The best level of those that hold, and by which provisions; the group's own when none is better."""
    found = [(p, effect) for p in holding(considered) if isinstance(effect := read_rule(p), Level)]
    best = max((effect.level for _, effect in found), default=0)
    if best <= benefit:
        return benefit, (), ""
    winners = [(p, effect) for p, effect in found if effect.level == best]
    return best, tuple(p.ref for p, _ in winners), next((e.until for _, e in winners if e.until), "")
