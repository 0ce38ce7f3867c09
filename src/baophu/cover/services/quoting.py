"""What cover would cost a household: who joins, who need not, who pays how much, and until when the price holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.errors import CannotIssue, CoverError, NoSuchThing
from baophu.cover.models import IssuedCard, Quote, QuoteLine
from baophu.cover.services.foreseeing import Foreseen, asked, foresee_many
from baophu.cover.services.issued import held, running
from baophu.cover.services.pricing import OWN, Price, price_of
from baophu.cover.services.standing import Standing, members, standings
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards import CardAsked, RuleError
from baophu.engine.cards.days import DAY
from baophu.engine.cards.effects import payment_terms
from baophu.engine.months import first_day
from baophu.engine.source import FactsError
from baophu.law.model import Book, Text
from baophu.registry.models import Card, Entry, Person, Stay
from baophu.registry.services.recording import entry as new_entry

SOON = timedelta(days=30)
"""A card that ends within these days is renewed with the others unless somebody says who joins. Not law: a custom of
counters, so that nobody pays twice by an oversight."""


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a household in a quote. Amounts are đồng for the whole card, by payer.

    Who joins has `card`: its days by the law, `rank`, `months`. Who does not has `reason`, a word of `words.REASONS`,
    and for `insured` the last day of the card they have in `until`; `month` is what a month costs by payer.
    """

    person: int
    name: str
    standing: Standing
    month: Price
    joins: bool = False
    reason: str = ""
    why_not: Text | None = None
    rank: int = 0
    months: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    card: Foreseen | None = None
    until: date | None = None

    @property
    def own(self) -> int:
        """What the person pays."""
        return self.amounts.get(OWN, 0)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price for a household, nothing written: its lines in the order of joining, then those who do not join.

    It holds to `valid_until`: the day before law, facts or the financial year change it; `terms` is the provision that
    says for how many months may be paid.
    """

    household: int
    day: date
    months: int
    lines: tuple[Line, ...]
    valid_until: date
    terms: str

    @property
    def total(self) -> int:
        """What those who join pay together, đồng."""
        return sum(line.own for line in self.lines)

    def line(self, person: int) -> Line:
        """The line of a member; NoSuchThing when the person is none."""
        for line in self.lines:
            if line.person == person:
                return line
        raise NoSuchThing(f"Người {person} không ở trong hộ.", f"Person {person} is not of the household.")


def household_of(person: int, day: date) -> int:
    """The household a person lives in on a day; NoSuchThing when nowhere."""
    stay = Stay.objects.known().on(day).filter(person=person).first()
    if stay is None:
        raise NoSuchThing(
            f"Người {person} không có nơi cư trú ngày {day:%d/%m/%Y}.",
            f"Person {person} lives nowhere on {day:%d/%m/%Y}.",
        )
    return int(stay.household_id)


def price(
    household: int,
    day: date,
    months: int,
    joining: Iterable[int] | None = None,
    told: Mapping[int, Mapping[str, Any]] | None = None,
) -> Priced:
    """What cover would cost a household that pays on a day for some months; nothing is written.

    `joining` are those who join, in this order (it is the order of tapering); None: everybody who would have to pay and
    has no card, or one that ends soon, by number. `told` has what card rules need besides, by person (`grade`,
    `course_ends`, `to_december`, `enrolled_on`). NoSuchThing for nobody there; CannotIssue for months nobody may pay
    for, or for somebody named in `joining` who cannot have a card.
    """
    terms = _terms(day, months)
    try:
        living = members(household, day)
    except FactsError as error:
        raise _undecided(household, error) from error
    if not living:
        raise NoSuchThing(
            f"Không có ai sống trong hộ {household} ngày {day:%d/%m/%Y}.",
            f"Nobody lives in household {household} on {day:%d/%m/%Y}.",
        )
    return _priced({household: living}, day, months, terms, joining, told or {})[household]


def prices(households: Iterable[int], day: date, months: int) -> dict[int, Priced | CoverError]:
    """What `price` says of many households at once, or why it says nothing; those with nobody there are left out.

    A hundred at a time take little longer than ten one by one. CannotIssue for months nobody may pay for.
    """
    terms, wanted = _terms(day, months), list(dict.fromkeys(households))
    stays = Stay.objects.known().on(day).filter(household__in=wanted)
    persons = list(stays.values_list("person", flat=True))
    try:
        homes: dict[int, dict[int, Standing]] = {}
        for number, standing in sorted(standings(persons, day).items()):
            homes.setdefault(standing.household, {})[number] = standing
    except FactsError as error:  # of one of them: it is told apart, the others are priced
        if len(wanted) == 1:
            return {wanted[0]: _undecided(wanted[0], error)}
        half = len(wanted) // 2
        return {**prices(wanted[:half], day, months), **prices(wanted[half:], day, months)}
    return dict(_priced(homes, day, months, terms, None, {}))


def _undecided(household: int, error: FactsError) -> NoSuchThing:
    return NoSuchThing(f"Chưa xét được hộ {household}: {error}", f"Household {household} cannot be decided: {error}")


def _priced(
    homes: Mapping[int, Mapping[int, Standing]],
    day: date,
    months: int,
    terms: str,
    joining: Iterable[int] | None,
    told: Mapping[int, Mapping[str, Any]],
) -> dict[int, Priced]:
    """The prices of some households whose members are known; `joining` is said of one household only."""
    law = book()
    everybody = {n: s for living in homes.values() for n, s in living.items()}
    names = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "name"))
    cards = held(everybody)
    lines = {n: _member(law, s, names[n], cards.get(n, ()), day) for n, s in sorted(everybody.items())}
    wanted = {h: _joining({n: lines[n] for n in sorted(living)}, joining, day) for h, living in homes.items()}
    ranks = {n: r for h, going in wanted.items() for n, r in ranks_of(h, [lines[n] for n in going], day).items()}
    going = [n for some in wanted.values() for n in some]
    asks = {n: asked(n, paid_on=day, months=months, **dict(told.get(n, {}))) for n in going}
    foreseen = foresee_many(going, asks, ranks, everybody) if going else {}
    found = {}
    for household, living in homes.items():
        joined = [_joined(lines[n], foreseen[n], named=joining is not None) for n in wanted[household]]
        rest = [_staying_out(lines[n]) for n in sorted(living) if n not in set(wanted[household])]
        until = _valid_until(list(living.values()), [line for line in joined if line.joins], day)
        found[household] = Priced(household, day, months, (*joined, *rest), until, terms)
    return found


def quote(
    household: int,
    day: date | None = None,
    months: int = 12,
    joining: Iterable[int] | None = None,
    told: Mapping[int, Mapping[str, Any]] | None = None,
    by: User | None = None,
) -> Quote:
    """Tell a household a price and keep it, so that it can be paid (`paying.pay`). Errors as for `price`;
    CannotIssue when nobody in it has anything to pay.
    """
    found = price(household, day or timezone.localdate(), months, joining, told)
    if not any(line.joins for line in found.lines):
        raise CannotIssue("Không ai trong hộ phải đóng lúc này.", "Nobody in this household has anything to pay now.")
    with transaction.atomic():
        return _keep(found, new_entry("quote", by=by), told or {})


def quote_many(found: Iterable[Priced], by: User | None = None) -> dict[int, Quote]:
    """Keep prices that were told to many households, in one act; by household. Where nobody pays there is no quote."""
    paying = [one for one in found if any(line.joins for line in one.lines)]
    if not paying:
        return {}
    with transaction.atomic():
        act = new_entry("quote", by=by)
        return {one.household: _keep(one, act, {}) for one in paying}


def _keep(found: Priced, act: Entry, told: Mapping[int, Mapping[str, Any]]) -> Quote:
    kept = Quote.objects.create(
        household_id=found.household,
        day=found.day,
        months=found.months,
        total=found.total,
        valid_until=found.valid_until,
        law=book().digest,
        entry=act,
    )
    QuoteLine.objects.bulk_create(_kept(kept, place, line, told) for place, line in enumerate(found.lines))
    return kept


def priced_again(kept: Quote, day: date) -> Priced:
    """A quote at the prices of another day: the same members join in the same order for the same months."""
    lines = list(kept.lines.all())
    told = {line.person_id: from_told(line.told) for line in lines if line.told}
    return price(kept.household_id, day, kept.months, [line.person_id for line in lines if line.joins], told)


def _terms(day: date, months: int) -> str:
    try:
        allowed, ref = payment_terms(book(), day)
    except RuleError as error:
        raise CannotIssue(f"Sổ luật không nói được đóng mấy tháng: {error}", str(error)) from error
    if months not in allowed:
        said = ", ".join(map(str, allowed))
        raise CannotIssue(
            f"Không đóng {months} tháng một lần; được đóng: {said} tháng.",
            f"Nobody pays for {months} months at a time; allowed are {said}.",
        )
    return ref


def _member(law: Book, standing: Standing, name: str, cards: Sequence[Card], day: date) -> Line:
    """A member before anybody joins: what a month costs, and why there is nothing to pay, if so."""
    month = price_of(law, standing.decision)
    pays = {payer for payer, amount in month.amounts.items() if amount}
    last = next((c for c in cards if c.valid_from <= day and (c.valid_to is None or c.valid_to >= day)), None)
    after = [c.valid_to for c in cards if c.valid_to is not None and c.valid_to >= day]
    until = None if last is None else (date.max if last.valid_to is None else max(after))
    reason = ""
    if not standing.decision.outcome.group:
        reason = "no_group"
    elif OWN not in pays:
        words = (("employer", "employer"), ("social_insurance_fund", "fund"))
        reason = next((word for payer, word in words if payer in pays), "supported")
    return Line(standing.id, name, standing, month, reason=reason, until=until)


def _joining(lines: Mapping[int, Line], joining: Iterable[int] | None, day: date) -> list[int]:
    """Who joins, in order. Somebody named who has nothing to pay stays out, with the reason."""
    if joining is None:
        return [n for n, line in lines.items() if not line.reason and (line.until is None or line.until <= day + SOON)]
    named = list(dict.fromkeys(joining))
    for n in named:
        if n not in lines:
            raise NoSuchThing(
                f"Người {n} không ở trong hộ ngày {day:%d/%m/%Y}.",
                f"Person {n} is not of the household on {day:%d/%m/%Y}.",
            )
    return [n for n in named if not lines[n].reason]


def _staying_out(line: Line) -> Line:
    """A member who does not join: somebody else pays, a card still runs, or it is their choice."""
    if line.reason:
        return line
    return replace(line, reason="insured" if line.until is not None else "left_out")


def ranks_of(household: int, joining: Sequence[Line], day: date) -> dict[int, int]:
    """Places among those who join by household in the financial year (Law, Article 13(6)): behind those who joined
    earlier in the year; whoever joined then keeps the place.
    """
    before = joined_this_year(household, day)
    taken = max(before.values(), default=0)
    ranks: dict[int, int] = {}
    for line in joining:
        if line.standing.decision.outcome.taper:
            if line.person in before:
                ranks[line.person] = before[line.person]
            else:
                taken += 1
                ranks[line.person] = taken
    return ranks


def joined_this_year(household: int, day: date) -> dict[int, int]:
    """Who joined by household earlier in the calendar year, and in which place. Cards taken back do not count."""
    first, last = date(day.year, 1, 1), day
    mine = IssuedCard.objects.filter(household=household, rank__gt=0, paid_on__range=(first, last), replaces=None)
    return {c.person_id: c.rank for c in mine.order_by("paid_on", "id") if running(c) is not None}


def _joined(line: Line, found: Foreseen | CoverError, *, named: bool) -> Line:
    if isinstance(found, CoverError):
        if named:
            raise CannotIssue(f"{line.name}: {found.text.vi}", f"{line.name}: {found.text.en}")
        return replace(line, reason="cannot", why_not=found.text)
    amounts = found.price.times(found.months)
    return replace(
        line, joins=True, rank=found.rank, months=found.months, amounts=amounts, card=found, month=found.price
    )


def _valid_until(living: Sequence[Standing], joined: Sequence[Line], day: date) -> date:
    """The last day on which the same household would be told the same price.

    The financial year ends it (tapering, and the first month of a card moves with the payment); so does the first day
    on which a fact of a member turns, and the first month for which somebody who joins is decided otherwise.
    """
    turns = [date(day.year, 12, 31)]
    for standing in living:
        for spells in standing.person.facts.values():
            for spell in spells:
                turns += [spell.start - DAY] if spell.start > day else []
                turns += [spell.end] if spell.end is not None and spell.end >= day else []
    for line in joined:
        month, alike = line.standing.ahead[0][0], line.standing.decision
        for a, _, decision in line.standing.ahead[1:]:
            if (decision.outcome, decision.premium) != (alike.outcome, alike.premium):
                turns.append(first_day(a) - DAY)
                break
        turns += _birthday(line, day, month)
    return min(turns)


def _birthday(line: Line, day: date, month: int) -> list[date]:
    """The day before somebody's next birthday, if the month behind it is decided otherwise: the exact day counts."""
    born = line.standing.person.born
    for year in (day.year, day.year + 1):
        turn = date(year, born.month, min(born.day, 28) if born.month == 2 else born.day)
        if turn > day:
            after = next((d for a, b, d in line.standing.ahead if a <= _month_behind(turn) <= b), None)
            alike = line.standing.decision
            changes = after is not None and (after.outcome, after.premium) != (alike.outcome, alike.premium)
            return [turn - DAY] if changes else []
    return []


def _month_behind(day: date) -> int:
    return day.year * 12 + day.month - (day.day == 1)


def _kept(kept: Quote, place: int, line: Line, told: Mapping[int, Mapping[str, Any]]) -> QuoteLine:
    return QuoteLine(
        quote=kept,
        person_id=line.person,
        place=place,
        joins=line.joins,
        reason=line.reason,
        group=line.standing.decision.outcome.group,
        rank=line.rank,
        own=line.own,
        amounts=dict(line.amounts),
        told={k: v.isoformat() if isinstance(v, date) else v for k, v in told.get(line.person, {}).items()},
    )


def from_told(told: Mapping[str, Any]) -> dict[str, Any]:
    days = {f for f in CardAsked.__slots__ if f.endswith(("_on", "_from", "_ends"))}
    return {k: date.fromisoformat(v) if k in days and isinstance(v, str) else v for k, v in told.items()}
