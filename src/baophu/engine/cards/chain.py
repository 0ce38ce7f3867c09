"""Cards one after another: the last covered day, the gaps between them, and since when cover is continuous.

Two thresholds, not one (fact base, trap 18): the gap after which a new card waits (Article 16 of the law) and the gap
up to which five years still count as consecutive (Decree 146/2018, Article 12(5); Decree 188/2025, Article 18). Both
are provisions; here their facts are counted, from the last covered day to the payment for the next card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from baophu.engine.cards.days import DAY, begun_months, full_months
from baophu.engine.cards.effects import amount, rules_on
from baophu.engine.cards.errors import NotTold
from baophu.engine.cards.rules import Value, facts_needed, holding, judge
from baophu.engine.months import month_of
from baophu.law.model import Book
from baophu.law.tree import Builtin, parameters_read, walk


@dataclass(frozen=True, slots=True)
class Cover:
    """A card held: valid from one day to another, both inclusive (`end` None: still running), paid for on a day."""

    start: date
    end: date | None
    paid_on: date | None = None

    @property
    def resumed(self) -> date:
        """The day that ends a gap before this card: its payment, or its first day if that is earlier or all known."""
        return min(self.paid_on or self.start, self.start)


@dataclass(frozen=True, slots=True)
class Chain:
    """Continuous cover: since when, and the provisions that kept it together across gaps."""

    since: date
    refs: tuple[str, ...]


def last_covered(cards: Sequence[Cover]) -> date | None:
    """The last covered day of some cards; None without any, NotTold when one has no end."""
    for card in cards:
        if card.end is None:
            raise NotTold(f"the card from {card.start} has no end; say to: … to know when the next one begins")
    return max((card.end for card in cards if card.end is not None), default=None)


def covers(cards: Sequence[Cover], day: date) -> bool:
    """Whether one of the cards is valid on a day."""
    return any(card.start <= day and (card.end is None or day <= card.end) for card in cards)


def gap_facts(last: date | None, resumed: date) -> dict[str, Value]:
    """What the rules may ask of the gap between the last covered day and the day it ends.

    Days are counted from the last covered day: cover to 31 December and payment on 31 March are 90 days. The months of
    the financial year (Law 46/2014) begin anew each January.
    """
    if last is None or resumed <= last + DAY:
        return {
            "first_card": last is None,
            "unbroken": last is not None,
            "uncovered_days": 0,
            "uncovered_months_begun": 0,
            "uncovered_months_in_year": 0,
        }
    new_year = resumed.replace(month=1, day=1) - DAY
    return {
        "first_card": False,
        "unbroken": False,
        "uncovered_days": (resumed - last).days,
        "uncovered_months_begun": begun_months(last, resumed),
        "uncovered_months_in_year": full_months(max(last, new_year), resumed),
    }


Gap = tuple[date, date]
"""The last covered day, and the day that ends the gap behind it."""


def chain(book: Book, cards: Sequence[Cover], joins: str = "five_years") -> Chain | None:
    """Since when cover is continuous up to the last of some cards; None without any.

    Each gap is judged by the rule in force on the day it ends; a gap that no rule bridges begins a new chain.
    """
    return chain_of(cards, bridges(book, gaps_of(cards), joins))


def gaps_of(cards: Sequence[Cover]) -> list[Gap]:
    """The gaps between some cards, in order."""
    return [(last, card.resumed) for last, card in _one_after_another(cards) if last and card.resumed > last + DAY]


def chain_of(cards: Sequence[Cover], bridged: Mapping[Gap, tuple[str, ...]]) -> Chain | None:
    """Since when cover is continuous, by what is known of every gap: the provisions that bridge it, if any do."""
    since: date | None = None
    refs: list[str] = []
    for last, card in _one_after_another(cards):
        if last is None or card.resumed > last + DAY:
            kept = bridged[last, card.resumed] if last is not None else ()
            if not kept:
                since, refs = card.start, []
            refs += kept
    return None if since is None else Chain(since, tuple(dict.fromkeys(refs)))


def bridges(book: Book, gaps: Iterable[Gap], joins: str = "five_years") -> dict[Gap, tuple[str, ...]]:
    """The provisions that bridge some gaps; all gaps that end on one day are judged in one query."""
    found: dict[Gap, tuple[str, ...]] = {}
    by_end: dict[date, list[date]] = {}
    for last, resumed in dict.fromkeys(gaps):
        by_end.setdefault(resumed, []).append(last)
    for resumed, lasts in by_end.items():
        rules = [p for p in rules_on(book, "card", "joins", resumed) if _named(p.effect, joins)]
        judged = judge(book, rules, resumed, [gap_facts(last, resumed) for last in lasts], explained=False)
        for last, considered in zip(lasts, judged, strict=True):
            found[last, resumed] = tuple(p.ref for p in holding(considered))
    return found


@dataclass(frozen=True, slots=True)
class Judging:
    """What gaps that end on a day are judged by: rules in force, parameters as they stand, facts of the gap they read,
    and the month where a rule asks for it. Equal ones judge gaps of equal facts alike.
    """

    rules: tuple[str, ...]
    parameters: tuple[tuple[str, Fraction], ...]
    facts: tuple[str, ...]
    month: int | None
    day: date = field(compare=False)

    def of(self, gap: Gap) -> tuple[Value, ...]:
        """The facts of a gap that matter."""
        found = gap_facts(*gap)
        return tuple(found[name] for name in self.facts)


def judging(book: Book, day: date, joins: str = "five_years") -> Judging:
    """What a gap that ends on a day is judged by."""
    rules = [p for p in rules_on(book, "card", "joins", day) if _named(p.effect, joins)]
    nodes = [c.node for p in rules for c in p.conditions]
    asks = any(isinstance(inner, Builtin) for node in nodes for inner in walk(node))
    return Judging(
        tuple(p.ref for p in rules),
        tuple((name, amount(book, name, day)) for name in sorted({n for node in nodes for n in parameters_read(node)})),
        tuple(sorted(facts_needed(rules))),
        month_of(day) if asks else None,
        day,
    )


def bridged(book: Book, by: Judging, facts: Sequence[Value]) -> tuple[str, ...]:
    """The provisions that bridge a gap of these facts (`by.of(gap)`)."""
    rules = [book.provision(ref) for ref in by.rules]
    (considered,) = judge(book, rules, by.day, [dict(zip(by.facts, facts, strict=True))], explained=False)
    return tuple(p.ref for p in holding(considered))


def _one_after_another(cards: Sequence[Cover]) -> Iterator[tuple[date | None, Cover]]:
    """Each card in order of its first day, with the last day covered before it."""
    last: date | None = None
    for card in sorted(cards, key=lambda c: c.start):
        yield last, card
        end = card.end or date.max - DAY
        last = end if last is None else max(last, end)


def _named(effect: object, joins: str) -> bool:
    keys: Mapping[str, object] = getattr(effect, "keys", {})
    return keys.get("joins") == joins
